/** Goals of an earlier tool: a file, what it would do, and then the deed. */
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Card, Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { Upload } from '../ui/upload.tsx'
import { goalReads } from './acts.ts'
import classes from '../ui/bring.module.css'

type Report = Answer<'goals.import'>
type Field = NonNullable<Report['columns'][number]['field']>
type Mapping = { columns: Record<string, Field | null>; dates: Record<string, string> }

const largest = 32 * 1024 * 1024
const fields: readonly Field[] = [
  'title',
  'description',
  'ownerNumber',
  'ownerEmail',
  'externalId',
  'parentId',
  'kind',
  'level',
  'visibility',
  'startsOn',
  'endsOn',
  'state',
  'progress',
  'unit',
  'start',
  'target',
  'current',
  'weight',
]
const dayForms = ['DD/MM/YYYY', 'MM/DD/YYYY'] as const
const shown = 50

export function BringPage() {
  const { t } = useTranslation('goals')
  const [file, setFile] = useState<File | null>(null)
  const [mapping, setMapping] = useState<Mapping>({ columns: {}, dates: {} })
  const [report, setReport] = useState<Report | null>(null)
  const look = useAct('goals.import', { showsProblem: true, onDone: setReport })
  const take = useAct('goals.import', {
    invalidates: [...goalReads, 'goals.imports'],
    showsProblem: true,
    onDone: (answer) => {
      toast({ message: t('bring.done', { count: answer.goals }) })
      setFile(null)
      setReport(null)
      setMapping({ columns: {}, dates: {} })
    },
  })
  const ask = (chosen: File, next: Mapping) => {
    setMapping(next)
    look.mutate({ name: chosen.name, mapping: JSON.stringify(next), file: chosen })
  }
  return (
    <Page title={t('bring.title')} description={t('bring.description')} help={t('bring.help')} width="wide">
      <div className={classes.page}>
        <Upload
          label={t('bring.upload')}
          hint={t('bring.hint')}
          accept={['.csv', '.txt', '.tsv', '.gz']}
          maxBytes={largest}
          file={file}
          disabled={look.isPending || take.isPending}
          onFile={(taken) => {
            look.reset()
            take.reset()
            setReport(null)
            setFile(taken)
            ask(taken, { columns: {}, dates: {} })
          }}
        />
        {look.isPending && !report ? <TextSkeleton lines={3} /> : null}
        {look.error ? <ProblemNote small error={look.error} /> : null}
        {file && report ? (
          <>
            <Counts report={report} />
            {take.error ? <ProblemNote small error={take.error} /> : null}
            <div className={classes.buttons}>
              <Button
                disabled={report.goals === 0}
                loading={take.isPending}
                onClick={() =>
                  take.mutate({
                    name: file.name,
                    mapping: JSON.stringify(mapping),
                    dryRun: 'false',
                    ...(report.refused.length > 0 ? { acceptGoodRows: 'true' } : {}),
                    file,
                  })
                }
              >
                {t(report.refused.length > 0 ? 'bring.takeGood' : 'bring.take', { count: report.goals })}
              </Button>
              <span className={classes.quiet}>{t('bring.safe')}</span>
            </div>
            <Findings title={t('bring.refused', { count: report.refused.length })} list={report.refused} tone="bad" />
            <Columns report={report} mapping={mapping} busy={look.isPending} onChange={(next) => ask(file, next)} />
            <Findings
              title={t('bring.warnings', { count: report.warnings.length })}
              list={report.warnings}
              tone="quiet"
            />
          </>
        ) : null}
        <Earlier />
      </div>
    </Page>
  )
}

function Counts({ report }: { report: Report }) {
  const { t } = useTranslation('goals')
  const nothing = report.goals === 0
  return (
    <Note
      tone={nothing ? 'warn' : 'accent'}
      title={nothing ? t('bring.nothing') : t('bring.would', { count: report.goals })}
    >
      {[
        t('bring.rows', { count: report.rows }),
        t('bring.results', { count: report.keyResults }),
        t('bring.unchanged', { count: report.unchanged }),
        t('bring.refused', { count: report.refused.length }),
      ].join(' · ')}
    </Note>
  )
}

function Findings({ title, list, tone }: { title: string; list: Report['refused']; tone: 'bad' | 'quiet' }) {
  const { t } = useTranslation('goals')
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
              {t(`finding.${one.code}`, { ...one.params, defaultValue: one.message })}
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
  onChange,
}: {
  report: Report
  mapping: Mapping
  busy: boolean
  onChange: (next: Mapping) => void
}) {
  const { t } = useTranslation('goals')
  return (
    <Section title={t('bring.columns')} bare>
      <p className={classes.quiet}>{t('bring.columnsHint')}</p>
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
                    columns: {
                      ...mapping.columns,
                      [column.header]: (event.currentTarget.value || null) as Field | null,
                    },
                  })
                }
                data={[
                  { value: '', label: t('bring.leave') },
                  ...fields.map((value) => ({ value, label: t(`bringField.${value}`) })),
                ]}
              />
              {column.field === 'startsOn' || column.field === 'endsOn' ? (
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

function Earlier() {
  const { t } = useTranslation('goals')
  const list = useOperation('goals.imports', {})
  return (
    <Section title={t('bring.earlier')} bare>
      <Loaded query={list} skeleton={<TextSkeleton lines={2} />}>
        {({ imports }) =>
          imports.length === 0 ? (
            <Card>
              <Empty small title={t('bring.none.title')}>
                {t('bring.none.body')}
              </Empty>
            </Card>
          ) : (
            <ul className={classes.earlier}>
              {imports.map((one) => (
                <li key={one.id}>
                  <strong>{one.fileName}</strong>
                  <span>
                    {t('bring.brought', { count: one.goals })} · {t('bring.unchanged', { count: one.unchanged })} ·{' '}
                    {t('bring.refused', { count: one.refused })}
                  </span>
                  <span className={classes.quiet}>
                    {one.by?.name ?? t('bring.operator')} · <When at={one.at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}
