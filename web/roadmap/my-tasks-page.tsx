/** Which tasks on the roadmap are yours? For everybody who owns a task, also without a role in the program. */
import { IconCircleCheck } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { List } from '../ui/list.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { tones } from './acts.ts'
import classes from './roadmap.module.css'

export function MyTasksPage() {
  const { t } = useTranslation('roadmap')
  const query = useOperation('roadmap.mine', {})
  return (
    <Page title={t('mine.title')} description={t('mine.description')} help={t('mine.help')} width="reading">
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.tasks.length === 0 && (
            <Empty icon={<IconCircleCheck size={22} stroke={1.6} />} title={t('mine.none')}>
              {t('mine.noneBody')}
            </Empty>
          )
        }
      >
        {({ tasks }) => (
          <List>
            {tasks.map((task) => (
              <li key={task.id} className={classes.line} data-state={task.state}>
                <span />
                <span className={classes.words}>
                  <Go to={`/program/my-tasks/${task.id}`} className={classes.title} dir="auto" id={`task-${task.id}`}>
                    {task.title}
                  </Go>
                  <span className={classes.quiet}>
                    {[task.wave?.name ?? '', task.program.name].filter(Boolean).join(' · ')}
                  </span>
                </span>
                <span className={classes.marks} />
                <span className={classes.date}>
                  <When on={task.done?.on ?? task.dueOn} style="short" />
                </span>
                <span className={classes.state}>
                  <State tone={tones[task.state]}>{t(`state.${task.state}`)}</State>
                </span>
              </li>
            ))}
          </List>
        )}
      </Loaded>
      <Outlet />
    </Page>
  )
}
