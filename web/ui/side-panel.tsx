/**
 * Details beside the list they belong to, at an address of their own. The page of
 * the list renders `<Outlet />`; the panel is the child route's page.
 *
 *   <SidePanel title={goal.title} back="/goals" action={…}>…</SidePanel>
 *
 * Wide screen: beside the list, which stays usable. Narrow: over it. Phone: a page.
 */
import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { createPortal } from 'react-dom'
import { useGo } from './link.tsx'
import classes from './side-panel.module.css'

/** What scrolls is reached by keyboard, also where nothing in it can be acted on. */
const reachable = { tabIndex: 0 }

/** Whether something stands over the page that Escape closes first. Lists that were open once stay, unseen. */
const popped = () =>
  [...document.querySelectorAll('[aria-modal="true"], #popups :is([role="listbox"], [role="menu"])')].some((one) =>
    one.checkVisibility(),
  )

export type SidePanelProps = {
  title: ReactNode
  /** Path of the list; its filters stay. */
  back: string
  /** Small line above the title: what kind of thing this is. */
  kind?: string
  action?: ReactNode
  /** Stays at the lower edge: save, cancel. */
  footer?: ReactNode
  size?: 'normal' | 'wide'
  children: ReactNode
}

export function SidePanel({ title, back, kind, action, footer, size = 'normal', children }: SidePanelProps) {
  const { t } = useTranslation('ui')
  const go = useGo()
  const titleId = useId()
  const panel = useRef<HTMLElement>(null)
  const [from] = useState(() => document.activeElement as HTMLElement | null)
  const close = () => void go(back, { search: true })

  useEffect(() => {
    const root = document.documentElement
    root.dataset['panel'] = size
    panel.current?.querySelector<HTMLElement>('[data-title]')?.focus({ preventScroll: true })
    return () => {
      delete root.dataset['panel']
      // Back to the row it was opened from, which may be drawn anew.
      const row = from?.isConnected ? from : from?.id ? document.getElementById(from.id) : null
      row?.focus({ preventScroll: true })
      // Once the list has its place again: not behind the bar of a phone.
      requestAnimationFrame(() => row?.scrollIntoView({ block: 'nearest' }))
    }
  }, [size, from])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || popped()) return
      if (panel.current?.contains(event.target as Node) || document.activeElement === document.body) {
        event.preventDefault()
        close()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  return createPortal(
    <>
      <div className={classes.veil} onClick={close} aria-hidden />
      <section ref={panel} className={classes.panel} data-size={size} role="dialog" aria-labelledby={titleId}>
        <div className={classes.header}>
          <div className={classes.bar}>
            <ActionIcon className={classes.phone} onClick={close} aria-label={t('back')} size={40}>
              <IconArrowLeft size={20} aria-hidden className="flips" />
            </ActionIcon>
            <span className={classes.kind}>{kind}</span>
            <span className={classes.tools}>
              {action}
              <ActionIcon className={classes.desk} onClick={close} aria-label={t('panel.close')}>
                <IconX size={18} aria-hidden />
              </ActionIcon>
            </span>
          </div>
          <h2 id={titleId} className={classes.title} tabIndex={-1} data-title>
            {title}
          </h2>
        </div>
        <div className={classes.body} {...reachable}>
          {children}
        </div>
        {footer ? <div className={classes.footer}>{footer}</div> : null}
      </section>
    </>,
    document.body,
  )
}
