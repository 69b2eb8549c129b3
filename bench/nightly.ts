/**
 * The night in which numbers are given out, at 150,000 people with a year of ten million events behind them:
 * every metric, both rosters, every segment and the line of every leader, each judged against what was given out
 * before. Against the bare statements that read the same rows once and count the same cells, without a judgement.
 */
import { sql } from 'kysely'
import { metricIds } from '../contract/metrics.ts'
import { atOf } from '../server/metrics/release.ts'
import { publish } from '../server/metrics/metrics.ts'
import { openPicture } from '../server/metrics/picture.ts'
import { ofPeople } from '../server/metrics/pictures.ts'
import { addDays, type Day, stopwatch, stoppedClock } from '../server/platform/clock.ts'
import type { Context } from '../server/platform/context.ts'
import type { Tx } from '../server/platform/db.ts'
import { median, milliseconds, type Row, times } from './row.ts'
import { said, size, type World, world } from './world.ts'
import { events, yearOf } from './year.ts'

/** Months that are measured; the one before them is given out first, since no night is like the first. */
const rounds = 3

export async function measure(): Promise<Row[]> {
  const w = await world()
  const last = await yearOf(w)
  const { warmUp, measured } = await monthEnds(w, last)
  const nightOf = (day: Day): Context => ({ ...w.c, clock: stoppedClock(`${day}T23:30:00.000Z`) })
  const elapsed = stopwatch()
  if (warmUp) {
    await publish(nightOf(warmUp), warmUp)
    said('the month before', elapsed())
  }
  const [ours, bare]: number[][] = [[], []]
  for (const day of measured) {
    let counted: BareCell[] = []
    bare!.push(await milliseconds(async () => (counted = await bareNight(nightOf(day), day))))
    said(`${counted.length} numbers of ${day} by bare statements`, elapsed())
    let id = ''
    ours!.push(
      await milliseconds(async () => {
        const made = await publish(nightOf(day), day)
        if (made?.scope !== 'tables') throw new Error(`The night of ${day} gave no tables out.`)
        id = made.id
      }),
    )
    said(`the night of ${day}`, elapsed())
    await same(w, id, counted)
  }
  return [
    times(
      `numbers of a night, ${size} people, ${events / 1e6} million events`,
      's',
      median(ours!) / 1000,
      median(bare!) / 1000,
      3,
    ),
  ]
}

/** The last days of months, the newest within the year; of a kept company those that it has not given out. */
async function monthEnds({ c }: World, last: Day): Promise<{ warmUp: Day | null; measured: Day[] }> {
  const { rows } = await sql<{ newest: Day | null }>`select max(as_of) as newest from metric_release
    where organization_id = ${c.organizationId} and published`.execute(c.db)
  const ends: Day[] = []
  let end = addDays(`${last.slice(0, 7)}-01`, -1)
  while (ends.length <= rounds) {
    ends.unshift(end)
    end = addDays(`${end.slice(0, 7)}-01`, -1)
  }
  const { newest } = rows[0]!
  const measured = ends.slice(1).filter((day) => newest === null || day > newest)
  if (measured.length === 0) throw new Error('This company has given its numbers out. Measure nights in a new folder.')
  return { warmUp: newest === null ? ends[0]! : null, measured }
}

type BareCell = { metric: string; roster: string; kind: string; key: string; met: number; of: number }

/** What a night asks of the database, said in its own words: the picture once, then per metric and roster one grouping. */
async function bareNight(c: Context, day: Day): Promise<BareCell[]> {
  return c.db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx)
    const at = atOf(c, day)
    await openPicture(tx, at)
    await linesOf(tx)
    await sql`create temporary table bare_cell (metric text, roster text, kind text, key text, met bigint, of bigint) on commit drop`.execute(
      tx,
    )
    for (const definition of ofPeople()) {
      await sql`create temporary table bare_fact on commit drop as ${definition.facts(at)}`.execute(tx)
      // Facts say nothing of how many where each person stands for one thing.
      const several =
        await sql`select from pg_attribute where attrelid = 'bare_fact'::regclass and attname = 'of'`.execute(tx)
      const of = several.rows.length > 0 ? sql`coalesce(sum(f.of), 0)` : sql`count(*)`
      for (const [roster, wave] of [
        ['live', 'wave_id'],
        ['frozen', 'frozen_wave_id'],
      ] as const) {
        const w = sql.ref(`p.${wave}`)
        await sql`insert into bare_cell
          select ${definition.id}, ${roster},
            case grouping(p.department, p.location, p.country, p.level, p.tenure, ${w}, p.leads)
              when 127 then 'organization' when 63 then 'department' when 95 then 'location' when 111 then 'country' when 119 then 'level' when 123 then 'tenure' when 125 then 'wave' else 'manager' end,
            coalesce(p.department, p.location, p.country, p.level, p.tenure, ${w}::text, p.leads, ''), sum(f.met::int), ${of}
          from bare_fact f join bare_person p on p.no = f.no where p.works and ${w} is not null
          group by grouping sets ((), (p.department), (p.location), (p.country), (p.level), (p.tenure), (${w}), (p.leads)) having count(*) > 0`.execute(
          tx,
        )
        await sql`insert into bare_cell
          select ${definition.id}, ${roster}, 'line', l.leader_id::text, sum(f.met::int), ${of}
          from bare_fact f join bare_person p on p.no = f.no join bare_line l on l.no = f.no where p.works and ${w} is not null group by l.leader_id`.execute(
          tx,
        )
      }
      await sql`drop table bare_fact`.execute(tx)
    }
    const { rows } = await sql<BareCell>`select metric, roster, kind, key, met::int, of::int from bare_cell`.execute(tx)
    return rows
  })
}

/** Everybody with each leader above them, leaders with themselves too. */
async function linesOf(tx: Tx): Promise<void> {
  await sql`create temporary table bare_person on commit drop as
    select p.*, case when exists (select from metric_person_at b where b.manager_id = p.person_id) then 'yes' else 'no' end as leads from metric_person_at p`.execute(
    tx,
  )
  await sql`create temporary table bare_line on commit drop as
    with recursive up as (
      select p.no, p.person_id as leader_id from bare_person p where p.leads = 'yes'
      union select p.no, p.manager_id from bare_person p where p.manager_id is not null
      union select u.no, b.manager_id from up u join metric_person_at b on b.person_id = u.leader_id where b.manager_id is not null
    ) select no, leader_id from up`.execute(tx)
  await sql`analyze bare_person, bare_line`.execute(tx)
}

/** Both have counted the same, or the comparison says nothing. */
async function same({ c }: World, releaseId: string, counted: readonly BareCell[]): Promise<void> {
  const { rows } = await sql<BareCell>`
    select metric, roster, segment_kind as kind, segment_key as key, numerator as met, denominator as of from metric_cell
    where organization_id = ${c.organizationId} and release_id = ${releaseId} and metric = any(${[...metricIds]})`.execute(
    c.db,
  )
  const name = (k: BareCell) => `${k.metric} ${k.roster} ${k.kind} ${k.key}`
  const theirs = new Map(counted.map((k) => [name(k), k]))
  const people = new Set(ofPeople().map(({ id }) => id as string))
  const mine = rows.filter((row) => people.has(row.metric))
  const differ = mine.filter((row) => {
    const other = theirs.get(name(row))
    return !other || other.met !== row.met || other.of !== row.of
  })
  if (mine.length !== counted.length || differ.length > 0)
    throw new Error(
      `Of ${mine.length} numbers ${differ.length} differ from the bare ${counted.length}: ${differ[0] ? name(differ[0]) : ''}`,
    )
}
