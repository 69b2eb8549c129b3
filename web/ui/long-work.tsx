/** Import, send, recompute, export: shows how far, can be left and found again, ends with a report. */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from './reader.tsx'
import classes from './long-work.module.css'

export type LongWorkProps = {
  title: string
  state: 'running' | 'done' | 'failed' | 'stopped'
  done?: number
  /** Null while it is not known yet. */
  all?: number | null
  /** What is happening right now. */
  step?: string
  /** Only where stopping is safe. */
  onStop?: () => void
  stopping?: boolean
  /** The report at the end. */
  children?: ReactNode
}

export function LongWork({ title, state, done = 0, all, step, onStop, stopping, children }: LongWorkProps) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const share = all ? Math.min(1, done / all) : null
  const progress = all ? t('work.of', { done: f.number(done), all: f.number(all) }) : done ? f.number(done) : ''
  return (
    <section className={classes.work} data-state={state} aria-label={title}>
      <div className={classes.top}>
        {state === 'done' ? (
          <IconCheck size={18} aria-hidden className={classes.good} />
        ) : state === 'failed' || state === 'stopped' ? (
          <IconAlertTriangle size={18} aria-hidden className={classes.bad} />
        ) : null}
        <strong>{title}</strong>
        {state === 'running' ? <span className={classes.count}>{progress}</span> : null}
        {state === 'running' && onStop ? (
          <Button variant="default" size="compact-sm" onClick={onStop} loading={stopping ?? false}>
            {t('work.stop')}
          </Button>
        ) : null}
      </div>
      {state === 'running' ? (
        <>
          <div
            className={classes.track}
            role="progressbar"
            aria-label={title}
            aria-valuemin={0}
            aria-valuemax={100}
            {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
            data-unknown={share === null || undefined}
          >
            <span style={share === null ? undefined : { inlineSize: `${share * 100}%` }} />
          </div>
          <p className={classes.words} role="status">
            {step ? `${step}. ` : ''}
            {t('work.leave')}
          </p>
        </>
      ) : null}
      {children ? <div className={classes.report}>{children}</div> : null}
    </section>
  )
}
