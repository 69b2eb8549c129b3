/** Bringing over a file of an earlier tool: the file, what it would do, the deed, and the files before it. */
import { Button, NativeSelect } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card, Page, Section } from './page.tsx'
import { useFormat, When } from './reader.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from './states.tsx'
import { toast } from './toasts.tsx'
import { Upload } from './upload.tsx'
import classes from './bring.module.css'

type Finding = {
  line: number
  column: string | null
  code: string
  params: Record<string, string | number>
  message: string
}
type Report = {
  rows: number
  unchanged: number
  refused: readonly Finding[]
  warnings: readonly Finding[]
  columns: readonly { header: string; field: string | null; samples: readonly string[] }[]
}
type Mapping = { columns: Record<string, string | null>; dates: Record<string, string> }
type Sent = { name: string; mapping: string; dryRun?: 'false'; acceptGoodRows?: 'true'; file: File }

/** An act that reads the file; a dry run unless told. */
type Act<R> = {
  // A method, so that the act of each module fits, whose input names more.
  mutate(input: Sent, options: { onSuccess: (report: R) => void }): void
  isPending: boolean
  error: unknown
  reset: () => void
}

const largest = 32 * 1024 * 1024
const dayForms = ['DD/MM/YYYY', 'MM/DD/YYYY'] as const
const shown = 50
const untold: Mapping = { columns: {}, dates: {} }

export function BringPage<R extends Report>({
  words,
  look,
  take,
  found,
  counts,
  fields,
  days = [],
  nameOf,
  said,
  back,
  before,
  ready = true,
  undo,
  children,
}: {
  words: {
    title: string
    description: string
    help: string
    upload: string
    /** What stays as it is, whatever the file says. */
    safe: string
    columnsHint?: string
    would: (count: number) => string
    /** On the button; `good`: some rows are refused, the others are taken. */
    take: (count: number, good: boolean) => string
    done: (count: number) => string
  }
  look: Act<R>
  take: Act<R>
  /** How much would be brought over. */
  found: (report: R) => number
  /** What else is worth counting, in words. */
  counts: (report: R) => string[]
  /** What a column may hold. */
  fields: readonly string[]
  /** Those of them that are days. */
  days?: readonly string[]
  nameOf: (field: string) => string
  /** What was found in a row, in words. */
  said: (one: Finding) => string
  back?: { to: string; label: string }
  /** What is asked before the file. */
  before?: ReactNode
  /** False: what is needed to read a file is not there yet. */
  ready?: boolean
  /** Where the way back is one step. */
  undo?: (report: R) => Promise<unknown>
  /** What was brought over before. */
  children?: ReactNode
}) {
  const { t } = useTranslation('ui')
  const [file, setFile] = useState<File | null>(null)
  const [mapping, setMapping] = useState<Mapping>(untold)
  const [report, setReport] = useState<R | null>(null)
  const ask = (chosen: File, next: Mapping) => {
    setMapping(next)
    look.mutate({ name: chosen.name, mapping: JSON.stringify(next), file: chosen }, { onSuccess: setReport })
  }
  const count = report ? found(report) : 0
  const good = (report?.refused.length ?? 0) > 0
  return (
    <Page
      title={words.title}
      description={words.description}
      help={words.help}
      width="wide"
      {...(back ? { back } : {})}
    >
      <div className={classes.page}>
        {before}
        <Upload
          label={words.upload}
          hint={t('bring.hint')}
          accept={['.csv', '.txt', '.tsv', '.gz']}
          maxBytes={largest}
          file={file}
          disabled={!ready || look.isPending || take.isPending}
          onFile={(taken) => {
            look.reset()
            take.reset()
            setReport(null)
            setFile(taken)
            ask(taken, untold)
          }}
        />
        {look.isPending && !report ? <TextSkeleton lines={3} /> : null}
        {look.error ? <ProblemNote small error={look.error} /> : null}
        {file && report ? (
          <>
            <Note tone={count === 0 ? 'warn' : 'accent'} title={count === 0 ? t('bring.nothing') : words.would(count)}>
              {[
                t('bring.rows', { count: report.rows }),
                ...counts(report),
                t('bring.unchanged', { count: report.unchanged }),
                t('bring.refused', { count: report.refused.length }),
              ].join(' · ')}
            </Note>
            {take.error ? <ProblemNote small error={take.error} /> : null}
            <div className={classes.buttons}>
              <Button
                disabled={count === 0}
                loading={take.isPending}
                onClick={() =>
                  take.mutate(
                    {
                      name: file.name,
                      mapping: JSON.stringify(mapping),
                      dryRun: 'false',
                      ...(good ? { acceptGoodRows: 'true' as const } : {}),
                      file,
                    },
                    {
                      onSuccess(done) {
                        toast({
                          message: words.done(found(done)),
                          ...(undo ? { action: { label: t('undo'), run: () => undo(done) } } : {}),
                        })
                        setFile(null)
                        setReport(null)
                        setMapping(untold)
                      },
                    },
                  )
                }
              >
                {words.take(count, good)}
              </Button>
              <span className={classes.quiet}>{words.safe}</span>
            </div>
            <Findings
              title={t('bring.refused', { count: report.refused.length })}
              list={report.refused}
              tone="bad"
              said={said}
            />
            <Columns
              report={report}
              mapping={mapping}
              busy={look.isPending}
              hint={words.columnsHint ?? t('bring.columnsHint')}
              fields={fields}
              days={days}
              nameOf={nameOf}
              onChange={(next) => ask(file, next)}
            />
            <Findings
              title={t('bring.warnings', { count: report.warnings.length })}
              list={report.warnings}
              tone="quiet"
              said={said}
            />
          </>
        ) : null}
        {children}
      </div>
    </Page>
  )
}

function Findings({
  title,
  list,
  tone,
  said,
}: {
  title: string
  list: readonly Finding[]
  tone: 'bad' | 'quiet'
  said: (one: Finding) => string
}) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  if (list.length === 0) return null
  return (
    <Section title={title} bare>
      <ol className={classes.findings} data-tone={tone}>
        {list.slice(0, shown).map((one, at) => (
          <li key={`${one.line}-${at}`}>
            <span className={classes.line}>{t('bring.line', { line: f.number(one.line) })}</span>
            <span>
              {one.column ? <strong dir="auto">{one.column}: </strong> : null}
              {said(one)}
            </span>
          </li>
        ))}
      </ol>
      {list.length > shown ? <p className={classes.quiet}>{t('bring.more', { count: list.length - shown })}</p> : null}
    </Section>
  )
}

function Columns({
  report,
  mapping,
  busy,
  hint,
  fields,
  days,
  nameOf,
  onChange,
}: {
  report: Report
  mapping: Mapping
  busy: boolean
  hint: string
  fields: readonly string[]
  days: readonly string[]
  nameOf: (field: string) => string
  onChange: (next: Mapping) => void
}) {
  const { t } = useTranslation('ui')
  return (
    <Section title={t('bring.columns')} bare>
      <p className={classes.quiet}>{hint}</p>
      <ul className={classes.columns}>
        {report.columns
          .filter((column) => column.header.trim() !== '')
          .map((column) => (
            <li key={column.header}>
              <div>
                <strong dir="auto">{column.header}</strong>
                <span className={classes.samples} dir="auto">
                  {column.samples.join(' · ')}
                </span>
              </div>
              <NativeSelect
                size="sm"
                aria-label={t('bring.columnIs', { column: column.header })}
                disabled={busy}
                value={column.field ?? ''}
                onChange={(event) =>
                  onChange({
                    ...mapping,
                    columns: { ...mapping.columns, [column.header]: event.currentTarget.value || null },
                  })
                }
                data={[
                  { value: '', label: t('bring.leave') },
                  ...fields.map((value) => ({ value, label: nameOf(value) })),
                ]}
              />
              {column.field !== null && days.includes(column.field) ? (
                <NativeSelect
                  size="sm"
                  aria-label={t('bring.dayForm', { column: column.header })}
                  disabled={busy}
                  value={mapping.dates[column.header] ?? ''}
                  onChange={(event) => {
                    const { [column.header]: _, ...rest } = mapping.dates
                    const form = event.currentTarget.value
                    onChange({ ...mapping, dates: form ? { ...rest, [column.header]: form } : rest })
                  }}
                  data={[
                    { value: '', label: t('bring.dayFound') },
                    ...dayForms.map((value) => ({
                      value,
                      label: t(`bring.form.${value === 'DD/MM/YYYY' ? 'dmy' : 'mdy'}`),
                    })),
                  ]}
                />
              ) : null}
            </li>
          ))}
      </ul>
    </Section>
  )
}

type Brought = {
  id: string
  fileName: string
  at: string
  by: { name: string } | null
  unchanged: number
  refused: number
  removed?: { at: string; by: { name: string } | null } | null
}

/** Files that were brought over, the newest first, and where there is one the way back. */
export function BroughtFiles<One extends Brought>({
  query,
  brought,
  none,
  wayBack,
}: {
  query: UseQueryResult<{ imports: One[] }, Error>
  /** What a file brought, in words. */
  brought: (one: One) => string
  none: { title: string; body: string }
  wayBack?: (one: One) => ReactNode
}) {
  const { t } = useTranslation('ui')
  const who = (by: { name: string } | null) => by?.name ?? t('bring.operator')
  return (
    <Section title={t('bring.earlier')} bare>
      <Loaded query={query} skeleton={<TextSkeleton lines={2} />}>
        {({ imports }) =>
          imports.length === 0 ? (
            <Card>
              <Empty small title={none.title}>
                {none.body}
              </Empty>
            </Card>
          ) : (
            <ul className={classes.earlier}>
              {imports.map((one) => (
                <li key={one.id} data-gone={one.removed ? true : undefined}>
                  <strong>{one.fileName}</strong>
                  <span>
                    {[
                      brought(one),
                      t('bring.unchanged', { count: one.unchanged }),
                      t('bring.refused', { count: one.refused }),
                    ].join(' · ')}
                  </span>
                  <span className={classes.quiet}>
                    {who(one.by)} · <When at={one.at} />
                    {one.removed ? (
                      <>
                        {' · '}
                        {t('bring.removed', { name: who(one.removed.by) })} <When at={one.removed.at} />
                      </>
                    ) : null}
                  </span>
                  {one.removed ? null : wayBack?.(one)}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}
