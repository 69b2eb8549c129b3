/** A guided design: every step an address, its state told in words, any order allowed. */
import { IconAlertCircle, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from './link.tsx'
import classes from './steps.module.css'

export type Step = {
  to: string
  label: string
  state: 'done' | 'open' | 'problem'
  /** One line: what was chosen, or what is missing. */ summary?: string
}

export function Steps({ steps, label }: { steps: readonly Step[]; label: string }) {
  const { t } = useTranslation('ui')
  const done = steps.filter((s) => s.state === 'done').length
  return (
    <nav aria-label={label} className={classes.steps}>
      <p className={classes.progress}>{t('steps.progress', { done, all: steps.length })}</p>
      <div className={classes.bar} aria-hidden>
        <span style={{ inlineSize: `${(done / Math.max(1, steps.length)) * 100}%` }} />
      </div>
      <ol>
        {steps.map((step, i) => (
          <li key={step.to}>
            <Go to={step.to} within={false} className={classes.step} data-state={step.state}>
              <span className={classes.mark} aria-hidden>
                {step.state === 'done' ? (
                  <IconCheck size={14} stroke={2.5} />
                ) : step.state === 'problem' ? (
                  <IconAlertCircle size={16} />
                ) : (
                  i + 1
                )}
              </span>
              <span className={classes.words}>
                <span>{step.label}</span>
                {step.summary ? <small>{step.summary}</small> : null}
              </span>
              <span className="spoken">{t(`steps.${step.state}`)}</span>
            </Go>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** A list of things to check off: readiness, gates. */
export function Checks({
  checks,
}: {
  checks: readonly {
    id: string
    state: 'pass' | 'fail' | 'unknown'
    label: string
    detail?: React.ReactNode
    action?: React.ReactNode
  }[]
}) {
  const { t } = useTranslation('ui')
  return (
    <ul className={classes.checks}>
      {checks.map((c) => (
        <li key={c.id} data-state={c.state}>
          <span className={classes.mark} aria-hidden>
            {c.state === 'pass' ? (
              <IconCheck size={14} stroke={2.5} />
            ) : c.state === 'fail' ? (
              <IconAlertCircle size={16} />
            ) : (
              '?'
            )}
          </span>
          <span className={classes.words}>
            <span>
              <span className="spoken">{t(`check.${c.state}`)}: </span>
              {c.label}
            </span>
            {c.detail ? <small>{c.detail}</small> : null}
          </span>
          {c.action}
        </li>
      ))}
    </ul>
  )
}
