/** Audiences: saved rules that select people by what the people file says of them. */
import * as z from 'zod'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

export const audienceFields = [
  'department',
  'division',
  'location',
  'country',
  'level',
  'title',
  'employmentType',
] as const
export type AudienceField = (typeof audienceFields)[number]

/**
 * Since when somebody is here, in bands: a rule knows no more of hire dates, which are not shown
 * to whoever writes it. Edges stand at calendar quarters, and a band holds at least five people.
 */
export const tenureBands = [
  'under_3_months',
  '3_to_12_months',
  '1_to_3_years',
  '3_to_10_years',
  '10_years_and_more',
] as const
export type TenureBand = (typeof tenureBands)[number]

/**
 * A rule over today's roster. Rules are nested with all / any / not; leaves speak of
 * attributes of the people file only, never of behaviour.
 */
export type AudienceRule =
  | { all: AudienceRule[] }
  | { any: AudienceRule[] }
  | { not: AudienceRule }
  | { everyone: true }
  | { managers: true }
  | { field: AudienceField; in: string[] }
  | { tenure: TenureBand[] }
  | { under: string; withLeader?: boolean }
  | { people: string[] }

const value = z.string().max(400)

export const audienceRule: z.ZodType<AudienceRule> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(audienceRule).min(1).max(50) }),
      z.strictObject({ any: z.array(audienceRule).min(1).max(50) }),
      z.strictObject({ not: audienceRule }),
      z.strictObject({ everyone: z.literal(true) }),
      z.strictObject({ managers: z.literal(true) }),
      z.strictObject({ field: z.enum(audienceFields), in: z.array(value).min(1).max(2000) }),
      z.strictObject({ tenure: z.array(z.enum(tenureBands)).min(1).max(5) }),
      z.strictObject({ under: z.uuid(), withLeader: z.boolean().optional() }),
      z.strictObject({ people: z.array(z.uuid()).min(1).max(5000) }),
    ]),
  )
  .meta({ id: 'AudienceRule' })

const sampled = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  department: z.string(),
  location: z.string(),
  /** Each leaf of the rule, in reading order, and whether it holds for this person. */
  leaves: z.array(z.boolean()),
})

/**
 * A rule that joins tenure or the terms of employment with anything else is counted without
 * them: its number is the most it could be. How many it is would tell of single people.
 */
const upTo = z.boolean()

export const audiencePreview = z.object({
  people: z.int(),
  upTo,
  of: z.int(),
  /** Null, and no sample, where the rule speaks of what is not shown of single people. */
  managers: z.int().nullable(),
  countries: z.int().nullable(),
  /** The rule's leaves in reading order, for saying why. */
  leaves: z.array(audienceRule),
  /** Names of people and leaders that leaves speak of, by id. */
  names: z.record(z.string(), z.string()),
  inside: z.array(sampled),
  outside: z.array(sampled),
})

export const audience = z.object({
  id: z.uuid(),
  name: z.string(),
  rule: audienceRule,
  people: z.int(),
  upTo,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

const name = lineName(120)
const id = z.object({ audienceId: z.uuid() })

export const audiences = {
  list: operation({
    id: 'audiences.list',
    method: 'GET',
    path: '/audiences',
    permission: 'audiences.read',
    summary: 'Saved audiences with the number of people in each today',
    response: z.object({ audiences: z.array(audience), everyone: z.int() }),
  }),
  get: operation({
    id: 'audiences.get',
    method: 'GET',
    path: '/audiences/:audienceId',
    permission: 'audiences.read',
    summary: 'One audience',
    params: id,
    response: audience,
  }),
  preview: operation({
    id: 'audiences.preview',
    method: 'POST',
    path: '/audience-previews',
    permission: 'audiences.read',
    summary: 'Who a rule would select today: the count, and a sample of who is in, who is out and why',
    body: z.object({ rule: audienceRule }),
    response: audiencePreview,
    leavesNoEvent: 'reads only; a rule is too long for a query string',
    problems: ['audience_person_unknown'],
  }),
  create: operation({
    id: 'audiences.create',
    method: 'POST',
    path: '/audiences',
    permission: 'audiences.write',
    summary: 'Save a rule under a name',
    body: z.object({ name, rule: audienceRule }),
    response: audience,
    problems: ['audience_name_taken', 'audience_person_unknown'],
  }),
  update: operation({
    id: 'audiences.update',
    method: 'PATCH',
    path: '/audiences/:audienceId',
    permission: 'audiences.write',
    summary: 'Change an audience’s name or rule',
    params: id,
    body: z.object({ name: name.optional(), rule: audienceRule.optional() }),
    response: audience,
    problems: ['audience_name_taken', 'audience_person_unknown'],
  }),
  remove: operation({
    id: 'audiences.remove',
    method: 'DELETE',
    path: '/audiences/:audienceId',
    permission: 'audiences.write',
    summary: 'Remove an audience that nothing uses',
    params: id,
    response: z.object({ removed: z.literal(true) }),
    problems: ['audience_in_use'],
  }),
}
