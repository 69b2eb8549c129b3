/** The viewer's seat: one press takes it, one gives it back. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct, type Answer } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'

export type OwnSession = Answer<'live.upcoming'>['sessions'][number]

export function SeatState({ session }: { session: OwnSession }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const { state, seat, seats, taken } = session
  if (state === 'called_off') return <State tone="bad">{t('calledOff')}</State>
  if (session.evaluation === 'open' && state === 'over') return <State tone="accent">{t('askNow')}</State>
  if (session.came) return <State tone="good">{t('came')}</State>
  if (state === 'over') return <State tone="quiet">{t('over')}</State>
  if (seat.kind === 'seated') return <State tone="good">{t('seated')}</State>
  if (seat.kind === 'waiting') return <State tone="warn">{t('waitingTurn', { n: f.number(seat.turn) })}</State>
  if (session.leads) return <State tone="accent">{t('youLead')}</State>
  const free = Math.max(0, seats - taken)
  return free > 0 ? (
    <State tone="quiet">{t('free', { count: free, n: f.number(free), of: f.number(seats) })}</State>
  ) : (
    <State tone="warn">{t('full', { count: session.waiting, n: f.number(session.waiting) })}</State>
  )
}

export function SeatButton({ session }: { session: OwnSession }) {
  const { t } = useTranslation('live')
  const invalidates = ['live.upcoming', 'live.session'] as const
  const book = useAct('live.book', { invalidates: [...invalidates] })
  const giveBack = useAct('live.giveBack', { invalidates: [...invalidates] })
  const input = { sessionId: session.id }
  const busy = book.isPending || giveBack.isPending
  const { title } = session
  if (session.state !== 'ahead' || session.came) return null
  if (session.seat.kind !== 'none') {
    const what = session.seat.kind === 'seated' ? 'giveBack' : 'leaveList'
    return (
      <Button
        variant="default"
        loading={busy}
        onClick={() => giveBack.mutate(input)}
        aria-label={t(`actOf.${what}`, { title })}
      >
        {t(`act.${what}`)}
      </Button>
    )
  }
  if (!session.mayBook || session.leads) return null
  const what = session.taken < session.seats ? 'book' : 'queue'
  return (
    <Button loading={busy} onClick={() => book.mutate(input)} aria-label={t(`actOf.${what}`, { title })}>
      {t(`act.${what}`)}
    </Button>
  )
}
