/**
 * The library: the words that come with Belay, in every language we ship, and
 * how they look as mail. Reading and preview only; campaigns send.
 */
import * as z from 'zod'
import { operation } from './operation.ts'

export const languages = ['en', 'de', 'es', 'fr'] as const
export type Language = (typeof languages)[number]
export const language = z.enum(languages)
/** Languages in which one addresses somebody in two ways. */
export const twoForms = ['de', 'es', 'fr'] as const satisfies readonly Language[]

/** Which version of a text of the library something was made from, or was last compared with; not known of what was made before it was remembered. */
export const fromVersion = z.int().min(1).optional()

/** What a text is for the reader: the questions every change has to answer. */
export const purposes = [
  'why',
  'what',
  'how',
  'whats-in-it',
  'what-to-do-now',
  'who-to-ask',
  /** Talking points that a manager says in their own words. */
  'pass-on',
  'reminder',
  'results',
  'thanks',
  'correction',
] as const
/** How a plan takes it: by itself; only where something else leaves a gap; never, somebody chooses it. */
export const planUses = ['usual', 'gap', 'chosen'] as const
/** Where in a wave it belongs; `any`: it hangs on something else, such as a review cycle. */
export const phases = ['before', 'at', 'after', 'any'] as const
export const audienceKinds = [
  'everyone',
  'employees',
  'managers',
  'new-managers',
  'newcomers',
  'champions',
  'person',
] as const
/** Whom a policy is for. */
const policyReaders = z.enum(['everyone', 'managers', 'employees'])
/** Whom a question of the library usually comes from. */
export const faqReaders = ['everyone', 'managers', 'hr', 'champions', 'lead'] as const
export type FaqReader = (typeof faqReaders)[number]
export const senderKinds = ['sponsor', 'hr', 'lead', 'manager', 'champion', 'belay'] as const
/** Where the one button leads; the caller turns it into an address. */
export const actionTargets = [
  'program',
  'week',
  'goals',
  'checkins',
  'feedback',
  'recognition',
  'growth',
  'team',
  'policy',
  'signin',
  'approve',
  'sessions',
  'tokens',
  'access',
  'about-me',
  'readiness',
  'pulse',
  'reviews',
  'learning',
  'governance',
  'ask',
  'desk',
  'hypercare',
  'tests',
  'test-plans',
  'champion',
  'champions',
  'trainer',
  'roadmap',
  'business-review',
  'alerts',
] as const
export type ActionTarget = (typeof actionTargets)[number]

export const elements = ['goals', 'checkins', 'feedback', 'recognition', 'growth', 'reviews', 'pulse'] as const
/** What of a mail is not kept, and why one is not taken. */
export const mailLeftOut = ['files', 'rest'] as const
export const mailRefusals = ['disowned', 'empty', 'too_large', 'too_many', 'waiting_many', 'two_companies'] as const
export const endReasons = ['self', 'administrator', 'left', 'password', 'elsewhere'] as const

/** The closed list of live fields. A text that names another is refused. */
export const fieldNames = [
  'person.name',
  'person.givenName',
  'person.greeting',
  'organization.name',
  'program.name',
  'program.tagline',
  'program.why',
  'program.whyNow',
  'program.objectives',
  'program.elements',
  'wave.name',
  'wave.goLive',
  'sender.name',
  'sender.title',
  'lead.name',
  'lead.email',
  'sponsor.name',
  'sponsor.title',
  'manager.name',
  'checkin.cadence',
  'checkin.with',
  'checkin.starts',
  'checkin.minutes',
  'checkin.place',
  'checkin.changedBy',
  'goals.firstBy',
  'policy.title',
  'policy.due',
  'action.url',
  'preferences.url',
  'link.validFor',
  'role.name',
  'role.grantedBy',
  'token.name',
  'token.expires',
  'token.createdBy',
  'message.subject',
  'message.goesOut',
  'message.people',
  'message.list',
  'message.changed',
  'message.corrected',
  'message.words',
  'codes.validUntil',
  'codes.address',
  'mail.leftOut',
  'mail.why',
  'session.device',
  'session.endedAt',
  'session.reason',
  'account.address',
  'help.name',
  'help.email',
  'recognition.people',
  'survey.title',
  'survey.closes',
  'survey.minutes',
  'survey.floor',
  'review.cycle',
  'review.until',
  'champion.until',
  'training.courses',
  'training.due',
  'live.title',
  'live.starts',
  'live.minutes',
  'live.place',
  'live.reason',
  'meeting.starts',
  'meeting.minutes',
  'meeting.place',
  'meeting.reason',
  'roadmap.tasks',
  'numbers.list',
  'daily.things',
  'daily.count',
] as const
export type FieldName = (typeof fieldNames)[number]

/** What is said as a fact and can turn out otherwise: a message that said it is corrected. */
export const correctableFields = [
  'program.name',
  'program.elements',
  'wave.name',
  'wave.goLive',
  'goals.firstBy',
  'checkin.cadence',
  'lead.name',
  'lead.email',
  'sponsor.name',
] as const satisfies readonly FieldName[]
export type CorrectableField = (typeof correctableFields)[number]

const templateId = z.string().regex(/^[a-z0-9-]{1,60}$/)
export const templateKinds = ['communication', 'transactional'] as const

const about = {
  id: templateId,
  kind: z.enum(templateKinds),
  purpose: z.enum(purposes),
  phase: z.enum(phases),
  /** Days from a wave's go-live to the usual day of sending; negative before it. Null: no day of a wave. */
  day: z.int().nullable(),
  /** What it tells beside its purpose. */
  tells: z.array(z.enum(purposes)),
  plan: z.enum(planUses),
  /** What has to be on in the program, so that it makes sense. */
  needs: z.array(z.enum(elements)),
  audience: z.enum(audienceKinds),
  /** Who should stand under it; the lead may choose somebody else. */
  sender: z.enum(senderKinds),
  version: z.int().min(1),
  /** Null where there is nothing to press. */
  target: z.enum(actionTargets).nullable(),
}

/** How hard a text is to read, from its sentences and words. */
export const readingLevels = ['very_easy', 'easy', 'medium', 'hard'] as const
export type ReadingLevel = (typeof readingLevels)[number]

/** One language of one template, as written: Markdown with live fields. */
export const templateText = z.object({
  language,
  title: z.string(),
  subject: z.string(),
  preview: z.string(),
  body: z.string(),
  actionLabel: z.string().nullable(),
  /** Why the reader gets it; stands at the foot of the mail. */
  because: z.string(),
  fields: z.array(z.enum(fieldNames)),
  minutes: z.number(),
  level: z.enum(readingLevels),
})

/** What a company may word anew in a letter of ours; why it came, and the foot, stay as they are. */
export const ownWords = z.strictObject({
  subject: z.string().trim().min(1).max(160),
  preview: z.string().trim().min(1).max(200),
  body: z.string().trim().min(1).max(20_000),
  /** Null where ours has no button. */
  actionLabel: z.string().trim().min(1).max(60).nullable(),
})
export type OwnWords = z.output<typeof ownWords>

const summary = z.object({
  ...about,
  title: z.string(),
  subject: z.string(),
  preview: z.string(),
  minutes: z.number(),
  languages: z.array(language),
})
const template = z.object({ ...about, texts: z.array(templateText) })
export type Template = z.output<typeof template>

const inLanguages = z.partialRecord(language, z.string().trim().max(2000)).optional()
/** A program as it is being designed: its words as first written, and what they are in other languages. */
const brand = z.object({
  name: z.string().trim().min(1).max(80),
  tagline: z.string().trim().max(160).optional(),
  why: z.string().trim().max(2000).optional(),
  whyNow: z.string().trim().max(2000).optional(),
  objectives: z.array(z.string().trim().min(1).max(300)).max(10).optional(),
  /** In which language they were first written; none: the company’s. */
  language: language.nullable().optional(),
  taglineIn: inLanguages,
  whyIn: inLanguages,
  whyNowIn: inLanguages,
  /** In the order of `objectives`. */
  objectivesIn: z.array(inLanguages).max(10).optional(),
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional(),
  logoFileId: z.uuid().nullable().optional(),
})

/** How a language was chosen for a reader, in the order tried. */
export const languageReasons = ['asked', 'locale', 'language', 'organization', 'english'] as const

const letter = z.object({
  language,
  chosenBy: z.enum(languageReasons),
  subject: z.string(),
  preview: z.string(),
  html: z.string(),
  text: z.string(),
  minutes: z.number(),
})

const mistake = z.object({
  id: z.enum(['P1', 'P2', 'P3', 'P4', 'I1', 'I2', 'I3']),
  stage: z.enum(['planning', 'implementation']),
  name: z.string(),
  question: z.string(),
  explanation: z.string(),
  signs: z.array(z.string()),
  instead: z.string(),
})
export type Mistake = z.output<typeof mistake>

const topic = z.object({ id: z.string(), ask: z.string(), hint: z.string(), by: z.enum(['both', 'report', 'manager']) })
const agenda = z.object({
  id: templateId,
  title: z.string(),
  use: z.string(),
  version: z.int().min(1),
  minutes: z.number(),
  topics: z.array(topic),
  advice: z.string(),
})
export type Agenda = z.output<typeof agenda>

const policy = z.object({
  id: templateId,
  title: z.string(),
  audience: policyReaders,
  version: z.int(),
  minutes: z.number(),
  level: z.enum(readingLevels),
  body: z.string(),
  fields: z.array(z.enum(fieldNames)),
})
export type PolicyText = z.output<typeof policy>

/** The printed slip with a one-time code; everything is filled but name, number and code. */
const codeSheet = z.object({
  title: z.string(),
  lead: z.string(),
  steps: z.array(z.string()),
  name: z.string(),
  number: z.string(),
  code: z.string(),
  validUntil: z.string(),
  lost: z.string(),
  keep: z.string(),
})
export type CodeSheet = z.output<typeof codeSheet>

const starters = z.object({
  names: z.array(z.object({ name: z.string(), because: z.string() })),
  taglines: z.array(z.string()),
  whys: z.array(z.object({ situation: z.string(), why: z.string(), whyNow: z.string() })),
  objectives: z.array(z.object({ objective: z.string(), metrics: z.array(z.string()) })),
})
export type Starters = z.output<typeof starters>

/** A survey to begin from; `{{program}}` stands for the program's name. */
const pulseSurvey = z.object({
  id: templateId,
  version: z.int().min(1),
  title: z.string(),
  about: z.string(),
  intro: z.string(),
  questions: z.array(
    z.object({
      item: z.string(),
      kind: z.enum(['agreement', 'scale', 'choice', 'comment']),
      text: z.string(),
      /** Of a choice. */
      options: z.array(z.string()).max(8).default([]),
    }),
  ),
})
export type PulseSurvey = z.output<typeof pulseSurvey>

/** Competencies to begin with; `expects` counts levels from 1. The same ids in every language. */
const competencyStarter = z.strictObject({
  levels: z.array(z.string()).min(2),
  competencies: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      meaning: z.string(),
      levels: z.array(z.array(z.string()).min(1)),
    }),
  ),
  roles: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      managers: z.boolean().nullable(),
      next: z.string().nullable(),
      expects: z.record(z.string(), z.int()),
    }),
  ),
})
export type CompetencyStarter = z.output<typeof competencyStarter>

export const shapes = { mistake, agenda, policy, starters, codeSheet, pulseSurvey, competencyStarter }
const counted = z.object({ informal: z.int(), all: z.int() })
const addressing = z.object({
  language: z.enum(twoForms),
  informal: z.boolean(),
  /** How many of our texts stand in both ways. */
  messages: counted,
  letters: counted,
  /** Those that stay formal. */
  formalOnly: z.array(z.object({ id: templateId, kind: z.enum(templateKinds), title: z.string() })),
})
export type Addressing = z.output<typeof addressing>
const inLanguage = z.object({ language: language.optional() })

export const library = {
  list: operation({
    id: 'library.list',
    method: 'GET',
    path: '/library',
    permission: 'messages.read',
    summary: 'The message templates that come with Belay, and the live fields they may use',
    query: inLanguage,
    response: z.object({
      items: z.array(summary),
      fields: z.array(z.object({ name: z.enum(fieldNames), about: z.string(), example: z.string() })),
    }),
  }),
  get: operation({
    id: 'library.get',
    method: 'GET',
    path: '/library/templates/:id',
    permission: 'messages.read',
    summary: 'One template in all its languages',
    params: z.object({ id: templateId }),
    response: template,
    problems: ['not_found'],
  }),
  preview: operation({
    id: 'library.preview',
    method: 'POST',
    path: '/library/preview',
    permission: 'messages.read',
    summary:
      'How a template looks as mail, for an example reader or a real one, with the program as it is being designed',
    body: z.object({
      id: templateId,
      /** Without it: chosen for the reader, as when sending. */
      language: language.optional(),
      personId: z.uuid().optional(),
      program: brand.optional(),
    }),
    response: letter,
    problems: ['not_found', 'field_unknown', 'field_empty', 'template_broken'],
    leavesNoEvent: 'A preview changes nothing.',
  }),
  policies: operation({
    id: 'library.policies',
    method: 'GET',
    path: '/library/policies',
    permission: 'program.read',
    summary: 'Expectations to start from, in one language',
    query: inLanguage,
    response: z.object({ items: z.array(policy) }),
  }),
  agendas: operation({
    id: 'library.agendas',
    method: 'GET',
    path: '/library/agendas',
    permission: 'signed_in',
    summary: 'Agenda templates for check-ins, in one language',
    query: inLanguage,
    response: z.object({ items: z.array(agenda) }),
  }),
  mistakes: operation({
    id: 'library.mistakes',
    method: 'GET',
    path: '/library/mistakes',
    permission: 'program.read',
    summary: 'The seven mistakes that sink such programs, in one language',
    query: inLanguage,
    response: z.object({ items: z.array(mistake) }),
  }),
  codeSheet: operation({
    id: 'library.codeSheet',
    method: 'GET',
    path: '/library/code-sheet',
    permission: 'access.manage',
    summary: 'The words of the printed slip with a one-time code, in one language',
    query: z.object({ language: language.optional(), validUntil: z.iso.date() }),
    response: codeSheet,
  }),
  address: operation({
    id: 'library.address',
    method: 'GET',
    path: '/library/address',
    permission: 'messages.read',
    summary: 'How readers are addressed in each language that has two ways, and which texts stand in both',
    response: z.object({ languages: z.array(addressing) }),
  }),
  chooseAddress: operation({
    id: 'library.chooseAddress',
    method: 'PUT',
    path: '/library/address/:language',
    permission: 'messages.write',
    summary: 'Address readers of a language formally or informally; a text that stands in one way only keeps it',
    params: z.object({ language: z.enum(twoForms) }),
    body: z.object({ informal: z.boolean() }),
    response: addressing,
  }),
  starters: operation({
    id: 'library.starters',
    method: 'GET',
    path: '/library/starters',
    permission: 'program.read',
    summary: 'Names, taglines, reasons and objectives to start a program design from',
    query: inLanguage,
    response: starters,
  }),
}
