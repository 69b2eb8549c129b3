/**
 * A number you can trust: numerator, denominator, date; a click explains it.
 * Fewer people than the floor is a state of its own, not an error.
 */
import { UnstyledButton } from '@mantine/core'
import { IconArrowDownRight, IconArrowUpRight, IconEyeOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat, When } from './reader.tsx'
import classes from './stat.module.css'

export type StatValue =
  | { state: 'share'; numerator: number; denominator: number }
  /** Days, points: a value of its own with what it was taken from. */
  | { state: 'amount'; value: number; unit: string; denominator: number; digits?: number }
  | { state: 'suppressed'; floor: number }
  | { state: 'not_yet'; why?: string }
  | { state: 'unknown'; why: string }

export type StatProps = {
  label: string
  value: StatValue
  /** The day it stands for. */
  asOf?: string | null
  /** Same unit as the value: 0.9 for a share. */
  target?: number | null
  /** Difference to the comparison, in points for shares. */
  change?: number | null
  /** Lower is better. */
  lowerIsBetter?: boolean
  onExplain?: () => void
  children?: ReactNode
}

export function Stat({ label, value, asOf, target, change, lowerIsBetter, onExplain, children }: StatProps) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const body = (
    <>
      <span className={classes.label}>{label}</span>
      <span className={classes.line}>
        <Headline value={value} />
        {change ? (
          <span className={classes.change} data-tone={change > 0 === !lowerIsBetter ? 'good' : 'bad'}>
            {change > 0 ? <IconArrowUpRight size={14} aria-hidden /> : <IconArrowDownRight size={14} aria-hidden />}
            <span className="spoken">{t(change > 0 ? 'stat.up' : 'stat.down', { by: '' })}</span>
            {value.state === 'share'
              ? t('stat.points', { by: f.number(Math.abs(change), 0) })
              : f.number(Math.abs(change), 1)}
          </span>
        ) : null}
      </span>
      <span className={classes.detail}>
        <Detail value={value} />
        {asOf && (value.state === 'share' || value.state === 'amount') ? (
          <>
            {', '}
            <When on={asOf} style="short" />
          </>
        ) : null}
        {target === null || target === undefined || value.state === 'suppressed' ? null : (
          <span className={classes.target}>
            {t('stat.target', {
              value: value.state === 'amount' ? `${f.number(target)} ${value.unit}` : f.share(target, 1),
            })}
          </span>
        )}
      </span>
      {children}
    </>
  )
  return onExplain ? (
    <UnstyledButton className={classes.stat} data-opens onClick={onExplain} title={t('stat.explain', { label })}>
      {body}
    </UnstyledButton>
  ) : (
    <div className={classes.stat}>{body}</div>
  )
}

function Headline({ value }: { value: StatValue }) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  switch (value.state) {
    case 'share':
      return <span className={classes.number}>{f.share(value.numerator, value.denominator)}</span>
    case 'amount':
      return (
        <span className={classes.number}>
          {f.number(value.value, value.digits ?? 0)} <small>{value.unit}</small>
        </span>
      )
    case 'suppressed':
      return (
        <span className={classes.hidden}>
          <IconEyeOff size={20} stroke={1.6} aria-hidden />
          {t('stat.hidden')}
        </span>
      )
    case 'not_yet':
      return <span className={classes.hidden}>{t('stat.notYet')}</span>
    case 'unknown':
      return <span className={classes.hidden}>{t('stat.unknown')}</span>
  }
}

function Detail({ value }: { value: StatValue }) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  switch (value.state) {
    case 'share':
      return <>{t('stat.of', { n: f.number(value.numerator), d: f.number(value.denominator) })}</>
    case 'amount':
      return <>{f.number(value.denominator)}</>
    case 'suppressed':
      return <>{t('stat.hiddenWhy', { floor: value.floor })}</>
    default:
      return <>{value.why}</>
  }
}

/** A row of numbers with hairlines between. */
export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>
}

/** In a table cell or a sentence. `sides`: a count that would tell who has, or who has not, however large the group. */
export function SuppressedNumber({ floor, sides = false }: { floor: number; sides?: boolean }) {
  const { t } = useTranslation('ui')
  return (
    <span className={classes.suppressed} title={t(sides ? 'stat.hiddenSides' : 'stat.hiddenWhy', { floor })}>
      <IconEyeOff size={14} stroke={1.75} aria-hidden />
      {sides ? t('stat.hiddenSidesShort') : t('stat.hiddenShort', { floor })}
    </span>
  )
}

/** "412 of 480" with its share, small, for rows. */
export function OfTotal({
  numerator,
  denominator,
  share = true,
}: {
  numerator: number
  denominator: number
  share?: boolean
}) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  return (
    <span className={classes.of}>
      {share ? <strong>{f.share(numerator, denominator)}</strong> : null}
      <span>{t('stat.of', { n: f.number(numerator), d: f.number(denominator) })}</span>
    </span>
  )
}
