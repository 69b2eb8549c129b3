/** Views of one thing. Each is an address, so these are links, not buttons. */
import { useEffect, useRef } from 'react'
import { Go, type Search, useAddress, usePath } from './link.tsx'
import { useFormat } from './reader.tsx'
import classes from './tabs.module.css'

export type Tab = { to: string; label: string; count?: number; within?: boolean; search?: Search }

/** Tabs that are pages: `<Tabs label={…} tabs={[{ to: '/goals', label: … }]} />`. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const f = useFormat()
  const nav = useRef<HTMLElement>(null)
  const path = usePath()
  // Where not all of them have room, the one that is open is in sight.
  useEffect(() => {
    const all = nav.current
    const open = all?.querySelector('[aria-current="page"]')?.getBoundingClientRect()
    if (!all || !open) return
    const room = all.getBoundingClientRect()
    if (open.left < room.left) all.scrollLeft -= room.left - open.left
    else if (open.right > room.right) all.scrollLeft += open.right - room.right
  }, [path])
  return (
    <nav ref={nav} className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Go key={tab.to} to={tab.to} within={tab.within ?? false} className={classes.tab}>
          {tab.label}
          {tab.count === undefined ? null : <span className={classes.count}>{f.number(tab.count)}</span>}
        </Go>
      ))}
    </nav>
  )
}

/** Tabs within one page, kept in its address as `?view=`. The first one is the plain address. */
export function useTab<T extends string>(values: readonly [T, ...T[]], name = 'view'): [T, (value: T) => void] {
  const [at, setAt] = useAddress<Record<string, string>>()
  const now = values.find((v) => v === at[name]) ?? values[0]
  return [now, (value) => setAt({ [name]: value === values[0] ? undefined : value } as never)]
}

export function ViewTabs<T extends string>({
  label,
  value,
  onChange,
  tabs,
}: {
  label: string
  value: T
  onChange: (value: T) => void
  tabs: readonly { value: T; label: string; count?: number }[]
}) {
  const f = useFormat()
  return (
    <div className={classes.tabs} role="group" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          className={classes.tab}
          data-now={tab.value === value || undefined}
          aria-pressed={tab.value === value}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className={classes.count}>{f.number(tab.count)}</span>}
        </button>
      ))}
    </div>
  )
}
