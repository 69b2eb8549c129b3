/**
 * The tree itself, as the ARIA practices describe one: one stop for Tab, arrows between
 * and into goals, Home and End, letters to jump, Enter to open. A branch is read when it
 * is opened first.
 */
import { IconChevronRight, IconLock } from '@tabler/icons-react'
import { createContext, useContext, useEffect, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useGo } from '../ui/link.tsx'
import { Meter } from '../ui/meter.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import classes from './alignment.module.css'
import { Going, toneOf } from './amount.tsx'
import type { Period } from './period-filter.tsx'

type Node = Answer<'goals.tree'>['nodes'][number]
type State = 'open' | 'closed' | 'all'
type Shared = {
  state: State
  period: Period
  open: ReadonlySet<string>
  toggle: (id: string, to?: boolean) => void
  /** The one item that Tab reaches. */
  stop: string | null
  setStop: (id: string) => void
  current?: string
  /** What "show in the tree" leads to. */
  target: string | undefined
}
const TreeContext = createContext<Shared | null>(null)
const useTree = () => useContext(TreeContext)!
const looseId = 'loose'
const pageSize = 50

export function GoalTree({
  state,
  period,
  shown,
  current,
}: {
  state: State
  period: Period
  shown: readonly string[]
  current?: string
}) {
  const { t } = useTranslation('goals')
  const tree = useRef<HTMLUListElement>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [stop, setStop] = useState<string | null>(null)
  const typed = useRef({ letters: '', at: 0 })
  const target = shown.at(-1)
  useEffect(() => {
    if (shown.length === 0) return
    setOpen((before) => new Set([...before, ...shown.slice(0, -1), ...(shown.length === 1 ? [looseId] : [])]))
    setStop(shown.at(-1)!)
  }, [shown])
  const toggle = (id: string, to?: boolean) =>
    setOpen((before) => {
      const next = new Set(before)
      if (to ?? !next.has(id)) next.add(id)
      else next.delete(id)
      return next
    })

  const items = () => [...(tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])]
  const focus = (item: HTMLElement | undefined) => {
    if (!item) return
    setStop(item.dataset['id']!)
    item.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    const here = (event.target as HTMLElement).closest<HTMLElement>('[role="treeitem"]')
    if (!here || event.ctrlKey || event.metaKey || event.altKey || event.target !== here) return
    const all = items()
    const at = all.indexOf(here)
    const id = here.dataset['id']!
    const expanded = here.getAttribute('aria-expanded')
    const rtl = getComputedStyle(here).direction === 'rtl'
    const key = rtl ? ({ ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[event.key] ?? event.key) : event.key
    const acts: Record<string, () => void> = {
      ArrowDown: () => focus(all[at + 1]),
      ArrowUp: () => focus(all[at - 1]),
      Home: () => focus(all[0]),
      End: () => focus(all.at(-1)),
      ArrowRight() {
        if (expanded === 'false') toggle(id, true)
        else if (expanded === 'true') focus(here.querySelector<HTMLElement>('[role="treeitem"]') ?? undefined)
      },
      ArrowLeft() {
        if (expanded === 'true') toggle(id, false)
        else focus(here.parentElement?.closest<HTMLElement>('[role="treeitem"]') ?? undefined)
      },
      Enter: () => here.querySelector<HTMLElement>('[data-row]')?.click(),
      ' ': () => here.querySelector<HTMLElement>('[data-row]')?.click(),
      '*'() {
        for (const one of all)
          if (one.parentElement === here.parentElement && one.hasAttribute('aria-expanded'))
            toggle(one.dataset['id']!, true)
      },
    }
    const act = acts[key]
    if (act) {
      event.preventDefault()
      act()
    } else if (key.length === 1 && /\S/.test(key)) {
      event.preventDefault()
      // Not left to the page: there single letters are its own keys.
      event.stopPropagation()
      event.nativeEvent.stopImmediatePropagation()
      const now = event.timeStamp
      const letters = now - typed.current.at < 700 ? typed.current.letters + key : key
      typed.current = { letters, at: now }
      const wanted = letters.toLocaleLowerCase()
      const order =
        letters.length > 1 ? [...all.slice(at), ...all.slice(0, at)] : [...all.slice(at + 1), ...all.slice(0, at + 1)]
      focus(order.find((one) => one.dataset['title']!.toLocaleLowerCase().startsWith(wanted)))
    }
  }
  const shared: Shared = { state, period, open, toggle, stop, setStop, target, ...(current ? { current } : {}) }
  return (
    <TreeContext.Provider value={shared}>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its items take the focus, one of them by Tab */}
      <ul ref={tree} role="tree" aria-label={t('align.tree')} className={classes.tree} onKeyDown={onKey}>
        <Branch depth={0} first />
        <Loose />
      </ul>
    </TreeContext.Provider>
  )
}

/** The children of a goal, a window at a time. */
function Branch({
  parentId,
  loose,
  depth,
  first,
}: {
  parentId?: string
  loose?: boolean
  depth: number
  first?: boolean
}) {
  const [windows, setWindows] = useState(1)
  return (
    <>
      {Array.from({ length: windows }, (_, at) => (
        <Window
          key={at}
          offset={at * pageSize}
          depth={depth}
          first={Boolean(first) && at === 0}
          {...(parentId ? { parentId } : {})}
          {...(loose ? { loose } : {})}
          {...(at === windows - 1 ? { onMore: () => setWindows(at + 2) } : {})}
        />
      ))}
    </>
  )
}

function Window({
  parentId,
  loose,
  offset,
  depth,
  first,
  onMore,
}: {
  parentId?: string
  loose?: boolean
  offset: number
  depth: number
  first: boolean
  onMore?: () => void
}) {
  const { t } = useTranslation('goals')
  const { state, period, stop, setStop } = useTree()
  const query = useOperation(
    'goals.tree',
    {
      state,
      period,
      ...(parentId ? { parentId } : {}),
      ...(loose ? { top: 'loose' as const } : {}),
      ...(offset > 0 ? { offset } : {}),
    },
    { keep: true },
  )
  if (query.error && query.data === undefined)
    return (
      <li role="none" className={classes.aside} style={{ '--depth': depth } as CSSProperties}>
        <ProblemNote small error={query.error} retry={() => void query.refetch()} />
      </li>
    )
  if (!query.data)
    return (
      <li role="none" className={classes.aside} style={{ '--depth': depth } as CSSProperties}>
        <span className={classes.waiting}>{t('align.reading')}</span>
      </li>
    )
  const { nodes, next } = query.data
  const moreId = `more-${parentId ?? (loose ? looseId : 'top')}-${offset}`
  return (
    <>
      {nodes.map((node, at) => (
        <Item
          key={node.id}
          node={node}
          depth={depth}
          place={offset + at + 1}
          size={next === null ? offset + nodes.length : -1}
          reachable={stop === null && first && at === 0}
        />
      ))}
      {next !== null && onMore ? (
        <li
          role="treeitem"
          tabIndex={stop === moreId ? 0 : -1}
          data-id={moreId}
          data-title={t('showMore')}
          aria-level={depth + 1}
          aria-selected={false}
          className={classes.aside}
          style={{ '--depth': depth } as CSSProperties}
          onFocus={(event) => event.target === event.currentTarget && setStop(moreId)}
        >
          <span data-row className={classes.more} onClick={onMore}>
            {t('showMore')}
          </span>
        </li>
      ) : null}
    </>
  )
}

function Item({
  node,
  depth,
  place,
  size,
  reachable,
}: {
  node: Node
  depth: number
  place: number
  size: number
  reachable: boolean
}) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const go = useGo()
  const { open, toggle, stop, setStop, current, target } = useTree()
  const item = useRef<HTMLLIElement>(null)
  const opened = open.has(node.id)
  const wanted = target === node.id
  useEffect(() => {
    if (!wanted) return
    item.current?.scrollIntoView({ block: 'center' })
    item.current?.focus({ preventScroll: true })
  }, [wanted])
  return (
    <li
      ref={item}
      role="treeitem"
      className={classes.item}
      tabIndex={stop === node.id || reachable ? 0 : -1}
      data-id={node.id}
      data-title={node.title}
      id={`goal-${node.id}`}
      aria-level={depth + 1}
      aria-posinset={place}
      aria-setsize={size}
      aria-selected={current === node.id}
      aria-label={t('align.item', {
        title: node.title,
        owner: node.owner.name,
        share: f.share(Math.round(node.reached * 100), 100),
        serving: t('serving', { count: node.serving }),
      })}
      {...(node.serving > 0 ? { 'aria-expanded': opened } : {})}
      onFocus={(event) => event.target === event.currentTarget && setStop(node.id)}
    >
      <div
        className={classes.node}
        style={{ '--depth': depth } as CSSProperties}
        data-now={current === node.id || undefined}
        data-level={node.level}
      >
        {node.serving > 0 ? (
          <span className={classes.toggle} data-open={opened || undefined} onClick={() => toggle(node.id)} aria-hidden>
            <IconChevronRight size={18} className="flips" />
          </span>
        ) : (
          <span className={classes.toggle} data-leaf aria-hidden />
        )}
        <div
          data-row
          className={classes.words}
          onClick={() => {
            setStop(node.id)
            void go(`/goals/${node.id}`, { search: true })
          }}
        >
          <span className={classes.title} dir="auto">
            {node.title}
          </span>
          <NodeFacts.Meta node={node} />
        </div>
        <NodeFacts.Numbers node={node} />
      </div>
      {opened && node.serving > 0 ? (
        <ul role="group" className={classes.group}>
          <Branch parentId={node.id} depth={depth + 1} />
        </ul>
      ) : null}
    </li>
  )
}

/** Goals that serve no other stand together at the end, closed at first. */
function Loose() {
  const { t } = useTranslation('goals')
  const { open, toggle, stop, setStop } = useTree()
  const opened = open.has(looseId)
  return (
    <li
      role="treeitem"
      className={classes.item}
      tabIndex={stop === looseId ? 0 : -1}
      data-id={looseId}
      data-title={t('align.loose')}
      aria-level={1}
      aria-expanded={opened}
      aria-selected={false}
      aria-label={t('align.loose')}
      onFocus={(event) => event.target === event.currentTarget && setStop(looseId)}
    >
      <div
        className={classes.node}
        style={{ '--depth': 0 } as CSSProperties}
        data-row
        onClick={() => {
          setStop(looseId)
          toggle(looseId)
        }}
      >
        <span className={classes.toggle} data-open={opened || undefined} aria-hidden>
          <IconChevronRight size={18} className="flips" />
        </span>
        <span className={classes.looseTitle}>{t('align.loose')}</span>
      </div>
      {opened ? (
        <ul role="group" className={classes.group}>
          <Branch loose depth={1} />
        </ul>
      ) : null}
    </li>
  )
}

/** What the tree and the list say of a goal beside its title. */
export const NodeFacts = {
  Meta({ node }: { node: Node }) {
    const { t } = useTranslation('goals')
    return (
      <span className={classes.meta}>
        <Avatar name={node.owner.name} id={node.owner.id} size={20} />
        <span dir="auto">{node.owner.name}</span>
        {node.ownerState === 'here' ? null : <span>{t(`owner.${node.ownerState}`)}</span>}
        {node.level === 'person' ? null : <span className={classes.badge}>{t(`level.${node.level}`)}</span>}
        {node.owner.department ? <span className={classes.department}>{node.owner.department}</span> : null}
        {node.visibility === 'private' ? (
          <span>
            <IconLock size={12} aria-hidden /> {t('private')}
          </span>
        ) : null}
      </span>
    )
  },
  Numbers({ node }: { node: Node }) {
    const { t } = useTranslation('goals')
    const f = useFormat()
    return (
      <span className={classes.numbers}>
        <span className={classes.serving}>
          {node.serving > 0 ? (
            <span title={t('serving', { count: node.serving })}>
              {t('align.serving', { n: f.number(node.serving), count: node.serving })}
            </span>
          ) : null}
        </span>
        <span className={classes.meter}>
          <Meter share={node.reached} label={t('progressOf', { title: node.title })} tone={toneOf(node.status)} />
        </span>
        <span className={classes.going}>
          <Going status={node.status} />
        </span>
      </span>
    )
  },
}
