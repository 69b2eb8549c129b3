/** What a wave needs before it can go live, judged on facts. Pure; the words are the browser's. */
import type { Check, CheckId } from '../../contract/launch.ts'
import { type Design, elementIds } from '../../contract/design.ts'
import type { Missing } from '../../contract/program.ts'
import { wanted } from '../champions/champions.ts'
import type { Standing } from '../../contract/metrics.ts'
import { type Day, daysBetween } from '../platform/clock.ts'
import { type ReadText, toldOfBoth } from '../program/program.ts'
import type { Tested } from '../test-plans/test-plans.ts'

export type Person = { name: string; present: boolean; holdsRole: boolean }

export type Facts = {
  today: Day
  /** How the wave is to go live: now, or on its date. */
  when: 'now' | 'on_date'
  version: { number: number; design: Design } | null
  missing: readonly Missing[]
  /** Parts of the draft that are not published. */
  unpublished: readonly string[]
  lead: Person | null
  sponsor: Person | null
  /** How many sit on the committee. */
  committee: number
  wave: { audience: string | null; preparesOn: Day | null; goesLiveOn: Day | null; prepared: boolean; live: boolean }
  /** Those whom the wave holds, or would hold today; with `upTo` at most so many. */
  people: {
    all: number
    managers: number
    withoutManager: number
    unreachable: number
    elsewhere: number
    upTo: boolean
  }
  /** Messages to this wave that go out, or went out, by its go-live date. */
  messages: {
    ready: number
    fromSponsor: number
    /** The first day on which one of the sponsor's left. */
    spokeOn: Day | null
    waiting: number
    /** The sponsor's own that waits for approval or a date. */
    draft: string | null
  }
  /** Letters of the last message that left for it: how many, and how many of them came back or could not be sent. */
  letters: { sent: number; failed: number }
  /** What people who were asked understand (L6), as last given out for the company. */
  understanding: { now: Standing | null; target: number }
  mail: { configured: boolean; trouble: string | null }
  policies: readonly ReadText[] | null
  /** Managers of a wave that has begun, and how many have finished what is required of them; null where nothing is. */
  training: { asked: number; trained: number; floor: number } | null
  /** Null: there is no test plan. */
  tested: Tested | null
  /** People of the wave at work, those of them with a champion, and how many champions that takes by the aim. */
  champions: { people: number; covered: number; champions: number; aim: number }
}

export type Finding = Pick<Check, 'result' | 'reason'> & { evidence?: Check['evidence'] }

export const pass = (reason: string, evidence?: Check['evidence']): Finding => ({
  result: 'pass',
  reason,
  ...(evidence ? { evidence } : {}),
})
export const fail = (reason: string, evidence?: Check['evidence']): Finding => ({
  result: 'fail',
  reason,
  ...(evidence ? { evidence } : {}),
})
export const unknown = (reason: string, evidence?: Check['evidence']): Finding => ({
  result: 'unknown',
  reason,
  ...(evidence ? { evidence } : {}),
})

type Rule = Pick<Check, 'id' | 'mistake' | 'fix'> & {
  /**
   * `pass`: nothing goes live unless it passes. `fail`: a gate, red where it fails; what nobody can know yet does not
   * stop a wave. A function says where it fails so little that it only advises. Null: advice.
   */
  stops: 'pass' | 'fail' | ((f: Facts) => boolean) | null
  judge: (f: Facts) => Finding
}

/** So many of a hundred whose data have a gap are daily life in any people file. */
const fewGaps = 2
/** Of a hundred letters so many may be lost before something is wrong with addresses or the mail server. */
const fewLost = 5

const few = (part: number, all: number) => part * 100 <= all * fewGaps

/** Of a hundred people, so many have a champion at least. */
export const leastCovered = 95

/** A wave of any size needs time to read, ask and acknowledge. */
export const leastPreparation = 7

const rules: readonly Rule[] = [
  {
    id: 'version',
    mistake: 'P2',
    stops: 'pass',
    fix: { place: 'versions' },
    judge: (f) => (f.version ? pass('published', { number: f.version.number }) : fail('none')),
  },
  {
    id: 'lead',
    mistake: 'I3',
    stops: 'pass',
    fix: { place: 'design', group: 'people' },
    judge: (f) => named(f.version && f.lead, f.version?.design.leadId ?? null),
  },
  {
    id: 'sponsor',
    mistake: 'P1',
    stops: 'pass',
    fix: { place: 'design', group: 'people' },
    judge: (f) => named(f.version && f.sponsor, f.version?.design.sponsorId ?? null),
  },
  {
    id: 'committee',
    mistake: 'I3',
    stops: 'fail',
    fix: { place: 'committee' },
    judge: ({ committee }) => (committee > 0 ? pass('named', { members: committee }) : fail('none')),
  },
  {
    id: 'reasons',
    mistake: 'P2',
    stops: 'pass',
    fix: { place: 'design', group: 'reasons' },
    judge: (f) => {
      if (!f.version) return unknown('no_version')
      const gaps = f.missing.filter((m) => ['why', 'why_now', 'objectives'].includes(m.id))
      return gaps.length === 0 ? pass('said', { objectives: f.version.design.objectives.length }) : fail(gaps[0]!.id)
    },
  },
  {
    id: 'elements',
    mistake: 'P3',
    stops: 'pass',
    fix: { place: 'design', group: 'elements' },
    judge: (f) => {
      if (!f.version) return unknown('no_version')
      const { elements } = f.version.design
      const on = elementIds.filter((e) => elements[e].on)
      return on.length === 0
        ? fail('none')
        : pass('on', { elements: on.join(', '), cadence: elements.checkins.on ? elements.checkins.cadence : null })
    },
  },
  {
    id: 'metrics',
    mistake: 'P2',
    stops: 'pass',
    fix: { place: 'design', group: 'metrics' },
    judge: (f) => {
      if (!f.version) return unknown('no_version')
      const { metrics } = f.version.design
      if (metrics.length === 0) return fail('none')
      const open = metrics.filter((m) => m.target === null || m.by === null)
      if (open.length > 0) return fail('no_target', { metric: open[0]!.id })
      const without = metrics.filter((m) => m.baseline === null).length
      return pass(without > 0 ? 'no_baseline' : 'set', { metrics: metrics.length, without })
    },
  },
  {
    id: 'audience',
    mistake: 'P4',
    stops: 'pass',
    fix: { place: 'wave' },
    judge: (f) => {
      if (f.wave.audience === null) return fail('none')
      if (f.people.upTo && f.people.all > 0) return pass('up_to', { people: f.people.all, audience: f.wave.audience })
      return f.people.all > 0
        ? pass('people', { people: f.people.all, managers: f.people.managers, audience: f.wave.audience })
        : fail('empty', { audience: f.wave.audience })
    },
  },
  {
    id: 'dates',
    mistake: 'P4',
    stops: 'pass',
    fix: { place: 'wave' },
    judge: (f) => {
      const { goesLiveOn } = f.wave
      if (goesLiveOn === null) return fail('none')
      // Launching now needs no date to come: today becomes the date.
      if (f.when === 'on_date' && goesLiveOn < f.today) return fail('past', { on: goesLiveOn })
      return pass(f.wave.live ? 'live' : goesLiveOn < f.today ? 'overdue' : 'set', { on: goesLiveOn })
    },
  },
  {
    id: 'policies',
    mistake: 'P4',
    stops: 'fail',
    fix: { place: 'design', group: 'policies' },
    judge: (f) => {
      if (!f.version) return unknown('no_version')
      const count = f.version.design.policies.length
      return count > 0 ? pass('some', { policies: count }) : fail('none')
    },
  },
  {
    id: 'message',
    mistake: 'I1',
    stops: 'fail',
    fix: { place: 'communications' },
    judge: (f) => {
      const { spokeOn } = f.messages
      if (spokeOn !== null) return pass('spoke', { on: spokeOn })
      if (f.messages.fromSponsor > 0) return pass('sponsor', { messages: f.messages.ready })
      // Whoever goes to mend it is led to what is begun already.
      const begun: Record<string, string> = f.messages.draft === null ? {} : { draft: f.messages.draft }
      if (f.messages.ready > 0) return fail('not_sponsor', { messages: f.messages.ready, ...begun })
      return f.messages.waiting > 0 ? fail('waiting', { messages: f.messages.waiting, ...begun }) : fail('none')
    },
  },
  {
    id: 'delivered',
    mistake: 'I1',
    stops: 'fail',
    fix: { place: 'outgoing' },
    judge: ({ letters: { sent, failed } }) => {
      if (sent === 0) return unknown('none_sent')
      return failed * 100 > sent * fewLost ? fail('lost', { sent, failed }) : pass('arrived', { sent, failed })
    },
  },
  {
    id: 'understood',
    mistake: 'I1',
    stops: 'fail',
    fix: { place: 'surveys' },
    judge: ({ understanding: { now, target } }) => understands(now, target),
  },
  {
    id: 'preparation',
    mistake: 'I1',
    stops: null,
    fix: { place: 'wave' },
    judge: (f) => {
      const { preparesOn, goesLiveOn } = f.wave
      if (goesLiveOn === null) return unknown('no_date')
      if (preparesOn === null) return fail('none')
      const until = f.when === 'now' ? f.today : goesLiveOn
      const days = Math.max(0, daysBetween(preparesOn, until))
      return days >= leastPreparation
        ? pass('days', { days, on: preparesOn })
        : fail('short', { days, least: leastPreparation, on: preparesOn })
    },
  },
  {
    id: 'managers',
    mistake: 'P4',
    stops: ({ people }) => !few(people.withoutManager, people.all),
    fix: { place: 'people' },
    judge: (f) => {
      if (f.people.all === 0) return unknown('nobody')
      if (!f.version?.design.elements.checkins.on) return pass('not_needed')
      // One person without a manager is the head of the company.
      const { withoutManager, all } = f.people
      if (f.people.upTo && withoutManager > 1) return unknown('up_to')
      return withoutManager <= 1 ? pass('all', { people: all }) : fail('some', { people: withoutManager, of: all })
    },
  },
  {
    id: 'reachable',
    mistake: 'I1',
    stops: ({ people }) => !few(people.unreachable, people.all),
    fix: { place: 'codes' },
    judge: (f) => {
      if (f.people.all === 0) return unknown('nobody')
      const { unreachable, all } = f.people
      if (f.people.upTo && unreachable > 0) return unknown('up_to')
      return unreachable === 0 ? pass('all', { people: all }) : fail('some', { people: unreachable, of: all })
    },
  },
  {
    id: 'mail',
    mistake: 'I1',
    stops: null,
    fix: { place: 'mail' },
    judge: (f) => {
      if (!f.mail.configured) return fail('not_set_up')
      return f.mail.trouble ? fail('trouble', { code: f.mail.trouble }) : pass('flows')
    },
  },
  {
    id: 'acknowledged',
    mistake: 'P4',
    stops: null,
    fix: { place: 'wave' },
    judge: (f) => {
      if (!f.policies) return pass('none_asked')
      return f.wave.prepared ? textsRead(f.policies) : unknown('not_begun')
    },
  },
  {
    id: 'changes',
    mistake: 'I2',
    stops: null,
    fix: { place: 'versions' },
    judge: (f) => {
      if (!f.version) return unknown('no_version')
      return f.unpublished.length === 0
        ? pass('none', { number: f.version.number })
        : fail('some', { number: f.version.number, parts: f.unpublished.length })
    },
  },
  {
    id: 'trained',
    mistake: 'I1',
    stops: 'fail',
    fix: { place: 'training' },
    judge: (f) => {
      if (!f.version) return unknown('no_version')
      const { courses, managersReady } = f.version.design.training
      if (!courses.some((k) => k.required.includes('managers') || k.required.includes('leaders')))
        return fail('none_asked')
      if (!f.wave.prepared) return unknown('not_begun')
      if (!f.training) return pass('nobody')
      return managersKnow(f.training, managersReady)
    },
  },
  {
    id: 'tested',
    mistake: 'I1',
    stops: 'fail',
    fix: { place: 'tests' },
    judge: (f) => (f.tested ? wasTested(f.tested) : fail('none')),
  },
  {
    id: 'champions',
    mistake: 'I1',
    stops: ({ champions: { people, covered } }) => covered * 100 < people * leastCovered,
    fix: { place: 'champions' },
    judge: (f) => championsCover(f.champions),
  },
  {
    id: 'overlap',
    mistake: 'P4',
    stops: null,
    fix: { place: 'wave' },
    judge: (f) => {
      if (f.wave.audience === null) return unknown('no_audience')
      // Not a fault: they start with their own wave. The lead should know.
      if (f.people.upTo && f.people.elsewhere > 0) return unknown('up_to')
      return f.people.elsewhere === 0 ? pass('none') : pass('some', { people: f.people.elsewhere })
    },
  },
]

/** Whether people who were asked understand why, by the number that was last given out. */
export function understands(now: Standing | null, target: number): Finding {
  if (now === null || now.state === 'not_yet' || now.state === 'unknown') return unknown('not_asked')
  if (now.state === 'hidden') return unknown('hidden')
  const { numerator, denominator, asOf } = now.point
  const said = { numerator, denominator, target, on: asOf }
  return numerator * 100 >= denominator * target ? pass('understood', said) : fail('unclear', said)
}

/** Whether those who are asked have confirmed, also where no count may be told. */
export function textsRead(texts: readonly ReadText[]): Finding {
  const sum = (count: (text: ReadText) => number) => texts.reduce((n, text) => n + count(text), 0)
  if (sum((text) => text.asked) === 0) return unknown('not_begun')
  // Sums hold what is told alone; a text that hardly anyone has read is not outweighed by another.
  if (texts.some((text) => text.acknowledged === null && text.nearlyAll === false)) return fail('hardly_any')
  if (texts.every((text) => text.acknowledged === null))
    return texts.some((text) => text.nearlyAll) ? pass('nearly_all') : unknown('small_group')
  const acknowledged = sum((text) => text.acknowledged ?? 0)
  const asked = sum((text) => (text.acknowledged === null ? 0 : text.asked))
  // Most, not all: a launch does not wait for the last holiday.
  return acknowledged * 10 >= asked * 8 ? pass('most', { acknowledged, asked }) : fail('few', { acknowledged, asked })
}

/** Whether everybody who signs has signed; and if not, what stands against it first. */
function wasTested({ scripts, passed, blockers, untested, signed, unsigned }: Tested): Finding {
  const evidence = { passed, scripts }
  if (blockers > 0) return fail('blockers', { ...evidence, blockers })
  if (untested > 0) return fail('untested', { ...evidence, untested })
  if (unsigned > 0 || signed.length === 0) return fail('unsigned', { ...evidence, missing: unsigned })
  return pass('signed', { ...evidence, names: signed.join(', ') })
}

/** Whether as many managers have finished their courses as is the aim, in per cent. */
export function managersKnow({ asked, trained, floor }: NonNullable<Facts['training']>, bar: number): Finding {
  // Of a handful not even the bar is said: of one manager it would be what they did.
  if (asked < floor) return unknown('small_group')
  const enough = trained * 100 >= asked * bar
  // The bar without a count, where few are on one side of it.
  if (toldOfBoth(trained, asked, floor) === null) return enough ? pass('few_done') : fail('few_open')
  return enough ? pass('enough', { trained, asked, bar }) : fail('open', { trained, asked, bar })
}

/** Whether people have a champion: one in twenty may be on the way, and there are as many as the aim asks. */
export function championsCover({ people, covered, champions, aim }: Facts['champions']): Finding {
  if (people === 0) return unknown('nobody')
  if (covered === 0) return fail('none', { people })
  if (covered * 100 < people * leastCovered) return fail('gaps', { covered, people, champions })
  return wanted(people, aim) > champions
    ? fail('thin', { people, champions, aim, wanted: wanted(people, aim) })
    : pass('covered', { covered, people, champions })
}

export function named(person: Person | null, id: string | null): Finding {
  if (id === null) return fail('none')
  if (!person || !person.present) return fail('left', { name: person?.name ?? '' })
  return person.holdsRole ? pass('named', { name: person.name }) : fail('no_access', { name: person.name })
}

export function judge(facts: Facts): Check[] {
  return rules.map(({ judge: find, stops, ...rule }) => {
    const found = find(facts)
    const red = found.result === 'fail' && (typeof stops !== 'function' || stops(facts))
    return {
      ...rule,
      gate: stops !== null,
      required: stops === 'pass' || (stops !== null && red),
      evidence: {},
      ...found,
    }
  })
}

/** Required checks that neither pass nor are waived: with any of them a wave stays where it is. */
export function blocking(checks: readonly Check[], waived: { has(id: string): boolean } = new Set()): CheckId[] {
  return checks.filter((c) => c.required && c.result !== 'pass' && !waived.has(c.id)).map((c) => c.id)
}
