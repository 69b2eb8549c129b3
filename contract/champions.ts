/**
 * Champions: colleagues who help nearby and pass on what is heard. Who they are, what they cover and
 * where they are missing; how somebody is asked, serves for a time and hands over; and what they hear,
 * gathered without names.
 */
import * as z from 'zod'
import { language } from './library.ts'
import { operation } from './operation.ts'

export const areaKinds = ['location', 'department'] as const
export type AreaKind = (typeof areaKinds)[number]
/** The views of coverage. */
export const coverageKinds = ['location', 'department', 'language', 'wave'] as const
export type CoverageKind = (typeof coverageKinds)[number]
/** What a note is about. */
export const heardTopics = [
  'helps',
  'time',
  'unclear',
  'talks',
  'goals',
  'reviews',
  'fairness',
  'privacy',
  'learning',
  'messages',
  'tool',
  'other',
] as const
export type HeardTopic = (typeof heardTopics)[number]
/** Why somebody is no champion any more: the term is over, they wished it, the lead ended it, the role ended elsewhere, they left. */
export const exitReasons = ['term', 'own', 'lead', 'role', 'left'] as const
export type ExitReason = (typeof exitReasons)[number]

/** Notes stay sealed until so many champions have written. */
export const leastWriters = 3
/** Days before everybody else that champions see what goes out. */
export const aheadDays = 14
/** Days without an answer after which an invitation lapses. */
export const answerDays = 30
/** Days before the end of a term on which it is told. */
export const endingDays = 30
/** Whoever said no is not proposed again for so many days. */
export const restDays = 180
/** Somebody who leads more people is not proposed: their week is full. */
export const mostReports = 5
/** Sealed notes at the same time, of all champions, and of one: nobody fills the box for all others. */
export const mostNotes = 2000
export const mostEach = 20
/** What holds until the lead says otherwise. */
export const usualAim = { peopleEach: 30, termMonths: 12, hoursMonth: 3 }

const day = z.iso.date()
const at = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })
const words = (most: number) => z.string().trim().max(most)
const area = z.object({ kind: z.enum(areaKinds), key: z.string().min(1).max(400) })
export type Area = z.output<typeof area>
const areas = z
  .array(area)
  .min(1)
  .max(20)
  .refine((list) => new Set(list.map((one) => `${one.kind} ${one.key}`)).size === list.length, 'each once')
const person = named.extend({ title: z.string(), department: z.string(), location: z.string() })

const aim = z.object({
  /** People for each champion, at most. */
  peopleEach: z.int().min(5).max(200),
  termMonths: z.int().min(1).max(36),
  hoursMonth: z.int().min(1).max(40),
})
export type Aim = z.output<typeof aim>

/** Where an invitation or a term stands. */
const termState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('invited'), until: day }),
  z.object({ is: z.literal('lapsed') }),
  z.object({ is: z.literal('declined'), on: day }),
  z.object({ is: z.literal('withdrawn') }),
  z.object({ is: z.literal('ahead') }),
  z.object({ is: z.literal('serving') }),
  z.object({ is: z.literal('over') }),
])
export type TermState = z.output<typeof termState>

const term = z.object({
  id: z.uuid(),
  state: termState,
  startsOn: day,
  endsOn: day,
  hoursMonth: z.int(),
  areas: z.array(area),
  words: z.string(),
  askedBy: named,
  askedAt: at,
  manager: named.nullable(),
  /** Whether the manager said that it fits; null: nothing yet. */
  fits: z.boolean().nullable(),
  fitsWords: z.string(),
  /** What came with a no; for whoever asked. */
  declinedWords: z.string(),
})
export type Term = z.output<typeof term>

/** Months begun and time agreed: what somebody gave, counted from the terms they served. */
const served = z.object({ since: day.nullable(), months: z.int(), hours: z.int() })
export type Served = z.output<typeof served>

const exit = z.object({
  id: z.uuid(),
  person: named,
  on: day,
  because: z.enum(exitReasons),
  areas: z.array(area),
  /** People of those areas whom nobody covers now. */
  uncovered: z.int(),
  passedTo: named.nullable(),
})
export type Exit = z.output<typeof exit>

const row = z.object({
  person,
  /** `champion`: holds the role; `invited`: has not answered; `ahead`: has accepted and begins later. */
  is: z.enum(['champion', 'invited', 'ahead']),
  since: day.nullable(),
  /** Null: named on the page of roles, without a term. */
  endsOn: day.nullable(),
  areas: z.array(area),
  people: z.int(),
  /** Null: no manager was asked, or nothing was said yet. */
  fits: z.boolean().nullable(),
  onLeave: z.boolean(),
  termId: z.uuid().nullable(),
})
export type ChampionRow = z.output<typeof row>

const detail = z.object({
  person,
  is: z.enum(['champion', 'invited', 'ahead', 'former', 'none']),
  language,
  since: day.nullable(),
  areas: z.array(area),
  /** Changes with each change of the areas; sent back with the next one. */
  areasSeen: z.string(),
  people: z.int(),
  served,
  terms: z.array(term),
  /** The newest ending that nobody has looked at. */
  exit: exit.nullable(),
  may: z.object({ manage: z.boolean(), thank: z.boolean() }),
})
export type ChampionDetail = z.output<typeof detail>

const coverageRow = z.object({
  key: z.string(),
  label: z.string(),
  people: z.int(),
  /** People whose site or department has a champion; of a language: one who speaks it. */
  covered: z.int(),
  champions: z.int(),
  state: z.enum(['none', 'part', 'thin', 'covered']),
  /** Champions more for the aim. */
  needed: z.int(),
})
export type CoverageRow = z.output<typeof coverageRow>

const proposal = z.object({
  person,
  language,
  /** Whole years here. */
  years: z.int(),
  reports: z.int(),
  reasons: z.array(z.enum(['here', 'language', 'tenure', 'no_team', 'small_team'])),
})
export type Proposal = z.output<typeof proposal>

const note = z.object({
  id: z.uuid(),
  topic: z.enum(heardTopics),
  words: z.string(),
  quote: z.string(),
  /** The lead brings it to the committee. */
  brought: z.boolean(),
})

const forPerson = z.object({ personId: z.uuid() })
const forTerm = z.object({ termId: z.uuid() })
const page = {
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
}

export const champions = {
  overview: operation({
    id: 'champions.overview',
    method: 'GET',
    path: '/champions',
    permission: 'champions.read',
    summary:
      'How well champions cover the company, against the aim; and what waits: hand-overs, answers, ends of terms',
    response: z.object({
      today: day,
      aim,
      /** Somebody has set the aim; otherwise it is what is usual. */
      aimSet: z.boolean(),
      people: z.int(),
      covered: z.int(),
      champions: z.int(),
      /** Champions more for the aim, over all locations. */
      needed: z.int(),
      invited: z.int(),
      ending: z.array(z.object({ person: named, endsOn: day })),
      notFitting: z.array(named),
      exits: z.array(exit),
      may: z.object({ manage: z.boolean(), hear: z.boolean() }),
    }),
  }),
  coverage: operation({
    id: 'champions.coverage',
    method: 'GET',
    path: '/champions/coverage',
    permission: 'champions.read',
    summary: 'Coverage by site, department, language or wave, the widest gaps first',
    query: z.object({ by: z.enum(coverageKinds).default('location'), ...page }),
    response: z.object({ rows: z.array(coverageRow), total: z.int(), gaps: z.int() }),
  }),
  proposals: operation({
    id: 'champions.proposals',
    method: 'GET',
    path: '/champions/proposals',
    permission: 'champions.manage',
    summary:
      'Who could be asked for a site, a department or a language, with the reasons; from the people file alone, in no order of merit',
    query: z.object({ by: z.enum(['location', 'department', 'language']), key: z.string().min(1).max(400) }),
    response: z.object({ proposals: z.array(proposal), considered: z.int() }),
  }),
  list: operation({
    id: 'champions.list',
    method: 'GET',
    path: '/champions/people',
    permission: 'champions.read',
    summary: 'Champions, and whoever was asked',
    query: z.object(page),
    response: z.object({ rows: z.array(row), total: z.int() }),
  }),
  get: operation({
    id: 'champions.get',
    method: 'GET',
    path: '/champions/people/:personId',
    permission: 'champions.read',
    summary: 'One champion: what they cover, their terms, the time they gave',
    params: forPerson,
    response: detail,
  }),
  setAim: operation({
    id: 'champions.setAim',
    method: 'PUT',
    path: '/champions/aim',
    permission: 'champions.manage',
    summary: 'How many people one champion is for, and what somebody is usually asked for',
    body: aim,
    response: aim,
  }),
  invite: operation({
    id: 'champions.invite',
    method: 'POST',
    path: '/champions/invitations',
    permission: 'champions.manage',
    summary: 'Ask somebody to be a champion, or to stay one; they and their manager hear of it',
    body: z.object({
      personId: z.uuid(),
      startsOn: day,
      endsOn: day,
      hoursMonth: aim.shape.hoursMonth,
      areas,
      words: words(1000).default(''),
    }),
    response: detail,
    problems: ['champion_person', 'champion_asked', 'champion_days', 'champion_area'],
  }),
  withdraw: operation({
    id: 'champions.withdraw',
    method: 'DELETE',
    path: '/champions/invitations/:termId',
    permission: 'champions.manage',
    summary: 'Take back an invitation, or a term that was agreed and has not begun',
    params: forTerm,
    response: detail,
    problems: ['champion_answered'],
  }),
  setAreas: operation({
    id: 'champions.setAreas',
    method: 'PUT',
    path: '/champions/people/:personId/areas',
    permission: 'champions.manage',
    summary: 'What a champion covers from now on',
    params: forPerson,
    body: z.object({ areas, seen: z.string().max(64) }),
    response: detail,
    problems: ['champion_none', 'champion_area', 'conflict'],
  }),
  end: operation({
    id: 'champions.end',
    method: 'DELETE',
    path: '/champions/people/:personId',
    permission: 'champions.manage',
    summary: 'Somebody is no champion any more from now on; what they covered waits for a hand-over',
    params: forPerson,
    response: detail,
    problems: ['champion_none'],
  }),
  handOver: operation({
    id: 'champions.handOver',
    method: 'PUT',
    path: '/champions/exits/:exitId/successor',
    permission: 'champions.manage',
    summary:
      'Who takes over what a champion leaves: their areas and the questions they hold at the desk; or nobody, and it is looked at',
    params: z.object({ exitId: z.uuid() }),
    body: z.object({ successorId: z.uuid().nullable(), words: words(1000).default('') }),
    response: z.object({ done: z.literal(true) }),
    problems: ['champion_none', 'champion_passed'],
  }),

  mine: operation({
    id: 'champions.mine',
    method: 'GET',
    path: '/champions/mine',
    permission: 'champions.own',
    summary: 'The viewer as a champion: an invitation to answer, the term, the time given',
    response: z.object({
      today: day,
      champion: z.boolean(),
      invitation: term.nullable(),
      term: term.nullable(),
      next: term.nullable(),
      areas: z.array(area),
      served,
      /** Thanks of colleagues and leads stand in recognition; how often notes of a week had one of the viewer's. */
      weeksHeard: z.int(),
    }),
  }),
  answer: operation({
    id: 'champions.answer',
    method: 'PUT',
    path: '/champions/mine/:termId/answer',
    permission: 'champions.answer',
    summary: 'Accept or decline an invitation of one’s own',
    params: forTerm,
    body: z.object({ accepts: z.boolean(), words: words(500).default('') }),
    response: z.object({ champion: z.boolean() }),
    problems: ['champion_answered'],
  }),
  stepDown: operation({
    id: 'champions.stepDown',
    method: 'DELETE',
    path: '/champions/mine',
    permission: 'champions.answer',
    summary: 'Be no champion any more from now on, nor later; what one covered waits for a hand-over',
    response: z.object({ champion: z.literal(false) }),
    problems: ['not_found'],
  }),
  briefing: operation({
    id: 'champions.briefing',
    method: 'GET',
    path: '/champions/briefing',
    permission: 'champions.work',
    summary:
      'What comes in the next weeks where the viewer is a champion, two weeks before it reaches everybody: starts, messages with their texts, and how many people that is',
    query: z.object({ language: language.optional() }),
    response: z.object({
      today: day,
      until: day,
      floor: z.int(),
      /** What the viewer covers; null: fewer people than a group needs. */
      areas: z.array(area.extend({ people: z.int().nullable(), champions: z.int() })),
      starts: z.array(
        z.object({
          waveId: z.uuid(),
          wave: z.string(),
          program: z.string(),
          on: day,
          what: z.enum(['prepares', 'goes_live']),
        }),
      ),
      messages: z.array(
        z.object({
          id: z.uuid(),
          on: day,
          title: z.string(),
          sender: z.string().nullable(),
          wave: z.string(),
          /** Null: it is planned and its text is not approved yet. */
          text: z.object({ subject: z.string(), body: z.string(), language }).nullable(),
        }),
      ),
    }),
  }),
  names: operation({
    id: 'champions.names',
    method: 'POST',
    path: '/champions/names',
    permission: 'champions.work',
    summary: 'Which words of a text look like names of colleagues; nothing of it is kept',
    body: z.object({ words: words(1500) }),
    response: z.object({ looksLike: z.array(z.string()) }),
    leavesNoEvent: 'It only looks, and keeps neither the text nor what it found.',
  }),
  tell: operation({
    id: 'champions.tell',
    method: 'POST',
    path: '/champions/heard',
    permission: 'champions.tell',
    summary:
      'Say what one hears, without a name: sealed until three champions have written, then released together, mixed',
    body: z.object({
      topic: z.enum(heardTopics),
      words: words(1000).min(1),
      quote: words(400).default(''),
    }),
    response: z.object({ kept: z.literal(true) }),
    problems: ['champion_full', 'champion_wrote'],
    leavesNoEvent: 'It would stand beside the note with the same time; the night that releases the notes records them.',
  }),
  heard: operation({
    id: 'champions.heard',
    method: 'GET',
    path: '/champions/heard',
    permission: 'champions.hear',
    summary: 'What champions hear, by week and topic, the newest week first; without who wrote it',
    query: z.object({ topic: z.enum(heardTopics).optional(), ...page, limit: page.limit.default(26) }),
    response: z.object({
      weeks: z.array(z.object({ week: day, notes: z.array(note) })),
      total: z.int(),
      /** How many notes on each topic, of the last thirteen weeks. */
      topics: z.array(z.object({ topic: z.enum(heardTopics), notes: z.int(), weeks: z.int() })),
      least: z.int(),
      may: z.object({ bring: z.boolean() }),
    }),
  }),
  bring: operation({
    id: 'champions.bring',
    method: 'PUT',
    path: '/champions/heard/:noteId/brought',
    permission: 'champions.manage',
    summary: 'Bring a note before the committee, or not',
    params: z.object({ noteId: z.uuid() }),
    body: z.object({ brought: z.boolean() }),
    response: z.object({ brought: z.boolean() }),
  }),

  asked: operation({
    id: 'champions.asked',
    method: 'GET',
    path: '/champions/asked',
    permission: 'champions.own',
    summary: 'People who report to the viewer and were asked to be champions',
    response: z.object({ asked: z.array(term.extend({ person })) }),
  }),
  fits: operation({
    id: 'champions.fits',
    method: 'PUT',
    path: '/champions/people/:personId/fits',
    permission: 'champions.fits',
    summary: 'The manager says whether the hours fit into the work; the lead hears of it',
    params: forPerson,
    body: z.object({ termId: z.uuid(), fits: z.boolean(), words: words(500).default('') }),
    response: z.object({ fits: z.boolean() }),
    problems: ['champion_over'],
  }),
  who: operation({
    id: 'champions.who',
    method: 'GET',
    path: '/champions/who',
    permission: 'signed_in',
    summary: 'The viewer’s own champions, the nearest first: who they are and how to reach them',
    response: z.object({
      champions: z.array(
        person.extend({
          email: z.string().nullable(),
          language,
          near: z.enum(['team', 'location', 'department', 'area']),
        }),
      ),
    }),
  }),
}
