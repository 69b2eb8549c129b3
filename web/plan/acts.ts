/** What a page does to a plan, and what it reads again afterwards. */
import { useTranslation } from 'react-i18next'
import { useAct, type Answer } from '../api.ts'
import { addDays } from '../program/days.ts'

export type Plan = Answer<'plan.get'>
export type Planned = Plan['messages'][number]
export type PlanWave = Plan['waves'][number]
export type Check = Plan['checks'][number]

export const reads = ['plan.get', 'plan.bill', 'campaigns.list', 'campaigns.get', 'campaigns.choices'] as const

export const movable = (m: Planned): boolean =>
  m.state === 'planned' || m.state === 'draft' || m.state === 'asked' || m.state === 'approved'

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)
export const daysBetween = (from: string, to: string): number => Math.round((noon(to) - noon(from)) / 86_400_000)
export const weekday = (day: string): number => (new Date(noon(day)).getUTCDay() + 6) % 7
export const mondayOf = (day: string): string => addDays(day, -weekday(day))

/** The working day before or after, or the same weekday of another week. */
export function stepped(day: string, by: number): string {
  let at = addDays(day, by)
  while (weekday(at) > 4) at = addDays(at, by < 0 ? -1 : 1)
  return at
}

/** Moving shows at once; the day counts from the wave's go-live. */
export function useMove(plan: Plan): (m: Planned, on: string) => void {
  const { t } = useTranslation('plan')
  const change = useAct('plan.change', {
    invalidates: reads,
    optimistic: (input, cache) =>
      cache.change('plan.get', undefined, (old) => ({
        ...old,
        messages: old.messages.map((m) => {
          const wave = old.waves.find((w) => w.id === m.waveId)
          return m.id === input.messageId && input.day !== undefined && wave?.goesLiveOn
            ? { ...m, day: input.day, on: addDays(wave.goesLiveOn, input.day), changed: true }
            : m
        }),
      })),
    done: t('done.moved'),
  })
  return (m, on) => {
    const wave = plan.waves.find((w) => w.id === m.waveId)
    if (!wave?.goesLiveOn || !movable(m)) return
    change.mutate({ messageId: m.id, day: daysBetween(wave.goesLiveOn, on) })
  }
}
