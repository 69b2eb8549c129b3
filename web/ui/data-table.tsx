/**
 * Many of one kind. Draws only the rows on the screen (150,000 scroll smoothly),
 * moves by arrows, opens by Enter or click, becomes a list of cards on a phone.
 * Sorting and filtering are the server's; this shows and asks.
 */
import { ActionIcon, Checkbox, Menu, Skeleton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3, IconSelector } from '@tabler/icons-react'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Window } from '../api.ts'
import { useFormat } from './reader.tsx'
import { Empty, ProblemNote } from './states.tsx'
import { useMedia } from './media.ts'
import classes from './data-table.module.css'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row, index: number) => ReactNode
  /** CSS grid track: `2fr`, `minmax(160px, 1fr)`, `120px`. */
  width?: string
  /** Sorting by it is offered. */
  sort?: boolean
  align?: 'start' | 'end'
  /** On a phone: `title` leads the card, `detail` stands below with its name, `end` at the end of the first line, `off` is left out. */
  phone?: 'title' | 'detail' | 'end' | 'off'
  /** May be switched off, and is so at first. */
  hidden?: boolean
  /** Cannot be switched off, and stays when there is little room; others leave from the end. */
  fixed?: boolean
}

export type Sort = { by: string; down: boolean }

export type DataTableProps<Row> = {
  /** What the rows are, for screen readers: "People". Also keeps the chosen columns. */
  label: string
  name: string
  rows: Window<Row>
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** Enter or click. */
  onOpen?: (row: Row, index: number) => void
  /** The row whose panel is open. */
  current?: string | null
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  /** Nothing at all; where filters are on, `filtered` makes it say so. */
  empty?: ReactNode
  filtered?: boolean
  dense?: boolean
  /** Left of the column chooser, above the table. */
  tools?: ReactNode
  /** What the rows are: "412 people". */
  counted?: (count: number, number: string) => string
}

export function DataTable<Row>({
  label,
  name,
  rows,
  columns,
  rowKey,
  onOpen,
  current,
  sort,
  onSort,
  empty,
  filtered,
  dense,
  tools,
  counted,
}: DataTableProps<Row>) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const phone = useMedia('(max-width: 47.99em)')
  const [off, setOff] = useColumnsOff(name, columns)
  const count = rows.total ?? 0
  const nothing = rows.total === 0
  const waiting = rows.total === null
  const { want } = rows
  const frame = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(Infinity)
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? Infinity))
    observer.observe(element)
    return () => observer.disconnect()
  }, [nothing, waiting, phone])
  const shown = useMemo(() => {
    const wanted = columns.filter((c) => !off.includes(c.id))
    return phone ? wanted : fitting(wanted, room)
  }, [columns, off, room, phone])
  const [active, setActive] = useState(0)
  const body = useRef<HTMLDivElement>(null)
  const moved = useRef(false)
  const hintId = useId()
  const height = phone ? 76 : dense ? 40 : 52

  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    const element = body.current
    if (!element) return
    const measure = () => setMargin(element.getBoundingClientRect().top + scrollY)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [waiting, phone])

  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: margin,
    // The sticky header and the bottom bar cover a little of the window.
    scrollPaddingStart: 64,
    scrollPaddingEnd: 72,
  })
  useEffect(() => virtual.measure(), [virtual, height, phone])
  const drawn = virtual.getVirtualItems()
  const first = drawn[0]?.index ?? 0
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    const timer = setTimeout(() => want(first, last), 40)
    return () => clearTimeout(timer)
  }, [first, last, want])

  useEffect(() => {
    if (active >= count && count > 0) setActive(count - 1)
  }, [count, active])
  useEffect(() => {
    if (!moved.current) return
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)
    if (row) row.focus({ preventScroll: true })
  }, [active, first, last])

  const move = (to: number) => {
    const next = Math.max(0, Math.min(count - 1, to))
    moved.current = true
    setActive(next)
    virtual.scrollToIndex(next, { align: 'auto' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget && !(event.target as HTMLElement).matches('[role="row"]')) return
    const page = Math.max(1, Math.floor(innerHeight / height) - 3)
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      j: active + 1,
      k: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    }[event.key]
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Enter' && onOpen) {
      const row = rows.rowAt(active)
      if (row !== undefined) {
        event.preventDefault()
        onOpen(row, active)
      }
    }
  }

  if (rows.problem && rows.total === null) return <ProblemNote error={rows.problem} retry={rows.retry} />

  const tracks = shown.map((c) => c.width ?? 'minmax(120px, 1fr)').join(' ')
  const optional = columns.filter((c) => !c.fixed)
  const tool =
    tools || rows.total !== null || optional.length > 1 ? (
      <div className={classes.tools}>
        <span className={classes.count} role="status">
          {rows.total === null ? '' : (counted?.(rows.total, f.number(rows.total)) ?? '')}
        </span>
        <span className={classes.toolsEnd}>
          {tools}
          {phone && onSort ? <SortMenu columns={columns} sort={sort ?? null} onSort={onSort} /> : null}
          {!phone && optional.length > 1 ? (
            <Menu closeOnItemClick={false}>
              <Menu.Target>
                <ActionIcon aria-label={t('table.columns')}>
                  <IconColumns3 size={18} stroke={1.6} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {optional.map((c) => (
                  <Menu.Item
                    key={c.id}
                    role="menuitemcheckbox"
                    aria-checked={!off.includes(c.id)}
                    leftSection={<Checkbox.Indicator size="xs" checked={!off.includes(c.id)} />}
                    onClick={() => setOff(off.includes(c.id) ? off.filter((o) => o !== c.id) : [...off, c.id])}
                  >
                    {c.header}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </span>
      </div>
    ) : null

  if (rows.total === 0 && !rows.loading)
    return (
      <>
        {filtered || !empty || tools ? tool : null}
        <div className={classes.frame}>
          {filtered || !empty ? <Empty title={t('table.nothing')}>{t('table.nothingHint')}</Empty> : empty}
        </div>
      </>
    )

  return (
    <>
      {tool}
      <p id={hintId} className="spoken">
        {t('table.keys')}
      </p>
      <div
        ref={frame}
        className={classes.frame}
        role={onOpen ? 'grid' : 'table'}
        aria-label={label}
        aria-describedby={onOpen ? hintId : undefined}
        aria-rowcount={rows.total === null ? -1 : rows.total + 1}
        aria-colcount={shown.length}
        aria-busy={rows.loading || undefined}
        data-loading={(rows.loading && rows.total !== null) || undefined}
        data-phone={phone || undefined}
        style={{ '--tracks': tracks, '--row': `${height}px` } as object}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.headRow}>
            {shown.map((c) => {
              const sorted = sort?.by === c.id
              return (
                <div
                  key={c.id}
                  role="columnheader"
                  aria-sort={sorted ? (sort.down ? 'descending' : 'ascending') : c.sort ? 'none' : undefined}
                  className={classes.headCell}
                  data-align={c.align}
                >
                  {c.sort && onSort ? (
                    <button
                      type="button"
                      className={classes.sorter}
                      data-sorted={sorted || undefined}
                      onClick={() => onSort({ by: c.id, down: sorted ? !sort.down : false })}
                    >
                      {c.header}
                      {sorted ? (
                        sort.down ? (
                          <IconArrowDown size={14} aria-hidden />
                        ) : (
                          <IconArrowUp size={14} aria-hidden />
                        )
                      ) : (
                        <IconSelector size={14} aria-hidden className={classes.maySort} />
                      )}
                    </button>
                  ) : (
                    c.header
                  )}
                </div>
              )
            })}
          </div>
        </div>
        <div
          role="rowgroup"
          ref={body}
          className={classes.body}
          style={rows.total === null ? undefined : { blockSize: virtual.getTotalSize() }}
        >
          {rows.total === null
            ? Array.from({ length: 8 }, (_, i) => (
                <div key={i} className={classes.ghost} aria-hidden>
                  <Skeleton height={10} width={`${30 + ((i * 13) % 34)}%`} />
                </div>
              ))
            : drawn.map((item) => {
                const row = rows.rowAt(item.index)
                const key = row === undefined ? null : rowKey(row)
                return (
                  <div
                    key={item.key}
                    ref={phone ? virtual.measureElement : undefined}
                    id={key ? `${name}-${key}` : undefined}
                    data-index={item.index}
                    role="row"
                    aria-rowindex={item.index + 2}
                    aria-current={key !== null && key === current ? 'true' : undefined}
                    tabIndex={
                      item.index === active || (item.index === first && (active < first || active > last)) ? 0 : -1
                    }
                    className={classes.row}
                    data-opens={onOpen ? true : undefined}
                    style={{ transform: `translateY(${item.start - margin}px)` }}
                    onFocus={(event) => {
                      if (event.target === event.currentTarget) setActive(item.index)
                    }}
                    onClick={(event) => {
                      if (
                        row === undefined ||
                        !onOpen ||
                        (event.target as HTMLElement).closest('a, button, input, label')
                      )
                        return
                      if (getSelection()?.toString()) return
                      setActive(item.index)
                      onOpen(row, item.index)
                    }}
                  >
                    {row === undefined ? (
                      <div role={onOpen ? 'gridcell' : 'cell'} className={classes.ghost}>
                        <Skeleton height={10} width={`${30 + ((item.index * 13) % 34)}%`} />
                      </div>
                    ) : (
                      shown
                        .filter((c) => !phone || c.phone !== 'off')
                        .map((c, i) => (
                          <div
                            key={c.id}
                            role={onOpen ? 'gridcell' : 'cell'}
                            className={classes.cell}
                            data-align={c.align}
                            data-phone={phone ? (c.phone ?? (i === 0 ? 'title' : 'detail')) : undefined}
                          >
                            {phone && (c.phone ?? (i === 0 ? 'title' : 'detail')) === 'detail' ? (
                              <span className="spoken">{c.header}: </span>
                            ) : null}
                            {c.cell(row, item.index)}
                          </div>
                        ))
                    )}
                  </div>
                )
              })}
        </div>
      </div>
    </>
  )
}

/** The least a track asks for: `minmax(160px, 1fr)` is 160, a bare fraction 120. */
const leastOf = (width: string | undefined): number => Number(/(\d+)px/.exec(width ?? '')?.[1] ?? 120)

/** As many columns as there is room for; details open in the panel anyway. */
export function fitting<Row>(columns: readonly Column<Row>[], room: number): readonly Column<Row>[] {
  const left = [...columns]
  const needs = () => 32 + left.reduce((sum, c) => sum + leastOf(c.width) + 16, -16)
  while (left.length > 1 && needs() > room) {
    const last = left.findLastIndex((c, i) => !c.fixed && i > 0)
    if (last === -1) break
    left.splice(last, 1)
  }
  return left
}

function SortMenu<Row>({
  columns,
  sort,
  onSort,
}: {
  columns: readonly Column<Row>[]
  sort: Sort | null
  onSort: (sort: Sort) => void
}) {
  const { t } = useTranslation('ui')
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={t('table.sort')} size={40}>
          <IconSelector size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {columns
          .filter((c) => c.sort)
          .map((c) => (
            <Menu.Item
              key={c.id}
              rightSection={
                sort?.by === c.id ? (
                  sort.down ? (
                    <IconArrowDown size={14} aria-hidden />
                  ) : (
                    <IconArrowUp size={14} aria-hidden />
                  )
                ) : null
              }
              onClick={() => onSort({ by: c.id, down: sort?.by === c.id ? !sort.down : false })}
            >
              {c.header}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Which columns somebody switched off, kept on the device. */
function useColumnsOff<Row>(
  name: string,
  columns: readonly Column<Row>[],
): [readonly string[], (off: readonly string[]) => void] {
  const key = `belay.columns.${name}`
  const [off, setOff] = useState<readonly string[]>(() => {
    const stored = localStorage.getItem(key)
    return stored === null ? columns.filter((c) => c.hidden).map((c) => c.id) : stored.split(',')
  })
  return [
    off,
    (next) => {
      setOff(next)
      localStorage.setItem(key, next.join(','))
    },
  ]
}
