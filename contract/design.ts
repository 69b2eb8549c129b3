/**
 * What a program is: one document. The screens edit it, versions keep it, and a
 * wave runs on one published version of it. Every field may be empty while it is a
 * draft; what a published version needs stands in server/program/missing.ts.
 */
import * as z from 'zod'
import { fromVersion, languages } from './library.ts'
import { metricIds } from './metrics.ts'
import { draftName } from './names.ts'

/** The parts of the practice, in the order in which people meet them. */
export const elementIds = ['goals', 'checkins', 'feedback', 'recognition', 'growth', 'reviews', 'pulse'] as const
export type ElementId = (typeof elementIds)[number]

export const cadences = ['weekly', 'biweekly', 'monthly', 'quarterly'] as const
export type Cadence = (typeof cadences)[number]
/** Days that a cadence gives a manager and a report for one check-in. */
export const cadenceDays = { weekly: 7, biweekly: 14, monthly: 31, quarterly: 92 } as const satisfies Record<
  Cadence,
  number
>

/** Who is told who wrote: everybody who reads it; one named person besides the author; nobody. */
export const feedbackModes = ['attributed', 'confidential', 'anonymous'] as const
/** Who lets a person's manager read what they received: the person alone, or the author too. */
export const feedbackSharings = ['person', 'author'] as const

export const goalPeriods = ['quarter', 'half_year', 'year'] as const
export const policyAudiences = ['everyone', 'managers', 'employees'] as const

const hex = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour such as #3157c4')
const line = (most: number) => z.string().trim().max(most)
const unique = <T extends { id: string }>(items: T[]) => new Set(items.map((i) => i.id)).size === items.length

const inLanguages = (most: number) => z.partialRecord(z.enum(languages), line(most))
/**
 * The program’s own words stand in the language in which they were first written; what
 * they are in other languages stands beside them. Absent in designs of earlier releases;
 * absent in what is saved, it stays as it is. Said by server/library/program-words.ts.
 */
const alsoIn = (most: number) => inLanguages(most).optional()

export const brand = z.strictObject({
  name: line(60),
  tagline: line(120),
  taglineIn: alsoIn(120),
  /** In which language tagline, reasons and objectives were first written; none: the company’s. */
  language: z.enum(languages).nullable().optional(),
  /** As chosen. What is painted with it is adjusted by contract/colour.ts. */
  accent: hex,
  logoFileId: z.uuid().nullable(),
})
export type Brand = z.output<typeof brand>

export const reasons = z.strictObject({
  why: line(2000),
  whyNow: line(2000),
  whyIn: alsoIn(2000),
  whyNowIn: alsoIn(2000),
})

export const objective = z.strictObject({ id: z.uuid(), text: line(300), textIn: alsoIn(300) })

export const goalsElement = z.strictObject({
  on: z.boolean(),
  period: z.enum(goalPeriods),
  /** Days after go-live by which people should have their first goals. */
  firstWithinDays: z.int().min(1).max(120),
})
export const agendaSides = ['both', 'report', 'manager'] as const
/** An agenda of the company’s own: questions in the languages it has. */
export const ownAgenda = z.strictObject({
  id: z.uuid(),
  name: line(60),
  topics: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,60}$/),
        /** Who is asked. */
        by: z.enum(agendaSides),
        ask: inLanguages(200),
        hint: inLanguages(300),
      }),
    )
    .max(10),
  /** The library's agenda that it began as. */
  from: z.string().max(60).optional(),
  fromVersion,
})
export type OwnAgenda = z.output<typeof ownAgenda>

export const cadenceAttributes = ['department', 'location', 'country', 'level'] as const
/**
 * For whom another rhythm holds: only what the dated history keeps, so that the rhythm
 * of a past day can be told again.
 */
export const otherCadence = z.strictObject({
  id: z.uuid(),
  who: z.discriminatedUnion('kind', [
    /** In their first days in the company, or back in it. */
    z.strictObject({ kind: z.literal('joiners'), days: z.int().min(7).max(365) }),
    z.strictObject({
      kind: z.literal('people'),
      attribute: z.enum(cadenceAttributes),
      values: z.array(z.string().trim().min(1).max(120)).max(40),
    }),
  ]),
  cadence: z.enum(cadences),
})
export type OtherCadence = z.output<typeof otherCadence>
export const checkinsElement = z.strictObject({
  on: z.boolean(),
  cadence: z.enum(cadences),
  /** Longer than this it should not take, preparing, talking and writing down together. */
  minutes: z.int().min(5).max(120).default(30),
  /** Agenda template of the library, or the id of one of `agendas`. */
  template: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .nullable(),
  /** The company’s own agendas. */
  agendas: z
    .array(ownAgenda)
    .max(6)
    .refine((items) => unique(items), 'each id once')
    .default([]),
  /** Another rhythm for some; the first rule that holds for a person counts. */
  others: z
    .array(otherCadence)
    .max(6)
    .refine((items) => unique(items), 'each id once')
    .default([]),
})
export type CheckinsElement = z.output<typeof checkinsElement>

export const reviewRhythms = ['quarter', 'half_year', 'year'] as const
export const reviewsElement = z.strictObject({
  on: z.boolean(),
  /** How often people look back in writing; what a cycle asks and when is planned with it. */
  every: z.enum(reviewRhythms).default('half_year'),
})
export const feedbackElement = z.strictObject({
  on: z.boolean(),
  /** Which of them people may choose from. */
  modes: z
    .array(z.enum(feedbackModes))
    .min(1)
    .max(3)
    .default(() => [...feedbackModes]),
  /** Anonymous answers are shown from this many people on. Counts as the highest that was ever published. */
  floor: z.int().min(3).max(10).default(3),
  /** Whether somebody sees that their manager asked others about them. */
  aboutKnown: z.boolean().default(true),
  sharing: z.enum(feedbackSharings).default('person'),
  /** Nobody has more requests to answer than this. */
  maxOpen: z.int().min(1).max(20).default(5),
  /** 360: with nominated colleagues, approved by the manager. */
  rounds: z.boolean().default(true),
  /** The program's own questions, offered beside the library's. */
  questions: z
    .array(line(300).min(1))
    .max(6)
    .default(() => []),
})
/** What the company stands for, in the languages it has: a name and one sentence. */
export const companyValue = z.strictObject({ id: z.uuid(), name: inLanguages(40), sentence: inLanguages(200) })
export type CompanyValue = z.output<typeof companyValue>
export const recognitionElement = z.strictObject({
  on: z.boolean(),
  values: z
    .array(companyValue)
    .max(8)
    .refine((items) => unique(items), 'each id once')
    .default(() => []),
  /** Whether thanks may also go only to the people and their managers. */
  quiet: z.boolean().default(true),
  /** Whether a letter tells once a week what was recognised around a person. */
  weekly: z.boolean().default(true),
})
export const pulseElement = z.strictObject({
  on: z.boolean(),
  /** Nobody is asked more than `most` surveys in so many weeks, whatever asks. */
  most: z.int().min(1).max(6).default(2),
  weeks: z.int().min(2).max(26).default(8),
})
export const lookRhythms = ['quarter', 'half_year', 'year'] as const
export const growthElement = z.strictObject({
  on: z.boolean(),
  /** How often somebody and their manager each say where the person stands. */
  lookEvery: z.enum(lookRhythms).default('half_year'),
})
/**
 * A design of an earlier release says nothing about an element that came later: it is
 * off there. A setting that comes later has a default for the same reason; what is
 * stored is read through this schema.
 */
export const elements = z.strictObject({
  goals: goalsElement,
  checkins: checkinsElement,
  feedback: feedbackElement.prefault({ on: false }),
  recognition: recognitionElement.prefault({ on: false }),
  growth: growthElement.prefault({ on: false }),
  reviews: reviewsElement.prefault({ on: false }),
  pulse: pulseElement.default({ on: false, most: 2, weeks: 8 }),
})

export const policyText = z.strictObject({ title: line(120), body: z.string().max(20_000) })
export const policy = z.strictObject({
  id: z.uuid(),
  /** The library text it began as; its own since then. */
  from: z.string().max(60).nullable(),
  fromVersion,
  audience: z.enum(policyAudiences),
  /** Counted by publishing: a new number means people read it again. */
  version: z.int().min(1),
  acknowledge: z.boolean(),
  /** Days from the preparation date, or from when it is new to a person. */
  withinDays: z.int().min(1).max(120),
  /** In the languages the company has it; Markdown with live fields. */
  texts: z.partialRecord(z.enum(languages), policyText),
})
export type Policy = z.output<typeof policy>

export const successMetric = z.strictObject({
  /** Of the metric registry. */
  id: z.enum(metricIds),
  /** In the metric's unit; null: unknown, and the program says so. */
  baseline: z.number().min(-100).max(100_000).nullable(),
  /** Where the baseline comes from, in the lead's words. */
  baselineSource: line(200),
  target: z.number().min(-100).max(100_000).nullable(),
  by: z.iso.date().nullable(),
})
export type SuccessMetric = z.output<typeof successMetric>

/**
 * For whom a course can be chosen. Each person is of exactly one of the first three; the others come
 * besides, with a role that somebody holds. See docs/decisions/training.md.
 */
export const trainingRoles = ['employees', 'managers', 'leaders', 'hr', 'champions', 'trainers'] as const
export type TrainingRole = (typeof trainingRoles)[number]
const someRoles = z.array(z.enum(trainingRoles)).max(trainingRoles.length)
const chosenCourse = z.strictObject({
  /** Of the library. */
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  required: someRoles,
  offered: someRoles.default(() => []),
  /** By when, where it is required: days from go-live, below zero before it. */
  dueDays: z.int().min(-60).max(120),
})
export type ChosenCourse = z.output<typeof chosenCourse>
export const training = z.strictObject({
  courses: z
    .array(chosenCourse)
    .max(40)
    .refine(unique, 'each course once')
    .default(() => []),
  /** Per cent of a wave’s managers who should have finished what is required of them before it goes live. */
  managersReady: z.int().min(0).max(100).default(95),
  /** Whether people are reminded by letter of what is due. */
  letters: z.boolean().default(true),
})
export type Training = z.output<typeof training>

export const people = z.strictObject({ sponsorId: z.uuid().nullable(), leadId: z.uuid().nullable() })

export const objectives = z.array(objective).max(6).refine(unique, 'each id once')
export const policies = z.array(policy).max(12).refine(unique, 'each id once')
export const metrics = z.array(successMetric).max(12).refine(unique, 'each metric once')

export const Design = z.strictObject({
  brand,
  why: reasons.shape.why,
  whyNow: reasons.shape.whyNow,
  whyIn: reasons.shape.whyIn,
  whyNowIn: reasons.shape.whyNowIn,
  objectives,
  elements,
  policies,
  metrics,
  training: training.prefault({}),
  sponsorId: people.shape.sponsorId,
  leadId: people.shape.leadId,
})
export type Design = z.output<typeof Design>

/** Parts of the design that are saved and compared on their own. */
export const designGroups = [
  'brand',
  'reasons',
  'objectives',
  'elements',
  'policies',
  'training',
  'metrics',
  'people',
] as const
export type DesignGroup = (typeof designGroups)[number]

/** One part, as it is saved. `revision` is that part's number when the editor read it. */
export const groupChange = z.discriminatedUnion('group', [
  z.strictObject({ group: z.literal('brand'), revision: z.int().min(0), value: brand.extend({ name: draftName(60) }) }),
  z.strictObject({ group: z.literal('reasons'), revision: z.int().min(0), value: reasons }),
  z.strictObject({ group: z.literal('objectives'), revision: z.int().min(0), value: objectives }),
  z.strictObject({ group: z.literal('elements'), revision: z.int().min(0), value: elements }),
  z.strictObject({ group: z.literal('policies'), revision: z.int().min(0), value: policies }),
  z.strictObject({ group: z.literal('training'), revision: z.int().min(0), value: training }),
  z.strictObject({ group: z.literal('metrics'), revision: z.int().min(0), value: metrics }),
  z.strictObject({ group: z.literal('people'), revision: z.int().min(0), value: people }),
])
export type GroupChange = z.output<typeof groupChange>

/** A design with nothing in it yet but sensible settings. */
export function emptyDesign(): Design {
  return {
    brand: { name: '', tagline: '', accent: '#3157c4', logoFileId: null },
    why: '',
    whyNow: '',
    objectives: [],
    elements: {
      goals: { on: true, period: 'quarter', firstWithinDays: 28 },
      checkins: { on: true, cadence: 'biweekly', minutes: 30, template: null, agendas: [], others: [] },
      feedback: feedbackElement.parse({ on: false }),
      recognition: recognitionElement.parse({ on: false }),
      growth: { on: false, lookEvery: 'half_year' },
      reviews: { on: false, every: 'half_year' },
      pulse: { on: false, most: 2, weeks: 8 },
    },
    policies: [],
    training: training.parse({}),
    metrics: [],
    sponsorId: null,
    leadId: null,
  }
}
