/** The steps of the funnel: how each one reads, as a bar in the whole and as a cell in a table. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { usePhone } from '../ui/media.ts'
import { Meter } from '../ui/meter.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SuppressedNumber } from '../ui/stat.tsx'
import classes from './funnel.module.css'

export type Funnel = Answer<'funnel.get'>
export type Counts = Funnel['all']

export const steps = ['delivered', 'read', 'understood', 'trained', 'acted'] as const
export type Step = (typeof steps)[number]

type Shown =
  | { is: 'share'; met: number; of: number; asOf: string | null; hidden: number; without: number }
  | { is: 'hidden' }
  | { is: 'none' }

function shown(counts: Counts, step: Step): Shown {
  const none: Shown = { is: 'none' }
  switch (step) {
    case 'delivered':
      return counts.addressed > 0
        ? { is: 'share', met: counts.delivered, of: counts.addressed, asOf: null, hidden: 0, without: 0 }
        : none
    case 'read': {
      const { read } = counts
      if (read === null) return none
      return read.messages === 0
        ? { is: 'hidden' }
        : { is: 'share', met: read.met, of: read.of, asOf: null, hidden: read.hidden, without: 0 }
    }
    case 'understood':
    case 'trained':
    case 'acted': {
      const given = counts[step]
      return given === null
        ? none
        : { is: 'share', met: given.met, of: given.of, asOf: given.asOf, hidden: 0, without: given.without }
    }
  }
}

export function Whole({ all, floor }: { all: Counts; floor: number }) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  return (
    <ol className={classes.whole}>
      <li className={classes.step}>
        <span className={classes.name}>
          <strong>{t('step.addressed')}</strong>
          <small>{t('means.addressed')}</small>
        </span>
        <Meter share={1} label={t('step.addressed')} showValue={false} tone="quiet" />
        <span className={classes.number}>
          <strong>{f.number(all.addressed)}</strong>
          <small>{t('messages', { count: all.messages, n: f.number(all.messages) })}</small>
        </span>
      </li>
      {steps.map((step) => {
        const now = shown(all, step)
        return (
          <li key={step} className={classes.step}>
            <span className={classes.name}>
              <strong>{t(`step.${step}`)}</strong>
              <small>{t(`means.${step}`)}</small>
            </span>
            <Meter share={now.is === 'share' ? now.met / now.of : 0} label={t(`step.${step}`)} showValue={false} />
            <span className={classes.number}>
              {now.is === 'none' ? (
                <span className={classes.none}>{t(`none.${step}`)}</span>
              ) : now.is === 'hidden' ? (
                <SuppressedNumber floor={floor} sides />
              ) : (
                <>
                  <strong>{f.share(now.met, now.of)}</strong>
                  <small>
                    {t('of', { n: f.number(now.met), d: f.number(now.of) })}
                    {now.asOf ? (
                      <>
                        , <When on={now.asOf} style="short" />
                      </>
                    ) : null}
                  </small>
                  <Missing now={now} />
                </>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** What a number does not hold. */
function Missing({ now }: { now: Shown }) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  if (now.is !== 'share') return null
  return (
    <>
      {now.hidden > 0 ? <small>{t('notTold', { count: now.hidden, n: f.number(now.hidden) })}</small> : null}
      {now.without > 0 ? <small>{t('withoutWave', { count: now.without, n: f.number(now.without) })}</small> : null}
    </>
  )
}

export function Cell({ counts, step, floor }: { counts: Counts; step: Step; floor: number }) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  const phone = usePhone()
  const now = shown(counts, step)
  // On a card no column says what it is.
  if (phone)
    return now.is === 'none' ? null : (
      <span className={classes.brief}>
        <span aria-hidden>{t(`step.${step}`)}</span>
        {now.is === 'hidden' ? <SuppressedNumber floor={floor} sides /> : <strong>{f.share(now.met, now.of)}</strong>}
      </span>
    )
  if (now.is === 'none')
    return (
      <span className={classes.none} title={t(`none.${step}`)}>
        <span aria-hidden>–</span>
        <span className="spoken">{t(`none.${step}`)}</span>
      </span>
    )
  if (now.is === 'hidden') return <SuppressedNumber floor={floor} sides />
  return (
    <span className={classes.cell}>
      <span className={classes.line}>
        <strong>{f.share(now.met, now.of)}</strong>
        <small>{t('of', { n: f.number(now.met), d: f.number(now.of) })}</small>
      </span>
      <Meter share={now.met / now.of} label={t(`step.${step}`)} showValue={false} size="small" />
      <Missing now={now} />
    </span>
  )
}
