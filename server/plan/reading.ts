/** The plan as its page shows it. */
import type { communications } from '../../contract/plan.ts'
import { heard, hearers, type Plan as ShownPlan } from '../../contract/plan.ts'
import { languages } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import { placesOff } from '../directory/directory.ts'
import { chooseLanguage } from '../library/library.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { dateOf, toldWeek } from './calendar.ts'
import { checksOf } from './checks.ts'
import { listeners, tellers } from './coverage.ts'
import { pieces } from './pieces.ts'
import { capOf, counts, type Message, open, weeksOf } from './planned.ts'
import { type Whole, wholePlan } from './queries.ts'

export async function get(c: Context, input: Input<typeof communications.get>): Promise<ShownPlan> {
  const [whole, off] = await Promise.all([wholePlan(c, input.programId), placesOff(c.db, c)])
  const language = input.language ?? chooseLanguage(languages, c.viewer.locale, null).language
  const titleOf = (template: string) => pieces().get(template)?.titles[language] ?? template
  const { plan } = whole
  const dayOf = (m: Message) => {
    const wave = plan.waves.find((w) => w.id === m.waveId)!
    return m.day === null || wave.goesLiveOn === null ? null : addDays(wave.goesLiveOn, m.day)
  }
  const ofWave = (waveId: string) => plan.messages.filter((m) => m.waveId === waveId)
  return {
    programId: input.programId,
    today: whole.today,
    waves: whole.waves.map((w) => ({
      id: w.id,
      name: w.name,
      preparesOn: w.preparesOn,
      goesLiveOn: w.goesLiveOn,
      live: w.state.phase === 'live',
      people: w.people,
      upTo: w.upTo,
      toAsk: toAsk(whole, w.id).length,
      toSchedule: ofWave(w.id).filter((m) => m.state === 'approved').length,
    })),
    messages: plan.messages.map((m) => {
      const on = dayOf(m)
      return { ...shown(whole, m), on, title: titleOf(m.template), offIn: on === null ? [] : (off.get(on) ?? []) }
    }),
    checks: checksOf(plan).map((one) => {
      const { fix } = one
      const wave = plan.waves.find((w) => w.id === one.waveId)
      const about = 'messageId' in fix ? plan.messages.find((m) => m.id === fix.messageId)?.template : undefined
      const template = fix.act === 'add' ? fix.template : about
      return {
        ...one,
        title: template ? titleOf(template) : null,
        fixedOn: 'day' in fix && wave ? dateOf(wave, fix.day) : null,
      }
    }),
    coverage: plan.waves.flatMap((wave) =>
      listeners.flatMap((hearer) =>
        heard.map((what) => ({
          waveId: wave.id,
          hearer,
          heard: what,
          messages: tellers(wave, ofWave(wave.id), hearer, what)
            .toSorted((a, b) => (a.day ?? 0) - (b.day ?? 0))
            .map((m) => m.id),
        })),
      ),
    ),
    bill: plan.waves.flatMap((wave) =>
      hearers
        .filter(
          (hearer) =>
            hearer === 'employees' ||
            hearer === 'managers' ||
            ofWave(wave.id).some((m) => counts(m) && m.readers === hearer),
        )
        .map((hearer) => {
          const cap = capOf(plan.caps, hearer)
          const weeks = [...weeksOf(wave, ofWave(wave.id), hearer)]
            .toSorted(([a], [b]) => a - b)
            .map(([week, { letters, minutes }]) => ({
              week: toldWeek(wave.goesLiveOn, week),
              letters,
              minutes,
              over: letters > cap.letters || minutes > cap.minutes,
            }))
          const sum = (key: 'letters' | 'minutes') => weeks.reduce((total, w) => total + w[key], 0)
          return { waveId: wave.id, hearer, letters: sum('letters'), minutes: sum('minutes'), weeks }
        }),
    ),
    caps: plan.caps,
    accepted: plan.accepted.length,
  }
}

/** Messages of a wave whose sender is known and has not been asked about what they say now. */
export const toAsk = (whole: Whole, waveId: string): Message[] =>
  whole.plan.messages.filter(
    (m) =>
      m.waveId === waveId &&
      (m.state === 'planned' || m.state === 'draft') &&
      m.senderId !== null &&
      !m.gone &&
      m.day !== null &&
      addDays(whole.plan.waves.find((w) => w.id === waveId)?.goesLiveOn ?? '9999-01-01', m.day) >= whole.today,
  )

function shown(whole: Whole, m: Message): Omit<ShownPlan['messages'][number], 'on' | 'title' | 'offIn'> {
  const row = whole.rows.get(m.id)
  const piece = pieces().get(m.template)!
  const campaign = whole.campaigns.get(row ? (row.campaign_id ?? '') : m.id)
  const sender = m.senderId ? whole.people.get(m.senderId) : undefined
  return {
    id: m.id,
    waveId: m.waveId,
    campaignId: campaign?.id ?? null,
    planned: m.planned,
    changed: row !== undefined && row.changed_at !== null && open(m),
    generated: row !== undefined && row.made_from !== null,
    template: m.template,
    tells: [...piece.tells],
    kit: piece.kit,
    phase: piece.phase,
    day: m.day,
    usualDay: piece.day,
    readers: m.readers,
    audience: campaign?.audience ?? null,
    senderKind: m.senderKind,
    sender: sender ? { id: sender.id, name: sender.name, title: sender.title } : null,
    minutes: piece.minutes,
    languages: [...piece.languages],
    state: m.state,
  }
}
