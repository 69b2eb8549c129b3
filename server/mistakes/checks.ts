/** The seven mistakes as checks, judged on facts. Pure; the words are the browser's, or sentences.ts for the command line. */
import { type Design, elementIds } from '../../contract/design.ts'
import type { Check } from '../../contract/launch.ts'
import type { Standing } from '../../contract/metrics.ts'
import type { AuditCheckId, NextPlace } from '../../contract/mistakes.ts'
import type { Missing } from '../../contract/program.ts'
import {
  championsCover,
  fail,
  type Facts as GateFacts,
  type Finding,
  managersKnow,
  named,
  pass,
  type Person,
  textsRead,
  understands,
  unknown,
} from '../launch/launch.ts'
import type { Course } from '../metrics/metrics.ts'
import { addDays, type Day, daysBetween } from '../platform/clock.ts'
import type { ReadText } from '../program/program.ts'
import type { CommitteeFacts } from '../governance/governance.ts'

/** At least one visible act a month, and a holiday in between. */
export const sponsorDays = 35
/** Somebody who runs a program changes something in it within four weeks, also in quiet times. */
export const leadDays = 28
/** Half a year: by then a habit has held or faded, and the first version was a guess. */
export const renewDays = 182
/** A month to sit together once the day of an aim has passed. */
export const aimDays = 31
/** A message to a wave is wanted from six weeks before its go-live date on; earlier nobody misses it. */
export const planDays = 42
/** Managers finish their courses before a wave; the last week tells whether they will have. */
export const trainedDays = 7
/** Fewer check-ins say nothing about how long they take, or how many are left lying. */
export const leastTalks = 20
/** One in four left lying is more than holidays and moved meetings explain. */
export const leftShare = 0.25
/** Half of what people do begins where they are anyway; else somebody has to remember it. */
export const nearShare = 0.5
/** A meeting may move by two weeks. */
export const meetingSlack = 14
/** So long after the first go-live somebody has to steer what people say and what the numbers show. */
export const committeeDays = 31

export type WaveFacts = {
  name: string
  live: boolean
  goesLiveOn: Day | null
  /** Managers asked to finish a course, and how many have; null where nothing is required. */
  training: { asked: number; trained: number; floor: number } | null
  /** Texts whose time to confirm is over; null where none is. */
  texts: readonly ReadText[] | null
  /** Messages that left for it, and by how many senders. */
  sent: { messages: number; senders: number }
  /** Of its plan, before go-live; null where it is not looked at. */
  plan: { gaps: number; unplanned: boolean; full: number } | null
}

export type Facts = {
  today: Day
  /** Null: the company has no program yet. */
  design: Design | null
  version: { number: number; publishedOn: Day; sponsorSince: Day; leadSince: Day } | null
  /** The success metrics were last looked at, one by one; null: never. */
  reviewedOn: Day | null
  missing: readonly Missing[]
  firstLive: Day | null
  sponsor: Person | null
  lead: Person | null
  /** Acts of the sponsor in the last days that everybody could see, the last of them, and whether there was any other: of those no count is told, it would rise on the day. */
  sponsorActs: { count: number; own: boolean; last: Day | null }
  lastLeadAct: Day | null
  /** Half of the check-ins took longer than `median` minutes from the first touch to the record; null: too few, or of too few people. */
  talks: { timed: number; median: number } | null
  /** Check-ins begun a while ago, and those of them that still lie open; null: too few, or of too few people. `small`: on one side they are of so few that no count is told. */
  begun: { begun: number; left: number; small: boolean } | null
  /** Acts of the last days of which it is known where they began, and those begun from a letter, a calendar or This week; null: too few, or of too few people. */
  reached: { acts: number; near: number; small: boolean } | null
  waves: readonly WaveFacts[]
  /** Of the wave that comes next, as its readiness says it. */
  next: { preparation: Finding; message: Finding } | null
  understanding: { now: Standing | null; target: number }
  courses: readonly Course[]
  committee: CommitteeFacts | undefined
  /** Of the people of live waves; null: no wave is live. */
  champions: GateFacts['champions'] | null
}

export type Found = {
  id: AuditCheckId
  mistake: Check['mistake']
  owner: 'lead' | 'sponsor'
  next: NextPlace | null
} & Required<Finding>

type Rule = {
  id: AuditCheckId
  mistake: Check['mistake']
  owner?: 'sponsor'
  next: NextPlace | null
  judge(f: Facts): Finding
}

/** Of a design that was never published nothing is a mistake yet: it is being written. */
const published = (f: Facts, judge: (design: Design) => Finding): Finding =>
  f.design === null ? unknown('no_program') : f.version === null ? unknown('draft') : judge(f.design)

const rules: readonly Rule[] = [
  {
    id: 'sponsor',
    mistake: 'P1',
    next: 'people',
    judge: (f) => holder(f, f.sponsor, f.design?.sponsorId ?? null),
  },
  {
    id: 'sponsor_acts',
    mistake: 'P1',
    owner: 'sponsor',
    next: 'message',
    judge: (f) =>
      published(f, () => {
        if (!f.sponsor?.present) return unknown('no_sponsor')
        const { count, own, last } = f.sponsorActs
        if (count > 0 && last !== null) return pass('acts', { acts: count, days: sponsorDays, on: last })
        if (own) return pass('own', { days: sponsorDays })
        const until = addDays(f.version!.sponsorSince, sponsorDays)
        if (until > f.today) return unknown('soon', { on: until })
        return last === null
          ? fail('none', { days: sponsorDays })
          : fail('quiet', { on: last, days: daysBetween(last, f.today) })
      }),
  },
  {
    id: 'reasons',
    mistake: 'P2',
    next: 'reasons',
    judge: (f) =>
      published(f, (design) => {
        const gap = f.missing.find((m) => ['why', 'why_now', 'objectives'].includes(m.id))
        return gap ? fail(gap.id) : pass('said', { objectives: design.objectives.length })
      }),
  },
  {
    id: 'success',
    mistake: 'P2',
    next: 'metrics',
    judge: (f) =>
      published(f, ({ metrics }) => {
        if (metrics.length === 0) return fail('none')
        const open = metrics.filter((m) => m.target === null || m.by === null || m.baseline === null)
        if (open.length === 0) return pass('set', { metrics: metrics.length })
        const [first] = open as [(typeof open)[number]]
        const lacks = first.target === null ? 'no_target' : first.by === null ? 'no_date' : 'no_baseline'
        return fail(lacks, { metric: first.id, metrics: open.length, of: metrics.length })
      }),
  },
  {
    id: 'elements',
    mistake: 'P3',
    next: 'elements',
    judge: (f) =>
      published(f, ({ elements }) => {
        const on = elementIds.filter((e) => elements[e].on)
        return on.length === 0 ? fail('none') : pass('on', { elements: on.length })
      }),
  },
  {
    id: 'talk_length',
    mistake: 'P3',
    next: 'elements',
    judge: (f) =>
      published(f, ({ elements }) => {
        if (!elements.checkins.on) return pass('off')
        if (f.firstLive === null) return unknown('not_live')
        if (!f.talks) return unknown('too_few', { least: leastTalks })
        const { minutes } = elements.checkins
        const said = { median: Math.round(f.talks.median), minutes, talks: f.talks.timed }
        return f.talks.median > minutes ? fail('long', said) : pass('short', said)
      }),
  },
  {
    id: 'talks_left',
    mistake: 'P3',
    next: 'elements',
    judge: (f) =>
      published(f, ({ elements }) => {
        if (!elements.checkins.on) return pass('off')
        if (f.firstLive === null) return unknown('not_live')
        if (!f.begun) return unknown('too_few', { least: leastTalks })
        const { begun, left, small } = f.begun
        const many = left > begun * leftShare
        // Two nights of counts would tell the difference of one person.
        if (small) return many ? fail('many_lie') : pass('few_lie')
        return many ? fail('many', { left, begun }) : pass('some', { left, begun })
      }),
  },
  {
    id: 'expectations',
    mistake: 'P4',
    next: 'policies',
    judge: (f) =>
      published(f, ({ policies }) => {
        const has = (...audiences: string[]) => policies.some((p) => audiences.includes(p.audience))
        if (policies.length === 0) return fail('none')
        if (!has('everyone', 'managers')) return fail('managers', { policies: policies.length })
        if (!has('everyone', 'employees')) return fail('everyone', { policies: policies.length })
        return pass('some', { policies: policies.length })
      }),
  },
  {
    id: 'confirmed',
    mistake: 'P4',
    next: 'policies_read',
    judge: (f) =>
      published(f, ({ policies }) => {
        if (!policies.some((p) => p.acknowledge)) return pass('none_asked')
        const due = f.waves.filter((w) => w.texts !== null)
        if (due.length === 0) return unknown('not_due')
        return worst(due.map((w) => about(w, textsRead(w.texts!))))
      }),
  },
  {
    id: 'begun_where',
    mistake: 'P4',
    next: 'communications',
    judge: (f) =>
      published(f, () => {
        if (f.firstLive === null) return unknown('not_live')
        if (!f.reached) return unknown('too_few', { least: leastTalks })
        const { acts, near, small } = f.reached
        const enough = near >= acts * nearShare
        if (small) return enough ? pass('most_near') : fail('few_near')
        const said = { near, acts }
        return enough ? pass('near', said) : fail('far', said)
      }),
  },
  {
    id: 'communications',
    mistake: 'I1',
    next: 'communications',
    judge: (f) =>
      published(f, () => {
        const found = f.waves.flatMap((w): Finding[] => {
          if (w.live) return [about(w, heard(w.sent))]
          return w.plan ? [about(w, planned(w.plan))] : []
        })
        return found.length === 0 ? unknown('no_wave') : worst(found)
      }),
  },
  { id: 'preparation', mistake: 'I1', next: 'waves', judge: (f) => ahead(f, (n) => n.preparation) },
  { id: 'sponsor_message', mistake: 'I1', next: 'message', judge: (f) => ahead(f, (n) => n.message) },
  {
    id: 'understanding',
    mistake: 'I1',
    next: 'surveys',
    judge: (f) =>
      published(f, () => {
        const { now, target } = f.understanding
        const found = understands(now, target)
        return found.reason === 'not_asked' && f.firstLive === null ? unknown('not_live') : found
      }),
  },
  {
    id: 'trained',
    mistake: 'I1',
    next: 'training',
    judge: (f) =>
      published(f, ({ training: { courses, managersReady } }) => {
        if (!courses.some((k) => k.required.includes('managers') || k.required.includes('leaders')))
          return fail('none_asked')
        const near = f.waves.filter(
          (w) => w.live || (w.goesLiveOn !== null && w.goesLiveOn <= addDays(f.today, trainedDays)),
        )
        const asked = near.filter((w) => w.training !== null)
        if (near.length === 0) return unknown('not_begun')
        if (asked.length === 0) return pass('nobody')
        return worst(asked.map((w) => about(w, managersKnow(w.training!, managersReady))))
      }),
  },
  {
    id: 'champions',
    mistake: 'I1',
    next: 'champions',
    judge: (f) => published(f, () => (f.champions ? championsCover(f.champions) : unknown('not_live'))),
  },
  {
    id: 'renewed',
    mistake: 'I2',
    next: 'numbers',
    judge: (f) =>
      published(f, () => {
        if (f.firstLive === null) return unknown('not_live')
        const measured = f.courses.filter((k) => k.state !== 'unaimed' && k.state !== 'not_yet')
        if (measured.length === 0) return unknown('not_measured')
        const off = measured.filter((k) => k.state === 'off' || k.state === 'over')
        if (off.length === 0) return pass('on_course', { metrics: measured.length })
        const { number, publishedOn } = f.version!
        const said = { metric: off[0]!.id, metrics: off.length, number, on: publishedOn }
        if (daysBetween(publishedOn, f.today) <= renewDays) return pass('changed', said)
        // Whoever looked at each number and kept it has not left the program alone.
        const { reviewedOn } = f
        if (reviewedOn !== null && daysBetween(reviewedOn, f.today) <= renewDays)
          return pass('reviewed', { metric: said.metric, metrics: said.metrics, on: reviewedOn })
        return fail('left_alone', said)
      }),
  },
  {
    id: 'aims_over',
    mistake: 'I2',
    next: 'metrics',
    judge: (f) =>
      published(f, ({ metrics }) => {
        const dated = metrics.filter((m) => m.by !== null)
        if (dated.length === 0) return unknown('none')
        const over = dated.filter((m) => addDays(m.by!, aimDays) < f.today).toSorted((a, b) => (a.by! < b.by! ? -1 : 1))
        return over.length === 0
          ? pass('ahead', { metrics: dated.length })
          : fail('over', { metric: over[0]!.id, metrics: over.length, on: over[0]!.by })
      }),
  },
  {
    id: 'lead',
    mistake: 'I3',
    owner: 'sponsor',
    next: 'people',
    judge: (f) => holder(f, f.lead, f.design?.leadId ?? null),
  },
  {
    id: 'lead_acts',
    mistake: 'I3',
    next: 'waves',
    judge: (f) =>
      published(f, () => {
        if (!f.lead?.present) return unknown('no_lead')
        const last = f.lastLeadAct
        if (last !== null && last > addDays(f.today, -leadDays)) return pass('acts', { on: last })
        const until = addDays(f.version!.leadSince, leadDays)
        if (until > f.today) return unknown('soon', { on: until })
        return last === null
          ? fail('none', { days: leadDays })
          : fail('quiet', { on: last, days: daysBetween(last, f.today) })
      }),
  },
  {
    id: 'committee',
    mistake: 'I3',
    next: 'committee',
    judge: (f) => {
      const { committee, today } = f
      // Before anything is live there is little to steer.
      if (!committee)
        return f.version !== null && f.firstLive !== null && addDays(f.firstLive, committeeDays) < today
          ? fail('missing', { on: f.firstLive })
          : unknown('none_yet')
      if (committee.members === 0) return fail('no_members')
      const { lastMeeting: last, nextMeeting: next, cadenceDays } = committee
      const ahead = next !== null && next >= today
      if (last === null) {
        const until = addDays(committee.since, committee.cadenceDays + meetingSlack)
        if (ahead) return unknown('first_ahead', { on: next })
        return until >= today ? unknown('soon', { on: until }) : fail('never')
      }
      return daysBetween(last, today) > cadenceDays + meetingSlack
        ? fail('quiet', { on: last, days: cadenceDays })
        : pass('meets', { on: last })
    },
  },
  {
    id: 'decisions',
    mistake: 'I3',
    next: 'decisions',
    judge: ({ committee }) => {
      if (!committee) return unknown('none_yet')
      const { overdueDecisions: count } = committee
      return count > 0 ? fail('overdue', { decisions: count }) : pass('in_time')
    },
  },
]

/** A named person; also of a draft: nobody writes a design without somebody for whom. */
function holder(f: Facts, person: Person | null, id: string | null): Finding {
  const found = named(person, id)
  // Roles are given by publishing.
  if (found.reason === 'no_access' && f.version === null) return pass('named', { person: id })
  return { ...found, evidence: found.reason === 'none' ? {} : { person: id } }
}

const about = (wave: WaveFacts, found: Finding): Finding => ({
  ...found,
  evidence: { wave: wave.name, ...found.evidence },
})

/** What fails speaks first; what is unknown does not hide what is there. */
const worst = (found: readonly Finding[]): Finding =>
  found.find((one) => one.result === 'fail') ??
  found.find((one) => one.result === 'pass') ??
  found[0] ??
  unknown('not_begun')

/** Why is believed when more than one person says it. */
function heard({ messages, senders }: WaveFacts['sent']): Finding {
  if (messages === 0) return fail('none_sent')
  return senders < 2 ? fail('one_voice', { messages }) : pass('heard', { messages, senders })
}

function planned({ gaps, unplanned, full }: NonNullable<WaveFacts['plan']>): Finding {
  if (unplanned) return fail('unplanned')
  if (gaps > 0) return fail('gaps', { gaps })
  return full > 0 ? fail('full', { weeks: full }) : pass('planned')
}

const ahead = (f: Facts, of: (next: NonNullable<Facts['next']>) => Finding): Finding =>
  published(f, () => {
    if (f.next) return of(f.next)
    return f.firstLive === null ? unknown('no_wave') : pass('none_ahead')
  })

/** Every check, without what it finds. */
export const auditRules: readonly Pick<Found, 'id' | 'mistake' | 'owner' | 'next'>[] = rules.map((rule) => ({
  id: rule.id,
  mistake: rule.mistake,
  owner: rule.owner ?? 'lead',
  next: rule.next,
}))

export function judgeMistakes(facts: Facts): Found[] {
  return rules.map(({ judge }, i) => ({ ...auditRules[i]!, evidence: {}, ...judge(facts) }))
}
