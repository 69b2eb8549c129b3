/** The steps of the funnel: how each one reads, as a bar in the whole and as a cell in a table. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { Meter } from '../ui/meter.tsx'
import { usePhone } from '../ui/media.ts'
import { useFormat, When } from '../ui/reader.tsx'
import { SuppressedNumber } from '../ui/stat.tsx'
import classes from './funnel.module.css'

export type Funnel = Answer<'funnel.get'>
export type Counts = Funnel['all']
type Stage = Counts['read']

/** Beyond `delivered`, what is at least so; its number goes in steps. */
export const steps = ['delivered', 'read', 'understood', 'trained', 'acted'] as const
export type Step = (typeof steps)[number]
const inSteps = (step: Step) => step === 'trained' || step === 'acted'

export const stageOf = (counts: Counts, step: Step): Stage =>
  step === 'delivered'
    ? counts.addressed > 0
      ? { met: counts.delivered, of: counts.addressed, messages: counts.messages, hidden: 0 }
      : null
    : step === 'understood'
      ? counts.understood && { ...counts.understood, messages: counts.messages, hidden: 0 }
      : counts[step]

/** "at least 83 %" or "83 %". */
function useShare() {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  return (stage: NonNullable<Stage>, step: Step) => {
    const share = f.share(stage.met, stage.of)
    return inSteps(step) ? t('atLeast', { share }) : share
  }
}

export function Whole({ all, floor }: { all: Counts; floor: number }) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  const said = useShare()
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
        const stage = stageOf(all, step)
        return (
          <li key={step} className={classes.step}>
            <span className={classes.name}>
              <strong>{t(`step.${step}`)}</strong>
              <small>
                {t(`means.${step}`)}
                {step === 'understood' && all.understood ? (
                  <>
                    {' '}
                    {t('asOf')} <When on={all.understood.asOf} />.
                  </>
                ) : null}
              </small>
            </span>
            <Meter
              share={stage && stage.messages > 0 ? stage.met / stage.of : 0}
              label={t(`step.${step}`)}
              showValue={false}
            />
            <span className={classes.number}>
              {stage === null ? (
                <span className={classes.none}>{t(`none.${step}`)}</span>
              ) : stage.messages === 0 ? (
                <SuppressedNumber floor={floor} sides />
              ) : (
                <>
                  <strong>{said(stage, step)}</strong>
                  <small>
                    {t(inSteps(step) ? 'atLeastOf' : 'of', { n: f.number(stage.met), d: f.number(stage.of) })}
                  </small>
                  {stage.hidden > 0 ? (
                    <small>{t('notTold', { count: stage.hidden, n: f.number(stage.hidden) })}</small>
                  ) : null}
                </>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

export function Cell({ counts, step, floor }: { counts: Counts; step: Step; floor: number }) {
  const { t } = useTranslation('funnel')
  const f = useFormat()
  const said = useShare()
  const phone = usePhone()
  const stage = stageOf(counts, step)
  // On a card no column says what it is.
  if (phone)
    return stage === null ? null : (
      <span className={classes.brief}>
        <span aria-hidden>{t(`step.${step}`)}</span>
        {stage.messages === 0 ? <SuppressedNumber floor={floor} sides /> : <strong>{said(stage, step)}</strong>}
      </span>
    )
  if (stage === null)
    return (
      <span className={classes.none} title={t(`none.${step}`)}>
        <span aria-hidden>–</span>
        <span className="spoken">{t(`none.${step}`)}</span>
      </span>
    )
  if (stage.messages === 0) return <SuppressedNumber floor={floor} sides />
  return (
    <span className={classes.cell}>
      <span className={classes.line}>
        <strong>{said(stage, step)}</strong>
        <small>{t('of', { n: f.number(stage.met), d: f.number(stage.of) })}</small>
      </span>
      <Meter share={stage.met / stage.of} label={t(`step.${step}`)} showValue={false} size="small" />
      {stage.hidden > 0 ? <small>{t('notTold', { count: stage.hidden, n: f.number(stage.hidden) })}</small> : null}
    </span>
  )
}
