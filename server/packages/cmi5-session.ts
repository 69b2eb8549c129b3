/** Whose request it is: an address that opens one launch, and the token that was handed out for it once. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import { type Context, contextFor, jobViewer, type OpenContext } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { accountFor } from './cmi5-launch.ts'
import type { Registration } from './cmi5-records.ts'
import type { CourseStructure } from './cmi5-structure.ts'
import type { Mode } from './cmi5-words.ts'
import type { PackagePart } from './manifest.ts'
import { stillHere } from './queries.ts'
import { readTicket } from './ticket.ts'

type SessionRow = {
  id: string
  attempt_id: string
  registration: string
  part_id: string
  mode: Mode
  token_hash: Buffer | null
  initialized_at: Instant | null
  terminated_at: Instant | null
  terminated_heard_at: Instant | null
  abandoned_at: Instant | null
  statements: number
  person_id: string
  course_id: string
  package_id: string
  language: string
  parts: PackagePart[]
  structure: CourseStructure
}
export type Session = { row: SessionRow; part: PackagePart; of: Registration; c: Context }

/** A refusal on its way to the unit: status and a sentence for whoever made it. */
export const refusal = (status: number, why: string): Error =>
  Object.assign(new Error(why), { statusCode: status, refused: true })

/** After its last word, a launch may still deliver what it said before. */
const grace = 10_000

/** The launch that an address opens; null where it opens none, or not any more. */
export async function sessionAt(base: OpenContext, ticketText: string): Promise<Session | null> {
  const ticket = readTicket(base.config, ticketText, base.clock.now())
  if (!ticket) return null
  const db = base.database.for(ticket.organizationId)
  const { rows } = await sql<SessionRow>`
    select s.*, a.person_id, k.course_id, k.id as package_id, k.language, k.parts, k.structure from content_session s
    join content_attempt a on a.organization_id = s.organization_id and a.id = s.attempt_id and a.opening = s.opening and a.registration = s.registration
    join content_package k on k.organization_id = a.organization_id and k.id = a.package_id and k.taken_away_at is null
    where s.organization_id = ${ticket.organizationId} and s.attempt_id = ${ticket.attemptId} and s.opening = ${ticket.opening}
      and ${stillHere}`.execute(db)
  const row = rows[0]
  const part = row?.parts.find((one) => one.id === row.part_id)
  if (!row || !part?.unit) return null
  const c: Context = {
    ...contextFor(base, ticket.organizationId),
    viewer: { ...jobViewer(ticket.organizationId), personId: row.person_id },
  }
  return {
    row,
    part,
    c,
    of: {
      attemptId: row.attempt_id,
      registration: row.registration,
      packageId: row.package_id,
      language: row.language,
      actor: accountFor(c, row.person_id, row.course_id),
      parts: row.parts,
      structure: row.structure,
    },
  }
}

const hash = (secret: string) => createHash('sha256').update(secret).digest()

/** The token, the first time that it is asked for; null ever after. */
export async function handOut({ row, c }: Session): Promise<string | null> {
  const secret = randomBytes(24).toString('base64url')
  const { rows } = await sql`update content_session set token_hash = ${hash(secret)}
    where organization_id = ${c.organizationId} and id = ${row.id} and token_hash is null and terminated_at is null and abandoned_at is null returning 1`.execute(
    c.db,
  )
  return rows.length === 1 ? Buffer.from(`${row.id}:${secret}`).toString('base64') : null
}

/** Throws unless the header holds the token of this launch, and the launch goes on. */
export function admit({ row, c }: Session, header: string | undefined): void {
  const said = /^Basic ([A-Za-z0-9+/=]{1,300})$/.exec(header ?? '')?.[1]
  const [id, secret = ''] = Buffer.from(said ?? '', 'base64')
    .toString('latin1')
    .split(':')
  if (!row.token_hash || id !== row.id || !timingSafeEqual(row.token_hash, hash(secret)))
    throw refusal(401, 'This token does not belong to this launch.')
  stillOpen(row, c)
}

function stillOpen(row: Pick<SessionRow, 'abandoned_at' | 'terminated_heard_at'>, c: Context): void {
  if (row.abandoned_at) throw refusal(403, 'This launch was abandoned: the course was opened again.')
  if (row.terminated_heard_at && Date.parse(c.clock.now()) > Date.parse(row.terminated_heard_at) + grace)
    throw refusal(403, 'This launch was terminated.')
}

/** Holds the launch against others at once, and reads what is true of it now. */
export async function hold(tx: Tx, { row, c }: Session): Promise<SessionRow> {
  const { rows } = await sql<SessionRow>`select * from content_session
    where organization_id = ${c.organizationId} and id = ${row.id} for update`.execute(tx)
  stillOpen(rows[0]!, c)
  return { ...row, ...rows[0]! }
}
