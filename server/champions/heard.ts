/**
 * What champions hear, without names. Telling leaves two traces that nothing ties: that somebody took part, and
 * a note in the sealed box. In the night to Monday, once three have written, the box is opened and its notes
 * are released together, in no order and without a time.
 */
import { sql } from 'kysely'
import { type champions, type HeardTopic, leastWriters, mostEach, mostNotes } from '../../contract/champions.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { permissions } from '../../contract/permissions.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { type Box, markIn, type Note, seal, shuffled, unseal } from './box.ts'

/** The box, held: two who write at once write one after the other. */
async function openBox(tx: Tx, c: Context): Promise<Box & { there: boolean; broken: boolean }> {
  await sql`select pg_advisory_xact_lock(hashtextextended('heard ' || ${c.organizationId}::text, 0))`.execute(tx)
  const { rows } = await sql<{
    sealed: Buffer
  }>`select sealed from champion_box where organization_id = ${c.organizationId}`.execute(tx)
  if (!rows[0]) return { notes: [], wrote: {}, there: false, broken: false }
  const box = unseal(c.config, c.organizationId, rows[0].sealed)
  return { notes: (box?.notes ?? []).map(storable), wrote: box?.wrote ?? {}, there: true, broken: box === null }
}

/** The box takes any text, the database does not: one that it refuses would keep all others from being released for ever. */
const storable = ({ topic, words, quote }: Note): Note => {
  const clean = (text: string) => text.toWellFormed().replaceAll('\0', ' ')
  return { topic, words: clean(words), quote: clean(quote) }
}

export async function tell(c: Context, input: Input<typeof champions.tell>): Promise<Answer<typeof champions.tell>> {
  return c.db.transaction().execute(async (tx) => {
    const { notes, wrote, broken } = await openBox(tx, c)
    const mark = markIn(c.config, c.viewer.personId)
    const mine = wrote[mark] ?? 0
    if (broken) {
      // Nobody can open what lay there. Whoever wrote it is no voice among those that are released: they would be fewer than it says.
      c.log.warn('Notes of champions were sealed under another secret and are lost.')
      await sql`delete from champion_writer where organization_id = ${c.organizationId}`.execute(tx)
    }
    if (mine >= mostEach) throw problem('champion_wrote')
    if (notes.length >= mostNotes) throw problem('champion_full')
    const { topic, words, quote } = input
    const sealed = seal(c.config, c.organizationId, {
      notes: [...notes, storable({ topic, words, quote })],
      wrote: { ...wrote, [mark]: mine + 1 },
    })
    await sql`insert into champion_box (organization_id, sealed) values (${c.organizationId}, ${sealed})
      on conflict (organization_id) do update set sealed = excluded.sealed`.execute(tx)
    // Every row is written anew, in an order of its own, so that none stands out as the one that came with this note.
    const { rows } = await sql<{
      person_id: string
    }>`delete from champion_writer where organization_id = ${c.organizationId} returning person_id`.execute(tx)
    const writers = shuffled([...new Set([...rows.map((row) => row.person_id), c.viewer.personId])])
    await sql`insert into champion_writer (organization_id, person_id)
      select ${c.organizationId}::uuid, x.id from unnest(${writers}::uuid[]) x(id)`.execute(tx)
    return { kept: true as const }
  })
}

/** Monday of the week that has just ended, where today is a Monday; null on other days. Pure. */
export function weekEnded(today: Day): Day | null {
  return new Date(`${today}T12:00:00Z`).getUTCDay() === 1 ? addDays(today, -7) : null
}

/** Releases what has been written once three have written who do not read it; else it waits for the next week. */
export async function release(c: Context, week: Day): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { notes, there, broken } = await openBox(tx, c)
    if (!there) return
    const { rows } = await sql<{
      person_id: string
      reads: boolean
    }>`select w.person_id, exists (select from role_grant g where g.organization_id = w.organization_id and g.person_id = w.person_id
        and g.ended_at is null and g.role = any(${[...permissions['champions.hear'].roles]}::text[])) as reads
      from champion_writer w where w.organization_id = ${c.organizationId}`.execute(tx)
    // Whoever reads what is released knows their own note among it: it hides nobody from them.
    if (rows.filter((row) => !row.reads).length < leastWriters && !broken) return
    const writers = shuffled(rows.map((row) => row.person_id))
    await sql`insert into champion_part (organization_id, person_id, week)
      select ${c.organizationId}::uuid, x.id, ${week}::date from unnest(${writers}::uuid[]) x(id) on conflict do nothing`.execute(
      tx,
    )
    await sql`delete from champion_writer where organization_id = ${c.organizationId}`.execute(tx)
    await sql`delete from champion_box where organization_id = ${c.organizationId}`.execute(tx)
    if (notes.length > 0)
      await sql`insert into champion_note (organization_id, week, topic, words, quote)
        select ${c.organizationId}::uuid, ${week}::date, x.topic, x.words, x.quote
        from jsonb_to_recordset(${JSON.stringify(shuffled(notes))}::jsonb) x(topic text, words text, quote text)`.execute(
        tx,
      )
    await record(tx, c, {
      type: broken ? 'champions.heard_lost' : 'champions.heard_released',
      subject: { kind: 'organization', id: c.organizationId },
      data: { week, notes: notes.length },
    })
  })
}

export async function nightlyHeard(c: Context): Promise<void> {
  const week = weekEnded(await todayOf(c.db, c))
  if (week) await release(c, week)
}

const topicWeeks = 13

export async function heard(c: Context, input: Input<typeof champions.heard>): Promise<Answer<typeof champions.heard>> {
  const of = input.topic ? sql`n.topic = ${input.topic}` : sql`true`
  const { rows: weeks } = await sql<{
    week: Day
    total: number
  }>`select n.week, count(*) over ()::integer as total from champion_note n
    where n.organization_id = ${c.organizationId} and ${of} group by n.week order by n.week desc limit ${input.limit} offset ${input.offset}`.execute(
    c.db,
  )
  const { rows: notes } = await sql<{
    id: string
    week: Day
    topic: HeardTopic
    words: string
    quote: string
    brought: boolean
  }>`
    select n.id, n.week, n.topic, n.words, n.quote, n.brought_at is not null as brought from champion_note n
    where n.organization_id = ${c.organizationId} and ${of} and n.week = any(${weeks.map((w) => w.week)}::date[]) order by n.topic, n.id`.execute(
    c.db,
  )
  const since = addDays(await todayOf(c.db, c), -7 * topicWeeks)
  return {
    weeks: weeks.map(({ week }) => ({
      week,
      notes: notes.filter((n) => n.week === week).map(({ week: _w, ...note }) => note),
    })),
    total: weeks[0]?.total ?? 0,
    topics: await topicsSince(c.db, c, since),
    least: leastWriters,
    may: { bring: c.viewer.roles.includes('lead') },
  }
}

/** What is spoken of most, of notes released since a day. */
export async function topicsSince(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  since: Day,
): Promise<{ topic: HeardTopic; notes: number; weeks: number }[]> {
  const { rows } = await sql<{ topic: HeardTopic; notes: number; weeks: number }>`
    select n.topic, count(*)::integer as notes, count(distinct n.week)::integer as weeks from champion_note n
    where n.organization_id = ${c.organizationId} and n.week >= ${since}::date group by n.topic order by 2 desc, n.topic`.execute(
    db,
  )
  return rows
}

/** Notes that the lead brings before the committee, of weeks since a day. */
export async function broughtSince(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  since: Day,
): Promise<{ id: string; topic: HeardTopic; words: string; quote: string }[]> {
  const { rows } = await sql<{ id: string; topic: HeardTopic; words: string; quote: string }>`
    select id, topic, words, quote from champion_note where organization_id = ${c.organizationId} and brought_at is not null
      and week >= ${since}::date order by week desc, topic, id limit 20`.execute(db)
  return rows
}

export async function bring(c: Context, input: Input<typeof champions.bring>): Promise<Answer<typeof champions.bring>> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`update champion_note set brought_by = ${input.brought ? c.viewer.personId : null}::uuid,
        brought_at = ${input.brought ? c.clock.now() : null}::timestamptz
      where organization_id = ${c.organizationId} and id = ${input.noteId} returning id`.execute(tx)
    if (!rows[0]) throw problem('not_found')
    await record(tx, c, {
      type: input.brought ? 'champions.note_brought' : 'champions.note_left',
      subject: { kind: 'champion_note', id: input.noteId },
    })
    return { brought: input.brought }
  })
}
