/**
 * What those who came thought of it. Kept as surveys keep answers: until they are counted, sealed
 * with a key that needs the installation's secret, a mark for who took part and a slip for what was
 * said, which nothing ties together; opened once, when the days for it are over. See
 * docs/decisions/sessions.md.
 */
import { sql } from 'kysely'
import type { live } from '../../contract/live.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { commentFloor } from '../../contract/pulse.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { markOf, seal, sealOf, shuffled, unseal } from '../pulse/pulse.ts'
import { looksAfter, type OwnRow, type SessionRow } from './queries.ts'

/** What is under one slip: the steps of one answer, or a comment. */
type Slip = { s: [number, number, number] } | { w: string }
type Results = Answer<typeof live.room>['evaluation']

/** Whether the viewer has answered, as far as they alone can tell. */
async function answered(db: Db | Tx, c: Context, row: Pick<SessionRow, 'id' | 'evaluation_seal'>): Promise<boolean> {
  const token = row.evaluation_seal
    ? markOf(sealOf(c.config.secret, row.evaluation_seal), c.viewer.personId)
    : Buffer.alloc(0)
  const { rows } = await sql`
    select 1 from training_evaluated where organization_id = ${c.organizationId} and session_id = ${row.id} and person_id = ${c.viewer.personId}
    union all select 1 from training_evaluation_mark where organization_id = ${c.organizationId} and session_id = ${row.id} and token = ${token}`.execute(
    db,
  )
  return rows.length > 0
}

export async function evaluationOf(
  db: Db | Tx,
  c: Context,
  row: OwnRow,
): Promise<'none' | 'open' | 'given' | 'closed'> {
  if (!row.came || row.called_off_at || row.looks_after) return 'none'
  if (await answered(db, c, row)) return 'given'
  return row.evaluation_seal && (await todayOf(db, c)) <= row.evaluation_closes_on ? 'open' : 'closed'
}

/** Keeps an answer; the row is the viewer's own. Whoever reads the results is refused. */
export async function keep(tx: Tx, c: Context, row: OwnRow, said: Input<typeof live.evaluate>): Promise<void> {
  if (row.looks_after) throw problem('forbidden')
  const state = await evaluationOf(tx, c, row)
  if (state === 'given') throw problem('live_evaluated')
  // Held until the end: the answers cannot be counted between the look and the writing.
  const { rows } = await sql<{
    evaluation_seal: Buffer | null
  }>`select evaluation_seal from training_session where organization_id = ${c.organizationId} and id = ${row.id} for share`.execute(
    tx,
  )
  const bytes = rows[0]?.evaluation_seal
  if (state !== 'open' || !bytes) throw problem('live_evaluation_closed')
  const key = sealOf(c.config.secret, bytes)
  const mark = await sql`insert into training_evaluation_mark (organization_id, session_id, token, sealed)
    values (${c.organizationId}, ${row.id}, ${markOf(key, c.viewer.personId)}, ${seal(key, { person: c.viewer.personId, day: await todayOf(tx, c) })})
    on conflict do nothing returning 1`.execute(tx)
  if (mark.rows.length === 0) throw problem('live_evaluated')
  const steps: Slip = { s: [said.useful, said.before, said.after] }
  const slips = shuffled([steps, ...(said.comment ? [{ w: said.comment }] : [])]).map((one) => seal(key, one))
  await sql`insert into training_evaluation_slip (organization_id, session_id, sealed)
    select ${c.organizationId}::uuid, ${row.id}::uuid, x from unnest(${slips}::bytea[]) as x`.execute(tx)
}

/** Counts the answers of sessions whose days for it are over. */
export async function countEvaluations(c: Context): Promise<void> {
  const day = await todayOf(c.db, c)
  const { rows } = await sql<{ id: string }>`select id from training_session where organization_id = ${c.organizationId}
    and evaluation_seal is not null and evaluation_closes_on < ${day}::date order by id`.execute(c.db)
  for (const { id } of rows) await c.db.transaction().execute((tx) => count(tx, c, id, day))
}

async function count(tx: Tx, c: Context, sessionId: string, day: Day): Promise<void> {
  const { rows } = await sql<{ evaluation_seal: Buffer | null; floor: number }>`
    select evaluation_seal, greatest(5, smallest_group(organization_id)) as floor from training_session
    where organization_id = ${c.organizationId} and id = ${sessionId} for update`.execute(tx)
  const [found] = rows
  if (!found?.evaluation_seal) return
  const key = sealOf(c.config.secret, found.evaluation_seal)
  const where = sql`organization_id = ${c.organizationId} and session_id = ${sessionId}`
  const marks = await sql<{
    sealed: Buffer
  }>`delete from training_evaluation_mark where ${where} returning sealed`.execute(tx)
  const slips = await sql<{
    sealed: Buffer
  }>`delete from training_evaluation_slip where ${where} returning sealed`.execute(tx)
  const took = shuffled(marks.rows.flatMap((m) => (unseal(key, m.sealed) as { person: string; day: Day } | null) ?? []))
  const said = shuffled(slips.rows.flatMap((s) => (unseal(key, s.sealed) as Slip | null) ?? []))
  const steps = said.flatMap((one) => ('s' in one ? [one.s] : []))
  const comments = said.flatMap((one) => ('w' in one ? [one.w] : []))
  await sql`insert into training_evaluated (organization_id, session_id, person_id, day)
    select ${c.organizationId}::uuid, ${sessionId}::uuid, x.person, x.day
    from unnest(${took.map((x) => x.person)}::uuid[], ${took.map((x) => x.day)}::date[]) as x (person, day)`.execute(tx)
  // Whoever has come to read the results since they answered knows one of them: the others have to be a group.
  const readers = await sql<{ n: number }>`select count(*) as n from training_session s
    cross join unnest(${took.map((x) => x.person)}::uuid[]) as x (person)
    where s.organization_id = ${c.organizationId} and s.id = ${sessionId} and ${looksAfter(sql`x.person`)}`.execute(tx)
  // Of fewer than a group nothing is kept: hidden means gone.
  if (steps.length - readers.rows[0]!.n >= found.floor) {
    const tally = (which: 0 | 1 | 2) => [1, 2, 3, 4, 5].map((n) => steps.filter((s) => s[which] === n).length)
    await sql`insert into training_evaluation (organization_id, session_id, people, useful, before, after, counted_on)
      values (${c.organizationId}, ${sessionId}, ${steps.length}, ${tally(0)}::integer[], ${tally(1)}::integer[], ${tally(2)}::integer[], ${day})`.execute(
      tx,
    )
    if (comments.length - readers.rows[0]!.n >= commentFloor)
      await sql`insert into training_evaluation_comment (organization_id, session_id, words)
        select ${c.organizationId}::uuid, ${sessionId}::uuid, x from unnest(${comments}::text[]) as x`.execute(tx)
  }
  await sql`update training_session set evaluation_seal = null where organization_id = ${c.organizationId} and id = ${sessionId}`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'training.session_evaluated',
    subject: { kind: 'training_session', id: sessionId },
    happenedOn: day,
    data: { people: took.length },
  })
}

/** For whoever leads the session and the program lead. */
export async function resultsOf(db: Db | Tx, c: Context, row: SessionRow): Promise<Results> {
  if (row.called_off_at) return { state: 'none' }
  const { rows } = await sql<{
    floor: number
    came: boolean
  }>`select greatest(5, smallest_group(${c.organizationId})) as floor,
    exists (select from training_attendance a where a.organization_id = ${c.organizationId} and a.session_id = ${row.id}) as came`.execute(
    db,
  )
  const { floor, came } = rows[0]!
  if (row.evaluation_seal) return came ? { state: 'open', until: row.evaluation_closes_on } : { state: 'none' }
  const found = await sql<{ people: number; useful: number[]; before: number[]; after: number[] }>`
    select people, useful, before, after from training_evaluation where organization_id = ${c.organizationId} and session_id = ${row.id}`.execute(
    db,
  )
  const [counts] = found.rows
  if (!counts || counts.people < floor) return { state: 'few', floor }
  const comments = await sql<{ words: string }>`select words from training_evaluation_comment
    where organization_id = ${c.organizationId} and session_id = ${row.id} order by id`.execute(db)
  return { state: 'shown', ...counts, comments: comments.rows.map((one) => one.words), commentFloor }
}
