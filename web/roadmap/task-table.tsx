/** The tasks of a chart as a table, to be read line by line or copied. */
import { useTranslation } from 'react-i18next'
import { TakeTable } from '../ui/take-table.tsx'
import fold from '../ui/fold.module.css'
import { useFormat } from '../ui/reader.tsx'
import type { Task } from './acts.ts'
import classes from './gantt.module.css'

const columns = ['task', 'phase', 'wave', 'starts', 'due', 'expected', 'state', 'slack'] as const

export function TaskTable({ tasks }: { tasks: readonly Task[] }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const header = columns.map((id) => t(`column.${id}`))
  const cells = (task: Task): string[] => [
    task.title,
    t(`phase.${task.phase}`),
    task.wave?.name ?? '',
    f.day(task.startsOn, 'short'),
    f.day(task.dueOn, 'short'),
    f.day(task.expectedOn, 'short'),
    t(`state.${task.state}`),
    task.slack === null ? '' : f.number(task.slack),
  ]
  return (
    <details className={fold.fold}>
      <summary>{t('chart.table')}</summary>
      <TakeTable title={t('chart.table')} rows={() => [header, ...tasks.map(cells)]} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls has to be reachable */}
      <div className={classes.tableBox} role="region" aria-label={t('chart.table')} tabIndex={0} data-scrolls>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((id) => (
                <th key={id} scope="col">
                  {t(`column.${id}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.id}>
                {cells(task).map((cell, i) => (
                  <td key={columns[i]} dir="auto">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
