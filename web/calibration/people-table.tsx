/** Everybody in the session in rows. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRows } from '../api.ts'
import { DataTable, type Sort } from '../ui/data-table.tsx'
import { useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { homeOf, ratingOf, stepOf, valueOf, type Question, type Row, type Session } from './acts.ts'
import classes from './calibration.module.css'

export function PeopleTable({
  session,
  rows,
  current,
  filtered,
}: {
  session: Session
  rows: readonly Row[]
  current: string | null
  filtered: boolean
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const go = useGo()
  const [sort, setSort] = useState<Sort>({ by: 'person', down: false })
  const sorted = useMemo(() => {
    const compare = (a: Row, b: Row) => {
      if (sort.by === 'manager') return (a.manager?.name ?? '').localeCompare(b.manager?.name ?? '')
      if (sort.by === 'x' || sort.by === 'y') return (valueOf(a, sort.by) ?? 0) - (valueOf(b, sort.by) ?? 0)
      return 0
    }
    // They come sorted by name, which decides where the rest is equal.
    return sort.by === 'person'
      ? sort.down
        ? [...rows].toReversed()
        : rows
      : rows.toSorted((a, b) => (sort.down ? -1 : 1) * compare(a, b))
  }, [rows, sort])
  const shown = useRows(sorted)
  return (
    <DataTable
      label={t('view.table')}
      name="calibration"
      counted={(count, number) => t('view.people', { count, number })}
      rows={shown}
      rowKey={(row) => row.reviewId}
      onOpen={(row) => void go(`${homeOf(session.id)}/${row.reviewId}`, { search: true })}
      current={current}
      sort={sort}
      onSort={setSort}
      filtered={filtered}
      empty={<Empty small title={t('session.nobody')} />}
      columns={[
        {
          id: 'person',
          header: t('table.person'),
          width: '1.8fr',
          fixed: true,
          sort: true,
          phone: 'title',
          cell: (row) => <Person person={row.person} size={28} />,
        },
        ...(session.as === 'facilitator'
          ? [
              {
                id: 'manager',
                header: t('table.manager'),
                width: '1.3fr',
                sort: true,
                phone: 'detail' as const,
                cell: (row: Row) => row.manager?.name ?? '–',
              },
            ]
          : []),
        ...session.questions.map((q) => ({
          id: q.axis,
          header: shortened(q.ask),
          width: 'minmax(190px, 1.8fr)',
          sort: true,
          fixed: true,
          phone: 'detail' as const,
          cell: (row: Row) => <RatingCell q={q} row={row} />,
        })),
        {
          id: 'points',
          header: t('table.points'),
          width: '90px',
          align: 'end',
          phone: 'off',
          cell: (row) => (row.points.length > 0 ? f.number(row.points.length) : '–'),
        },
        {
          id: 'state',
          header: t('table.state'),
          width: '130px',
          phone: 'end',
          cell: (row) =>
            row.state === 'unrated' ? (
              <State tone="warn">{t('row.unrated')}</State>
            ) : row.state === 'shared' ? (
              <State tone="quiet">{t('row.shared')}</State>
            ) : null,
        },
      ]}
    />
  )
}

/** A question as the head of a column; the whole of it stands in the other views. */
function shortened(words: string): string {
  if (words.length <= 30) return words
  const cut = words.slice(0, 29)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 12))} …`
}

function RatingCell({ q, row }: { q: Question; row: Row }) {
  const { t } = useTranslation('calibration')
  const rating = ratingOf(row, q.axis)
  if (!rating) return <span className={classes.small}>–</span>
  return (
    <span className={classes.ratingCell}>
      <span dir="auto">{stepOf(q, rating.value)}</span>
      {rating.value === rating.before ? null : (
        <span className={classes.was}>{t('row.was', { step: stepOf(q, rating.before) })}</span>
      )}
    </span>
  )
}
