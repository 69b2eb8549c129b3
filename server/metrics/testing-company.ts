/** A company written row by row, so that every date is the test's own. For tests only. */
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { type Cadence, emptyDesign } from '../../contract/design.ts'
import type { MetricId } from '../../contract/metrics.ts'
import { createOrganization } from '../access/access.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { atOf, recount } from './release.ts'

/** A company written row by row, so that every date is the test's own. */
export type World = { c: Context; base: TestBase; ids: Map<string, string>; at(instant: string): void; wave: string }

export const org = { timeZone: 'Europe/Berlin' }

export async function world(
  slug: string,
  people: readonly Hire[],
  options: { goLive?: string; cadence?: string; recognition?: true } = {},
): Promise<World> {
  const base = await testBase({ at: '2026-01-01T09:00:00Z' })
  const made = await createOrganization(base, { name: 'Test', slug, ...org })
  const c = contextFor(base, made.id)
  const ids = new Map(people.map((p) => [p.name, randomUUID()]))
  const db = c.db
  const goLive = options.goLive ?? '2026-02-02'
  const [program, wave] = [randomUUID(), randomUUID()]
  const design = {
    brand: { name: 'Pulse' },
    elements: {
      ...emptyDesign().elements,
      checkins: { ...emptyDesign().elements.checkins, cadence: (options.cadence ?? 'biweekly') as Cadence },
      recognition: { ...emptyDesign().elements.recognition, on: options.recognition ?? false },
    },
    metrics: [{ id: 'L1', baseline: null, baselineSource: '', target: 80, by: '2026-06-30' }],
  }
  await sql`insert into program (organization_id, id, draft, drafted_at, created_at) values (${made.id}, ${program}, '{}', '2026-01-01', '2026-01-01')`.execute(
    db,
  )
  await sql`insert into program_version (organization_id, program_id, number, design, published_at) values (${made.id}, ${program}, 1, ${JSON.stringify(design)}::jsonb, '2026-01-10')`.execute(
    db,
  )
  await sql`insert into wave (organization_id, id, program_id, name, prepares_on, goes_live_on, launched_at, launched_people, created_at)
    values (${made.id}, ${wave}, ${program}, 'Wave 1', '2026-01-12', ${goLive}, ${goLive + 'T08:00:00Z'}, 0, '2026-01-10')`.execute(
    db,
  )
  await sql`insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded) values (${made.id}, ${wave}, ${program}, 1, daterange(${goLive}, null), ${goLive})`.execute(
    db,
  )
  for (const p of people) {
    await sql`insert into person (organization_id, id, employee_number, full_name, hired_on, created_at) values (${made.id}, ${ids.get(p.name)!}, ${p.name}, ${p.name}, ${p.hired ?? '2020-01-01'}, '2026-01-01')`.execute(
      db,
    )
  }
  for (const p of people) {
    const [id, from] = [ids.get(p.name)!, p.from ?? '2026-01-01']
    await sql`insert into spell (organization_id, person_id, holds, recorded) values (${made.id}, ${id}, daterange(${from}, ${p.until ?? null}), ${from})`.execute(
      db,
    )
    await sql`insert into placement (organization_id, person_id, holds, department, country, manager_id, status, recorded)
      values (${made.id}, ${id}, daterange(${from}, ${p.until ?? null}), ${p.department ?? 'Sales'}, 'DE', ${p.boss ? ids.get(p.boss)! : null}, ${p.leave ? 'leave' : 'active'}, ${from})`.execute(
      db,
    )
    if (p.wave !== false) {
      const since = from > '2026-01-12' ? from : '2026-01-12'
      await sql`insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
        values (${made.id}, ${program}, ${wave}, ${id}, daterange(${since}, ${p.until ?? null}), ${since <= goLive}, ${since})`.execute(
        db,
      )
    }
  }
  return { c, base, ids, wave, at: (instant) => base.clock.set(instant) }
}

type Hire = {
  name: string
  boss?: string
  department?: string
  from?: string
  until?: string
  hired?: string
  leave?: true
  wave?: false
}

export async function event(
  w: World,
  type: string,
  who: string,
  day: string,
  more: { data?: object; recorded?: string; subject?: string } = {},
) {
  await sql`insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
    values (${w.c.organizationId}, ${more.recorded ?? day + 'T12:00:00Z'}, ${day}, ${type}, ${w.ids.get(who)!}, 'session', ${type.split('.')[0]!}, ${more.subject ?? randomUUID()}, ${JSON.stringify(more.data ?? {})}::jsonb)`.execute(
    w.c.db,
  )
}

export const signsIn = (w: World, who: string, day: string, recorded?: string) =>
  event(w, 'session.started', who, day, recorded ? { recorded } : {})

export const talks = async (w: World, boss: string, who: string, day: string, voices?: readonly string[]) => {
  const subject = randomUUID()
  const data = { managerId: w.ids.get(boss), reportId: w.ids.get(who), ...(voices ? { voices } : {}) }
  await event(w, 'checkin.held', boss, day, { subject, data })
  return subject
}

export const count = async (
  w: World,
  id: MetricId,
  asOf: string,
  knownAt = asOf + 'T23:00:00Z',
  roster: 'live' | 'frozen' = 'live',
  versions: ReadonlyMap<MetricId, number> = new Map(),
) => {
  const cells = await w.c.db
    .transaction()
    .execute((tx) => recount(tx, atOf(w.c, asOf, knownAt), ['organization'], versions))
  const found = cells.find((k) => k.metric === id && k.roster === roster)
  return found
    ? [
        found.numerator,
        found.denominator,
        ...(['L4', 'R2', 'L7', 'L7R', 'L12R', 'L13', 'X5'].includes(id) ? [found.value] : []),
      ]
    : null
}

// Seven people, go-live on 2 February. Ada leads the rest.
export const seven: Hire[] = [
  { name: 'Ada' },
  { name: 'Ben', boss: 'Ada' },
  { name: 'Cem', boss: 'Ada' },
  { name: 'Dia', boss: 'Ada' },
  { name: 'Eve', boss: 'Ada', leave: true },
  { name: 'Fay', boss: 'Ada', from: '2026-02-20' },
  { name: 'Gus', boss: 'Ada', wave: false },
]

// Two departments under one head: Sales with 8, Legal with 3; all went live in February.
export const company: Hire[] = [
  { name: 'Head', department: 'Board' },
  { name: 'Sven', boss: 'Head', department: 'Sales' },
  { name: 'Lea', boss: 'Head', department: 'Legal' },
  ...Array.from({ length: 11 }, (_, i): Hire => ({ name: `Seller ${i}`, boss: 'Sven', department: 'Sales' })),
  ...Array.from({ length: 2 }, (_, i): Hire => ({ name: `Lawyer ${i}`, boss: 'Lea', department: 'Legal' })),
  ...Array.from({ length: 9 }, (_, i): Hire => ({ name: `Maker ${i}`, boss: 'Head', department: 'Works' })),
]
