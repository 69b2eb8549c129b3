/** Where a trainer or candidate stands, in a word and with its day; and a delivery as a line. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import classes from './trainers.module.css'

export type Detail = Answer<'trainers.get'>['trainer']
export type Delivery = NonNullable<Detail['next']>

export function Standing({ state }: { state: Detail['state'] }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  switch (state.is) {
    case 'ready':
      return (
        <State tone={state.ending ? 'warn' : 'good'}>
          {state.until ? t('state.readyUntil', { day: f.day(state.until, 'short') }) : t('state.ready')}
        </State>
      )
    case 'expired':
      return <State tone="warn">{t('state.expired', { day: f.day(state.on, 'short') })}</State>
    case 'learning':
      return (
        <State tone="quiet">
          {state.by ? t('state.nextBy', { day: f.day(state.by, 'short') }) : t('state.learning')}
        </State>
      )
    case 'ended':
      return <State tone="quiet">{t(`ended.${state.because}`, { day: f.day(state.on, 'short') })}</State>
    case 'asked':
    case 'declined':
      return <State tone="quiet">{t(`state.${state.is}`)}</State>
  }
}

const tones = {
  ahead: 'accent',
  to_write: 'warn',
  ready: 'good',
  not_yet: 'warn',
  called_off: 'quiet',
  withdrawn: 'quiet',
} as const

export function DeliveryState({ state }: { state: Delivery['state'] }) {
  const { t } = useTranslation('trainers')
  return <State tone={tones[state]}>{t(`delivery.${state}`)}</State>
}

/** `as`: from whose side it is told. */
export function DeliveryWords({ delivery, as }: { delivery: Delivery; as: 'candidate' | 'observer' | 'lead' }) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  return (
    <>
      <strong dir="auto">{delivery.session.title}</strong>
      <span className={classes.quiet}>
        <time dateTime={delivery.session.startsAt}>{f.exact(delivery.session.startsAt)}</time>
        {delivery.session.place ? ` · ${delivery.session.place}` : ''} ·{' '}
        {as === 'observer'
          ? t('delivery.by', { name: delivery.candidate.name })
          : t('delivery.observes', { name: delivery.observer.name })}
      </span>
    </>
  )
}
