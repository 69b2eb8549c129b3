/** One page, one question. The title says it; the one likely action stands at the top end. */
import { Button } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconArrowLeft } from '@tabler/icons-react'
import { Go } from './link.tsx'
import { setPageHelp } from './help.ts'
import { useKeptFocus } from './kept-focus.ts'
import classes from './page.module.css'

/** Where the frame puts what a place is for, the first time somebody is there. */
export const guideSlot = 'guide'

let siteName = 'Belay'
/** Stands behind every page's title; the program's name once it is known. */
export function setSiteName(name: string): void {
  siteName = name
}
/** Only the first page of a visit leaves the focus where the browser puts it. */
let visited = false

export type PageProps = {
  title: string
  /** What a screen reader and the browser's tab hear instead, where the title is long or personal. */
  tabTitle?: string
  description?: ReactNode
  /** The primary action: a button with words. */
  action?: ReactNode
  /** Further actions, quieter, before the primary one. */
  more?: ReactNode
  /** The way up, for pages reached from a list. */
  back?: { to: string; label: string }
  /** Under the header: tabs or filters. */
  below?: ReactNode
  /** Words for the help place: what this page is for. */
  help?: string
  /** `reading` 680 px, `normal` 1040, `wide` the whole screen. */
  width?: 'reading' | 'normal' | 'wide'
  children?: ReactNode
}

export function Page({
  title,
  tabTitle,
  description,
  action,
  more,
  back,
  below,
  help,
  width = 'normal',
  children,
}: PageProps) {
  const page = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useKeptFocus(page, heading)
  useEffect(() => {
    document.title = `${tabTitle ?? title} · ${siteName}`
  }, [title, tabTitle])
  useEffect(() => {
    setPageHelp(help ?? null)
    return () => setPageHelp(null)
  }, [help])
  useEffect(() => {
    // The heading is what a screen reader should say after a change of page.
    if (visited) heading.current?.focus({ preventScroll: true })
    visited = true
  }, [])
  return (
    <div ref={page} className={classes.page} data-width={width}>
      <header className={classes.header}>
        {back ? (
          <Go to={back.to} className={classes.back} data-chrome>
            <IconArrowLeft size={16} aria-hidden className="flips" />
            {back.label}
          </Go>
        ) : null}
        <div className={classes.top}>
          <div className={classes.words}>
            <h1 ref={heading} tabIndex={-1} className={classes.title}>
              {title}
            </h1>
            {description ? <div className={classes.description}>{description}</div> : null}
          </div>
          {action || more ? (
            <div className={classes.actions} data-chrome>
              {more}
              {action}
            </div>
          ) : null}
        </div>
        {below ? <div className={classes.below}>{below}</div> : null}
      </header>
      <div id={guideSlot} className={classes.guide} data-chrome />
      {children}
    </div>
  )
}

/** A part of a page with a heading of its own. */
export function Section({
  title,
  description,
  action,
  children,
  bare,
}: {
  title: string
  description?: ReactNode
  action?: ReactNode
  children?: ReactNode
  /** Without a frame. */ bare?: boolean
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionTop}>
        <div>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {description ? <div className={classes.sectionDescription}>{description}</div> : null}
        </div>
        {action ? <div className={classes.actions}>{action}</div> : null}
      </div>
      <div className={bare ? undefined : classes.card}>{children}</div>
    </section>
  )
}

/** A quiet frame around what belongs together. Few on a page; tables for many. */
export function Card({ children, padding = true, label }: { children: ReactNode; padding?: boolean; label?: string }) {
  return (
    <div
      className={classes.card}
      data-padding={padding || undefined}
      {...(label ? { role: 'group', 'aria-label': label } : {})}
    >
      {children}
    </div>
  )
}

/** Rows of words and values inside a frame. */
export function Facts({ facts }: { facts: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function NotThere() {
  const { t } = useTranslation('ui')
  return (
    <Page title={t('notThere.title')} width="reading" description={t('notThere.body')}>
      <Button component={Go} to="/" variant="default">
        {t('notThere.home')}
      </Button>
    </Page>
  )
}
