/** How far something is: a goal, a key result, an import. The words say it too. */
import { useTranslation } from 'react-i18next'
import { useFormat } from './reader.tsx'
import classes from './meter.module.css'

export function Meter({
  share,
  label,
  tone = 'accent',
  expected,
  showValue = true,
  size = 'normal',
}: {
  /** 0 to 1; null where nothing was measured yet. */
  share: number | null
  /** What is measured, for screen readers. */
  label: string
  tone?: 'accent' | 'good' | 'warn' | 'bad' | 'quiet'
  /** Where it should be by now, 0 to 1: a mark on the line. */
  expected?: number | null
  showValue?: boolean
  size?: 'small' | 'normal'
}) {
  const f = useFormat()
  const { t } = useTranslation('ui')
  const clamped = Math.max(0, Math.min(1, share ?? 0))
  const said = share === null ? t('stat.notYet') : f.share(Math.round(share * 1000), 1000)
  return (
    <span className={classes.meter} data-size={size}>
      <span
        className={classes.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(clamped * 100)}
        aria-valuetext={said}
      >
        <span className={classes.fill} data-tone={tone} style={{ inlineSize: `${clamped * 100}%` }} />
        {expected === null || expected === undefined ? null : (
          <span className={classes.expected} style={{ insetInlineStart: `${expected * 100}%` }} />
        )}
      </span>
      {showValue ? <span className={classes.value}>{said}</span> : null}
    </span>
  )
}

/** A word for a state, with its colour; never colour alone. */
export function State({
  tone,
  children,
  icon,
}: {
  tone: 'good' | 'warn' | 'bad' | 'quiet' | 'accent'
  children: React.ReactNode
  icon?: React.ReactNode
}) {
  return (
    <span className={classes.state} data-tone={tone}>
      {icon ?? <span className={classes.dot} aria-hidden />}
      {children}
    </span>
  )
}
