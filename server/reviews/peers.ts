/** Which colleagues are asked: named by the person, decided by the manager where the cycle says so. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Nominations, reviews } from '../../contract/reviews.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { addTasks } from './launch.ts'
import { type CycleRow, cycleRow, demandReviews, lockReview, type ReviewRow } from './queries.ts'
import { nominationState, readable } from './read.ts'

type Side = 'person' | 'manager'

async function sideOf(db: Db | Tx, c: Context, reviewId: string): Promise<{ row: ReviewRow; y: CycleRow; as: Side }> {
  const row = await readable(db, c, reviewId)
  const y = await cycleRow(db, c, row.cycle_id)
  // Who is asked is between these two; others read what came of it.
  if ((row.as !== 'person' && row.as !== 'manager') || !y.stages.some((s) => s.stage === 'nominate'))
    throw problem('not_found')
  return { row, y, as: row.as }
}

export async function nominations(
  c: Context,
  input: Input<typeof reviews.nominations>,
): Promise<Answer<typeof reviews.nominations>> {
  return nominationsOf(c.db, c, input.reviewId)
}

async function nominationsOf(db: Db | Tx, c: Context, reviewId: string): Promise<Nominations> {
  const { row, y, as } = await sideOf(db, c, reviewId)
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    department: string
    by_id: string
    by_name: string
    approved: boolean | null
    submitted: boolean | null
    declined: boolean | null
  }>`select n.peer_id as id, p.full_name as name, coalesce(r.title, '') as title, coalesce(r.department, '') as department,
      n.nominated_by as by_id, b.full_name as by_name, n.approved, t.submitted_at is not null as submitted, t.declined_at is not null as declined
    from review_nomination n
    join person p on p.organization_id = n.organization_id and p.id = n.peer_id
    join person b on b.organization_id = n.organization_id and b.id = n.nominated_by
    left join roster r on r.organization_id = n.organization_id and r.person_id = n.peer_id
    left join review_task t on t.organization_id = n.organization_id and t.review_id = n.review_id and t.role = 'peer' and t.writer_id = n.peer_id and t.ended_at is null
    where n.organization_id = ${c.organizationId} and n.review_id = ${reviewId} order by p.sort_name, n.peer_id`.execute(
    db,
  )
  const stage = y.stages.find((s) => s.stage === 'nominate')!
  const state = nominationState(y, y.today)
  const { peers } = y.plan
  return {
    reviewId,
    cycle: { id: y.id, name: y.plan.name },
    person: { id: row.person_id, name: row.person_name, title: row.title },
    as,
    state,
    dueOn: stage.due_on,
    least: peers.least,
    most: peers.most,
    needsApproval: peers.approved,
    mode: peers.mode,
    peers: rows.map((n) => ({
      person: { id: n.id, name: n.name, title: n.title, department: n.department },
      by: { id: n.by_id, name: n.by_name },
      decision: n.approved === null ? null : n.approved ? ('approved' as const) : ('refused' as const),
      answered: as === 'manager' && peers.mode !== 'anonymous' ? (n.submitted ?? false) : null,
      declined: as === 'manager' && peers.mode !== 'anonymous' && (n.declined ?? false),
    })),
    mayName: state === 'open' && !row.shared_at,
    mayDecide: as === 'manager' && state === 'open' && !row.shared_at && rows.some((n) => n.approved === null),
  }
}

async function demandPeers(
  tx: Tx,
  c: Context,
  row: ReviewRow,
  y: CycleRow,
  ids: readonly string[],
  asked: readonly string[],
): Promise<void> {
  const { least, most } = y.plan.peers
  const few = { least, most }
  if (ids.length > most || new Set(ids).size !== ids.length) throw problem('review_peers', few)
  if (ids.includes(row.person_id) || (row.manager_id && ids.includes(row.manager_id)))
    throw problem('review_peers', few)
  const { rows } = await sql<{ n: number }>`select count(*) as n from roster r
    where r.organization_id = ${c.organizationId} and r.employed and r.person_id = any(${ids as string[]}::uuid[])`.execute(
    tx,
  )
  if (rows[0]!.n !== ids.length) throw problem('person_unknown')
  // Whoever was asked stays asked, also where they moved out of the program since.
  await demandReviews(
    tx,
    c,
    ids.filter((id) => !asked.includes(id)),
  )
}

/** Whoever has been asked stays asked; the rest of the list is as the sender says. */
export async function nominate(
  c: Context,
  input: Input<typeof reviews.nominate>,
): Promise<Answer<typeof reviews.nominate>> {
  return c.db.transaction().execute(async (tx) => {
    await lockReview(tx, c, input.reviewId)
    const { row, y, as } = await sideOf(tx, c, input.reviewId)
    if (nominationState(y, y.today) !== 'open' || row.shared_at) throw problem('review_over')
    const asked = await sql<{ peer_id: string }>`select peer_id from review_nomination
      where organization_id = ${c.organizationId} and review_id = ${row.id} and approved`.execute(tx)
    const already = asked.rows.map((r) => r.peer_id)
    const ids = [...new Set([...already, ...input.personIds])]
    await demandPeers(tx, c, row, y, ids, already)
    const gone =
      await sql`delete from review_nomination where organization_id = ${c.organizationId} and review_id = ${row.id}
      and approved is null and peer_id <> all(${ids}::uuid[])`.execute(tx)
    // What the manager names is decided already; so is everything where nobody has to say yes.
    const decided = as === 'manager' || !y.plan.peers.approved
    const made = await sql`
      insert into review_nomination (organization_id, review_id, peer_id, nominated_by, nominated_at, decided_by, decided_at, approved)
      select ${c.organizationId}::uuid, ${row.id}::uuid, x.id, ${c.viewer.personId}::uuid, ${c.clock.now()}::timestamptz,
        case when ${decided} then ${c.viewer.personId}::uuid end, case when ${decided} then ${c.clock.now()}::timestamptz end, case when ${decided} then true end
      from unnest(${ids}::uuid[]) x (id)
      on conflict (organization_id, review_id, peer_id) do update set approved = true, decided_by = excluded.decided_by, decided_at = excluded.decided_at
      where excluded.approved and review_nomination.approved is distinct from true returning 1`.execute(tx)
    if (decided) await addTasks(tx, c, y, { reviewIds: [row.id] })
    else if (made.rows.length > 0 && row.manager_id)
      await putInInbox(tx, c, row.manager_id, {
        kind: 'review_peers_named',
        subject: { kind: 'review', id: row.id },
        params: { by: row.person_name, cycle: y.plan.name, reviewId: row.id },
      })
    if (made.rows.length === 0 && Number(gone.numAffectedRows ?? 0) === 0) countRecorded(c, 1)
    else
      await record(tx, c, {
        type: 'review.peers_named',
        subject: { kind: 'review', id: row.id },
        data: { personId: row.person_id, peers: ids.length },
      })
    return nominationsOf(tx, c, row.id)
  })
}

export async function decide(c: Context, input: Input<typeof reviews.decide>): Promise<Answer<typeof reviews.decide>> {
  return c.db.transaction().execute(async (tx) => {
    await lockReview(tx, c, input.reviewId)
    const { row, y, as } = await sideOf(tx, c, input.reviewId)
    if (as !== 'manager') throw problem('forbidden')
    if (nominationState(y, y.today) !== 'open' || row.shared_at) throw problem('review_over')
    const say = (ids: readonly string[], approved: boolean) =>
      sql`
      update review_nomination set approved = ${approved}, decided_by = ${c.viewer.personId}, decided_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and review_id = ${row.id} and approved is not true and peer_id = any(${ids as string[]}::uuid[])`.execute(
        tx,
      )
    await say(input.approve, true)
    await say(
      input.refuse.filter((id) => !input.approve.includes(id)),
      false,
    )
    await addTasks(tx, c, y, { reviewIds: [row.id] })
    await record(tx, c, {
      type: 'review.peers_decided',
      subject: { kind: 'review', id: row.id },
      data: { personId: row.person_id, approved: input.approve.length, refused: input.refuse.length },
    })
    return nominationsOf(tx, c, row.id)
  })
}
