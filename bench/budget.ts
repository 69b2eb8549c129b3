/**
 * A year of messages, surveys, forms and courses, with every week that is too full laid out anew, against bare
 * statements that write the same letters and the same ledger, whose weeks somebody else has already settled. For a
 * part of the 150,000: a year of all of them is four million letters and takes longer than anybody measures.
 */
import pg from 'pg'
import { sql } from 'kysely'
import { planLetters, putInInboxes } from '../server/attention/attention.ts'
import { addDays, type Day } from '../server/platform/clock.ts'
import type { Tx } from '../server/platform/db.ts'
import { alternate, milliseconds, type Row, times } from './row.ts'
import { said, size, world, type World } from './world.ts'

type Ask = { kind: string; week: number; minutes: number }

/** Thirteen messages, and each quarter a survey, a form and courses in the week of a message: four weeks are too full. */
const year: readonly Ask[] = [
  ...Array.from({ length: 13 }, (_, n) => ({ kind: 'campaign', week: 4 * n, minutes: 3 })),
  ...[0, 12, 24, 36].flatMap((week) => [
    { kind: 'training_assigned', week, minutes: 15 },
    { kind: 'pulse_asked', week, minutes: 4 },
    { kind: 'review_opens', week, minutes: 12 },
  ]),
]
const cap = { asks: 3, minutes: 45 }

const people = Math.min(size, 10_000)

export async function measure(): Promise<Row[]> {
  const there = await world()
  const { installation, c, lead } = there
  await lead.call('budget.set', { caps: { employees: cap, managers: cap, hr: cap, lead: cap } })
  const client = new pg.Client({ connectionString: installation.url })
  await client.connect()
  try {
    const first = addDays(c.clock.today('UTC'), 30)
    let moved = 0
    /** Planned as the product does it, and taken back: the next round finds the same table. */
    const ours = async (keep = false) =>
      milliseconds(() =>
        c.db
          .transaction()
          .execute(async (tx) => {
            for (const ask of year) await plan(tx, there, ask, first)
            if (!keep) throw new Undone()
          })
          .catch((error: unknown) => {
            if (!(error instanceof Undone)) throw error
          }),
      )
    // Once for good, to know what it comes to; that is what the bare statements write.
    await ours(true)
    const mine = `organization_id = '${c.organizationId}' and subject_kind = 'bench'`
    const asked = `a.organization_id = '${c.organizationId}' and a.source_id in (select id from bench_source)`
    await client.query(`create temporary table bench_source as select distinct subject_id as id from outgoing_mail where ${mine}
      union select distinct subject_id from inbox_item where ${mine}`)
    await client.query(`create temporary table bench_mail as select * from outgoing_mail where ${mine}`)
    await client.query(`create temporary table bench_inbox as select * from inbox_item where ${mine}`)
    await client.query(`create temporary table bench_asked as select a.* from time_asked a where ${asked}`)
    const count = await client.query<{ moved: number; asks: number }>(
      `select count(*) filter (where waits > 0 or dropped)::integer as moved, count(*)::integer as asks from bench_asked`,
    )
    moved = count.rows[0]!.moved
    if (count.rows[0]!.asks !== year.length * people)
      throw new Error(`${count.rows[0]!.asks} asks stand in the ledger; ${year.length * people} were planned`)
    if (moved < people) throw new Error(`only ${moved} letters waited; weeks were not full`)
    await client.query(`delete from time_asked a where ${asked}`)
    for (const table of ['outgoing_mail', 'inbox_item']) await client.query(`delete from ${table} where ${mine}`)
    await client.query('vacuum analyze outgoing_mail, inbox_item, time_asked')
    const bare = async () =>
      milliseconds(async () => {
        await client.query('begin')
        await client.query('insert into outgoing_mail select * from bench_mail')
        await client.query('insert into inbox_item select * from bench_inbox')
        await client.query('insert into time_asked select * from bench_asked')
        await client.query('rollback')
      })
    const [spent, least] = await alternate(() => ours(), bare, 3)
    said(`a year for ${people}: ${moved} letters found another week`, spent)
    return [times(`a year of messages, surveys and courses for ${people}, full weeks resolved`, 'ms', spent, least, 3)]
  } finally {
    await client.end()
    await lead.call('budget.set', { caps: { employees: null, managers: null, hr: null, lead: null } })
  }
}

class Undone extends Error {}

async function plan(tx: Tx, { c }: World, ask: Ask, first: Day): Promise<void> {
  const subject = { kind: 'bench', id: crypto.randomUUID() }
  const at = `${addDays(first, 7 * ask.week)}T08:00:00Z`
  const readers = sql`select r.person_id, coalesce(p.email, '') as address, ${at}::timestamptz as due_at, ${at}::timestamptz as appears_at, null::text as excluded
    from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id
    where r.organization_id = ${c.organizationId} and r.employed order by r.seq limit ${people}`
  if (ask.kind === 'training_assigned')
    await putInInboxes(tx, c, readers as never, { kind: ask.kind, subject, asks: { minutes: ask.minutes } })
  else await planLetters(tx, c, readers, { kind: ask.kind, subject, minutes: ask.minutes })
}
