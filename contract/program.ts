/**
 * The program: its draft, its published versions, its waves and who is in them, and
 * the policies that people acknowledge.
 */
import * as z from 'zod'
import {
  cadences,
  Design,
  designGroups,
  elementIds,
  goalPeriods,
  groupChange,
  policyAudiences,
  lookRhythms,
  reviewRhythms,
} from './design.ts'
import { languages } from './library.ts'
import { draftName, lineName } from './names.ts'
import { operation } from './operation.ts'

const named = z.object({ id: z.uuid(), name: z.string(), title: z.string() })

/** Where a wave stands, derived from its dates and never stored. */
export const waveState = z.discriminatedUnion('phase', [
  /** Not yet complete, or its day has not come. */
  z.object({ phase: z.literal('planned'), scheduled: z.boolean() }),
  /** Its people get messages and policies; the practice comes at go-live. */
  z.object({ phase: z.literal('preparing'), scheduled: z.boolean() }),
  z.object({
    phase: z.literal('live'),
    launchedAt: z.iso.datetime(),
    launchedBy: named.nullable(),
    launchedPeople: z.int(),
  }),
])
export type WaveState = z.output<typeof waveState>

/** A pause keeps the practice and asks for nothing; a roll-back takes it away until the next go-live. */
export const haltKinds = ['pause', 'rollback'] as const

export const wave = z.object({
  id: z.uuid(),
  programId: z.uuid(),
  name: z.string(),
  audience: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  preparesOn: z.iso.date().nullable(),
  goesLiveOn: z.iso.date().nullable(),
  /** Members today; before the preparation date the people its audience selects and no other wave has. */
  people: z.int(),
  /** At most so many: its audience speaks of what is not counted for single people. Known once it begins. */
  upTo: z.boolean(),
  state: waveState,
  /** Paused, or taken back to before its go-live and not live again. */
  halt: z
    .object({
      kind: z.enum(haltKinds),
      on: z.iso.date(),
      by: z.string(),
      reason: z.string(),
    })
    .nullable(),
  /** The version it runs on; before launch the newest published one. */
  version: z.int().nullable(),
})
export type Wave = z.output<typeof wave>

/** What a draft still needs, and in which part of the design to mend it. */
export const missingIds = [
  'name',
  'why',
  'why_now',
  'objectives',
  'elements',
  'policy_text',
  'metrics',
  'metric_target',
  'metric_date',
  'sponsor',
  'lead',
  'sponsor_left',
  'lead_left',
] as const
const missing = z.object({
  id: z.enum(missingIds),
  group: z.enum(designGroups),
  /** A draft may be published with gaps that only a go-live needs filled. */
  needed: z.enum(['publish', 'launch']),
  about: z.string().optional(),
})
export type Missing = z.output<typeof missing>

const version = z.object({
  number: z.int(),
  note: z.string(),
  publishedAt: z.iso.datetime(),
  publishedBy: named.nullable(),
  /** Waves that run on it today. */
  waves: z.array(z.object({ id: z.uuid(), name: z.string() })),
})

const brandOf = z.object({ name: z.string(), tagline: z.string(), accent: z.string(), logoFileId: z.uuid().nullable() })

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const differenceKinds = ['changed', 'added', 'removed', 'moved'] as const

/** One thing that differs between two designs. The browser has the words for area and field. */
export const difference = z.object({
  area: z.enum(designGroups),
  /** Which setting; absent where a whole item came or went. */
  field: z.string().optional(),
  /** Which item of a list: its id, and its words for people. */
  item: z.object({ id: z.string(), label: z.string() }).optional(),
  kind: z.enum(differenceKinds),
  before: value,
  after: value,
})
export type Difference = z.output<typeof difference>

export const programStage = z.enum(['draft', 'published', 'preparing', 'live'])

const programSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  tagline: z.string(),
  stage: programStage,
  version: z.int().nullable(),
  publishedAt: z.iso.datetime().nullable(),
  /** Parts of the draft that differ from the newest version. */
  unpublished: z.array(z.enum(designGroups)),
  lead: named.nullable(),
  sponsor: named.nullable(),
  brand: brandOf,
  waves: z.int(),
  liveWaves: z.int(),
  people: z.int(),
  /** The next dates of its waves, soonest first. */
  next: z.array(
    z.object({
      waveId: z.uuid(),
      wave: z.string(),
      kind: z.enum(['prepares', 'goes_live']),
      on: z.iso.date(),
      scheduled: z.boolean(),
    }),
  ),
})

const draft = z.object({
  design: Design,
  revision: z.int(),
  groups: z.record(z.enum(designGroups), z.int()),
  draftedAt: z.iso.datetime(),
  draftedBy: named.nullable(),
  missing: z.array(missing),
})

const programId = z.object({ programId: z.uuid() })
const waveId = z.object({ waveId: z.uuid() })
const policyId = z.uuid()

export const program = {
  list: operation({
    id: 'program.list',
    method: 'GET',
    path: '/programs',
    permission: 'program.read',
    summary: 'The company’s programs: where each stands and what comes next',
    response: z.object({ programs: z.array(programSummary) }),
  }),
  create: operation({
    id: 'program.create',
    method: 'POST',
    path: '/programs',
    permission: 'program.create',
    summary: 'Begin a program and name who leads it',
    body: z.object({ name: draftName(60).default(''), leadId: z.uuid() }),
    response: z.object({ id: z.uuid() }),
    problems: ['person_unknown'],
  }),
  get: operation({
    id: 'program.get',
    method: 'GET',
    path: '/programs/:programId',
    permission: 'program.read',
    summary: 'One program with its draft and what the draft still needs',
    params: programId,
    response: z.object({
      program: programSummary,
      draft,
      /** Names of the people the design speaks of. */
      people: z.array(named),
      mayDesign: z.boolean(),
    }),
  }),
  saveDraft: operation({
    id: 'program.saveDraft',
    method: 'PATCH',
    path: '/programs/:programId/draft',
    permission: 'program.design',
    summary: 'Save one part of the draft',
    params: programId,
    body: z.object({ change: groupChange }),
    response: draft,
    problems: ['conflict', 'person_unknown'],
  }),
  setLogo: operation({
    id: 'program.setLogo',
    method: 'PUT',
    path: '/programs/:programId/logo',
    permission: 'program.design',
    summary: 'Store a logo (PNG, JPEG or WebP, at most 300 kB) and put it into the draft',
    params: programId,
    query: z.object({ name: z.string().trim().min(1).max(200).default('logo') }),
    rawBody: true,
    body: z.unknown(),
    response: draft,
    problems: ['logo_unreadable', 'too_large'],
  }),
  publish: operation({
    id: 'program.publish',
    method: 'POST',
    path: '/programs/:programId/versions',
    permission: 'program.design',
    summary: 'Make a version from the draft; waves that are live stay on theirs until they are moved',
    params: programId,
    body: z.object({ revision: z.int().min(0), note: z.string().trim().max(500).default('') }),
    response: z.object({
      number: z.int(),
      granted: z.array(z.object({ role: z.enum(['lead', 'sponsor']), person: named })),
    }),
    problems: ['conflict', 'design_incomplete', 'nothing_to_publish'],
  }),
  versions: operation({
    id: 'program.versions',
    method: 'GET',
    path: '/programs/:programId/versions',
    permission: 'program.read',
    summary: 'Published versions, newest first',
    params: programId,
    response: z.object({ versions: z.array(version) }),
  }),
  version: operation({
    id: 'program.version',
    method: 'GET',
    path: '/programs/:programId/versions/:number',
    permission: 'program.read',
    summary: 'One published version in full',
    params: programId.extend({ number: z.coerce.number().int().min(1) }),
    response: version.extend({ design: Design, people: z.array(named) }),
  }),
  difference: operation({
    id: 'program.difference',
    method: 'GET',
    path: '/programs/:programId/difference',
    permission: 'program.read',
    summary: 'What differs between two versions, or between a version and the draft',
    params: programId,
    query: z.object({
      /** Absent: the version before; for a first version, nothing. */
      from: z.coerce.number().int().min(1).optional(),
      /** Absent: the draft. */
      to: z.coerce.number().int().min(1).optional(),
    }),
    response: z.object({
      from: z.int().nullable(),
      to: z.int().nullable(),
      differences: z.array(difference),
      people: z.array(named),
    }),
  }),
  languages: operation({
    id: 'program.languages',
    method: 'GET',
    path: '/programs/:programId/languages',
    permission: 'program.read',
    summary: 'Which languages its people read, for the words of the program',
    params: programId,
    response: z.object({
      /** The company’s. */
      company: z.enum(languages),
      /** Of ours, those that somebody in its waves reads; before any wave has begun, anybody in the company. */
      read: z.array(z.enum(languages)),
    }),
  }),
  brand: operation({
    id: 'program.brand',
    method: 'GET',
    path: '/brand',
    permission: 'signed_in',
    summary: 'The brand of the viewer’s own program; for the program team also before their wave begins',
    response: z.object({ brand: brandOf.nullable() }),
  }),
  logo: operation({
    id: 'program.logo',
    method: 'GET',
    path: '/logos/:fileId',
    permission: 'signed_in',
    summary: 'A program’s logo',
    params: z.object({ fileId: z.uuid() }),
    response: z.unknown(),
    rawResponse: true,
  }),
  entrance: operation({
    id: 'program.entrance',
    method: 'GET',
    path: '/entrance/brand',
    permission: 'anyone',
    summary: 'The brand of a company’s sign-in page: of the program that went live first; null before one is',
    query: z.object({
      organization: z.string().trim().toLowerCase().max(63),
      /** The reader’s, as far as it is known before they sign in. */
      language: z.enum(languages).optional(),
    }),
    response: z.object({ brand: brandOf.nullable() }),
    problems: ['organization_unknown'],
  }),
  entranceLogo: operation({
    id: 'program.entranceLogo',
    method: 'GET',
    path: '/entrance/logos/:fileId',
    permission: 'anyone',
    summary: 'The logo of the brand on a company’s sign-in page, and no other',
    params: z.object({ fileId: z.uuid() }),
    query: z.object({ organization: z.string().trim().toLowerCase().max(63) }),
    response: z.unknown(),
    rawResponse: true,
    problems: ['organization_unknown'],
  }),
  mine: operation({
    id: 'program.mine',
    method: 'GET',
    path: '/my-program',
    permission: 'signed_in',
    summary:
      'The program as the viewer is in it: why, when, what is asked and what is on; null before their wave begins',
    response: z.object({
      program: z
        .object({
          programId: z.uuid(),
          brand: brandOf,
          why: z.string(),
          whyNow: z.string(),
          objectives: z.array(z.string()),
          wave: z.object({ id: z.uuid(), name: z.string(), goesLiveOn: z.iso.date().nullable(), live: z.boolean() }),
          /** Parts that are open to the viewer: all that are on once the wave is live; before it, what a tester tries. */
          open: z.array(z.enum(elementIds)),
          elements: z.array(z.enum(elementIds)),
          cadence: z.enum(cadences).nullable(),
          goalPeriod: z.enum(goalPeriods).nullable(),
          /** How often people look back in writing; null: reviews are not on. */
          reviewsEvery: z.enum(reviewRhythms).nullable(),
          /** Their wave has courses, also while it prepares. */
          learning: z.boolean(),
          /** How often they and their manager each say where they stand; null: growth is off. */
          growthEvery: z.enum(lookRhythms).nullable(),
          goalsFirstBy: z.iso.date().nullable(),
          sponsor: named.nullable(),
          lead: named.nullable(),
        })
        .nullable(),
      /** What is on for people who report to the viewer: a manager takes part in it with them, whatever their own wave. */
      leads: z.array(z.enum(elementIds)),
    }),
  }),
}

const waveFields = {
  name: lineName(120),
  audienceId: z.uuid().nullable(),
  preparesOn: z.iso.date().nullable(),
  goesLiveOn: z.iso.date().nullable(),
}

export const waves = {
  list: operation({
    id: 'waves.list',
    method: 'GET',
    path: '/programs/:programId/waves',
    permission: 'program.read',
    summary: 'The program’s waves in the order in which they go live',
    params: programId,
    response: z.object({ waves: z.array(wave), today: z.iso.date(), mayLaunch: z.boolean() }),
  }),
  get: operation({
    id: 'waves.get',
    method: 'GET',
    path: '/waves/:waveId',
    permission: 'program.read',
    summary: 'One wave',
    params: waveId,
    response: wave.extend({
      versions: z.array(z.object({ number: z.int(), from: z.iso.date(), until: z.iso.date().nullable() })),
      newest: z.int().nullable(),
    }),
  }),
  create: operation({
    id: 'waves.create',
    method: 'POST',
    path: '/programs/:programId/waves',
    permission: 'program.design',
    summary: 'Plan a wave',
    params: programId,
    body: z.object({
      ...waveFields,
      audienceId: waveFields.audienceId.default(null),
      preparesOn: waveFields.preparesOn.default(null),
      goesLiveOn: waveFields.goesLiveOn.default(null),
    }),
    response: wave,
    problems: ['wave_name_taken', 'wave_dates', 'audience_unknown'],
  }),
  update: operation({
    id: 'waves.update',
    method: 'PATCH',
    path: '/waves/:waveId',
    permission: 'program.design',
    summary: 'Change a wave; after go-live its name and audience only',
    params: waveId,
    body: z.object({
      name: waveFields.name.optional(),
      audienceId: waveFields.audienceId.optional(),
      preparesOn: waveFields.preparesOn.optional(),
      goesLiveOn: waveFields.goesLiveOn.optional(),
    }),
    response: wave,
    problems: ['wave_name_taken', 'wave_dates', 'wave_live', 'audience_unknown'],
  }),
  remove: operation({
    id: 'waves.remove',
    method: 'DELETE',
    path: '/waves/:waveId',
    permission: 'program.design',
    summary: 'Remove a wave whose people have heard nothing yet',
    params: waveId,
    response: z.object({ removed: z.literal(true) }),
    problems: ['wave_live', 'wave_begun'],
  }),
  preview: operation({
    id: 'waves.preview',
    method: 'GET',
    path: '/programs/:programId/wave-preview',
    permission: 'program.read',
    summary: 'Whom a wave with this audience would hold today, and who of them is in another wave',
    params: programId,
    query: z.object({ audienceId: z.uuid(), waveId: z.uuid().optional() }),
    response: z.object({
      selected: z.int(),
      /** Of the selected, those who start with this wave. */
      joining: z.int(),
      /** All numbers are at most so many, and there is no sample: see `upTo` of a wave. */
      upTo: z.boolean(),
      managers: z.int(),
      withoutManager: z.int(),
      withoutEmail: z.int(),
      countries: z.int(),
      timeZones: z.int(),
      overlaps: z.array(z.object({ waveId: z.uuid(), name: z.string(), people: z.int(), live: z.boolean() })),
      sample: z.array(named.extend({ department: z.string() })),
    }),
    problems: ['audience_unknown'],
  }),
  members: operation({
    id: 'waves.members',
    method: 'GET',
    path: '/waves/:waveId/members',
    permission: 'program.read',
    summary: 'Who is in a wave: today, or on the day it went live',
    params: waveId,
    query: z.object({
      roster: z.enum(['live', 'frozen']).default('live'),
      search: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(2_000_000).default(0),
    }),
    response: z.object({
      people: z.array(
        named.extend({ department: z.string(), since: z.iso.date(), here: z.boolean(), atGoLive: z.boolean() }),
      ),
      total: z.int(),
    }),
  }),
  move: operation({
    id: 'waves.move',
    method: 'PUT',
    path: '/waves/:waveId/version',
    permission: 'program.launch',
    summary: 'Let a live wave run on another published version from today',
    params: waveId,
    body: z.object({ number: z.int().min(1) }),
    response: wave,
    problems: ['wave_not_live', 'version_unknown', 'version_same'],
  }),
}

const run = z.object({
  text: z.string(),
  strong: z.boolean().optional(),
  emphasis: z.boolean().optional(),
  href: z.string().optional(),
})
/** Running text ready to be shown: parsed on the server, so that no markup travels. */
export const textBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), runs: z.array(run) }),
  z.object({ kind: z.literal('paragraph'), runs: z.array(run) }),
  z.object({ kind: z.literal('quote'), runs: z.array(run) }),
  z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(z.array(run)) }),
])
export type TextBlock = z.output<typeof textBlock>

const myPolicy = z.object({
  programId: z.uuid(),
  policyId,
  version: z.int(),
  title: z.string(),
  body: z.array(textBlock),
  language: z.enum(languages),
  /** Whether "I have read this" is asked for. */
  acknowledge: z.boolean(),
  due: z.iso.date().nullable(),
  acknowledgedOn: z.iso.date().nullable(),
  /** An earlier version was read; what is asked is to read the new one. */
  earlier: z.object({ version: z.int(), on: z.iso.date() }).nullable(),
})

export const policies = {
  mine: operation({
    id: 'policies.mine',
    method: 'GET',
    path: '/my-policies',
    permission: 'signed_in',
    summary: 'The policies that apply to the viewer, and which of them they have read',
    response: z.object({ program: brandOf.nullable(), policies: z.array(myPolicy) }),
  }),
  acknowledge: operation({
    id: 'policies.acknowledge',
    method: 'PUT',
    path: '/my-policies/:policyId/acknowledgement',
    permission: 'signed_in',
    summary: 'Say “I have read this” of one version of a policy',
    params: z.object({ policyId }),
    body: z.object({ version: z.int().min(1) }),
    response: z.object({ acknowledgedOn: z.iso.date() }),
    problems: ['policy_changed'],
  }),
  status: operation({
    id: 'policies.status',
    method: 'GET',
    path: '/programs/:programId/policies',
    permission: 'program.read',
    summary: 'How many of those who were asked have acknowledged each policy, by wave',
    params: programId,
    response: z.object({
      policies: z.array(
        z.object({
          policyId,
          title: z.string(),
          version: z.int(),
          audience: z.enum(policyAudiences),
          /** Null: fewer than `smallestGroup` people have, or have not; counts of so few are not told. */
          waves: z.array(
            z.object({ waveId: z.uuid(), name: z.string(), asked: z.int(), acknowledged: z.int().nullable() }),
          ),
          smallestGroup: z.int(),
        }),
      ),
    }),
  }),
}
