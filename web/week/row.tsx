/** One thing to do: what it is, and its one button. */
import { type ReactNode, useId } from 'react'
import type { Answer } from '../api.ts'
import classes from './week.module.css'

export type Week = Answer<'week.get'>
export type Task = Week['todo'][number]
/** A task of one of these kinds. */
export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>

/** The week once something is done, wherever it stood. */
export function without(week: Week, done: (task: Task) => boolean): Week {
  const open = (task: Task) => !done(task)
  const later = week.later.filter(open)
  return { ...week, todo: week.todo.filter(open), later, more: week.more - (week.later.length - later.length) }
}

export function Row({
  icon,
  title,
  detail,
  children,
  below,
}: {
  icon: ReactNode
  title: string
  detail: ReactNode
  children?: ReactNode
  below?: ReactNode
}) {
  const titleId = useId()
  return (
    <li className={classes.task}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <span className={classes.words}>
        <span id={titleId} className={classes.taskTitle} dir="auto">
          {title}
        </span>
        {detail ? <span className={classes.detail}>{detail}</span> : null}
      </span>
      {/* “Start” and “Done” stand many times on a page: whoever only hears them hears of what. */}
      {children ? (
        <span className={classes.act} role="group" aria-labelledby={titleId}>
          {children}
        </span>
      ) : null}
      {below ? <div className={classes.below}>{below}</div> : null}
    </li>
  )
}
