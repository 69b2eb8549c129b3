/** What is past its day and not handed in: who, about whom, since when. */
import { useTranslation } from 'react-i18next'
import { DataTable } from '../ui/data-table.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { useAddress } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { useRowWindow } from '../ui/window.ts'
import type { Cycle } from './acts.ts'
import classes from './reviews.module.css'

export function Late({ cycle }: { cycle: Cycle }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const [at, setAt] = useAddress<{ q?: string }>()
  const rows = useRowWindow(
    'reviews.late',
    { cycleId: cycle.id, ...(at.q ? { search: at.q } : {}) },
    { page: (offset, limit) => ({ offset, limit }), read: (a) => ({ rows: a.tasks, total: a.total }) },
  )
  return (
    <>
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('cycle.search') }}
        active={0}
        onClear={() => {}}
      />
      {[cycle.plan.peers.mode, cycle.plan.upward.mode].includes('anonymous') ? (
        <p className={classes.small}>{t('cycle.lateSealed')}</p>
      ) : null}
      <DataTable
        label={t('cycle.view.late')}
        name="reviews-late"
        counted={(count, number) => t('cycle.counted.late', { count, number })}
        rows={rows}
        rowKey={(x) => x.id}
        filtered={Boolean(at.q)}
        empty={<Empty small title={t('cycle.noneLate')} />}
        columns={[
          {
            id: 'writer',
            header: t('cycle.writer'),
            width: '2fr',
            fixed: true,
            phone: 'title',
            cell: (x) => <Person person={x.writer} size={24} />,
          },
          { id: 'role', header: t('cycle.role'), width: '1.4fr', phone: 'detail', cell: (x) => t(`role.${x.role}`) },
          { id: 'subject', header: t('cycle.subject'), width: '1.6fr', phone: 'detail', cell: (x) => x.subject.name },
          { id: 'department', header: t('cycle.department'), width: '1.4fr', phone: 'off', cell: (x) => x.department },
          {
            id: 'days',
            header: t('cycle.since'),
            width: '130px',
            phone: 'end',
            cell: (x) => <State tone="warn">{t('cycle.days', { n: f.number(x.days), count: x.days })}</State>,
          },
        ]}
      />
    </>
  )
}
