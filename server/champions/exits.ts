/** The end: of a term, by wish, by the lead, with the role or the employment; and who takes over. */
import { sql } from 'kysely'
import {
  type Area,
  type champions,
  type ChampionDetail,
  endingDays,
  type ExitReason,
} from '../../contract/champions.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { endGrants, holdersOf } from '../access/access.ts'
import { putInInbox, sendMail, takeFromInboxes } from '../attention/attention.ts'
import { addDays, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { areasOf } from './network.ts'
import { detailOf } from './reading.ts'
import { termRows } from './term-rows.ts'
import { beginDue, lockChampion, nameOf, writeAreas } from './serving.ts'

async function openGrant(tx: Tx, c: Context, personId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from role_grant where organization_id = ${c.organizationId}
    and person_id = ${personId} and role = 'champion' and ended_at is null for update`.execute(tx)
  return rows[0]?.id ?? null
}

async function endIn(tx: Tx, c: Context, personId: string, because: ExitReason): Promise<void> {
  await lockChampion(tx, c, personId)
  const grantId = await openGrant(tx, c, personId)
  if (!grantId) throw problem('champion_none', { name: await nameOf(tx, c, personId) })
  await endGrants(tx, c, { personId, id: grantId })
  await settleEnded(tx, c, personId, because)
}

export async function end(c: Context, input: Input<typeof champions.end>): Promise<ChampionDetail> {
  return c.db.transaction().execute(async (tx) => {
    await endIn(tx, c, input.personId, 'lead')
    return detailOf(tx, c, input.personId)
  })
}

export async function stepDown(c: Context): Promise<Answer<typeof champions.stepDown>> {
  return c.db.transaction().execute(async (tx) => {
    const me = c.viewer.personId
    await lockChampion(tx, c, me)
    const serves = (await openGrant(tx, c, me)) !== null
    if (serves) await endIn(tx, c, me, 'own')
    else if (!(await callOff(tx, c, me))) throw problem('not_found')
    return { champion: false as const }
  })
}

/** What somebody accepted for later and nobody has begun: it does not begin. Whoever stops, stops that too. */
async function callOff(tx: Tx, c: Context, personId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string; asked_by: string }>`update champion_term set ended_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and person_id = ${personId} and accepted_at is not null and begun_at is null and ended_at is null
    returning id, asked_by`.execute(tx)
  for (const { id, asked_by: askedBy } of rows) {
    const subject = { kind: 'champion_term', id }
    await takeFromInboxes(tx, c, subject)
    await record(tx, c, { type: 'champions.withdrawn', subject, data: { personId } })
    if (personId !== askedBy && c.viewer.personId === personId)
      await putInInbox(tx, c, askedBy, {
        kind: 'champion_declined',
        subject,
        params: { name: await nameOf(tx, c, personId), personId },
      })
  }
  return rows.length > 0
}

type Ended = {
  grant_id: string
  person_id: string
  ended_at: Instant
  here: boolean
  location: string
  department: string
}

/** Grants of the role that have ended and that nothing was made of yet, of one person or of all. */
async function endedGrants(db: Db | Tx, c: Context, personId: string | null): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    select g.id as grant_id, g.person_id, g.ended_at, r.person_id is not null as here,
      coalesce(r.location, p.location, '') as location, coalesce(r.department, p.department, '') as department
    from role_grant g
    left join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    left join lateral (select p.location, p.department from placement p where p.organization_id = g.organization_id and p.person_id = g.person_id
      and p.superseded is null order by lower(p.holds) desc limit 1) p on true
    where g.organization_id = ${c.organizationId} and g.role = 'champion' and g.ended_at > ${c.clock.now()}::timestamptz - interval '60 days'
      and (${personId}::uuid is null or g.person_id = ${personId})
      and not exists (select from champion_exit x where x.organization_id = g.organization_id and x.grant_id = g.id)
    order by g.ended_at, g.id`.execute(db)
  return rows
}

/** Keeps that a champion has gone, and for what somebody is to be found. The role has ended before. */
async function settleEnded(tx: Tx, c: Context, personId: string, because: ExitReason | null): Promise<void> {
  for (const one of await endedGrants(tx, c, personId)) {
    const why: ExitReason = because ?? (one.here ? 'role' : 'left')
    const { rows: held } =
      await sql<Area>`update champion_area set ended_at = ${one.ended_at}::timestamptz where organization_id = ${c.organizationId}
      and person_id = ${personId} and ended_at is null and began_at <= ${one.ended_at}::timestamptz returning kind, key`.execute(
        tx,
      )
    const own: Area[] = one.location
      ? [{ kind: 'location', key: one.location }]
      : one.department
        ? [{ kind: 'department', key: one.department }]
        : []
    const areas = held.length > 0 ? held.map(({ kind, key }) => ({ kind, key })) : own
    const { rows } = await sql<{ id: string }>`
      insert into champion_exit (organization_id, grant_id, person_id, at, because, areas)
      values (${c.organizationId}, ${one.grant_id}, ${personId}, ${one.ended_at}, ${why}, ${JSON.stringify(areas)}::jsonb)
      on conflict do nothing returning id`.execute(tx)
    if (!rows[0]) continue
    await sql`update champion_term set ended_at = ${one.ended_at} where organization_id = ${c.organizationId} and person_id = ${personId}
      and accepted_at is not null and ended_at is null and (begun_at is not null or (${why !== 'term'} and accepted_at <= ${one.ended_at}::timestamptz))`.execute(
      tx,
    )
    const subject = { kind: 'champion_exit', id: rows[0].id }
    await record(tx, c, { type: 'champions.ended', subject, data: { personId, because: why } })
    const name = await nameOf(tx, c, personId)
    if (one.here) await putInInbox(tx, c, personId, { kind: 'champion_farewell', subject })
    // Whoever ended it knows.
    if (why !== 'lead')
      for (const leadId of await holdersOf(c.db, c.organizationId, 'lead')) {
        if (leadId === personId) continue
        await putInInbox(tx, c, leadId, { kind: 'champion_left', subject, params: { name, personId } })
        await sendMail(tx, c, { personId: leadId, kind: 'champion_left', subject })
      }
  }
}

/** Roles end on their own page too, and with whoever leaves the company. */
export async function followRoles(c: Context): Promise<void> {
  const people = new Set((await endedGrants(c.db, c, null)).map((one) => one.person_id))
  for (const personId of people)
    await c.db.transaction().execute(async (tx) => {
      await lockChampion(tx, c, personId)
      await settleEnded(tx, c, personId, null)
    })
}

/** Terms whose last day is past: the role goes with them, unless the next term has begun. */
async function endDue(c: Context, today: Day): Promise<void> {
  const over = await termRows(
    c.db,
    c,
    sql`t.begun_at is not null and t.ended_at is null and t.ends_on < ${today}::date`,
    true,
  )
  for (const row of over)
    await c.db.transaction().execute(async (tx) => {
      await lockChampion(tx, c, row.person_id)
      const grantId = await openGrant(tx, c, row.person_id)
      if (grantId) await endGrants(tx, c, { personId: row.person_id, id: grantId })
      await settleEnded(tx, c, row.person_id, 'term')
      // Also where the role was ended long before.
      await sql`update champion_term set ended_at = coalesce(ended_at, ${c.clock.now()}) where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
        tx,
      )
    })
}

/** A month before a term ends both hear of it: it goes on, or it is said farewell. */
async function tellOfEnding(c: Context, today: Day): Promise<void> {
  const near = await termRows(
    c.db,
    c,
    sql`t.begun_at is not null and t.ended_at is null and t.ending_told_at is null and t.ends_on <= ${addDays(today, endingDays)}::date
      and not exists (select from champion_term n where n.organization_id = t.organization_id and n.person_id = t.person_id and n.id <> t.id
        and n.ends_on > t.ends_on and n.declined_at is null and n.withdrawn_at is null and n.ended_at is null)`,
    true,
  )
  for (const row of near)
    await c.db.transaction().execute(async (tx) => {
      const { numAffectedRows } = await sql`update champion_term set ending_told_at = ${c.clock.now()}
        where organization_id = ${c.organizationId} and id = ${row.id} and ending_told_at is null`.execute(tx)
      if (!numAffectedRows) return
      const subject = { kind: 'champion_term', id: row.id }
      await putInInbox(tx, c, row.person_id, { kind: 'champion_ending', subject, params: { day: row.ends_on } })
      await sendMail(tx, c, { personId: row.person_id, kind: 'champion_ending', subject })
      const name = await nameOf(tx, c, row.person_id)
      for (const leadId of await holdersOf(c.db, c.organizationId, 'lead'))
        if (leadId !== row.person_id)
          await putInInbox(tx, c, leadId, {
            kind: 'champion_ends',
            subject,
            params: { name, personId: row.person_id, day: row.ends_on },
          })
    })
}

export async function handOver(
  c: Context,
  input: Input<typeof champions.handOver>,
): Promise<Answer<typeof champions.handOver>> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      person_id: string
      areas: Area[]
      passed_at: Instant | null
    }>`select person_id, areas, passed_at from champion_exit
      where organization_id = ${c.organizationId} and id = ${input.exitId} for update`.execute(tx)
    const found = rows[0]
    if (!found) throw problem('not_found')
    if (found.passed_at) throw problem('champion_passed')
    const to = input.successorId
    if (to) {
      await lockChampion(tx, c, to)
      if (!(await openGrant(tx, c, to))) throw problem('champion_none', { name: await nameOf(tx, c, to) })
      // What they cover already, by a row or by where they work, stays theirs.
      const areas = [...(await areasOf(tx, c, to)), ...found.areas]
      await writeAreas(tx, c, to, [...new Map(areas.map((a) => [`${a.kind} ${a.key}`, a])).values()])
    }
    await sql`update champion_exit set passed_to = ${to}::uuid, passed_by = ${c.viewer.personId}, passed_at = ${c.clock.now()}, words = ${input.words}
      where organization_id = ${c.organizationId} and id = ${input.exitId}`.execute(tx)
    const subject = { kind: 'champion_exit', id: input.exitId }
    await record(tx, c, {
      type: 'champions.handed_over',
      subject,
      data: { fromId: found.person_id, ...(to ? { toId: to } : {}) },
    })
    if (to) {
      const name = await nameOf(tx, c, found.person_id)
      await putInInbox(tx, c, to, { kind: 'champion_handover', subject, params: { name } })
      await sendMail(tx, c, { personId: to, kind: 'champion_handover', subject })
    }
    return { done: true as const }
  })
}

/** Each night, after roles followed the roster. The next term begins before the one that is over takes the role away. */
export async function nightly(c: Context): Promise<void> {
  const today = await todayOf(c.db, c)
  await followRoles(c)
  await beginDue(c, today)
  await endDue(c, today)
  await tellOfEnding(c, today)
}
