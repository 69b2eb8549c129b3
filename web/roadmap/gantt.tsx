/**
 * The roadmap on a calendar: bars, diamonds, what waits for what, today, and the path that decides about a go-live.
 * Drawn by hand (docs/decisions/charts-by-hand.md). Arrow keys walk from bar to bar, Enter opens one; the same as a
 * table stands behind it.
 */
import { SegmentedControl } from '@mantine/core'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useGo } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { home, phases, type Roadmap, type Task } from './acts.ts'
import classes from './gantt.module.css'
import { daysFrom, elbow, plus, scaleFor } from './gantt-scale.ts'
import { TaskTable } from './task-table.tsx'

const rowHeight = 34
const widths = { months: 4, weeks: 12 } as const

export function Gantt({
  map,
  tasks,
  current,
  phone,
}: {
  map: Roadmap
  tasks: readonly Task[]
  current: string | null
  phone: boolean
}) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const go = useGo()
  const [zoom, setZoom] = useState<keyof typeof widths>(phone ? 'months' : 'weeks')
  const box = useRef<HTMLDivElement>(null)
  const rows = phases.flatMap((phase) =>
    [
      ...Map.groupBy(
        tasks.filter((one) => one.phase === phase),
        (one) => one.wave?.id ?? '',
      ).values(),
    ].flatMap((mine) => [
      { kind: 'part' as const, id: `${phase} ${mine[0]!.wave?.id ?? ''}`, phase, wave: mine[0]!.wave?.name ?? null },
      ...mine.map((task) => ({ kind: 'task' as const, task })),
    ]),
  )
  const days = tasks.flatMap((one) => [
    one.startsOn,
    one.dueOn,
    one.expectedOn,
    ...(one.kept ? [one.kept.startsOn, one.kept.dueOn] : []),
  ])
  const scale = scaleFor([map.today, ...days], widths[zoom])
  const order = rows.flatMap((row, i) => (row.kind === 'task' ? [{ task: row.task, row: i }] : []))
  const byId = new Map(order.map((one) => [one.task.id, one]))
  const [at, setAt] = useState(current ?? order[0]?.task.id ?? '')
  const focused = byId.has(at) ? at : (order[0]?.task.id ?? '')
  const right = document.documentElement.dir === 'rtl'

  // What is going on now is in sight, not what was first.
  useEffect(() => {
    const target = Math.max(0, scale.at(map.today) - 200)
    const open = rows.findIndex((row) => row.kind === 'task' && row.task.state !== 'done')
    box.current?.scrollTo({ left: right ? -target : target, top: Math.max(0, (open - 1) * rowHeight) })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each width
  }, [zoom])

  const walk = (event: KeyboardEvent, id: string) => {
    const place = order.findIndex((one) => one.task.id === id)
    const task = order[place]?.task
    const step = (to: number) => {
      const next = order[Math.max(0, Math.min(order.length - 1, to))]
      if (!next) return
      event.preventDefault()
      setAt(next.task.id)
      const bar = document.getElementById(`bar-${next.task.id}`)
      bar?.focus()
      bar?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    const jump = (ids: readonly string[]) => {
      const found = order.findIndex((one) => ids.includes(one.task.id))
      if (found >= 0) step(found)
    }
    switch (event.key) {
      case 'ArrowDown':
        return step(place + 1)
      case 'ArrowUp':
        return step(place - 1)
      case 'Home':
        return step(0)
      case 'End':
        return step(order.length - 1)
      // Along the lines: to what waits for it, and to what it waits for.
      case right ? 'ArrowLeft' : 'ArrowRight':
        return jump(tasks.filter((one) => one.after.includes(id)).map((one) => one.id))
      case right ? 'ArrowRight' : 'ArrowLeft':
        return jump(task?.after ?? [])
    }
  }
  const middle = (row: number) => row * rowHeight + rowHeight / 2
  const endOf = (task: Task) =>
    task.kind === 'milestone' ? scale.at(task.expectedOn) : scale.at(plus(task.expectedOn, 1))
  const monthName = new Intl.DateTimeFormat(f.locale, { month: 'short', timeZone: 'UTC' })
  const dayName = new Intl.DateTimeFormat(f.locale, { day: 'numeric', timeZone: 'UTC' })

  return (
    <div>
      <div className={classes.top}>
        <SegmentedControl
          size="xs"
          aria-label={t('chart.zoom')}
          value={zoom}
          onChange={(value) => setZoom(value as keyof typeof widths)}
          data={(['weeks', 'months'] as const).map((value) => ({ value, label: t(`chart.${value}`) }))}
        />
        <span className={classes.keys}>{t('chart.keys')}</span>
      </div>
      <div className={classes.box} ref={box} data-scrolls tabIndex={-1} data-phone={phone || undefined}>
        <div className={classes.inside} style={{ inlineSize: `calc(var(--names) + ${scale.width}px)` }}>
          <div className={classes.head} aria-hidden>
            <span className={classes.corner} />
            <span className={classes.marks} style={{ inlineSize: scale.width }}>
              {scale.marks.map((mark) => (
                <span key={mark.day} data-kind={mark.kind} style={{ insetInlineStart: mark.at }}>
                  {mark.kind === 'month'
                    ? `${monthName.format(Date.parse(mark.day))}${mark.day.slice(5, 7) === '01' || mark.day === scale.first ? ` ${mark.day.slice(0, 4)}` : ''}`
                    : dayName.format(Date.parse(mark.day))}
                </span>
              ))}
            </span>
          </div>
          <div className={classes.rows} role="group" aria-label={t('chart.label')}>
            <svg
              className={classes.lines}
              width={scale.width}
              height={rows.length * rowHeight}
              aria-hidden
              focusable="false"
            >
              {order.flatMap(({ task, row }) =>
                task.after.flatMap((id) => {
                  const before = byId.get(id)
                  // What is done holds nobody up: its lines stand only while one looks at it.
                  const near = focused === id || focused === task.id
                  if (!before || (!near && (before.task.state === 'done' || task.state === 'done'))) return []
                  const path = elbow(
                    { x: endOf(before.task), y: middle(before.row) },
                    { x: scale.at(task.startsOn), y: middle(row) },
                  )
                  return [
                    <path
                      key={`${id} ${task.id}`}
                      d={path}
                      data-critical={
                        (task.critical || task.watches === 'live') && before.task.critical ? '' : undefined
                      }
                      data-near={near ? '' : undefined}
                    />,
                  ]
                }),
              )}
            </svg>
            <i className={classes.today} style={{ insetInlineStart: `calc(var(--names) + ${scale.at(map.today)}px)` }}>
              <b>{t('chart.today')}</b>
            </i>
            {rows.map((row) =>
              row.kind === 'part' ? (
                <div key={row.id} className={classes.phase} style={{ blockSize: rowHeight }}>
                  <span dir="auto">
                    {row.wave ? `${t(`phase.${row.phase}`)} · ${row.wave}` : t(`phase.${row.phase}`)}
                  </span>
                </div>
              ) : (
                <div key={row.task.id} className={classes.row} style={{ blockSize: rowHeight }}>
                  <span className={classes.name} dir="auto" title={row.task.title}>
                    {row.task.title}
                  </span>
                  <Bar
                    task={row.task}
                    at={scale.at}
                    current={row.task.id === current}
                    focusable={row.task.id === focused}
                    says={said(row.task)}
                    onFocus={() => setAt(row.task.id)}
                    onKeyDown={(event) => walk(event, row.task.id)}
                    onOpen={() => void go(`${home}/${row.task.id}`, { search: true })}
                  />
                </div>
              ),
            )}
          </div>
        </div>
      </div>
      <ul className={classes.legend} aria-hidden>
        {(['bar', 'done', 'late', 'critical', 'diamond', 'kept'] as const).map((kind) => (
          <li key={kind}>
            <i data-kind={kind} />
            {t(`legend.${kind}`)}
          </li>
        ))}
      </ul>
      <TaskTable tasks={tasks} />
    </div>
  )

  function said(task: Task): string {
    const parts = [
      task.title,
      task.wave?.name ?? '',
      task.kind === 'milestone'
        ? t('chart.saysDay', { day: f.day(task.expectedOn, 'long') })
        : t('chart.says', { from: f.day(task.startsOn, 'long'), until: f.day(task.expectedOn, 'long') }),
      t(`state.${task.state}`),
      task.critical && task.state !== 'done' ? t('critical') : '',
      task.conflict > 0 ? t('conflict', { count: task.conflict, n: f.number(task.conflict) }) : '',
    ]
    return parts.filter(Boolean).join('. ')
  }
}

function Bar({
  task,
  at,
  current,
  focusable,
  says,
  onFocus,
  onKeyDown,
  onOpen,
}: {
  task: Task
  at: (day: string) => number
  current: boolean
  focusable: boolean
  says: string
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
  onOpen: () => void
}) {
  const start = at(task.startsOn)
  const width = Math.max(6, at(plus(task.expectedOn, 1)) - start)
  const kept =
    task.kept && (task.kept.dueOn !== task.expectedOn || task.kept.startsOn !== task.startsOn) ? task.kept : null
  return (
    <>
      {kept ? (
        <i
          className={classes.kept}
          style={{
            insetInlineStart: `calc(var(--names) + ${at(kept.startsOn)}px)`,
            inlineSize: Math.max(
              4,
              (daysFrom(kept.startsOn, kept.dueOn) + 1) * (at(plus(kept.startsOn, 1)) - at(kept.startsOn)),
            ),
          }}
        />
      ) : null}
      <button
        type="button"
        id={`bar-${task.id}`}
        className={task.kind === 'milestone' ? classes.diamond : classes.bar}
        data-state={task.state}
        data-critical={(task.critical && task.state !== 'done') || undefined}
        data-conflict={task.conflict > 0 || undefined}
        data-current={current || undefined}
        tabIndex={focusable ? 0 : -1}
        aria-label={says}
        title={says}
        style={
          task.kind === 'milestone'
            ? { insetInlineStart: `calc(var(--names) + ${at(task.expectedOn)}px)` }
            : { insetInlineStart: `calc(var(--names) + ${start}px)`, inlineSize: width }
        }
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        onClick={onOpen}
      />
    </>
  )
}
