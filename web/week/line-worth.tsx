/** What is worth doing for somebody whose reports lead people: two or three things, each with its way there. */
import { Button } from '@mantine/core'
import { IconGauge, IconMessages, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, RowsSkeleton } from '../ui/states.tsx'
import { Row } from './row.tsx'
import { TaskRow } from './task-row.tsx'
import classes from './week.module.css'

type LineTask = Answer<'week.line'>['worth'][number]

/** Of the viewer's own line; the rows below and this read it once. */
export const useOwnLine = () => useOperation('week.line', {}, { staleTime: 300_000 })

export function LineWorth() {
  const { t } = useTranslation('week')
  const query = useOwnLine()
  return (
    <div className={classes.worth}>
      <Section bare title={t('worth.title')}>
        <Loaded query={query} skeleton={<RowsSkeleton rows={2} />}>
          {(line) =>
            line.worth.length === 0 ? (
              <p className={classes.more}>{t('worth.calm')}</p>
            ) : (
              <ul className={classes.tasks}>
                {line.worth.map((task) =>
                  task.kind === 'calibration' ? (
                    <TaskRow key={task.kind} task={task} />
                  ) : (
                    <LineRow key={task.kind} task={task} />
                  ),
                )}
              </ul>
            )
          }
        </Loaded>
      </Section>
    </div>
  )
}

function LineRow({ task }: { task: Exclude<LineTask, { kind: 'calibration' }> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const me = useMe()
  if (task.kind === 'line_reviews')
    return (
      <Row
        icon={<IconPencil size={20} stroke={1.6} />}
        title={t('worth.reviews.title')}
        detail={t('worth.reviews.body', {
          n: f.number(task.done),
          of: f.number(task.of),
          count: task.of,
          target: f.share(task.target, 100),
          day: f.day(task.asOf, 'short'),
        })}
      >
        <Button component={Go} to="/program/metrics/V1" search={{ kind: 'line', key: me.person.id }}>
          {t('worth.reviews.act')}
        </Button>
      </Row>
    )
  const quiet = task.kind === 'line_quiet'
  const first = quiet ? task.leaders[0]! : task.leader
  const others = quiet ? task.count - task.leaders.length : 0
  return (
    <Row
      icon={quiet ? <IconMessages size={20} stroke={1.6} /> : <IconGauge size={20} stroke={1.6} />}
      title={
        quiet
          ? t('worth.quiet.title', {
              count: task.count,
              n: f.number(task.count),
              names: f.list([
                ...task.leaders.map((l) => l.name),
                ...(others > 0 ? [t('others', { count: others })] : []),
              ]),
            })
          : t('worth.slow.title', { name: first.name })
      }
      detail={
        quiet
          ? t('worth.quiet.body', { count: task.pairs, n: f.number(task.pairs) })
          : t('line.count', { n: f.number(task.inWindow), count: task.pairs, of: f.number(task.pairs) })
      }
    >
      <Button component={Go} to={`/team/line/${first.id}`}>
        {t('worth.quiet.act')}
      </Button>
    </Row>
  )
}
