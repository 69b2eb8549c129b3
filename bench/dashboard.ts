/**
 * The metrics page of any leader at 150,000 people against the same page at 1,500. Both
 * companies have a year of monthly tables, one computed by the product and its rows
 * carried to eleven later months, since only reading is measured. Then the dashboards of
 * lead, sponsor, HR partner and leaders through the whole stack against their bare statements.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { publish } from '../server/metrics/metrics.ts'
import { addDays, stopwatch, stoppedClock } from '../server/platform/clock.ts'
import { againstBare } from './pages-bare.ts'
import { alternate, median, milliseconds, type Row, times } from './row.ts'
import { type Company, said, size, smallCompany, type World, world } from './world.ts'

const small = 1500
/** Leaders whose page is opened in each round. */
const leaders = 40

export async function measure(): Promise<Row[]> {
  const large = await world()
  const few = await smallCompany(small)
  for (const company of [large, few]) await releases(company)
  await large.installation.base.database.owner.query('vacuum analyze metric_cell, metric_release')
  const [ours, theirs] = await alternate(await pages(large), await pages(few), 7)
  return [
    times(`dashboard of any leader, ${size} people against ${small}`, 'ms', ours, theirs, 2),
    ...(await ofEach(large)),
  ]
}

/** Everybody's own: the company's for lead and sponsor, a line for its leader. */
async function ofEach(w: World): Promise<Row[]> {
  const { lead, sponsor, programId, c } = w
  const {
    rows: [leader],
  } = await sql<{ id: string }>`select person_id as id from roster
    where organization_id = ${c.organizationId} and depth = 2 and direct_reports > 0 order by all_reports desc limit 1`.execute(
    c.db,
  )
  return [
    ...(await againstBare(w, lead.personId, [
      { name: 'dashboard of the lead', path: '/api/metrics/dashboard' },
      { name: 'table of departments', path: '/api/metrics/table?metric=L1&by=department' },
      { name: 'waves at the same age', path: '/api/metrics/ages?metric=L1' },
      { name: 'home of the lead', path: `/api/programs/${programId}/home` },
    ])),
    ...(await againstBare(w, sponsor.personId, [
      { name: 'page of the sponsor', path: `/api/programs/${programId}/sponsor` },
    ])),
    ...(await againstBare(w, leader!.id, [{ name: 'dashboard of a leader', path: '/api/metrics/dashboard' }])),
  ]
}

async function releases({ c, slug }: Company): Promise<void> {
  const elapsed = stopwatch()
  const asOf = addDays(c.clock.today('UTC'), 40)
  const { rows: kept } =
    await sql`select 1 from metric_release where organization_id = ${c.organizationId} and as_of >= ${asOf}::date limit 1`.execute(
      c.db,
    )
  if (kept.length > 0) return
  const made = await publish({ ...c, clock: stoppedClock(`${asOf}T23:30:00.000Z`) }, asOf)
  if (!made) throw new Error('Nobody counts after 40 days.')
  said(`${made.cells} numbers computed and judged for ${slug}`, elapsed())
  for (let month = 1; month < 12; month++) {
    const id = randomUUID()
    await sql`insert into metric_release (organization_id, id, as_of, known_at, scope, published, floor, people)
      select organization_id, ${id}, as_of + ${month * 30}::integer, known_at + make_interval(days => ${month * 30}), scope, published, floor, people
      from metric_release where organization_id = ${c.organizationId} and id = ${made.id}`.execute(c.db)
    await sql`insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version, numerator, denominator, value, population,
        shown, shown_numerator, shown_denominator, shown_value, shown_population, people_of)
      select organization_id, segment_kind, segment_key, roster, metric, as_of + ${month * 30}::integer, known_at + make_interval(days => ${month * 30}), ${id}, version, numerator, denominator, value, population,
        shown, shown_numerator, shown_denominator, shown_value, shown_population, people_of
      from metric_cell where organization_id = ${c.organizationId} and release_id = ${made.id}`.execute(c.db)
  }
  said(`a year of releases for ${slug}`, elapsed())
}

/** Opens the page of leaders from the whole depth of the company, with the table of the lines inside; answers the median time of one. */
async function pages({ c, lead }: Company): Promise<() => Promise<number>> {
  const { rows } = await sql<{ id: string }>`
    select person_id as id from (
      select person_id, row_number() over (order by seq) as n, count(*) over () as of from roster where organization_id = ${c.organizationId} and direct_reports > 0
    ) l where (n * ${leaders}) / of <> ((n - 1) * ${leaders}) / of`.execute(c.db)
  const open = async (key: string) => {
    await lead.call('metrics.dashboard', { kind: 'line', key })
    await lead.call('metrics.table', { metric: 'L1', by: 'line', leaderId: key })
  }
  return async () => {
    const taken: number[] = []
    for (const { id } of rows) taken.push(await milliseconds(() => open(id)))
    return median(taken)
  }
}
