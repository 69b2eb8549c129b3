/** What each column of a file holds: guessed from its header, corrected here, then the file is looked at again. */
import { Badge, Button, Select } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field } from '../../contract/people.ts'
import { useAct, useOperation } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { dayIn } from '../ui/format.ts'
import { useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { running, type Whole } from './saying.ts'
import classes from './people.module.css'

/** In the order in which the menu offers them; the compiler asks for every one. */
const order: Record<Field, true> = {
  number: true,
  givenName: true,
  middleName: true,
  familyName: true,
  preferredName: true,
  fullName: true,
  email: true,
  status: true,
  employmentType: true,
  title: true,
  department: true,
  division: true,
  location: true,
  country: true,
  timeZone: true,
  locale: true,
  level: true,
  manager: true,
  managerEmail: true,
  managerName: true,
  secondManager: true,
  hiredOn: true,
  leftOn: true,
}
const fields = Object.keys(order) as Field[]

/** Shown as one day written so; letters for day, month and year differ by language. */
const dateFormats = [
  { value: 'YYYY-MM-DD', label: '2026-12-31' },
  { value: 'DD/MM/YYYY', label: '31/12/2026' },
  { value: 'MM/DD/YYYY', label: '12/31/2026' },
  { value: 'DD/MM/YY', label: '31/12/26' },
  { value: 'MM/DD/YY', label: '12/31/26' },
]
const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
const statuses = ['active', 'leave', 'ended', 'prehire'] as const
const leftOut = '-'

export function ColumnsPage() {
  const { t } = useTranslation('people')
  const { importId = '' } = useParams({ strict: false }) as { importId?: string }
  const whole = useOperation('imports.get', { id: importId })
  return (
    <Page
      title={t('columns.title')}
      description={whole.data ? t('columns.description', { file: whole.data.import.fileName }) : undefined}
      back={{ to: `/settings/people/${importId}`, label: whole.data?.import.fileName ?? t('import.title') }}
      help={t('columns.help')}
    >
      <Loaded
        query={whole}
        skeleton={<RowsSkeleton rows={8} />}
        empty={(w) => !w.file && <Empty title={t('columns.none')}>{t('columns.noneBody')}</Empty>}
      >
        {(w) => <Mapping key={w.import.id} whole={w} />}
      </Loaded>
    </Page>
  )
}

function Mapping({ whole }: { whole: Whole }) {
  const { t } = useTranslation('people')
  const f = useFormat()
  const go = useGo()
  const of = whole.import
  const file = whole.file!
  const [chosen, setChosen] = useState<Record<string, Field | null>>(() =>
    Object.fromEntries(file.columns.map((c) => [c.header, c.field])),
  )
  const [dates, setDates] = useState<Record<string, string>>(whole.mapping.dates)
  const [status, setStatus] = useState<Record<string, (typeof statuses)[number]>>(whole.mapping.status)
  const [asOf, setAsOf] = useState(of.asOf)
  const [encoding, setEncoding] = useState<string | null>(null)
  const closed = of.state === 'applied' || of.state === 'cancelled' || running(of.state)
  const unknown = useOperation(
    'imports.findings',
    { id: of.id, code: 'status_unknown', limit: 500 },
    { enabled: !closed },
  )
  const words = useMemo(() => {
    const seen = new Set(Object.keys(whole.mapping.status))
    for (const found of unknown.data?.findings ?? []) if (found.params['value']) seen.add(String(found.params['value']))
    // A column that was just said to hold it; the rest of its words is known after the next look.
    for (const column of file.columns)
      if (chosen[column.header] === 'status' && column.field !== 'status')
        column.samples.forEach((s) => seen.add(s.trim()))
    return [...seen].slice(0, 40)
  }, [unknown.data, whole.mapping.status, file.columns, chosen])
  const settle = useAct('imports.settle', {
    invalidates: ['imports.get', 'imports.list', 'imports.findings'],
    showsProblem: true,
    onDone: ({ id }) => void go(`/settings/people/${id}`),
  })
  const taken = new Map<Field, string[]>()
  for (const [header, field] of Object.entries(chosen))
    if (field) taken.set(field, [...(taken.get(field) ?? []), header])
  const twice = [...taken.values()].some((headers) => headers.length > 1)
  const nameless = !taken.has('fullName') && !(taken.has('givenName') || taken.has('familyName'))
  const nobody = !taken.has('number') && !taken.has('email')
  const incomplete = twice || nobody || nameless
  const options = [
    { value: leftOut, label: t('columns.leftOut') },
    ...fields.map((field) => ({ value: field, label: t(`fields.${field}`) })),
  ]
  const save = () => {
    const columns = Object.fromEntries(
      file.columns
        .filter((c) => (chosen[c.header] ?? null) !== c.recognised || c.header in whole.mapping.columns)
        .map((c) => [c.header, chosen[c.header] ?? null]),
    )
    settle.mutate({
      id: of.id,
      columns,
      dates,
      status,
      asOf,
      ...(encoding ? { encoding: encoding === 'auto' ? null : encoding } : {}),
    })
  }
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (!incomplete && !closed) save()
      }}
    >
      {closed ? <Note>{t('columns.closed')}</Note> : null}
      <Section title={t('columns.list')} description={t('columns.listWhy')}>
        <ul className={classes.columns}>
          {file.columns.map((column, i) => {
            const field = chosen[column.header] ?? null
            const others = field ? (taken.get(field) ?? []).filter((h) => h !== column.header) : []
            const dated = field === 'hiredOn' || field === 'leftOn'
            return (
              <li key={`${i}-${column.header}`}>
                <div>
                  <div className={classes.header}>
                    <strong>{column.header || t('columns.nameless', { number: i + 1 })}</strong>
                    {column.recognised && column.recognised === field ? (
                      <Badge variant="light">{t('columns.guessed')}</Badge>
                    ) : null}
                  </div>
                  <p className={classes.samples}>
                    {column.samples.length
                      ? column.samples
                          .slice(0, 3)
                          .map((s) => t('columns.sample', { value: s }))
                          .join(', ')
                      : t('columns.noSamples')}
                  </p>
                </div>
                <div className={classes.chosen}>
                  <Select
                    aria-label={t('columns.holds', { column: column.header })}
                    data={options}
                    value={field ?? leftOut}
                    searchable
                    allowDeselect={false}
                    disabled={closed}
                    onChange={(value) =>
                      setChosen((old) => ({
                        ...old,
                        [column.header]: value === null || value === leftOut ? null : (value as Field),
                      }))
                    }
                    error={others.length ? t('columns.twice', { column: others[0] }) : undefined}
                  />
                  {dated ? (
                    <Select
                      aria-label={t('columns.format', { column: column.header })}
                      data={[
                        { value: 'auto', label: t('columns.formatAuto') },
                        ...dateFormats,
                        { value: 'excel', label: t('columns.formatExcel') },
                      ]}
                      value={dates[column.header] ?? 'auto'}
                      allowDeselect={false}
                      disabled={closed}
                      onChange={(value) =>
                        setDates(({ [column.header]: _, ...rest }) =>
                          value && value !== 'auto' ? { ...rest, [column.header]: value } : rest,
                        )
                      }
                    />
                  ) : null}
                </div>
              </li>
            )
          })}
        </ul>
      </Section>
      {words.length ? (
        <Section title={t('columns.status')} description={t('columns.statusWhy')}>
          <div className={classes.fields}>
            {words.map((word) => (
              <Select
                key={word}
                label={t('columns.sample', { value: word })}
                placeholder={t('columns.statusOpen')}
                data={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
                value={status[word] ?? null}
                clearable
                disabled={closed}
                onChange={(value) =>
                  setStatus(({ [word]: _, ...rest }) =>
                    value ? { ...rest, [word]: value as (typeof statuses)[number] } : rest,
                  )
                }
              />
            ))}
          </div>
        </Section>
      ) : null}
      <Section title={t('columns.file')}>
        <div className={classes.fields}>
          <DateField
            label={t('upload.asOf')}
            description={t('upload.asOfWhy')}
            value={asOf}
            max={dayIn(f.now(), f.timeZone)}
            required
            disabled={closed}
            onChange={(day) => day && setAsOf(day)}
          />
          <Select
            label={t('columns.encoding')}
            description={t('columns.encodingWhy', { encoding: file.encoding })}
            data={[
              { value: 'auto', label: t('columns.encodingAuto') },
              ...encodings.map((e) => ({ value: e, label: e.toUpperCase() })),
            ]}
            value={encoding}
            placeholder={file.encoding.toUpperCase()}
            disabled={closed}
            onChange={setEncoding}
          />
        </div>
      </Section>
      {closed ? null : (
        <div className={classes.bar}>
          <span className={classes.quiet} role="status" data-missing={incomplete || undefined}>
            {twice
              ? t('columns.settleTwice')
              : nobody
                ? t('columns.needId')
                : nameless
                  ? t('columns.needName')
                  : t('columns.safe')}
          </span>
          {settle.error ? <ProblemNote small error={settle.error} /> : null}
          <Button type="submit" disabled={incomplete} loading={settle.isPending}>
            {t('columns.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
