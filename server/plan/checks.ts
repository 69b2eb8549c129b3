/**
 * What is wrong with a plan, each with what one button would do about it. Pure; the rules and
 * their reasons stand in docs/decisions/communications-plan.md.
 */
import type { Heard, Hearer, PlanCheck, PlanFix } from '../../contract/plan.ts'
import { hearers } from '../../contract/plan.ts'
import { addDays, type Day, daysBetween } from '../platform/clock.ts'
import { addWorkingDays, counted, dateOf, toldWeek, weekOf } from './calendar.ts'
import { fillerOf, gapsOf, isNeeded, messageFrom } from './coverage.ts'
import { generate } from './generate.ts'
import { pieces } from './pieces.ts'
import {
  approvalDays,
  capOf,
  counts,
  earliest,
  goLiveDay,
  handOverDay,
  type Load,
  type Message,
  nearest,
  open,
  pieceOf,
  type Plan,
  roomFor,
  type Span,
  spanOf,
  startsLate,
  type Wave,
  weeksOf,
} from './planned.ts'

export type Check = {
  key: string
  code: PlanCheck
  waveId: string | null
  messageId: string | null
  hearer: Hearer | null
  heard: Heard | null
  week: Day | number | null
  letters: number | null
  minutes: number | null
  on: Day | null
  fix: PlanFix
}

const check = (key: string, code: PlanCheck, fix: PlanFix, about: Partial<Check>): Check => ({
  key,
  code,
  waveId: null,
  messageId: null,
  hearer: null,
  heard: null,
  week: null,
  letters: null,
  minutes: null,
  on: null,
  fix,
  ...about,
})

/** In the order in which somebody would turn to them: what stops a wave, then each message, gaps, full weeks. */
export function checksOf(plan: Plan): Check[] {
  const found: Check[] = []
  if (plan.waves.some((w) => !w.published))
    found.push(check('unpublished', 'unpublished', { act: 'go', to: 'publish' }, {}))
  for (const wave of plan.waves) {
    const messages = plan.messages.filter((m) => m.waveId === wave.id)
    if (messages.some(counts)) found.push(...ofWave(plan, wave, messages))
    else if (!wave.live && !startsLate(wave) && generate(wave, messages, plan.caps).length > 0)
      found.push(check(`unplanned ${wave.id}`, 'unplanned', { act: 'generate', waveId: wave.id }, { waveId: wave.id }))
  }
  return found.filter((one) => !plan.accepted.includes(one.key))
}

function ofWave(plan: Plan, wave: Wave, messages: readonly Message[]): Check[] {
  const waveId = wave.id
  const onWave = (code: PlanCheck) => check(`${code} ${waveId}`, code, { act: 'go', to: 'waves' }, { waveId })
  return [
    ...(wave.goesLiveOn === null ? [onWave('go_live_missing')] : []),
    ...(startsLate(wave) ? [onWave('go_live_past')] : []),
    ...(!wave.live && wave.preparesOn === null ? [onWave('preparation_missing')] : []),
    ...messages.filter((m) => counts(m) && open(m)).flatMap((m) => ofMessage(plan, wave, messages, m)),
    ...gapsOf(wave, messages).map((gap) =>
      check(`${gap.kind} ${waveId} ${gap.hearer} ${gap.what}`, gap.kind, fillerOf(wave, messages, plan.caps, gap), {
        waveId,
        hearer: gap.hearer,
        heard: gap.what,
      }),
    ),
    ...fullWeeks(plan, wave, messages),
  ]
}

function ofMessage(plan: Plan, wave: Wave, messages: readonly Message[], m: Message): Check[] {
  const found: Check[] = []
  const add = (code: PlanCheck, fix: PlanFix, on: Day | null = null) =>
    found.push(check(`${code} ${m.id}`, code, fix, { waveId: wave.id, messageId: m.id, on }))
  if (m.senderId === null || m.gone)
    add(
      m.gone ? 'sender_left' : 'sender_missing',
      wave.speakers.lead && wave.speakers.lead !== m.senderId
        ? { act: 'lead_signs', messageId: m.id }
        : { act: 'go', to: 'people' },
    )
  if (m.unspoken) add('languages', { act: 'go', to: 'message' })
  const dated = ofDate(plan, wave, messages, m)
  if (dated) add(...dated)
  return found
}

/** Of several things that are wrong with a date, the first: mending it mends or shows the next. */
function ofDate(
  plan: Plan,
  wave: Wave,
  messages: readonly Message[],
  m: Message,
): [PlanCheck, PlanFix, Day | null] | null {
  // A correction waits for no plan, and left out it would let stand what does not hold.
  if (m.derived) {
    const on = m.day === null || wave.goesLiveOn === null ? null : addDays(wave.goesLiveOn, m.day)
    return on !== null && on < wave.today ? ['past', { act: 'go', to: 'message' }, null] : null
  }
  if (startsLate(wave)) return null
  const piece = pieceOf(m)
  const last = handOverDay(messages)
  const usual = counted(wave, piece?.day ?? m.day ?? 0)
  const size = { readers: m.readers, minutes: piece?.minutes ?? 1 }
  const others = messages.filter((other) => other.id !== m.id)
  // What somebody has to hear by go-live is not moved behind it.
  const needed = !wave.live && isNeeded(wave, messages, m)
  const near = (wanted: number, { from, to }: Span): number | null => {
    const span = { from, to: needed ? Math.min(to, goLiveDay(wave)) : to }
    return roomFor(wave, others, plan.caps, size, wanted, span) ?? nearest(wave, wanted, span)[0] ?? null
  }
  const hurried = () => nearest(wave, m.day ?? 0, { from: earliest(wave, 0), to: goLiveDay(wave) })[0] ?? null
  const move = (day: number | null, otherwise: PlanFix): PlanFix =>
    day === null || day === m.day ? otherwise : { act: 'move', messageId: m.id, day }
  const leaveOut: PlanFix = { act: 'leave_out', messageId: m.id }
  const message: PlanFix = { act: 'go', to: 'message' }
  if (m.day === null)
    return wave.goesLiveOn === null
      ? null
      : ['date_missing', move(near(usual, spanOf(wave, piece, usual, last)), message), null]
  if (wave.goesLiveOn === null) return null
  if (m.behind !== 0) return ['moved', { act: 'follow', messageId: m.id }, dateOf(wave, m.day + m.behind)]
  const on = addDays(wave.goesLiveOn, m.day)
  const span = spanOf(wave, piece, m.day, last)
  if (on < wave.today) return ['past', move(near(m.day, span), needed ? move(hurried(), message) : leaveOut), null]
  if (!wave.live && wave.preparesOn !== null && on < wave.preparesOn)
    return ['before_preparation', move(near(m.day, span), move(hurried(), leaveOut)), wave.preparesOn]
  const intime = addWorkingDays(wave.today, approvalDays, wave.off)
  if ((m.state === 'planned' || m.state === 'draft') && on < intime)
    return ['late_approval', move(near(m.day, span), message), intime]
  if (m.day > last)
    return ['after_hand_over', move(near(last, { from: span.from, to: last }), leaveOut), dateOf(wave, last)]
  return null
}

function fullWeeks(plan: Plan, wave: Wave, messages: readonly Message[]): Check[] {
  const found: Check[] = []
  const now = wave.goesLiveOn === null ? -1000 : weekOf(wave.goesLiveOn, daysBetween(wave.goesLiveOn, wave.today))
  for (const hearer of hearers) {
    // Who reads more besides is looked at only where something is meant for them alone.
    if (hearer !== 'employees' && hearer !== 'managers' && !messages.some((m) => counts(m) && m.readers === hearer))
      continue
    const cap = capOf(plan.caps, hearer)
    for (const [week, load] of weeksOf(wave, messages, hearer)) {
      if (week < now || (load.letters <= cap.letters && load.minutes <= cap.minutes)) continue
      const told = toldWeek(wave.goesLiveOn, week)
      const key = `overload ${wave.id} ${hearer} ${told}`
      found.push(
        check(key, 'overload', lighter(plan, wave, messages, load) ?? { act: 'accept', key }, {
          waveId: wave.id,
          hearer,
          week: told,
          letters: load.letters,
          minutes: load.minutes,
        }),
      )
    }
  }
  return found.sort((a, b) => (a.week! < b.week! ? -1 : a.week! > b.week! ? 1 : 0))
}

/** What makes a full week lighter: something that has room in another, else something that nobody would miss. */
function lighter(plan: Plan, wave: Wave, messages: readonly Message[], load: Load): PlanFix | null {
  const byNeed = load.messages
    .filter((m) => open(m) && !m.derived)
    .map((m) => ({ m, needed: isNeeded(wave, messages, m) }))
    .sort((a, b) => Number(a.needed) - Number(b.needed) || (b.m.day ?? 0) - (a.m.day ?? 0))
  for (const { m } of byNeed) {
    const piece = pieceOf(m)
    const others = messages.filter((other) => other.id !== m.id)
    const wide = spanOf(wave, piece, m.day!, handOverDay(messages))
    const size = { readers: m.readers, minutes: piece?.minutes ?? 1 }
    const day = roomFor(wave, others, plan.caps, size, m.day!, wide)
    // Not where it would come too late for what it is needed for.
    if (
      day !== null &&
      day !== m.day &&
      gapsOf(wave, [...others, { ...m, day }]).length <= gapsOf(wave, messages).length
    )
      return { act: 'move', messageId: m.id, day }
  }
  const spare = byNeed.find(({ needed }) => !needed)
  return spare ? { act: 'leave_out', messageId: spare.m.id } : null
}

/** The plan after a fix, as the verbs would leave it. Only `go` changes nothing here. */
export function applied(plan: Plan, fix: PlanFix): Plan {
  const change = (id: string, next: (m: Message, wave: Wave) => Partial<Message>): Plan => ({
    ...plan,
    messages: plan.messages.map((m) =>
      m.id === id
        ? {
            ...m,
            ...next(
              m,
              plan.waves.find((w) => w.id === m.waveId)!,
            ),
          }
        : m,
    ),
  })
  /** A change of an approved message is approved anew. */
  const again = (m: Message): Message['state'] => (m.state === 'planned' ? 'planned' : 'draft')
  switch (fix.act) {
    case 'generate': {
      const wave = plan.waves.find((w) => w.id === fix.waveId)!
      const there = plan.messages.filter((m) => m.waveId === wave.id)
      const made = generate(wave, there, plan.caps).map(({ template, day }) =>
        messageFrom(wave, pieces().get(template)!, counted(wave, day)),
      )
      return { ...plan, messages: [...plan.messages, ...made] }
    }
    case 'add': {
      const wave = plan.waves.find((w) => w.id === fix.waveId)!
      const made = messageFrom(wave, pieces().get(fix.template)!, counted(wave, fix.day))
      return { ...plan, messages: [...plan.messages, made] }
    }
    case 'bring_back':
      return change(fix.messageId, () => ({ state: 'planned', day: fix.day }))
    case 'move':
      return change(fix.messageId, (m) => ({ day: fix.day, behind: 0, state: again(m) }))
    case 'leave_out':
      return change(fix.messageId, () => ({ state: 'removed' }))
    case 'lead_signs':
      return change(fix.messageId, (m, wave) => ({
        senderKind: 'lead',
        senderId: wave.speakers.lead ?? null,
        gone: false,
        state: again(m),
      }))
    case 'follow':
      return change(fix.messageId, (m, wave) => ({
        day: counted(wave, (m.day ?? 0) + m.behind),
        behind: 0,
        state: again(m),
      }))
    case 'accept':
      return { ...plan, accepted: [...plan.accepted, fix.key] }
    case 'go':
      return plan
  }
}
