/**
 * Numbers about adoption: each with numerator, denominator, the version of its
 * definition and the day it is about; never a bare percentage.
 */
import * as z from 'zod'
import { languages } from './library.ts'
import { operation } from './operation.ts'

/** Numbers that Belay defines; the last one is the company's own measure. */
export const registryIds = [
  'L1',
  'L2',
  'L3',
  'L4',
  'L5',
  'L6',
  'L7',
  'L7R',
  'L8',
  'L9',
  'L9M',
  'L10',
  'L10L',
  'L10B',
  'L11',
  'L11A',
  'L11D',
  'L11K',
  'L11B',
  'L11R',
  'L12',
  'L12R',
  'L13',
  'L13C',
  'L14',
  'L14S',
  'L15',
  'L16',
  'G1',
  'G2',
  'G3',
  'G4',
  'G5',
  'G6',
  'C1',
  'C2',
  'C3',
  'F1',
  'F2',
  'F3',
  'F3D',
  'F4',
  'R1',
  'R2',
  'V1',
  'V2',
  'V2S',
  'V2P',
  'V2M',
  'V2N',
  'V2H',
  'V2A',
  'V3',
  'V3L',
  'V5',
  'X1',
  'X2',
  'X2P',
  'X3',
  'X4',
  'X5',
  'X6',
  'X7',
] as const
/** Places for numbers that a company defines itself. More would be a second registry. */
const ownIds = [
  'O1',
  'O2',
  'O3',
  'O4',
  'O5',
  'O6',
  'O7',
  'O8',
  'O9',
  'O10',
  'O11',
  'O12',
  'O13',
  'O14',
  'O15',
  'O16',
  'O17',
  'O18',
  'O19',
  'O20',
] as const
/** What is brought and not counted. */
export const importedIds = ['X7', ...ownIds] as const
export type ImportedId = (typeof importedIds)[number]
export const metricIds = [...registryIds, ...ownIds] as const
export type MetricId = (typeof metricIds)[number]
export const layers = ['adoption', 'quality', 'outcome'] as const
/**
 * `of_five`: a mean of answers from 1 to 5. `index`: a number between 0 and 1 that is no share of anything, such as a concentration. `items`: how many,
 * such as a median of counts. `score`: from −100 to 100, those for less those against of a hundred.
 * `number`: a company's own, whatever it counts.
 */
export const units = ['percent', 'days', 'minutes', 'index', 'items', 'number', 'score', 'of_five'] as const
export type Unit = (typeof units)[number]
/** What a number counts. `answers`: anonymous ones, which nothing ties to a person. */
export const counted = [
  'people',
  'pairs',
  'checkins',
  'goals',
  'requests',
  'forms',
  'ratings',
  'questions',
  'messages',
  'acts',
  'scripts',
  'champions',
  'answers',
  'imported',
] as const
/** Parts of the practice that metrics are about: of `elementIds` in design.ts. */
export const metricElements = ['goals', 'checkins', 'feedback', 'recognition', 'reviews', 'pulse'] as const
export type MetricElement = (typeof metricElements)[number]
export const rosters = ['live', 'frozen'] as const
export type Roster = (typeof rosters)[number]

/** The fixed list of published tables. There are no others, and none is crossed with another. */
export const segmentKinds = [
  'organization',
  'wave',
  'department',
  'location',
  'country',
  'level',
  'manager',
  'tenure',
  'line',
] as const
export type SegmentKind = (typeof segmentKinds)[number]
export const tenureBands = ['under_1', '1_to_3', '3_to_5', '5_to_10', '10_and_more'] as const

const metricId = z.enum(metricIds)
const roster = z.enum(rosters)
const segmentKind = z.enum(segmentKinds)
/** A department's name, a wave's or leader's id, `yes`/`no`, a tenure band; empty for the organization. */
const segmentKey = z.string().max(400)

const segment = z.object({
  kind: segmentKind,
  key: z.string(),
  /** Name to show; null where the browser has the words (organization, manager, tenure) or nothing was given. */
  label: z.string().nullable(),
})
export type Segment = z.output<typeof segment>

export const definition = z.object({
  id: metricId,
  version: z.int(),
  name: z.string(),
  sentence: z.string(),
  formula: z.string(),
  /** What numerator and denominator count. */
  numerator: z.string(),
  denominator: z.string(),
  /** Who counts, who does not. */
  counts: z.array(z.string()),
  excludes: z.array(z.string()),
  layer: z.enum(layers),
  unit: z.enum(units),
  of: z.enum(counted),
  /** Whether the number is numerator ÷ denominator; a median, a mean or a score says something else. */
  ratio: z.boolean(),
  /** The part of the practice that it is about; null: the program as a whole. */
  element: z.enum(metricElements).nullable(),
  /** False: there is one number for the whole company and none for a part of it. */
  tables: z.boolean(),
  direction: z.enum(['up', 'down']),
  /** In the metric's unit; null: none, on purpose. */
  target: z.number().nullable(),
  /** Instead of a target: so much more than the baseline, or than the first number, within so many months. */
  rise: z.object({ by: z.number(), months: z.int() }).nullable(),
  /** The metric that it is a part of and is told with, such as a stage of a time; null: it stands on its own. */
  within: metricId.nullable(),
  /** 1: everybody may see what it counts, so it needs no floor. */
  floor: z.int(),
})
export type Definition = z.output<typeof definition>

/** One published number. `value` is in the metric’s unit; null where there is none, such as a median that is not reached. */
const point = z.object({
  asOf: z.iso.date(),
  numerator: z.int(),
  denominator: z.int(),
  value: z.number().nullable(),
  /** For a score: where it lies with 95 % certainty. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
})
export type Point = z.output<typeof point>

/** What there is to show now. */
export const standing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('shown'), point, version: z.int() }),
  /** Since `peopleOf` too few have come or gone: the number stays about the people of that day. */
  z.object({ state: z.literal('held'), point, version: z.int(), peopleOf: z.iso.date() }),
  /** Under the floor, or others under the floor would follow from it. `last`: what was shown before. */
  z.object({
    state: z.literal('hidden'),
    because: z.enum(['floor', 'complement']),
    asOf: z.iso.date(),
    last: point.nullable(),
  }),
  /**
   * No full window has passed. `from`: the first day a number is possible; null while nothing is
   * planned. `nobody`: others count already, but nobody of this segment. `answers`: too few so far.
   * `acts`: nobody did yet what it counts. `survey`: no survey that asks it has ended with enough answers here.
   */
  z.object({
    state: z.literal('not_yet'),
    from: z.iso.date().nullable(),
    reason: z.enum(['no_wave', 'nobody', 'window', 'before_live', 'release', 'answers', 'survey', 'acts', 'history']),
  }),
  /** An input is missing: the column to import; `own`: values that the company brings. */
  z.object({ state: z.literal('unknown'), column: z.string() }),
])
export type Standing = z.output<typeof standing>

const target = z.object({
  value: z.number(),
  by: z.iso.date().nullable(),
  /** `program`: set in the design; `ours`: our own default, without a stated benchmark. */
  source: z.enum(['program', 'ours']),
})
/** Null: neither the program nor the definition names one. */
const noneOr = target.nullable()
const baseline = z.object({ value: z.number(), source: z.string() })

const annotation = z.object({
  on: z.iso.date(),
  /** `reorganised`: a large part of the company got another department or manager. */
  kind: z.enum(['go_live', 'version', 'paused', 'resumed', 'rolled_back', 'reorganised']),
  /** The wave's name, the version's number, or how many people moved. */
  label: z.string(),
})
export type Annotation = z.output<typeof annotation>

export const chart = z.object({
  definition,
  now: standing,
  series: z.array(point),
  baseline: baseline.nullable(),
  target: noneOr,
  /** Whether the program named it as what its success is measured by. */
  chosen: z.boolean(),
})
export type Chart = z.output<typeof chart>

/** Of names and sentences; the viewer's own unless told. */
const language = z.enum(languages).optional()

const segmentQuery = {
  language,
  kind: segmentKind.optional(),
  key: segmentKey.default(''),
  roster: roster.default('live'),
}

export const metrics = {
  registry: operation({
    id: 'metrics.registry',
    method: 'GET',
    path: '/metrics/registry',
    permission: 'signed_in',
    summary: 'Every metric with its sentence, formula, target and floor',
    query: z.object({ language }),
    response: z.object({ metrics: z.array(definition), floor: z.int() }),
  }),
  dashboard: operation({
    id: 'metrics.dashboard',
    method: 'GET',
    path: '/metrics/dashboard',
    permission: 'metrics.read',
    summary: 'The metrics over time for one segment, with target, baseline and what happened',
    /** Without a kind: the widest that the viewer may see. */
    query: z.object(segmentQuery),
    response: z.object({
      segment,
      roster,
      charts: z.array(chart),
      annotations: z.array(annotation),
      /** The newest published day, of any metric. */
      asOf: z.iso.date().nullable(),
      /** Whether it is the line of whoever looks. */
      ownLine: z.boolean(),
      /** The viewer's own team, from acts that they may see anyway; no floor. */
      team: z.object({ held: z.int(), pairs: z.int(), asOf: z.iso.date() }).nullable(),
      /** Which tables there are for this viewer. */
      tables: z.array(segmentKind),
      floor: z.int(),
    }),
    problems: ['segment_unknown'],
  }),
  moments: operation({
    id: 'metrics.moments',
    method: 'GET',
    path: '/metrics/moments',
    permission: 'metrics.read',
    summary: 'What happened in the company that charts mark: launches, versions, pauses, re-organisations',
    response: z.object({ annotations: z.array(annotation) }),
  }),
  paper: operation({
    id: 'metrics.paper',
    method: 'GET',
    path: '/metrics/dashboard/pdf',
    permission: 'metrics.read',
    summary: 'The metrics for one segment as a PDF, with drawn charts, definitions, targets and baselines',
    query: z.object(segmentQuery),
    response: z.unknown(),
    rawResponse: true,
    problems: ['segment_unknown'],
  }),
  table: operation({
    id: 'metrics.table',
    method: 'GET',
    path: '/metrics/table',
    permission: 'metrics.read',
    summary: 'One metric for every member of a dimension, at its newest release or a named day',
    query: z.object({
      metric: metricId,
      by: segmentKind.exclude(['organization']),
      roster: roster.default('live'),
      /** For lines: whose direct reports; the viewer's own unless told, the top for those who see all. */
      leaderId: z.uuid().optional(),
      asOf: z.iso.date().optional(),
      language,
    }),
    response: z.object({
      definition,
      asOf: z.iso.date().nullable(),
      /** Days with a release of this table, newest first. */
      days: z.array(z.iso.date()),
      total: z.object({ segment, now: standing }).nullable(),
      /** `people`: who counts, as the directory would say it too; 0 where only acts tell who counts. */
      rows: z.array(
        z.object({
          segment,
          now: standing,
          people: z.int(),
          /**
           * V4, of ratings: the group's rate divided by everybody else's (null where nobody else has any), and how
           * likely a difference this large is by chance alone (Fisher's exact test). Null where not both are shown.
           */
          beside: z.object({ ratio: z.number().nullable(), chance: z.number() }).nullable(),
        }),
      ),
      /** Set when the whole dimension is missing from the people file. */
      unknown: z.object({ column: z.string() }).nullable(),
      target: noneOr,
      floor: z.int(),
    }),
    problems: ['segment_unknown'],
  }),
  explain: operation({
    id: 'metrics.explain',
    method: 'GET',
    path: '/metrics/:metric/explanation',
    permission: 'metrics.read',
    summary:
      'Where one number comes from: sentence, formula, numerator, denominator, version, day and when it was known',
    params: z.object({ metric: metricId }),
    query: z.object({ ...segmentQuery, asOf: z.iso.date().optional() }),
    response: z.object({
      definition,
      segment,
      roster,
      now: standing,
      knownAt: z.iso.datetime().nullable(),
      /** Of a number that the company brings: who did, when, and from which file; null: through the API. */
      brought: z.object({ by: z.string(), at: z.iso.datetime(), file: z.string().nullable() }).nullable(),
      target: noneOr,
      baseline: baseline.nullable(),
      floor: z.int(),
      /** Released numbers before this one, newest first. */
      history: z.array(point),
    }),
    problems: ['segment_unknown'],
  }),
  ages: operation({
    id: 'metrics.ages',
    method: 'GET',
    path: '/metrics/ages',
    permission: 'metrics.read',
    summary: 'One metric of every live wave by the days since its go-live, so that waves are compared at the same age',
    query: z.object({ metric: metricId, roster: roster.default('live'), language }),
    response: z.object({
      definition,
      target: noneOr,
      /** The first to go live in front; without those of which nothing is shown. At most twelve, the newest. */
      waves: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          wentLiveOn: z.iso.date(),
          /** Of each week the last number; `day`: the first day of that week, the go-live being day 0. */
          series: z.array(point.extend({ day: z.int() })),
        }),
      ),
    }),
    problems: ['segment_unknown'],
  }),
  segments: operation({
    id: 'metrics.segments',
    method: 'GET',
    path: '/metrics/segments',
    permission: 'metrics.read',
    summary: 'Segments that the viewer may look at, by kind and words',
    query: z.object({
      kind: segmentKind.exclude(['organization']),
      search: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    response: z.object({
      segments: z.array(segment.extend({ detail: z.string(), people: z.int() })),
      kinds: z.array(segmentKind),
    }),
  }),
  setFloor: operation({
    id: 'metrics.setFloor',
    method: 'PUT',
    path: '/metrics/floor',
    permission: 'program.design',
    summary: 'Raise the smallest group that a number is shown for; after the first launch it never falls',
    body: z.object({ people: z.int().min(5).max(100) }),
    response: z.object({ floor: z.int() }),
    problems: ['floor_falls'],
  }),
}
