/**
 * What a unit notes for itself: states, and profiles of the activity and the learner. By xAPI an
 * activity's profile is the same for everybody; here each person has their own, so that no course
 * tells one of another.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { hold, refusal, type Session } from './cmi5-session.ts'
import { launchDocument } from './cmi5-words.ts'

export type Kind = 'state' | 'activity' | 'agent'
export type Document = { bytes: Buffer; mediaType: string; etag: string; updatedAt: Instant }
/** What the request says of the document that it knows. */
export type Conditions = { match: string | undefined; noneMatch: string | undefined }

const limits = { one: 128 * 1024, all: 1024 * 1024, documents: 50 }
const etagOf = (bytes: Buffer) => `"${createHash('sha1').update(bytes).digest('hex')}"`
/** A profile of the learner belongs to the course; everything else to its unit. */
const partOf = (session: Session, kind: Kind) => (kind === 'agent' ? '' : session.part.id)

export async function read(db: Db | Tx, session: Session, kind: Kind, name: string): Promise<Document | null> {
  const { c, of } = session
  const { rows } = await sql<{ bytes: Buffer; media_type: string; updated_at: Instant }>`
    select bytes, media_type, updated_at from content_document where organization_id = ${c.organizationId} and registration = ${of.registration}
      and kind = ${kind} and part_id = ${partOf(session, kind)} and name = ${name}`.execute(db)
  const row = rows[0]
  return row
    ? { bytes: row.bytes, mediaType: row.media_type, etag: etagOf(row.bytes), updatedAt: row.updated_at }
    : null
}

export async function names(session: Session, kind: Kind, since: Instant | null): Promise<string[]> {
  const { c, of } = session
  const { rows } = await sql<{ name: string }>`select name from content_document
    where organization_id = ${c.organizationId} and registration = ${of.registration} and kind = ${kind} and part_id = ${partOf(session, kind)}
      and (${since}::timestamptz is null or updated_at > ${since ?? null}::timestamptz) order by name`.execute(c.db)
  return rows.map((one) => one.name)
}

/** Writes a document, or with `merge` adds the values of an object to those that are there. */
export async function write(
  session: Session,
  kind: Kind,
  name: string,
  sent: { bytes: Buffer; mediaType: string; merge: boolean },
  conditions: Conditions,
): Promise<void> {
  const { c, of } = session
  refuseOurs(kind, name)
  await c.db.transaction().execute(async (tx) => {
    await hold(tx, session)
    const old = await read(tx, session, kind, name)
    demand(old, conditions)
    // A profile may have been changed by somebody else: whoever overwrites it says which one they know.
    if (kind !== 'state' && !sent.merge && old && conditions.match === undefined && conditions.noneMatch === undefined)
      throw refusal(409, 'There is such a document. Say with If-Match which one is meant.')
    const bytes = sent.merge ? merged(old, sent) : sent.bytes
    if (bytes.length > limits.one) throw refusal(413, `A document may have ${limits.one} bytes.`)
    const { rows } = await sql<{
      documents: number
      size: number
    }>`select count(*)::integer as documents, coalesce(sum(length(bytes)), 0)::integer as size
      from content_document where organization_id = ${c.organizationId} and registration = ${of.registration}`.execute(
      tx,
    )
    const { documents, size } = rows[0]!
    if ((!old && documents >= limits.documents) || size - (old?.bytes.length ?? 0) + bytes.length > limits.all)
      throw refusal(413, 'This course has kept more documents than it may.')
    await sql`insert into content_document (organization_id, registration, kind, part_id, name, attempt_id, media_type, bytes, updated_at)
      values (${c.organizationId}, ${of.registration}, ${kind}, ${partOf(session, kind)}, ${name}, ${of.attemptId}, ${sent.mediaType}, ${bytes}, ${c.clock.now()})
      on conflict (organization_id, registration, kind, part_id, name) do update set media_type = excluded.media_type, bytes = excluded.bytes, updated_at = excluded.updated_at`.execute(
      tx,
    )
  })
}

/** One document, or without a name all of the unit's states. */
export async function remove(session: Session, kind: Kind, name: string | null, conditions: Conditions): Promise<void> {
  const { c, of } = session
  if (name !== null) refuseOurs(kind, name)
  await c.db.transaction().execute(async (tx) => {
    await hold(tx, session)
    if (name !== null) demand(await read(tx, session, kind, name), conditions)
    await sql`delete from content_document where organization_id = ${c.organizationId} and registration = ${of.registration}
      and kind = ${kind} and part_id = ${partOf(session, kind)} and name <> ${launchDocument} and (${name}::text is null or name = ${name})`.execute(
      tx,
    )
  })
}

function refuseOurs(kind: Kind, name: string): void {
  if (kind === 'state' && name === launchDocument) throw refusal(403, `A course may not change ${launchDocument}.`)
}

function demand(old: Document | null, { match, noneMatch }: Conditions): void {
  const tags = (said: string) => said.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (match !== undefined && !(old && (match.trim() === '*' || tags(match).includes(old.etag))))
    throw refusal(412, 'The document is another one than If-Match says.')
  if (noneMatch !== undefined && old && (noneMatch.trim() === '*' || tags(noneMatch).includes(old.etag)))
    throw refusal(412, 'There is such a document.')
}

function merged(old: Document | null, sent: { bytes: Buffer; mediaType: string }): Buffer {
  const added = objectIn(sent.bytes, sent.mediaType)
  if (!added) throw refusal(400, 'Only an object in JSON can be added.')
  if (!old) return sent.bytes
  const before = objectIn(old.bytes, old.mediaType)
  if (!before) throw refusal(400, 'What is there is no object in JSON.')
  try {
    return Buffer.from(JSON.stringify({ ...before, ...added }))
  } catch {
    throw refusal(400, 'It lies in itself too deeply.')
  }
}

function objectIn(bytes: Buffer, mediaType: string): object | null {
  if (!/^application\/json\b/i.test(mediaType)) return null
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** What cannot be an instant is no condition that can be met. */
export function instantOf(said: string | undefined): Instant | null {
  if (said === undefined) return null
  const at = Date.parse(said)
  if (Number.isNaN(at)) throw refusal(400, 'That is no instant.')
  return addMs('1970-01-01T00:00:00.000Z', at)
}
