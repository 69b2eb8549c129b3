/** Short sentences at the edge of the page, one at a time, with an undo where there is one. */
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react'
import classes from './toasts.module.css'

export type Toast = {
  message: string
  tone?: 'plain' | 'good' | 'bad'
  action?: { label: string; run: () => unknown }
}
type Shown = Toast & { id: number }

let next = 1
let shown: readonly Shown[] = []
const listeners = new Set<() => void>()
const tell = () => listeners.forEach((l) => l())

/** Says something. The last three stay; a refusal stays until it is closed. */
export function toast(t: Toast): void {
  shown = [...shown.filter((s) => s.message !== t.message).slice(-2), { ...t, id: next++ }]
  tell()
}
export function clearToast(id: number): void {
  shown = shown.filter((t) => t.id !== id)
  tell()
}

export function Toasts() {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  const { t } = useTranslation('ui')
  const list = useRef<HTMLOListElement>(null)
  // What has the focus is never behind them: the page scrolls as if it ended above. Under a writing hand nothing moves.
  useLayoutEffect(() => {
    const root = document.documentElement
    root.style.setProperty('--toasts', `${all.length > 0 ? (list.current?.offsetHeight ?? 0) + 20 : 0}px`)
    const focused = document.activeElement
    if (all.length > 0 && focused?.closest('main') && !focused.matches('textarea, [contenteditable]'))
      focused.scrollIntoView({ block: 'nearest' })
  }, [all])
  return (
    <section className={classes.place} aria-label={t('toasts')} data-chrome>
      <ol ref={list} className={classes.list} aria-live="polite" aria-relevant="additions">
        {all.map((one) => (
          <OneToast key={one.id} toast={one} />
        ))}
      </ol>
    </section>
  )
}

function OneToast({ toast: one }: { toast: Shown }) {
  const { t } = useTranslation('ui')
  const [held, setHeld] = useState(false)
  const [working, setWorking] = useState(false)
  const left = useRef(one.action ? 10_000 : 6_000)
  useEffect(() => {
    if (held || one.tone === 'bad') return
    const since = performance.now()
    const timer = setTimeout(() => clearToast(one.id), left.current)
    return () => {
      clearTimeout(timer)
      left.current = Math.max(2000, left.current - (performance.now() - since))
    }
  }, [held, one])
  return (
    <li
      className={classes.toast}
      data-tone={one.tone ?? 'plain'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={classes.mark} aria-hidden>
        {one.tone === 'bad' ? <IconAlertTriangle size={16} /> : <IconCheck size={16} />}
      </span>
      <span className={classes.words}>{one.message}</span>
      {one.action ? (
        <button
          type="button"
          className={classes.action}
          disabled={working}
          onClick={async () => {
            setWorking(true)
            try {
              await one.action?.run()
            } finally {
              clearToast(one.id)
            }
          }}
        >
          {one.action.label}
        </button>
      ) : null}
      <button type="button" className={classes.close} aria-label={t('close')} onClick={() => clearToast(one.id)}>
        <IconX size={16} aria-hidden />
      </button>
    </li>
  )
}
