/** One question for every department, country, wave or line. The table can be copied. */
import { Select } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, useRows, type Answer } from '../api.ts'
import { TakeTable } from '../ui/take-table.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { type Results, useResultsAddress } from './results-address.ts'
import { useSegmentName } from './words.ts'
import classes from './pulse.module.css'

type Table = Answer<'pulse.table'>
type Row = Table['rows'][number]

export function SideBySide({ results, open }: { results: Results; open: (segment: Row['segment']) => void }) {
  const { t } = useTranslation('pulse')
  const [at, setAt] = useResultsAddress()
  const kinds = results.tables.filter((kind): kind is Exclude<typeof kind, 'organization'> => kind !== 'organization')
  const inLine = results.segment.kind === 'line'
  const by =
    at.by && kinds.includes(at.by) ? at.by : inLine ? 'line' : kinds.includes('department') ? 'department' : 'line'
  const question = results.questions.find((q) => q.id === at.question) ?? results.questions[0]
  const table = useOperation(
    'pulse.table',
    {
      roundId: results.round.id,
      questionId: question?.id ?? '',
      by,
      ...(by === 'line' && inLine ? { leaderId: results.segment.key } : {}),
    },
    { keep: true, enabled: question !== undefined },
  )
  if (!question) return null
  return (
    <Section
      title={t('table.title')}
      description={t('table.body')}
      action={
        <div className={classes.switches}>
          <Select
            aria-label={t('table.question')}
            allowDeselect={false}
            value={question.id}
            data={results.questions.map((q) => ({ value: q.id, label: q.text }))}
            onChange={(value) => setAt({ question: value ?? undefined })}
          />
          <Select
            aria-label={t('table.by')}
            allowDeselect={false}
            value={by}
            data={kinds.map((value) => ({ value, label: t(`by.${value}`) }))}
            onChange={(value) => setAt({ by: value as typeof by })}
          />
        </div>
      }
    >
      <Loaded query={table} skeleton={<RowsSkeleton rows={5} />} small>
        {(a) =>
          a.rows.length === 0 ? (
            <Empty small title={t('table.none')} />
          ) : (
            <Rows table={a} by={by} open={open} query={table} />
          )
        }
      </Loaded>
    </Section>
  )
}

function Rows({
  table,
  by,
  open,
  query,
}: {
  table: Table
  by: string
  open: (segment: Row['segment']) => void
  query: { isFetching: boolean; error: unknown; refetch: () => unknown }
}) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const name = useSegmentName()
  const rows = useRows(table.rows, query as never)
  const asNps = table.question.kind === 'scale'
  const valueOf = ({ score }: Row) =>
    !score || score.answered === 0
      ? null
      : asNps
        ? (score.nps!.score + 100) / 200
        : score.favourable === null
          ? null
          : score.favourable / score.answered
  const say = (row: Row) => {
    const { score } = row
    if (!score || score.answered === 0) return '–'
    if (asNps) return t('card.points', { n: f.number(score.nps!.score, 0) })
    return score.favourable === null ? '–' : f.share(score.favourable, score.answered)
  }
  const copied = () => [
    [t(`by.${by}`), table.question.text, t('table.answered')],
    ...table.rows.map((r) => [name(r.segment), r.score ? say(r) : t('hidden.word'), r.score?.answered ?? '']),
  ]
  return (
    <DataTable
      label={t('table.title')}
      name="pulse"
      counted={(count, number) => t('table.groups', { count, number })}
      rows={rows}
      rowKey={(r) => `${r.segment.kind} ${r.segment.key}`}
      onOpen={(r) => open(r.segment)}
      tools={<TakeTable title={table.question.text} rows={copied} />}
      columns={[
        {
          id: 'segment',
          header: t(`by.${by}`),
          width: 'minmax(140px, 1.4fr)',
          fixed: true,
          phone: 'title',
          cell: (r) => name(r.segment),
        },
        {
          id: 'value',
          header: t(asNps ? 'card.nps' : 'card.favourable'),
          width: 'minmax(180px, 2fr)',
          fixed: true,
          phone: 'detail',
          cell: (r) =>
            r.score ? (
              <span className={classes.bars}>
                <span className={classes.track} aria-hidden>
                  <span className={classes.fill} style={{ inlineSize: `${(valueOf(r) ?? 0) * 100}%` }} />
                </span>
                <strong>{say(r)}</strong>
              </span>
            ) : (
              <Hidden row={r} floor={table.floor} />
            ),
        },
        {
          id: 'answered',
          header: t('table.answered'),
          width: '130px',
          phone: 'detail',
          cell: (r) => (r.score ? f.number(r.score.answered) : '–'),
        },
        {
          id: 'about',
          header: t('table.round'),
          width: '150px',
          phone: 'off',
          cell: (r) => (r.standing.state === 'held' ? t('held.short', { day: f.day(r.standing.on, 'short') }) : ''),
        },
      ]}
    />
  )
}

function Hidden({ row, floor }: { row: Row; floor: number }) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const { standing } = row
  if (standing.state === 'nobody') return <span className={classes.quiet}>{t('results.nobody')}</span>
  const because = standing.state === 'hidden' ? standing.because : 'floor'
  return (
    <span
      className={classes.hidden}
      title={t(because === 'floor' ? 'hidden.floor' : 'hidden.complement', { floor: f.number(floor) })}
    >
      <IconEyeOff size={15} stroke={1.75} aria-hidden />
      {t(because === 'floor' ? 'hidden.under' : 'hidden.others', { floor: f.number(floor) })}
    </span>
  )
}
