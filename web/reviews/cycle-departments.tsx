/** How far a cycle is, by department. */
import { useTranslation } from 'react-i18next'
import { useRows, type Answer } from '../api.ts'
import { DataTable } from '../ui/data-table.tsx'
import { useFormat } from '../ui/reader.tsx'
import classes from './reviews.module.css'

type Progress = Answer<'reviews.progress'>

export function Departments({ progress }: { progress: Progress }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const rows = useRows(progress.departments)
  return (
    <DataTable
      label={t('cycle.view.departments')}
      name="reviews-departments"
      counted={(count, number) => t('cycle.counted.departments', { count, number })}
      rows={rows}
      rowKey={(d) => d.department}
      dense
      columns={[
        {
          id: 'department',
          header: t('cycle.department'),
          width: 'minmax(160px, 1.6fr)',
          fixed: true,
          phone: 'title',
          cell: (d) => <span dir="auto">{d.department || t('cycle.noDepartment')}</span>,
        },
        {
          id: 'people',
          header: t('cycle.reviews'),
          width: '110px',
          align: 'end',
          phone: 'end',
          cell: (d) => f.number(d.people),
        },
        ...progress.stages.map(({ stage }) => ({
          id: stage,
          header: t(`stage.${stage}`),
          width: 'minmax(120px, 1fr)',
          align: 'end' as const,
          phone: 'detail' as const,
          cell: (d: Progress['departments'][number]) => {
            const share = d.stages.find((s) => s.stage === stage)
            if (!share || share.of === 0) return '–'
            if (share.done === null)
              return (
                <span className={classes.small}>{t('cycle.asked', { n: f.number(share.of), count: share.of })}</span>
              )
            return (
              <span data-late={share.late > 0 || undefined} className={classes.of}>
                {t('cycle.share', { done: f.number(share.done), all: f.number(share.of) })}
              </span>
            )
          },
        })),
      ]}
    />
  )
}
