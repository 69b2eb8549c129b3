/**
 * What good work looks like here: competencies, their levels with what can be observed,
 * and which level of which competency is expected in which role. One document per
 * company; the screens edit its draft, versions keep it.
 */
import * as z from 'zod'
import { bringCompetencies } from './bring-competencies.ts'
import { languages } from './library.ts'
import { draftName } from './names.ts'
import { operation } from './operation.ts'

const language = z.enum(languages)
const words = (most: number) => z.string().trim().max(most)
const titles = z.partialRecord(language, z.strictObject({ name: draftName(100) }))
const unique = <T extends { id: string }>(items: T[]) => new Set(items.map((i) => i.id)).size === items.length

/** Levels are shared by all competencies, the first one first. */
export const competencyLevel = z.strictObject({ id: z.uuid(), texts: titles })

export const competency = z.strictObject({
  id: z.uuid(),
  /** The library competency it began as; its own since then. */
  from: z.string().max(60).nullable(),
  texts: z.partialRecord(language, z.strictObject({ name: draftName(100), meaning: words(800) })),
  /** By level: what can be observed, one thing a line, in the languages the company has it. */
  behaviours: z.record(z.uuid(), z.partialRecord(language, words(2000))),
})
export type Competency = z.output<typeof competency>

/**
 * Whom a role means, by what the people file says of them: all that is said has to hold,
 * an empty list asks nothing. Never behaviour.
 */
export const roleRule = z.strictObject({
  department: z.array(words(400)).max(500),
  division: z.array(words(400)).max(500),
  title: z.array(words(400)).max(1000),
  level: z.array(words(400)).max(200),
  /** True: only people who lead others; false: only those who do not. */
  managers: z.boolean().nullable(),
})
export type RoleRule = z.output<typeof roleRule>

export const competencyRole = z.strictObject({
  id: z.uuid(),
  from: z.string().max(60).nullable(),
  texts: titles,
  rule: roleRule,
  /** Competency → expected level. What is not named is not asked of this role. */
  expects: z.record(z.uuid(), z.uuid()),
  /** The role that often comes next; to look at. */
  nextId: z.uuid().nullable(),
})
export type CompetencyRole = z.output<typeof competencyRole>

export const Framework = z.strictObject({
  levels: z.array(competencyLevel).max(7).refine(unique, 'each id once'),
  competencies: z.array(competency).max(40).refine(unique, 'each id once'),
  /** The first one that fits a person is theirs. */
  roles: z.array(competencyRole).max(120).refine(unique, 'each id once'),
})
export type Framework = z.output<typeof Framework>

const named = z.object({ id: z.uuid(), name: z.string() })

/** A framework in one language: the reader's where the company wrote it, else what there is. */
export const spokenFramework = z.object({
  levels: z.array(named),
  competencies: z.array(
    named.extend({
      meaning: z.string(),
      /** In the order of the levels. */
      levels: z.array(z.object({ id: z.uuid(), behaviours: z.array(z.string()) })),
    }),
  ),
  roles: z.array(named.extend({ nextId: z.uuid().nullable(), expects: z.record(z.uuid(), z.uuid()) })),
})
export type SpokenFramework = z.output<typeof spokenFramework>

export const frameworkAreas = ['levels', 'competencies', 'roles'] as const
/** One thing that differs between two frameworks. The browser has the words for area and field. */
export const frameworkDifference = z.object({
  area: z.enum(frameworkAreas),
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  item: z.object({ id: z.string(), label: z.string() }).optional(),
  /** `name`, `meaning`, `behaviours`, `rule`, `expects` or `next`; absent where a whole item came or went. */
  field: z.enum(['name', 'meaning', 'behaviours', 'rule', 'expects', 'next', 'order']).optional(),
  /** Which language, where it is about words. */
  language: language.optional(),
  /** Which level or competency within the item. */
  within: z.string().optional(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type FrameworkDifference = z.output<typeof frameworkDifference>

/** What a draft still needs before it can be published. */
export const frameworkMissing = z.object({
  id: z.enum(['levels', 'level_name', 'competencies', 'competency_name', 'role_name', 'role_empty']),
  itemId: z.uuid().optional(),
  about: z.string().optional(),
})
export type FrameworkMissing = z.output<typeof frameworkMissing>

const draft = z.object({
  framework: Framework,
  revision: z.int(),
  draftedAt: z.iso.datetime().nullable(),
  draftedBy: named.nullable(),
  missing: z.array(frameworkMissing),
  /** The newest published version; null: none yet. */
  version: z.int().nullable(),
  /** How many things differ from it. */
  changes: z.int(),
  mayWrite: z.boolean(),
  /** Languages that people of the company read, the company's own first. */
  languages: z.array(language),
})

const version = z.object({
  number: z.int(),
  note: z.string(),
  publishedAt: z.iso.datetime(),
  publishedBy: named.nullable(),
  competencies: z.int(),
  roles: z.int(),
})

const number = z.coerce.number().int().min(1).max(100_000)

export const competencies = {
  ...bringCompetencies,
  get: operation({
    id: 'competencies.get',
    method: 'GET',
    path: '/competencies',
    permission: 'competencies.read',
    summary:
      'The published competencies, their levels and the roles, in the reader’s language; and which role is theirs',
    response: z.object({
      version: z.int().nullable(),
      publishedAt: z.iso.datetime().nullable(),
      framework: spokenFramework.nullable(),
      /** Null: no role fits. */
      myRoleId: z.uuid().nullable(),
    }),
    problems: ['element_off'],
  }),
  draft: operation({
    id: 'competencies.draft',
    method: 'GET',
    path: '/competencies/draft',
    permission: 'competencies.draft',
    summary: 'The draft of the competencies, what it still needs, and how it differs from what is published',
    response: draft,
  }),
  save: operation({
    id: 'competencies.save',
    method: 'PUT',
    path: '/competencies/draft',
    permission: 'competencies.write',
    summary: 'Save the draft of the competencies as a whole',
    body: z.object({
      /** As read; another means that somebody saved in the meantime. */
      revision: z.int().min(0),
      framework: Framework,
    }),
    response: draft,
    problems: ['conflict'],
  }),
  takeStarter: operation({
    id: 'competencies.takeStarter',
    method: 'POST',
    path: '/competencies/draft/starter',
    permission: 'competencies.write',
    summary: 'Take the competencies of the library into the draft, to be edited; what is there stays',
    body: z.object({ revision: z.int().min(0) }),
    response: draft,
    problems: ['conflict'],
  }),
  reach: operation({
    id: 'competencies.reach',
    method: 'GET',
    path: '/competencies/draft/reach',
    permission: 'competencies.draft',
    summary: 'How many people each role of the draft means today, and how many no role means',
    response: z.object({
      roles: z.array(z.object({ id: z.uuid(), people: z.int() })),
      without: z.int(),
      of: z.int(),
      /** What the people file knows, with how many people each value has; the most frequent first. */
      values: z.object({
        department: z.array(z.tuple([z.string(), z.int()])),
        division: z.array(z.tuple([z.string(), z.int()])),
        title: z.array(z.tuple([z.string(), z.int()])),
        level: z.array(z.tuple([z.string(), z.int()])),
      }),
    }),
  }),
  publish: operation({
    id: 'competencies.publish',
    method: 'POST',
    path: '/competencies/versions',
    permission: 'competencies.write',
    summary: 'Make a version of the draft; from today on it says what is expected',
    body: z.object({ revision: z.int().min(0), note: words(500).default('') }),
    response: z.object({ number: z.int() }),
    problems: ['conflict', 'framework_incomplete', 'nothing_to_publish'],
  }),
  versions: operation({
    id: 'competencies.versions',
    method: 'GET',
    path: '/competencies/versions',
    permission: 'competencies.draft',
    summary: 'What was published when, newest first',
    response: z.object({ versions: z.array(version) }),
  }),
  difference: operation({
    id: 'competencies.difference',
    method: 'GET',
    path: '/competencies/difference',
    permission: 'competencies.draft',
    summary: 'What differs between two versions, or between a version and the draft',
    query: z.object({
      /** A version; nothing: the one before. */
      from: number.optional(),
      /** A version; nothing: the draft. */
      to: number.optional(),
    }),
    response: z.object({
      from: z.int().nullable(),
      to: z.int().nullable(),
      differences: z.array(frameworkDifference),
    }),
  }),
}
