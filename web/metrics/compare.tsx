/** One metric side by side for every department, country, wave or line: where is it high, where low? */
import { Select } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useOperation, useRows, type Answer } from '../api.ts'
import { TakeTable } from '../ui/take-table.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { layerOrder } from './groups.ts'
import { type Dashboard, type MetricId, type TableKind, usePlace } from './address.ts'
import { Ages } from './ages.tsx'
import { useMetricWords } from './words.tsx'
import classes from './metrics.module.css'

/** The four-fifths rule, both ways. */
const usualRatio = [0.8, 1.25] as const

type Table = Answer<'metrics.table'>
type Row = Table['rows'][number]

export function Compare({ dashboard }: { dashboard: Dashboard }) {
  const { t, f, segment: nameOf } = useMetricWords()
  const { at, setAt, language } = usePlace()
  const kinds = dashboard.tables.filter((kind): kind is TableKind => kind !== 'organization')
  const inLine = dashboard.segment.kind === 'line'
  const by = at.by && kinds.includes(at.by) ? at.by : inLine ? 'line' : (kinds[0] ?? 'line')
  // Anonymous answers say nothing about a part of the company.
  const charts = dashboard.charts.filter((c) => c.definition.tables)
  const metric: MetricId =
    charts.find((c) => c.definition.id === at.metric)?.definition.id ??
    charts.find((c) => c.now.state === 'shown' || c.now.state === 'held')?.definition.id ??
    'L1'
  const query = useOperation(
    'metrics.table',
    {
      metric,
      by,
      language,
      roster: dashboard.roster,
      ...(by === 'line' && inLine ? { leaderId: dashboard.segment.key } : {}),
    },
    { keep: true },
  )
  // A leader of people who lead nobody has nothing to put side by side.
  if (kinds.length === 1 && query.data && query.data.rows.length === 0) return null
  return (
    <>
      <Section
        title={t('compare.title')}
        description={
          query.data?.asOf
            ? t(by === 'wave' ? 'compare.aboutWaves' : 'compare.about', { on: f.day(query.data.asOf, 'long') })
            : t('compare.none')
        }
        action={
          <div className={classes.choices}>
            <Select
              aria-label={t('compare.metric')}
              allowDeselect={false}
              value={metric}
              data={layerOrder.flatMap((layer) => {
                const items = charts
                  .filter((c) => c.definition.layer === layer)
                  .map((c) => ({ value: c.definition.id, label: c.definition.name }))
                return items.length > 0 ? [{ group: t(`layers.${layer}.title`), items }] : []
              })}
              onChange={(value) => setAt({ metric: value as MetricId })}
            />
            <Select
              aria-label={t('compare.by')}
              allowDeselect={false}
              value={by}
              data={kinds.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={(value) => setAt({ by: value as TableKind })}
            />
          </div>
        }
      >
        <Loaded query={query} skeleton={<RowsSkeleton rows={6} />} small>
          {(table) => {
            if (table.unknown)
              return (
                <Empty small title={t('unknown.word')}>
                  {t('unknown.why', { column: t(`columns.${table.unknown.column}`) })}
                </Empty>
              )
            if (table.rows.length === 0)
              return (
                <Empty small title={t('compare.empty')}>
                  {t(by === 'line' ? 'compare.emptyLine' : 'compare.emptyHint')}
                </Empty>
              )
            return (
              <Rows
                table={table}
                by={by}
                name={nameOf}
                open={(row) => setAt({ kind: row.segment.kind, key: row.segment.key }, { push: true })}
                query={query}
              />
            )
          }}
        </Loaded>
      </Section>
      {by === 'wave' ? <Ages metric={metric} roster={dashboard.roster} /> : null}
    </>
  )
}

function Rows({
  table,
  by,
  name,
  open,
  query,
}: {
  table: Table
  by: TableKind
  name: (s: Row['segment']) => string
  open: (row: Row) => void
  query: { isFetching: boolean; error: unknown; refetch: () => unknown }
}) {
  const { t, f, value, of } = useMetricWords()
  const { definition, target } = table
  const all =
    table.total && table.total.now.state !== 'not_yet'
      ? [{ segment: table.total.segment, now: table.total.now, people: 0, beside: null }, ...table.rows]
      : table.rows
  const rows = useRows(all, query as never)
  const pointOf = (row: Row) => (row.now.state === 'shown' || row.now.state === 'held' ? row.now.point : null)
  const largest = Math.max(target?.value ?? 0, ...all.map((r) => pointOf(r)?.value ?? 0))
  const most = {
    days: largest,
    minutes: largest || 1,
    number: largest || 1,
    items: largest || 1,
    percent: 100,
    score: 100,
    index: 1,
    of_five: 5,
  }[definition.unit]
  const along = (value: number) => `${Math.max(0, Math.min(100, (value / most) * 100))}%`
  const copied = () => [
    [t(`by.${by}`), definition.name, t('copy.numerator'), t('copy.denominator'), t('copy.asOf')],
    ...all.map((r) => {
      const p = pointOf(r)
      return [
        name(r.segment),
        p ? (p.value ?? '') : t('hidden.word'),
        p?.numerator ?? '',
        p?.denominator ?? '',
        p?.asOf ?? '',
      ]
    }),
  ]
  return (
    <>
      <DataTable
        label={t('compare.title')}
        name="metrics"
        counted={() => t('compare.groups', { count: table.rows.length, number: f.number(table.rows.length) })}
        rows={rows}
        rowKey={(r) => `${r.segment.kind} ${r.segment.key}`}
        onOpen={open}
        tools={<TakeTable title={definition.name} rows={copied} />}
        columns={[
          {
            id: 'segment',
            header: t(`by.${by}`),
            width: 'minmax(140px, 1.4fr)',
            fixed: true,
            phone: 'title',
            cell: (r) =>
              r.people === 0 && r.segment.kind !== by ? <strong>{name(r.segment)}</strong> : name(r.segment),
          },
          {
            id: 'value',
            header: definition.name,
            width: 'minmax(180px, 2fr)',
            fixed: true,
            phone: 'detail',
            cell: (r) => {
              const p = pointOf(r)
              if (!p) return <Hidden floor={table.floor} because={r.now.state === 'hidden' ? r.now.because : 'floor'} />
              return (
                <span className={classes.bar}>
                  <span className={classes.track} aria-hidden>
                    <span className={classes.fill} style={{ inlineSize: along(p.value ?? 0) }} />
                    {target ? (
                      <span className={classes.mark} style={{ insetInlineStart: along(target.value) }} />
                    ) : null}
                  </span>
                  <strong>{value(definition, p)}</strong>
                </span>
              )
            },
          },
          {
            id: 'of',
            header: t('copy.denominator'),
            width: 'minmax(150px, 1fr)',
            phone: 'detail',
            cell: (r) => {
              const p = pointOf(r)
              return p ? of(definition, p) : '–'
            },
          },
          ...(definition.of === 'ratings'
            ? [
                {
                  id: 'beside',
                  header: t('beside.title'),
                  width: 'minmax(170px, 1fr)',
                  phone: 'detail' as const,
                  cell: (r: Row) => <Beside beside={r.beside} />,
                },
              ]
            : []),
          {
            id: 'asOf',
            header: t('copy.asOf'),
            width: '110px',
            phone: 'off',
            cell: (r) => {
              const p = pointOf(r)
              return p ? f.day(p.asOf, 'short') : '–'
            },
          },
        ]}
      />
      <p className={classes.sums}>
        {definition.of === 'ratings' ? `${t('beside.about')} ` : ''}
        {t(by === 'wave' ? 'compare.sumsWave' : 'compare.sums')}
      </p>
    </>
  )
}

/** How a group's rate lies to everybody else's: marked beyond the usual bounds only where chance alone would hardly do it. */
function Beside({ beside }: { beside: Row['beside'] }) {
  const { t, f } = useMetricWords()
  if (!beside || beside.ratio === null) return '–'
  const [low, high] = usualRatio
  const far = (beside.ratio < low || beside.ratio > high) && beside.chance < 0.05
  const words = t('beside.value', { ratio: f.number(beside.ratio, 2), chance: f.number(beside.chance, 3) })
  return far ? <State tone="warn">{words}</State> : words
}

function Hidden({ floor, because }: { floor: number; because: 'floor' | 'complement' }) {
  const { t } = useMetricWords()
  return (
    <span
      className={classes.hiddenCell}
      title={t(because === 'floor' ? 'hidden.floor' : 'hidden.complement', { floor })}
    >
      <IconEyeOff size={15} stroke={1.75} aria-hidden />
      {t(because === 'floor' ? 'hidden.under' : 'hidden.others', { floor })}
    </span>
  )
}
