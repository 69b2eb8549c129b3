/**
 * A year of messages, surveys, forms and courses, with every week that is too full laid out anew, against bare
 * statements that write the same letters and the same ledger, whose weeks somebody else has already settled. Almost four
 * million rows of the ledger: each is measured once, and long enough for what else the machine does to even out.
 */
import pg from 'pg'
import { sql } from 'kysely'
import { planLetters, putInInboxes } from '../server/attention/attention.ts'
import { addDays, type Day } from '../server/platform/clock.ts'
import type { Tx } from '../server/platform/db.ts'
import { milliseconds, type Row, times } from './row.ts'
import { said, world, type World } from './world.ts'

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

export async function measure(): Promise<Row[]> {
  const there = await world()
  const { installation, c, lead } = there
  await lead.call('budget.set', { caps: { employees: cap, managers: cap, hr: cap, lead: cap } })
  const client = new pg.Client({ connectionString: installation.url })
  await client.connect()
  try {
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from roster where organization_id = ${c.organizationId} and employed`.execute(c.db)
    const employed = rows[0]!.n
    const first = addDays(c.clock.today('UTC'), 30)
    // As the product does it: each in work of its own.
    const spent = await milliseconds(async () => {
      for (const ask of year) await c.db.transaction().execute((tx) => plan(tx, there, ask, first))
    })
    // What it came to is what the bare statements write.
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
    const { moved } = count.rows[0]!
    if (count.rows[0]!.asks !== year.length * employed)
      throw new Error(`${count.rows[0]!.asks} asks stand in the ledger; ${year.length * employed} were planned`)
    if (moved < employed) throw new Error(`only ${moved} letters waited; weeks were not full`)
    await client.query(`delete from time_asked a where ${asked}`)
    for (const table of ['outgoing_mail', 'inbox_item']) await client.query(`delete from ${table} where ${mine}`)
    await client.query('vacuum analyze outgoing_mail, inbox_item, time_asked')
    const least = await milliseconds(async () => {
      await client.query('begin')
      await client.query('insert into outgoing_mail select * from bench_mail')
      await client.query('insert into inbox_item select * from bench_inbox')
      await client.query('insert into time_asked select * from bench_asked')
      await client.query('commit')
    })
    for (const table of ['outgoing_mail', 'inbox_item']) await client.query(`delete from ${table} where ${mine}`)
    await client.query(`delete from time_asked a where ${asked}`)
    said(`a year for ${employed}: ${moved} letters found another week`, spent)
    return [
      times(`a year of messages, surveys and courses for ${employed}, full weeks resolved`, 'ms', spent, least, 3),
    ]
  } finally {
    await client.end()
    await lead.call('budget.set', { caps: { employees: null, managers: null, hr: null, lead: null } })
  }
}

async function plan(tx: Tx, { c }: World, ask: Ask, first: Day): Promise<void> {
  const subject = { kind: 'bench', id: crypto.randomUUID() }
  const at = `${addDays(first, 7 * ask.week)}T08:00:00Z`
  const readers = sql`select r.person_id, coalesce(p.email, '') as address, ${at}::timestamptz as due_at, ${at}::timestamptz as appears_at, null::text as excluded
    from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id
    where r.organization_id = ${c.organizationId} and r.employed`
  if (ask.kind === 'training_assigned')
    await putInInboxes(tx, c, readers as never, { kind: ask.kind, subject, asks: { minutes: ask.minutes } })
  else await planLetters(tx, c, readers, { kind: ask.kind, subject, minutes: ask.minutes })
}
