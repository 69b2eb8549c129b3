/** A few things in a frame, each with its words, where it stands and what can be done with it. Many of them: DataTable. */
import { UnstyledButton } from '@mantine/core'
import { type KeyboardEventHandler, type ReactNode } from 'react'
import { Go, type Search } from './link.tsx'
import classes from './list.module.css'

export function List({
  label,
  ordered = false,
  start,
  bare,
  onKeyDown,
  children,
}: {
  label?: string
  /** Numbered, for whoever listens: lessons, steps. */
  ordered?: boolean
  start?: number
  /** Without a frame, inside one. */
  bare?: boolean
  onKeyDown?: KeyboardEventHandler
  children: ReactNode
}) {
  const Tag = ordered ? 'ol' : 'ul'
  return (
    <Tag
      className={classes.list}
      data-bare={bare || undefined}
      aria-label={label}
      onKeyDown={onKeyDown}
      {...(ordered && start !== undefined ? { start } : {})}
    >
      {children}
    </Tag>
  )
}

export type RowProps = {
  /** Before the words: an icon, a day, a face, a box to tick. */
  lead?: ReactNode
  title: ReactNode
  /** Its page: the whole row leads there. */
  to?: string
  search?: Search | true
  /** Of the link: what closes a panel gives the focus back to it. */
  id?: string
  /** Quieter, under the title; several lines as a list. */
  says?: ReactNode | readonly ReactNode[]
  /** Where it stands: a state, a number. */
  end?: ReactNode
  /** Buttons; on a phone as wide as the row. */
  acts?: ReactNode
  /** Below all of it. */
  children?: ReactNode
}

export function Row({ children, ...row }: RowProps) {
  return (
    <li>
      <div className={classes.row} data-opens={row.to === undefined ? undefined : true}>
        <Parts {...row} />
      </div>
      {children ? <div className={classes.below}>{children}</div> : null}
    </li>
  )
}

/** A row to choose: somebody, something. `act` says what the click does. */
export function Choice({ onChoose, act, children }: { onChoose: () => void; act: string; children: ReactNode }) {
  return (
    <li>
      <UnstyledButton className={classes.row} onClick={onChoose}>
        {children}
        <span className={classes.choose}>{act}</span>
      </UnstyledButton>
    </li>
  )
}

/** A row that opens in its place: `act` says what comes. */
export function FoldingRow({
  act,
  children,
  ...row
}: Omit<RowProps, 'to' | 'search' | 'acts' | 'end'> & { act: string }) {
  return (
    <li>
      <details>
        <summary className={classes.row}>
          <Parts {...row} end={<span className={classes.choose}>{act}</span>} />
        </summary>
        <div className={classes.below}>{children}</div>
      </details>
    </li>
  )
}

function Parts({ lead, title, to, search, id, says, end, acts }: Omit<RowProps, 'children'>) {
  const lines = Array.isArray(says) ? (says as readonly ReactNode[]) : [says as ReactNode]
  return (
    <>
      {lead ? <span className={classes.lead}>{lead}</span> : null}
      <span className={classes.main}>
        <span className={classes.words}>
          {to === undefined ? (
            <strong className={classes.title} dir="auto">
              {title}
            </strong>
          ) : (
            <Go
              to={to}
              {...(search === undefined ? {} : { search })}
              {...(id ? { id } : {})}
              className={classes.title}
              dir="auto"
            >
              {title}
            </Go>
          )}
          {lines.filter(Boolean).map((line, i) => (
            <span key={i} className={classes.says}>
              {line}
            </span>
          ))}
        </span>
        {end ? <span className={classes.end}>{end}</span> : null}
        {acts ? <span className={classes.acts}>{acts}</span> : null}
      </span>
    </>
  )
}
