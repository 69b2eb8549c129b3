/** The tasks by phase, each a line: what, whose, by when, and what that means for a go-live. */
import { Checkbox } from '@mantine/core'
import { IconSquareRotated } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { List } from '../ui/list.tsx'
import fold from '../ui/fold.module.css'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import { all, home, phases, type Roadmap, type Task, tones } from './acts.ts'
import { DueDate } from './due-date.tsx'
import classes from './roadmap.module.css'

export function TaskList({ map, tasks, current }: { map: Roadmap; tasks: readonly Task[]; current: string | null }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  // What is ticked off while one looks stays where it is; what was done before is one line.
  const [before] = useState(() => new Set(tasks.filter((one) => one.state === 'done').map((one) => one.id)))
  const lines = (some: readonly Task[]) =>
    some.map((task) => <Line key={task.id} map={map} task={task} current={task.id === current} />)
  return (
    <div className={classes.phases}>
      {phases.map((phase) => {
        const mine = tasks.filter((one) => one.phase === phase)
        if (mine.length === 0) return null
        const done = mine.filter((one) => one.state === 'done').length
        const old = mine.filter((one) => one.state === 'done' && before.has(one.id))
        const rest = mine.filter((one) => !old.includes(one))
        return (
          <section key={phase} aria-labelledby={`phase-${phase}`}>
            <h2 id={`phase-${phase}`} className={classes.phase}>
              {t(`phase.${phase}`)}
              <span>{t('doneOf', { done: f.number(done), of: f.number(mine.length) })}</span>
            </h2>
            {rest.length > 0 ? <List>{lines(rest)}</List> : null}
            {old.length > 0 ? (
              <details className={fold.fold} open={old.some((one) => one.id === current) || undefined}>
                <summary>{t('doneBefore', { count: old.length, n: f.number(old.length) })}</summary>
                <List>{lines(old)}</List>
              </details>
            ) : null}
          </section>
        )
      })}
    </div>
  )
}

/** Up and down walk from task to task, over the phases. */
function walk(event: KeyboardEvent<HTMLAnchorElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const titles = [...document.querySelectorAll<HTMLElement>('a[id^="task-"]')].filter((one) => one.checkVisibility())
  const next = titles[titles.indexOf(event.currentTarget) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function Line({ map, task, current }: { map: Roadmap; task: Task; current: boolean }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const tick = useAct('roadmap.tick', {
    invalidates: all,
    done: task.state === 'done' ? t('tick.opened') : t('tick.done'),
    optimistic: (input, cache) =>
      cache.change('roadmap.get', { programId: map.program.id }, (old) => ({
        ...old,
        tasks: old.tasks.map((one) =>
          one.id === input.taskId ? { ...one, state: input.done ? ('done' as const) : ('running' as const) } : one,
        ),
      })),
  })
  const ticks = task.watches === null && (map.mayPlan || task.mine) && !task.leftOut
  return (
    <li className={classes.line} data-current={current || undefined} data-state={task.state}>
      <span className={classes.tick}>
        {ticks ? (
          <Checkbox
            aria-label={t('tick.label', { title: task.title })}
            checked={task.state === 'done'}
            onChange={() => tick.mutate({ taskId: task.id, done: task.state !== 'done', note: task.done?.note ?? '' })}
          />
        ) : (
          <IconSquareRotated size={16} stroke={1.8} aria-hidden data-done={task.state === 'done' || undefined} />
        )}
      </span>
      <span className={classes.words}>
        <Go
          to={`${home}/${task.id}`}
          search={true}
          className={classes.title}
          dir="auto"
          id={`task-${task.id}`}
          onKeyDown={walk}
        >
          {task.title}
        </Go>
        <span className={classes.quiet}>
          {[
            task.wave?.name ?? '',
            task.watches !== null
              ? t('seen')
              : task.owner
                ? task.owner.here
                  ? task.owner.name
                  : t('owner.gone', { name: task.owner.name })
                : task.ownerRole
                  ? t('owner.noneOf', { role: t(`role.${task.ownerRole}`) })
                  : t('owner.none'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className={classes.marks}>
        {task.conflict > 0 ? (
          <State tone="bad">{t('conflict', { count: task.conflict, n: f.number(task.conflict) })}</State>
        ) : null}
        {task.critical && task.state !== 'done' ? <State tone="warn">{t('critical')}</State> : null}
        {task.slipped !== null && task.slipped > 0 && task.state !== 'done' ? (
          <span className={classes.quiet}>{t('slipped', { count: task.slipped, n: f.number(task.slipped) })}</span>
        ) : null}
        {task.unneeded && !task.leftOut ? <State tone="quiet">{t('unneeded')}</State> : null}
      </span>
      <span className={classes.date}>
        <DueDate map={map} task={task} />
      </span>
      <span className={classes.state}>
        <State tone={tones[task.state]}>{t(`state.${task.state}`)}</State>
      </span>
    </li>
  )
}
