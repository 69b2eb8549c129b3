/** The audit trail: what people, jobs and operators changed, for administrators. */
import * as z from 'zod'
import { operation } from './operation.ts'

/**
 * Subjects of the practice. That somebody wrote a goal or held a check-in is theirs:
 * administrators hold no permission to see it, so the trail shows such an event
 * without names and details, and a search for a person does not find it.
 */
export const practiceSubjects = [
  'goal',
  'goal_batch',
  'key_result',
  'checkin',
  'note',
  'feedback',
  'recognition',
  'review',
  'growth',
  'growth_look',
  'growth_plan',
  'pulse',
  'inbox',
  'desk_question',
] as const

export const auditVias = ['session', 'token', 'job', 'operator', 'mail', 'anonymous'] as const

const someone = z.object({ id: z.uuid(), name: z.string() })

const event = z.object({
  id: z.string(),
  type: z.string(),
  at: z.iso.datetime(),
  /** The day it is about, where that is another than the day it was recorded. */
  happenedOn: z.iso.date(),
  via: z.enum(auditVias),
  actor: someone.nullable(),
  subject: z.object({ kind: z.string(), id: z.uuid().nullable(), name: z.string().nullable() }),
  /** Names and details are the practice's own and left out. */
  withheld: z.boolean(),
  data: z.record(z.string(), z.unknown()),
})

const day = z.iso.date()
const filters = {
  /** One or more event types. */
  type: z.union([z.string().max(80), z.array(z.string().max(80)).max(60)]).optional(),
  /** Who did it, or whom it is about. */
  person: z.uuid().optional(),
  via: z.enum(auditVias).optional(),
  /** First and last day, in the company's time zone. */
  from: day.optional(),
  to: day.optional(),
}

export const audit = {
  list: operation({
    id: 'audit.list',
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: 'Events, newest first, a page at a time',
    query: z.object({
      ...filters,
      before: z.string().max(120).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ events: z.array(event), next: z.string().nullable(), person: someone.nullable() }),
  }),
  types: operation({
    id: 'audit.types',
    method: 'GET',
    path: '/audit/types',
    permission: 'audit.read',
    summary: 'Event types that this company has',
    response: z.object({ types: z.array(z.string()) }),
  }),
  export: operation({
    id: 'audit.export',
    method: 'GET',
    path: '/audit.csv',
    permission: 'audit.read',
    summary:
      'The same events as a file for a spreadsheet, at most 100,000; cells that a spreadsheet would run as formulas are neutralised',
    query: z.object(filters),
    response: z.unknown(),
    rawResponse: true,
  }),
}
