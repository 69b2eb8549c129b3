/** Where a trainer or candidate stands, in a word and with its day; and a delivery as a line. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { DayTile } from '../ui/marks.tsx'
import { Go } from '../ui/link.tsx'
import { Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'

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

/** `as`: from whose side it is told. `act`: what opening it is for. Below it what was said of it. */
export function DeliveryRow({
  delivery,
  as,
  act,
  children,
}: {
  delivery: Delivery
  as: 'candidate' | 'observer' | 'lead'
  act: string
  children?: ReactNode
}) {
  const { t } = useTranslation('trainers')
  const f = useFormat()
  const { session, state } = delivery
  return (
    <Row
      lead={<DayTile at={session.startsAt} />}
      title={session.title}
      says={[
        <span key="when">
          <time dateTime={session.startsAt}>{f.exact(session.startsAt)}</time>
          {session.place ? ` · ${session.place}` : ''}
        </span>,
        as === 'observer'
          ? t('delivery.by', { name: delivery.candidate.name })
          : t(delivery.observedOn ? 'delivery.observed' : 'delivery.observes', { name: delivery.observer.name }),
      ]}
      end={<DeliveryState state={state} />}
      acts={
        state === 'called_off' || state === 'withdrawn' ? undefined : (
          <Button component={Go} to={`/trainer/deliveries/${delivery.id}`} size="compact-md" variant="default">
            {act}
          </Button>
        )
      }
    >
      {children}
    </Row>
  )
}
