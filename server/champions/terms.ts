/** Asking somebody to be a champion, their answer, their manager's, and the beginning of a term. */
import { sql } from 'kysely'
import type { champions, ChampionDetail } from '../../contract/champions.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand, holdersOf } from '../access/access.ts'
import { putInInbox, sendMail, takeFromInboxes } from '../attention/attention.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { unknownAreas } from './network.ts'
import { detailOf } from './reading.ts'
import { begin, lockChampion, nameOf, writeAreas } from './serving.ts'
import { lockTerm, stateOfTerm, termRows } from './term-rows.ts'

/** Three years at most, and nobody is asked for a day that is past. */
const longestDays = 1100

type Here = { id: string; name: string; manager_id: string | null }
async function hereNow(tx: Tx | Db, c: Context, personId: string): Promise<Here> {
  const { rows } =
    await sql<Here>`select r.person_id as id, r.full_name as name, m.person_id as manager_id from roster r
    left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where r.organization_id = ${c.organizationId} and r.person_id = ${personId} and r.employed`.execute(tx)
  if (!rows[0]) throw problem('champion_person')
  return rows[0]
}

export async function invite(c: Context, input: Input<typeof champions.invite>): Promise<ChampionDetail> {
  return c.db.transaction().execute(async (tx) => {
    await lockChampion(tx, c, input.personId)
    const today = await todayOf(tx, c)
    const person = await hereNow(tx, c, input.personId)
    if (input.startsOn < today || input.endsOn <= input.startsOn || input.endsOn > addDays(input.startsOn, longestDays))
      throw problem('champion_days')
    const [unknown] = await unknownAreas(tx, c, input.areas)
    if (unknown !== undefined) throw problem('champion_area', { name: unknown })
    const now = c.clock.now()
    for (const row of await termRows(
      tx,
      c,
      sql`t.person_id = ${person.id} and t.ended_at is null and t.declined_at is null and t.withdrawn_at is null`,
    )) {
      const { is } = stateOfTerm(row, today)
      if (is === 'invited' || is === 'ahead') throw problem('champion_asked', { name: person.name })
      if (is === 'lapsed') {
        await sql`update champion_term set withdrawn_at = ${now}, withdrawn_by = ${c.viewer.personId}
          where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
        await takeFromInboxes(tx, c, { kind: 'champion_term', id: row.id })
      }
    }
    // Whoever asks as the manager has said that it fits.
    const own = person.manager_id === c.viewer.personId
    const { rows } = await sql<{ id: string }>`
      insert into champion_term (organization_id, person_id, starts_on, ends_on, hours_month, areas, words, asked_by, asked_at, manager_id, fits, fits_at, fits_by)
      values (${c.organizationId}, ${person.id}, ${input.startsOn}, ${input.endsOn}, ${input.hoursMonth}, ${JSON.stringify(input.areas)}::jsonb, ${input.words},
        ${c.viewer.personId}, ${now}, ${person.manager_id}, ${own ? true : null}::boolean, ${own ? now : null}::timestamptz, ${own ? c.viewer.personId : null}::uuid)
      returning id`.execute(tx)
    const subject = { kind: 'champion_term', id: rows[0]!.id }
    await record(tx, c, { type: 'champions.invited', subject, data: { personId: person.id } })
    const by = await nameOf(tx, c, c.viewer.personId)
    await putInInbox(tx, c, person.id, { kind: 'champion_invited', subject, params: { by } })
    await sendMail(tx, c, { personId: person.id, kind: 'champion_invited', subject })
    if (person.manager_id && !own) {
      await putInInbox(tx, c, person.manager_id, { kind: 'champion_manager', subject, params: { name: person.name } })
      await sendMail(tx, c, { personId: person.manager_id, kind: 'champion_invited', subject })
    }
    return detailOf(tx, c, person.id)
  })
}

export async function withdraw(c: Context, input: Input<typeof champions.withdraw>): Promise<ChampionDetail> {
  return c.db.transaction().execute(async (tx) => {
    const [found] = await termRows(tx, c, sql`t.id = ${input.termId}`)
    if (!found) throw problem('not_found')
    await lockChampion(tx, c, found.person_id)
    const row = (await lockTerm(tx, c, found.id)) ?? found
    const ahead = row.accepted_at !== null && row.begun_at === null && row.ended_at === null
    if ((row.accepted_at && !ahead) || row.declined_at || row.withdrawn_at) throw problem('champion_answered')
    // What was agreed and has not begun is over before it begins.
    await (
      ahead
        ? sql`update champion_term set ended_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${row.id}`
        : sql`update champion_term set withdrawn_at = ${c.clock.now()}, withdrawn_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${row.id}`
    ).execute(tx)
    const subject = { kind: 'champion_term', id: row.id }
    await takeFromInboxes(tx, c, subject)
    await record(tx, c, { type: 'champions.withdrawn', subject, data: { personId: row.person_id } })
    if (ahead) await tellTakenBack(tx, c, row)
    return detailOf(tx, c, row.person_id)
  })
}

/** Whoever had said yes counts on it, and so may their manager, who was asked for the hours. */
async function tellTakenBack(tx: Tx, c: Context, row: { id: string; person_id: string; manager_id: string | null }) {
  const subject = { kind: 'champion_term', id: row.id }
  const by = await nameOf(tx, c, c.viewer.personId)
  if (row.person_id !== c.viewer.personId)
    await putInInbox(tx, c, row.person_id, { kind: 'champion_taken_back', subject, params: { by } })
  if (row.manager_id !== null && row.manager_id !== c.viewer.personId)
    await putInInbox(tx, c, row.manager_id, {
      kind: 'champion_taken_back_team',
      subject,
      params: { by, name: await nameOf(tx, c, row.person_id) },
    })
}

export async function answer(
  c: Context,
  input: Input<typeof champions.answer>,
): Promise<Answer<typeof champions.answer>> {
  const me = c.viewer.personId
  return c.db.transaction().execute(async (tx) => {
    await lockChampion(tx, c, me)
    const row = await lockTerm(tx, c, input.termId)
    if (row?.person_id !== me) throw problem('not_found')
    const today = await todayOf(tx, c)
    if (stateOfTerm(row, today).is !== 'invited') throw problem('champion_answered')
    const now = c.clock.now()
    const subject = { kind: 'champion_term', id: row.id }
    if (input.accepts)
      await sql`update champion_term set accepted_at = ${now} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
        tx,
      )
    else
      await sql`update champion_term set declined_at = ${now}, declined_words = ${input.words}
        where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, { type: input.accepts ? 'champions.accepted' : 'champions.declined', subject })
    const begins = input.accepts && row.starts_on <= today
    if (begins) await begin(tx, c, { ...row, accepted_at: now })
    const kind = input.accepts ? 'champion_accepted' : 'champion_declined'
    await putInInbox(tx, c, row.asked_by, { kind, subject, params: { name: await nameOf(tx, c, me), personId: me } })
    if (input.accepts) await sendMail(tx, c, { personId: row.asked_by, kind: 'champion_accepted', subject })
    return { champion: begins || c.viewer.roles.includes('champion') }
  })
}

/** The manager says whether the hours fit. It does not take the role away: the lead, who asked, talks with both. */
export async function fits(c: Context, input: Input<typeof champions.fits>): Promise<Answer<typeof champions.fits>> {
  await demand(c, 'champions.fits', input.personId)
  return c.db.transaction().execute(async (tx) => {
    const row = await lockTerm(tx, c, input.termId)
    if (row?.person_id !== input.personId) throw problem('not_found')
    const { is } = stateOfTerm(row, await todayOf(tx, c))
    if (is !== 'invited' && is !== 'ahead' && is !== 'serving') throw problem('champion_over')
    await sql`update champion_term set fits = ${input.fits}, fits_at = ${c.clock.now()}, fits_by = ${c.viewer.personId}, fits_words = ${input.words}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    const subject = { kind: 'champion_term', id: row.id }
    await record(tx, c, { type: 'champions.judged', subject, data: { personId: row.person_id, fits: input.fits } })
    if (!input.fits)
      for (const leadId of await holdersOf(c.db, c.organizationId, 'lead'))
        await putInInbox(tx, c, leadId, {
          kind: 'champion_not_fitting',
          subject,
          params: { name: await nameOf(tx, c, row.person_id), personId: row.person_id },
        })
    return { fits: input.fits }
  })
}

export async function setAreas(c: Context, input: Input<typeof champions.setAreas>): Promise<ChampionDetail> {
  return c.db.transaction().execute(async (tx) => {
    await lockChampion(tx, c, input.personId)
    const before = await detailOf(tx, c, input.personId)
    if (before.is !== 'champion') throw problem('champion_none', { name: await nameOf(tx, c, input.personId) })
    if (before.areasSeen !== input.seen) throw problem('conflict')
    const [unknown] = await unknownAreas(tx, c, input.areas)
    if (unknown !== undefined) throw problem('champion_area', { name: unknown })
    await writeAreas(tx, c, input.personId, input.areas)
    await record(tx, c, {
      type: 'champions.placed',
      subject: { kind: 'person', id: input.personId },
      data: { changed: ['areas'] },
    })
    return detailOf(tx, c, input.personId)
  })
}
