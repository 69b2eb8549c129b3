/** One statement as a unit sends it: its form, what of it is kept, and whether two are the same. Pure. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { categories, extensions } from './cmi5-words.ts'

const iri = z
  .string()
  .max(2000)
  .regex(/^[a-z][a-z0-9+.-]*:[^\s\p{C}]+$/iu)
const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .transform((id) => id.toLowerCase())
const ids = z
  .union([z.array(z.object({ id: iri })).max(200), z.object({ id: iri }).transform((one) => [one])])
  .default([])
  .transform((list) => list.map((one) => one.id))
/** In UTC, as cmi5 asks. */
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|\+00:?00)$/)
  .refine((said) => !Number.isNaN(Date.parse(said)))
  .transform((said) => new Date(Date.parse(said)).toISOString())
const duration = z
  .string()
  .max(100)
  .regex(/^P(?=\d|T\d)(\d+(\.\d+)?W|(\d+Y)?(\d+M)?(\d+(\.\d+)?D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/)
const number = z.number().min(-1e9).max(1e9)

const statement = z.object({
  id: uuid,
  actor: z.strictObject({
    objectType: z.literal('Agent').default('Agent'),
    name: z.string().max(200).optional(),
    account: z.strictObject({ homePage: iri, name: z.string().max(200) }),
  }),
  verb: z.object({ id: iri }),
  object: z.object({ objectType: z.literal('Activity').default('Activity'), id: iri }),
  result: z
    .object({
      score: z
        .strictObject({
          scaled: z.number().min(-1).max(1).optional(),
          raw: number.optional(),
          min: number.optional(),
          max: number.optional(),
        })
        .optional(),
      success: z.boolean().optional(),
      completion: z.boolean().optional(),
      duration: duration.optional(),
    })
    .optional(),
  context: z.object({
    registration: uuid,
    contextActivities: z.object({ grouping: ids, category: ids }).default({ grouping: [], category: [] }),
    extensions: z.record(z.string().max(2000), z.unknown()).default({}),
  }),
  timestamp: instant,
  version: z
    .string()
    .regex(/^1\.0(\.\d+)?$/)
    .optional(),
  attachments: z.never('attachments are not taken').optional(),
})
export type Statement = z.output<typeof statement> & { defined: boolean; digest: Buffer }

/** A sentence where it is none. */
export function readStatement(sent: unknown): Statement | string {
  const read = statement.safeParse(sent)
  if (!read.success) {
    const issue = read.error.issues[0]!
    return `${issue.path.join('.') || 'statement'}: ${issue.message}`.slice(0, 200)
  }
  const digest = digestOf(sent as object)
  if (digest === null) return 'it lies in itself too deeply'
  return {
    ...read.data,
    defined: read.data.context.contextActivities.category.includes(categories.cmi5),
    digest,
  }
}

/** What we add ourselves makes no difference. */
const ours = new Set(['id', 'stored', 'authority', 'version'])
function digestOf(sent: object): Buffer | null {
  const said = written(Object.fromEntries(Object.entries(sent).filter(([name]) => !ours.has(name))), 0)
  return said === null ? null : createHash('sha256').update(said).digest()
}
/** The same text for the same content, in whatever order it stands. */
function written(value: unknown, depth: number): string | null {
  if (depth > 30) return null
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const list = Array.isArray(value)
  const parts: string[] = []
  for (const name of list ? value.keys() : Object.keys(value).sort()) {
    const part = written((value as Record<string | number, unknown>)[name], depth + 1)
    if (part === null) return null
    parts.push(list ? part : `${JSON.stringify(name)}:${part}`)
  }
  return list ? `[${parts.join()}]` : `{${parts.join()}}`
}

/**
 * What of it is kept: who, which verb, about what, when, and of cmi5's own words the result. What
 * somebody answered, and any text a course adds, is nobody's to read and is not kept.
 */
export function keptOf(said: Statement, publisherId: string): Record<string, unknown> {
  const { score, success, completion, duration: lasted } = said.result ?? {}
  const result = { score, success, completion, duration: lasted }
  const mastery = said.context.extensions[extensions.masteryScore]
  const category = said.context.contextActivities.category.filter((id) =>
    (Object.values(categories) as string[]).includes(id),
  )
  return {
    id: said.id,
    actor: { objectType: 'Agent', account: said.actor.account },
    verb: said.verb,
    object: said.object,
    ...(said.defined && said.result ? { result } : {}),
    context: {
      registration: said.context.registration,
      contextActivities: {
        grouping: [{ id: publisherId }],
        ...(category.length > 0 ? { category: category.map((id) => ({ id })) } : {}),
      },
      extensions: {
        [extensions.sessionId]: said.context.extensions[extensions.sessionId],
        ...(typeof mastery === 'number' ? { [extensions.masteryScore]: mastery } : {}),
      },
    },
    timestamp: said.timestamp,
  }
}
