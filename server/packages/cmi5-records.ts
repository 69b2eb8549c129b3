/** Statements as rows: what was said in a registration, what we say ourselves, and what is satisfied by it. */
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { meets, satisfiedIn } from './cmi5-rules.ts'
import type { CourseStructure } from './cmi5-structure.ts'
import {
  type Account,
  activities,
  activityTypes,
  categories,
  extensions,
  type Verb,
  verbOf,
  verbs,
} from './cmi5-words.ts'
import type { PackagePart } from './manifest.ts'

/** One person and one package: everything that is said about it. */
export type Registration = {
  attemptId: string
  registration: string
  packageId: string
  language: string
  actor: Account
  parts: readonly PackagePart[]
  structure: CourseStructure
}

export type Row = {
  id: string
  sessionId: string
  partId: string | null
  verb: string
  object: string
  defined: boolean
  saidAt: Instant
  digest: Buffer
  statement: Record<string, unknown>
}

export async function insertStatement(
  tx: Tx,
  c: Context,
  of: Pick<Registration, 'attemptId' | 'registration'>,
  row: Row,
): Promise<void> {
  const now = c.clock.now()
  const whole = {
    ...row.statement,
    stored: now,
    authority: { objectType: 'Agent', account: { homePage: c.config.contentUrl, name: 'belay' } },
    version: '1.0.0',
  }
  await sql`insert into content_statement (organization_id, registration, id, attempt_id, session_id, part_id, verb, object, defined, said_at, stored_at, digest, statement)
    values (${c.organizationId}, ${of.registration}, ${row.id}, ${of.attemptId}, ${row.sessionId}, ${row.partId}, ${row.verb}, ${row.object}, ${row.defined},
      ${row.saidAt}, ${now}, ${row.digest}, ${JSON.stringify(whole)}::jsonb)`.execute(tx)
}

/** What we say about a launch, in the words that cmi5 keeps for us. */
export async function say(
  tx: Tx,
  c: Context,
  of: Registration,
  said: {
    verb: Verb
    sessionId: string
    part?: PackagePart
    object: { id: string; type?: string; publisherId: string }
    result?: Record<string, unknown>
    context?: Record<string, unknown>
  },
): Promise<void> {
  const now = c.clock.now()
  const id = randomUUID()
  const moves = said.result !== undefined && ('success' in said.result || 'completion' in said.result)
  const statement = {
    id,
    actor: of.actor,
    verb: { id: verbs[said.verb], display: { en: said.verb } },
    object: {
      objectType: 'Activity',
      id: said.object.id,
      ...(said.object.type ? { definition: { type: said.object.type } } : {}),
    },
    ...(said.result ? { result: said.result } : {}),
    context: {
      registration: of.registration,
      contextActivities: {
        grouping: [{ id: said.object.publisherId }],
        category: [{ id: categories.cmi5 }, ...(moves ? [{ id: categories.moveOn }] : [])],
      },
      extensions: { [extensions.sessionId]: said.sessionId, ...said.context },
    },
    timestamp: now,
  }
  await insertStatement(tx, c, of, {
    id,
    sessionId: said.sessionId,
    partId: said.part?.id ?? null,
    verb: verbs[said.verb],
    object: said.object.id,
    defined: true,
    saidAt: now,
    digest: createHash('sha256').update(JSON.stringify(statement)).digest(),
    statement,
  })
}

/** cmi5's own words so far, by part. */
export async function saidIn(tx: Tx, c: Context, registration: string): Promise<Map<string, Set<Verb>>> {
  const { rows } = await sql<{ part_id: string; verb: string }>`select distinct part_id, verb from content_statement
    where organization_id = ${c.organizationId} and registration = ${registration} and defined and part_id is not null`.execute(
    tx,
  )
  const found = new Map<string, Set<Verb>>()
  for (const { part_id, verb } of rows) {
    const known = verbOf(verb)
    if (known) found.set(part_id, (found.get(part_id) ?? new Set()).add(known))
  }
  return found
}

const nothing: ReadonlySet<Verb> = new Set()
/** Says of blocks and of the course, once each, that they are satisfied. `sessionId`: of the launch that made it so. */
export async function satisfy(tx: Tx, c: Context, of: Registration, sessionId: string): Promise<void> {
  const said = await saidIn(tx, c, of.registration)
  const units = of.parts.map((part) => ({ id: part.id, blocks: part.unit!.blocks }))
  const met = new Set(
    of.parts.filter((one) => meets(one.unit!.moveOn, said.get(one.id) ?? nothing)).map((one) => one.id),
  )
  const { blocks, course } = satisfiedIn(units, met)
  if (blocks.length === 0 && !course) return
  const { rows } = await sql<{ object: string }>`select object from content_statement
    where organization_id = ${c.organizationId} and registration = ${of.registration} and part_id is null and verb = ${verbs.satisfied}`.execute(
    tx,
  )
  const already = new Set(rows.map((one) => one.object))
  const objects = [
    ...blocks.map((at) => ({
      id: activities.block(of.packageId, at),
      type: activityTypes.block,
      publisherId: of.structure.blocks[at]!.publisherId,
    })),
    ...(course
      ? [{ id: activities.course(of.packageId), type: activityTypes.course, publisherId: of.structure.publisherId }]
      : []),
  ]
  for (const object of objects)
    if (!already.has(object.id)) await say(tx, c, of, { verb: 'satisfied', sessionId, object })
}
