import { type Cadence, emptyDesign } from '../../contract/design.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { MetricId } from '../../contract/metrics.ts'
import { metrics as contract } from '../../contract/metrics.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { createOrganization } from '../access/access.ts'
import { type Context, contextFor, jobViewer } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { nightly, numberAt, publish, recompute } from './metrics.ts'
import { registry } from './registry.ts'
import { atOf, recount } from './release.ts'
import { dashboard, explain, setFloor } from './reading.ts'
import { table } from './table.ts'

/** A company written row by row, so that every date is the test's own. */
type World = { c: Context; base: TestBase; ids: Map<string, string>; at(instant: string): void; wave: string }
const org = { timeZone: 'Europe/Berlin' }

async function world(
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

async function event(
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
const signsIn = (w: World, who: string, day: string, recorded?: string) =>
  event(w, 'session.started', who, day, recorded ? { recorded } : {})
const savesGoal = (w: World, who: string, day: string) =>
  event(w, 'goal.created', who, day, { data: { ownerId: w.ids.get(who) } })
const talks = async (w: World, boss: string, who: string, day: string, voices?: readonly string[]) => {
  const subject = randomUUID()
  const data = { managerId: w.ids.get(boss), reportId: w.ids.get(who), ...(voices ? { voices } : {}) }
  await event(w, 'checkin.held', boss, day, { subject, data })
  return subject
}
async function owns(
  w: World,
  who: string,
  from: string,
  until: string,
  recorded = from,
  superseded: string | null = null,
) {
  const [id, person] = [randomUUID(), w.ids.get(who)!]
  await sql`insert into goal (organization_id, id, owner_id, title, starts_on, ends_on, created_by, created_at) values (${w.c.organizationId}, ${id}, ${person}, 'Goal', ${from}, '2026-12-31', ${person}, ${from})`.execute(
    w.c.db,
  )
  await sql`insert into goal_ownership (organization_id, goal_id, person_id, holds, recorded, superseded) values (${w.c.organizationId}, ${id}, ${person}, daterange(${from}, ${until}), ${recorded}, ${superseded})`.execute(
    w.c.db,
  )
}
const count = async (
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
  return found ? [found.numerator, found.denominator, ...(id === 'L4' || id === 'R2' ? [found.value] : [])] : null
}

// Seven people, go-live on 2 February. Ada leads the rest.
const seven: Hire[] = [
  { name: 'Ada' },
  { name: 'Ben', boss: 'Ada' },
  { name: 'Cem', boss: 'Ada' },
  { name: 'Dia', boss: 'Ada' },
  { name: 'Eve', boss: 'Ada', leave: true },
  { name: 'Fay', boss: 'Ada', from: '2026-02-20' },
  { name: 'Gus', boss: 'Ada', wave: false },
]

describe('feedback given is something of use, since the second definition', () => {
  let w: World
  const second = (id: MetricId, asOf: string, version = 2) =>
    count(w, id, asOf, undefined, 'live', new Map([[id, version]]))
  beforeAll(async () => {
    w = await world('given', seven)
    await event(w, 'feedback.given', 'Ben', '2026-02-10')
    await event(w, 'feedback.took_part', 'Cem', '2026-02-12') // an anonymous answer: that they took part, nothing else
    const subject = randomUUID()
    await event(w, 'feedback.given', 'Dia', '2026-02-11', { subject })
    await event(w, 'feedback.taken_back', 'Dia', '2026-02-11', { subject, recorded: '2026-02-11T12:20:00Z' })
    await event(w, 'feedback.read', 'Ada', '2026-02-12')
    for (const day of ['2026-03-15', '2026-04-10', '2026-05-20']) await event(w, 'feedback.took_part', 'Cem', day)
  })

  test('L2, L3 and L4 count it, but not what was taken back; earlier days keep the definition without it', async () => {
    expect(await second('L2', '2026-03-12')).toEqual([2, 4])
    expect(await second('L2', '2026-03-12', 1)).toEqual([0, 4])
    expect(await second('L3', '2026-05-30')).toEqual([1, 5])
    expect(await second('L3', '2026-05-30', 1)).toEqual([0, 5])
    expect(await second('L4', '2026-03-12')).toEqual([2, 4, 10])
    expect(await second('L4', '2026-03-12', 1)).toEqual([0, 4, null])
  })
})

describe('each metric, counted by hand', () => {
  let w: World
  beforeAll(async () => {
    w = await world('hand', seven)
    await signsIn(w, 'Ada', '2026-01-20') // before go-live: does not count
    await signsIn(w, 'Ben', '2026-02-02') // the day itself does
    await signsIn(w, 'Cem', '2026-03-10')
    await savesGoal(w, 'Ben', '2026-02-05') // day 4 of Ben
    await savesGoal(w, 'Cem', '2026-03-03') // day 30 of Cem: the last that counts for first value
    await savesGoal(w, 'Dia', '2026-03-04') // day 31 of Dia: too late
    await event(w, 'goal.updated', 'Ada', '2026-02-10', { data: { ownerId: w.ids.get('Ben') } }) // somebody else's goal
    await talks(w, 'Ada', 'Ben', '2026-04-10')
    await talks(w, 'Ada', 'Cem', '2026-05-02')
    await savesGoal(w, 'Ben', '2026-03-15')
    await savesGoal(w, 'Ben', '2026-05-20')
    await owns(w, 'Ben', '2026-02-05', '2026-04-01')
    await owns(w, 'Cem', '2026-03-03', '2026-12-31')
  })

  test('nobody counts before 30 days are over: not yet, never 0', async () => {
    for (const id of ['L1', 'L2', 'L4', 'G1', 'C1'] as const) expect(await count(w, id, '2026-03-03')).toBeNull()
    expect(await count(w, 'L1', '2026-03-04')).not.toBeNull()
  })

  test('L1: of Ada, Ben, Cem and Dia two signed in since go-live; Eve is on leave, Fay has days to go, Gus is in no wave', async () => {
    expect(await count(w, 'L1', '2026-03-12')).toEqual([2, 4])
    expect(await count(w, 'L1', '2026-03-08')).toEqual([1, 4]) // Cem came on the 10th
    expect(await count(w, 'L1', '2026-03-22')).toEqual([2, 5]) // Fay joined on 20 February
    expect(await count(w, 'L1', '2026-03-22', undefined, 'frozen')).toEqual([2, 4])
  })

  test('L2: Ben and Cem did something of use in their 30 days, Dia a day later', async () => {
    expect(await count(w, 'L2', '2026-03-12')).toEqual([2, 4])
  })

  test('L3: by 30 May only Ben has something in each of the last three months', async () => {
    // Months back from 30 May: 1–30 May, 31 March … 30 April, 1–30 March.
    expect(await count(w, 'L3', '2026-04-30')).toBeNull()
    expect(await count(w, 'L3', '2026-05-30')).toEqual([1, 5])
    expect(await count(w, 'L3', '2026-05-18')).toEqual([0, 4]) // Fay’s three months are over on the 19th, Ben’s third act came on the 20th
    expect(await count(w, 'L3', '2026-05-19')).toEqual([0, 5])
  })

  test('L4: days 3, 29, 30 and one still waiting; half have begun by day 29.5', async () => {
    expect(await count(w, 'L4', '2026-03-12')).toEqual([3, 4, 29.5])
    // Once Ada has talked she has begun too, on day 67: 3, 29, 30, 67 and Fay waiting.
    expect(await count(w, 'L4', '2026-05-01')).toEqual([4, 5, 30])
  })

  test('G1: who owns an active goal on the day', async () => {
    expect(await count(w, 'G1', '2026-03-12')).toEqual([2, 4])
    expect(await count(w, 'G1', '2026-04-01')).toEqual([1, 5]) // Ben's goal ended on 31 March
  })

  test('G1: whoever looks after a key result counts from the second definition on, once', async () => {
    const { rows } = await sql<{
      id: string
    }>`select goal_id as id from goal_ownership where organization_id = ${w.c.organizationId}
      and person_id = ${w.ids.get('Cem')!}`.execute(w.c.db)
    for (const who of ['Dia', 'Cem'])
      await sql`insert into goal_ownership (organization_id, goal_id, person_id, part, holds, recorded)
        values (${w.c.organizationId}, ${rows[0]!.id}, ${w.ids.get(who)!}, 'key_result', '[2026-04-04,2026-04-06)', '2026-04-04')`.execute(
        w.c.db,
      )
    expect(await count(w, 'G1', '2026-04-03')).toEqual([1, 5])
    expect(await count(w, 'G1', '2026-04-05')).toEqual([2, 5]) // Cem owns the goal and a part of it: one person
    const first = await w.c.db
      .transaction()
      .execute((tx) =>
        recount(tx, atOf(w.c, '2026-04-05', '2026-04-05T23:00:00Z'), ['organization'], new Map([['G1', 1]])),
      )
    expect(first.find((k) => k.metric === 'G1' && k.roster === 'live')).toMatchObject({ numerator: 1, denominator: 5 })
  })

  test('G3: whose goal reaches a goal of the company, over a goal that is over too, as the chain was on the day', async () => {
    const org = w.c.organizationId
    const goalOf = async (who: string) => {
      const { rows } = await sql<{ id: string }>`select goal_id as id from goal_ownership where organization_id = ${org}
        and person_id = ${w.ids.get(who)!} and part = 'goal'`.execute(w.c.db)
      return rows[0]!.id
    }
    await owns(w, 'Ada', '2026-02-02', '2026-04-10') // the company's
    await owns(w, 'Dia', '2026-03-20', '2026-12-31') // serves none until the 20th of April
    const [company, between, below, loose] = await Promise.all(['Ada', 'Ben', 'Cem', 'Dia'].map(goalOf))
    const placed = (
      goal: string,
      parent: string | null,
      level: string,
      from: string,
      until: string | null,
      known = from,
    ) =>
      sql`insert into goal_place (organization_id, goal_id, parent_id, level, holds, recorded)
        values (${org}, ${goal}, ${parent}, ${level}, daterange(${from}, ${until}), ${known})`.execute(w.c.db)
    await placed(company!, null, 'company', '2026-02-02', null)
    await placed(between!, company!, 'team', '2026-02-05', null)
    await placed(below!, between!, 'person', '2026-03-03', null)
    await placed(loose!, null, 'person', '2026-03-20', '2026-04-08')
    await placed(loose!, company!, 'person', '2026-04-08', null, '2026-04-08')
    // Ada, Ben and Cem of Ada, Ben, Cem and Dia; Fay counts from 22 March on.
    expect(await count(w, 'G3', '2026-03-21')).toEqual([3, 4])
    // Ben's own goal ended on 31 March; Cem still reaches the top over it.
    expect(await count(w, 'G3', '2026-04-03')).toEqual([2, 5])
    expect(await count(w, 'G3', '2026-04-07')).toEqual([2, 5])
    expect(await count(w, 'G3', '2026-04-09')).toEqual([3, 5]) // Dia's goal serves Ada's from the 8th on
    expect(await count(w, 'G3', '2026-04-09', '2026-04-07T23:00:00Z')).toEqual([2, 5]) // which nobody knew the day before
    expect(await count(w, 'G3', '2026-04-10')).toEqual([0, 5]) // the company's goal is over
  })

  test('C1: of five people with a working manager those who talked within 14 days', async () => {
    expect(await count(w, 'C1', '2026-04-24')).toEqual([1, 4]) // Ben on the 10th; Gus has no check-ins
    expect(await count(w, 'C1', '2026-04-25')).toEqual([0, 4])
    expect(await count(w, 'C1', '2026-05-03')).toEqual([1, 4])
  })

  test('a check-in that was taken back was not held', async () => {
    const subject = await talks(w, 'Ada', 'Dia', '2026-06-01')
    expect(await count(w, 'C1', '2026-06-05')).toEqual([1, 4])
    await event(w, 'checkin.reopened', 'Ada', '2026-06-03', { subject })
    expect(await count(w, 'C1', '2026-06-05')).toEqual([0, 4])
    expect(await count(w, 'C1', '2026-06-05', '2026-06-02T00:00:00Z')).toEqual([1, 4]) // as known before
  })

  test('a new manager begins a new window', async () => {
    await sql`update placement set superseded = '2026-07-01' where organization_id = ${w.c.organizationId} and person_id = ${w.ids.get('Ben')!}`.execute(
      w.c.db,
    )
    for (const [from, until, boss] of [
      ['2026-01-01', '2026-07-01', 'Ada'],
      ['2026-07-01', null, 'Cem'],
    ] as const) {
      await sql`insert into placement (organization_id, person_id, holds, department, country, manager_id, recorded)
        values (${w.c.organizationId}, ${w.ids.get('Ben')!}, daterange(${from}, ${until}), 'Sales', 'DE', ${w.ids.get(boss)!}, '2026-07-01')`.execute(
        w.c.db,
      )
    }
    expect((await count(w, 'C1', '2026-07-10'))![1]).toBe(3)
    expect((await count(w, 'C1', '2026-07-15'))![1]).toBe(4)
  })

  test('late knowledge changes the number as known now, not as known then', async () => {
    await signsIn(w, 'Dia', '2026-03-01', '2026-03-20T10:00:00Z')
    expect(await count(w, 'L1', '2026-03-12', '2026-03-12T23:00:00Z')).toEqual([2, 4])
    expect(await count(w, 'L1', '2026-03-12', '2026-03-21T00:00:00Z')).toEqual([3, 4])
  })

  test('every definition speaks four languages and names its floor', () => {
    for (const { newest } of registry) {
      expect(newest.floor).toBe(5)
      for (const words of Object.values(newest.words))
        for (const text of Object.values(words).flat()) expect(text.trim()).not.toBe('')
    }
  })
})

describe('recognition, counted by hand', () => {
  const thanks = async (w: World, by: string, to: readonly string[], day: string) => {
    const subject = randomUUID()
    await event(w, 'recognition.given', by, day, { subject, data: { personIds: to.map((name) => w.ids.get(name)) } })
    return subject
  }

  test('R1: who was recognised; not what was taken back or is hidden', async () => {
    const w = await world('thanks', seven, { recognition: true })
    await thanks(w, 'Ada', ['Ben', 'Cem'], '2026-04-20')
    await thanks(w, 'Dia', ['Ben', 'Gus', 'Eve'], '2026-04-25') // Gus is in no wave, Eve on leave
    await thanks(w, 'Ben', ['Ada'], '2026-05-01')
    const back = await thanks(w, 'Cem', ['Dia'], '2026-05-02')
    await event(w, 'recognition.taken_back', 'Cem', '2026-05-02', { subject: back, recorded: '2026-05-02T13:00:00Z' })
    const hidden = await thanks(w, 'Ben', ['Dia'], '2026-05-03')
    await event(w, 'recognition.hidden', 'Ada', '2026-05-04', { subject: hidden })
    await event(w, 'recognition.shown', 'Ada', '2026-05-08', { subject: hidden })
    expect(await count(w, 'R1', '2026-05-10')).toEqual([4, 5])
    expect(await count(w, 'R1', '2026-05-10', '2026-05-07T23:00:00Z')).toEqual([3, 5])
    expect(await count(w, 'R1', '2026-05-20')).toEqual([3, 5]) // the 20th of April is 30 days ago
  })

  test('R1: switched on by a later version, nobody counts before its own first 30 days are over', async () => {
    const off = await world('no-thanks', seven)
    await thanks(off, 'Ada', ['Ben'], '2026-04-20')
    expect(await count(off, 'R1', '2026-05-10')).toBeNull()
    const org = off.c.organizationId
    await sql`insert into program_version (organization_id, program_id, number, design, published_at)
      select organization_id, program_id, 2, jsonb_set(design, '{elements,recognition,on}', 'true'), '2026-05-15' from program_version where organization_id = ${org}`.execute(
      off.c.db,
    )
    await sql`update wave_version set holds = daterange('2026-02-02', '2026-05-15') where organization_id = ${org}`.execute(
      off.c.db,
    )
    await sql`insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded)
      select organization_id, wave_id, program_id, 2, daterange('2026-05-15', null), '2026-05-15' from wave_version where organization_id = ${org}`.execute(
      off.c.db,
    )
    expect(await count(off, 'R1', '2026-06-10')).toBeNull()
    expect(await count(off, 'R1', '2026-06-14')).toEqual([0, 5])
  })

  test('R2: how unevenly, among those who have been there for 90 days', async () => {
    const w = await world('spread', seven, { recognition: true })
    await thanks(w, 'Ada', ['Ben', 'Cem'], '2026-04-20')
    await thanks(w, 'Dia', ['Ben', 'Gus', 'Eve'], '2026-04-25')
    await thanks(w, 'Ben', ['Ada', 'Dia'], '2026-05-03')
    // Ada 1, Ben 2, Cem 1, Dia 1; Fay has not been there for 90 days: 3 ÷ (3 × 5).
    expect(await count(w, 'R2', '2026-05-10')).toEqual([5, 4, 0.2])
    // With Fay, who has 0, on the 21st: 0, 1, 1, 1, 2 give 8 ÷ (4 × 5).
    expect(await count(w, 'R2', '2026-05-21')).toEqual([5, 5, 0.4])
    expect(await count(w, 'R2', '2026-04-30')).toBeNull()
    // Nobody was recognised within 90 days any more: nothing to spread.
    expect(await count(w, 'R2', '2026-09-01')).toEqual([0, 5, null])
  })

  test('R2 of fewer people than the floor is hidden, with its number', async () => {
    const w = await world('thanks-floor', company, { recognition: true })
    await thanks(w, 'Sven', ['Lawyer 0'], '2026-05-01')
    await thanks(w, 'Lea', ['Seller 0', 'Seller 1'], '2026-05-01')
    w.at('2026-06-02T09:00:00Z')
    const of = (key: string) => numberAt(w.c, 'R2', { kind: 'department', key }, 'live', '2026-06-01')
    expect(await of('Legal')).toMatchObject({ suppressed: true, numerator: null, denominator: null, value: null })
    const whole = await numberAt(w.c, 'R2', { kind: 'organization', key: '' }, 'live', '2026-06-01')
    expect(whole).toMatchObject({ suppressed: false, numerator: 3, unit: 'index' })
    expect(whole.value).toBeGreaterThan(0.5)
  })
})

describe('check-ins, counted by hand', () => {
  const both = ['manager', 'report']

  test('C2: of Ben’s two and Cem’s one in 90 days, those with words of both', async () => {
    const w = await world('voices', seven)
    await talks(w, 'Ada', 'Dia', '2026-01-20', both) // before go-live
    await talks(w, 'Ada', 'Gus', '2026-04-11', both) // in no wave
    await talks(w, 'Ada', 'Eve', '2026-04-11', both) // on leave
    await talks(w, 'Ada', 'Cem', '2026-05-01') // of a release that did not write voices down
    await talks(w, 'Ada', 'Ben', '2026-04-10', both)
    const second = await talks(w, 'Ada', 'Ben', '2026-04-24', ['report'])
    const cem = await talks(w, 'Ada', 'Cem', '2026-04-12', both)
    expect(await count(w, 'C2', '2026-02-28')).toBeNull()
    expect(await count(w, 'C2', '2026-04-11')).toEqual([1, 1])
    expect(await count(w, 'C2', '2026-05-03')).toEqual([2, 3])
    // Ada adds words when she confirms, on 4 May.
    await event(w, 'checkin.seen', 'Ada', '2026-05-04', { subject: second, data: { voices: both } })
    expect(await count(w, 'C2', '2026-05-05')).toEqual([3, 3])
    expect(await count(w, 'C2', '2026-05-05', '2026-05-03T23:00:00Z')).toEqual([2, 3])
    // Cem says that they did not talk.
    await event(w, 'checkin.disputed', 'Cem', '2026-05-06', { subject: cem })
    expect(await count(w, 'C2', '2026-05-07')).toEqual([2, 2])
    // On 9 July the 10th of April is 90 days ago.
    expect(await count(w, 'C2', '2026-07-08')).toEqual([2, 2])
    expect(await count(w, 'C2', '2026-07-09')).toEqual([1, 1])
  })

  test('C2: hidden where fewer people than the floor had one, however many check-ins they had', async () => {
    const w = await world('voices-floor', company)
    for (let n = 0; n < 6; n++) await talks(w, 'Sven', 'Seller 0', '2026-03-0' + (n + 1), both)
    for (const who of ['Lawyer 0', 'Lawyer 1']) await talks(w, 'Lea', who, '2026-03-02', ['manager'])
    const judged = () =>
      numberAt(w.c, 'C2', { kind: 'organization', key: '' }, 'live', '2026-03-31').then((n) => [
        n.suppressed,
        n.numerator,
        n.denominator,
      ])
    w.at('2026-04-01T09:00:00Z')
    expect(await judged()).toEqual([true, null, null])
    for (const who of ['Seller 1', 'Seller 2']) await talks(w, 'Sven', who, '2026-03-02', both)
    expect(await judged()).toEqual([false, 8, 10])
  })

  test('C3: answers come out in batches, from the floor on, and roll off after 90 days as they came', async () => {
    const w = await world('useful', seven)
    const lead = { ...w.c, viewer: { ...jobViewer(w.c.organizationId), roles: ['lead' as const] } }
    const answer = async (...scores: number[]) => {
      for (const score of scores)
        await sql`insert into checkin_usefulness (organization_id, score) values (${w.c.organizationId}, ${score})`.execute(
          w.c.db,
        )
    }
    const night = async (at: string) => {
      w.at(at)
      await nightly(w.c)
    }
    const card = async (roster: 'live' | 'frozen' = 'live') =>
      (await dashboard(lead, contract.dashboard.query!.parse({ roster }))).charts.find((k) => k.definition.id === 'C3')
    await answer(5, 4, 3, 5)
    await night('2026-03-06T02:00:00Z')
    expect(await count(w, 'C3', '2026-03-05', '2026-03-06T03:00:00Z')).toBeNull()
    expect((await card())?.now).toMatchObject({ state: 'not_yet', reason: 'answers' })
    await answer(1)
    await night('2026-03-08T02:00:00Z')
    expect(await count(w, 'C3', '2026-03-07', '2026-03-08T03:00:00Z')).toEqual([3, 5])
    expect(await count(w, 'C3', '2026-03-07', '2026-03-08T01:00:00Z')).toBeNull() // as known before
    expect((await card())?.now).toMatchObject({ state: 'shown', point: { numerator: 3, denominator: 5, value: 60 } })
    expect(await card('frozen')).toBeUndefined()
    await answer(5, 5, 5, 5, 2, 2)
    await night('2026-04-11T02:00:00Z')
    expect(await count(w, 'C3', '2026-04-10', '2026-04-11T03:00:00Z')).toEqual([7, 11])
    expect(await count(w, 'C3', '2026-06-04', '2026-06-05T03:00:00Z')).toEqual([7, 11])
    expect(await count(w, 'C3', '2026-06-05', '2026-06-06T03:00:00Z')).toEqual([4, 6])
    expect((await recompute(w.c, '2026-03-01', '2026-04-30')).every((r) => r.same === r.numbers)).toBe(true)
    // No part of the company has a number of its own.
    await expect(table(lead, contract.table.query!.parse({ metric: 'C3', by: 'department' }))).rejects.toMatchObject({
      code: 'segment_unknown',
    })
    await expect(
      explain(lead, { metric: 'C3', ...contract.explain.query!.parse({ kind: 'wave', key: w.wave }) }),
    ).rejects.toMatchObject({ code: 'segment_unknown' })
    // A higher floor asks for larger batches.
    await setFloor(lead, { people: 8 })
    await answer(5, 5, 5, 5, 5)
    await night('2026-04-13T02:00:00Z')
    expect(await count(w, 'C3', '2026-04-12', '2026-04-13T03:00:00Z')).toEqual([7, 11])
    await answer(1, 1, 1)
    await night('2026-04-15T02:00:00Z')
    expect(await count(w, 'C3', '2026-04-14', '2026-04-15T03:00:00Z')).toEqual([12, 19])
  })
})

// Two departments under one head: Sales with 8, Legal with 3; all went live in February.
const company: Hire[] = [
  { name: 'Head', department: 'Board' },
  { name: 'Sven', boss: 'Head', department: 'Sales' },
  { name: 'Lea', boss: 'Head', department: 'Legal' },
  ...Array.from({ length: 11 }, (_, i): Hire => ({ name: `Seller ${i}`, boss: 'Sven', department: 'Sales' })),
  ...Array.from({ length: 2 }, (_, i): Hire => ({ name: `Lawyer ${i}`, boss: 'Lea', department: 'Legal' })),
  ...Array.from({ length: 9 }, (_, i): Hire => ({ name: `Maker ${i}`, boss: 'Head', department: 'Works' })),
]

describe('releases', () => {
  let w: World
  const viewer = (roles: Viewer['roles'], who?: string): Context => ({
    ...w.c,
    viewer: {
      ...jobViewer(w.c.organizationId),
      roles,
      personId: who ? w.ids.get(who)! : jobViewer(w.c.organizationId).personId,
    },
  })
  const ask = (query: Record<string, unknown>) => contract.dashboard.query!.parse(query)
  beforeAll(async () => {
    w = await world('released', company)
    for (const [i, p] of company.entries()) if (i % 2 === 0) await signsIn(w, p.name, '2026-02-10')
    for (const [i, p] of company.entries()) {
      await sql`insert into roster (organization_id, person_id, employed, full_name, given_name, family_name, sort_name, search, department, country, locale, time_zone, manager_id, seq, last_seq, depth, direct_reports)
        select organization_id, id, true, full_name, '', '', full_name, ' ' || lower(full_name), ${p.department!}, 'DE', 'en', 'UTC', ${p.boss ? w.ids.get(p.boss)! : null},
          ${p.name === 'Head' ? 1 : p.name === 'Sven' ? 2 : p.boss === 'Sven' ? i : p.name === 'Lea' ? 14 : p.boss === 'Lea' ? 15 : 17 + i}, ${p.name === 'Head' ? 99 : p.name === 'Sven' ? 13 : p.name === 'Lea' ? 16 : 0}, 0, ${p.name === 'Head' || p.name === 'Sven' || p.name === 'Lea' ? 2 : 0}
        from person where organization_id = ${w.c.organizationId} and id = ${w.ids.get(p.name)!}`.execute(w.c.db)
    }
  })

  test('before anybody counts there is none, and the page says from when', async () => {
    w.at('2026-02-20T02:00:00Z')
    await nightly(w.c)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.charts[0]!.now).toEqual({ state: 'not_yet', from: '2026-03-04', reason: 'window' })
    expect(page.charts[2]!.now).toMatchObject({ state: 'not_yet', from: '2026-05-05' })
    expect(page.charts[0]!.target).toEqual({ value: 80, by: '2026-06-30', source: 'program' })
    expect(page.charts[1]!.target).toEqual({ value: 75, by: null, source: 'ours' })
  })

  test('the first night gives everything out, with small groups and what would give them away hidden', async () => {
    w.at('2026-03-06T02:00:00Z')
    await nightly(w.c)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.segment.kind).toBe('organization')
    expect(page.charts[0]!.now).toEqual({
      state: 'shown',
      version: 2,
      point: { asOf: '2026-03-05', numerator: 13, denominator: 25, value: 52, interval: null },
    })
    const departments = await table(viewer(['lead']), contract.table.query!.parse({ metric: 'L1', by: 'department' }))
    const states = Object.fromEntries(
      departments.rows.map((r) => [r.segment.key, r.now.state === 'hidden' ? r.now.because : r.now.state]),
    )
    expect(states).toMatchObject({ Legal: 'floor', Board: 'floor', Sales: 'shown' })
    // Legal (3) and Board (1) together are 4: one more has to go with them.
    expect(states['Works']).toBe('complement')
    expect(JSON.stringify(departments.rows.filter((r) => r.now.state === 'hidden'))).not.toContain('numerator')
  })

  test('a leader sees their own line and no more', async () => {
    const sven = viewer(['manager', 'employee'], 'Sven')
    const withLine = { ...sven, viewer: { ...sven.viewer, seq: 2, lastSeq: 13 } }
    const page = await dashboard(withLine, ask({}))
    expect(page.segment).toMatchObject({ kind: 'line', label: 'Sven' })
    expect(page.charts[0]!.now).toMatchObject({ state: 'shown', point: { denominator: 12 } })
    expect(page.tables).toEqual(['line'])
    await expect(dashboard(withLine, ask({ kind: 'organization' }))).rejects.toMatchObject({ code: 'segment_unknown' })
    await expect(dashboard(withLine, ask({ kind: 'department', key: 'Sales' }))).rejects.toMatchObject({
      code: 'segment_unknown',
    })
    await expect(dashboard(withLine, ask({ kind: 'line', key: w.ids.get('Head')! }))).rejects.toMatchObject({
      code: 'segment_unknown',
    })
    const lea = viewer(['manager', 'employee'], 'Lea')
    expect(
      (await dashboard({ ...lea, viewer: { ...lea.viewer, seq: 14, lastSeq: 16 } }, ask({}))).charts[0]!.now,
    ).toEqual({ state: 'hidden', because: 'floor', asOf: '2026-03-05', last: null })
  })

  test('after one leaver the number stays about the same people; the operator sees the day’s own', async () => {
    await sql`update wave_member set superseded = '2026-03-07' where organization_id = ${w.c.organizationId} and person_id = ${w.ids.get('Seller 0')!}`.execute(
      w.c.db,
    )
    w.at('2026-03-09T02:00:00Z')
    await nightly(w.c)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.charts[0]!.now).toMatchObject({
      state: 'held',
      peopleOf: '2026-03-05',
      point: { asOf: '2026-03-08', numerator: 13, denominator: 25 },
    })
    expect(page.charts[0]!.series.map((p) => p.denominator)).toEqual([25, 25])
    expect(await numberAt(w.c, 'L1', { kind: 'organization', key: '' }, 'live', '2026-03-08')).toMatchObject({
      numerator: 13,
      denominator: 24,
      suppressed: false,
      status: 'measured',
    })
  })

  test('tables come once a month, the summary every night', async () => {
    const scopes = async () =>
      (
        await sql<{
          as_of: string
          scope: string
        }>`select as_of, scope from metric_release where organization_id = ${w.c.organizationId} order by as_of`.execute(
          w.c.db,
        )
      ).rows.map((r) => `${r.as_of} ${r.scope}`)
    expect(await scopes()).toEqual(['2026-03-05 tables', '2026-03-08 summary'])
    w.at('2026-04-01T02:00:00Z')
    await nightly(w.c)
    w.at('2026-04-02T02:00:00Z')
    await nightly(w.c)
    expect(await scopes()).toEqual([
      '2026-03-05 tables',
      '2026-03-08 summary',
      '2026-03-31 tables',
      '2026-04-01 summary',
    ])
    expect(await publish(w.c, '2026-03-10')).toBeNull() // a day before what was given out
  })

  test('computed again as known then they are the same; what came late is kept beside as restated', async () => {
    const before = await recompute(w.c, '2026-03-01', '2026-04-30')
    expect(before.every((r) => r.same === r.numbers)).toBe(true)
    expect(before.at(-1)!.restated).toBe(0)
    await signsIn(w, 'Seller 2', '2026-02-11', '2026-04-20T10:00:00Z')
    await signsIn(w, 'Seller 1', '2026-02-11', '2026-04-20T10:00:00Z')
    w.at('2026-04-21T02:00:00Z')
    const after = await recompute(w.c, '2026-03-01', '2026-04-30')
    expect(after.every((r) => r.same === r.numbers)).toBe(true)
    expect(after.some((r) => r.restated > 0)).toBe(true)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.charts[0]!.series[0]).toMatchObject({ asOf: '2026-03-05', numerator: 13 })
    expect(
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from metric_release where organization_id = ${w.c.organizationId} and restated and not published`.execute(
          w.c.db,
        )
      ).rows[0]!.n,
    ).toBeGreaterThan(0)
  })

  test('a number is explained with what it rests on', async () => {
    const e = await explain(viewer(['sponsor']), { metric: 'L1', ...contract.explain.query!.parse({}) })
    expect(e).toMatchObject({
      segment: { kind: 'organization' },
      definition: { version: 2, name: 'Activation' },
      now: { state: 'held' },
      floor: 5,
    })
    expect(e.knownAt).toBe('2026-04-02T02:00:00.000Z')
    expect(
      (
        await explain(
          { ...viewer(['sponsor']), viewer: { ...viewer(['sponsor']).viewer, locale: 'de-AT' } },
          { metric: 'G1', ...contract.explain.query!.parse({}) },
        )
      ).definition.name,
    ).toBe('Zielabdeckung')
  })

  test('a number of an earlier definition is described by that definition, later ones notwithstanding', async () => {
    await sql`update metric_cell set version = 1 where organization_id = ${w.c.organizationId} and metric = 'L2'`.execute(
      w.c.db,
    )
    const earlier = registry.find((m) => m.id === 'L2')!.earlier[0]!
    const { charts } = await dashboard(viewer(['lead']), ask({}))
    const [l1, l2] = charts.map((k) => k.definition)
    expect([l1!.version, l2!.version]).toEqual([2, 1])
    expect(l2!.counts).toEqual(earlier.words.en.counts)
    const departments = await table(viewer(['lead']), contract.table.query!.parse({ metric: 'L2', by: 'department' }))
    expect(departments.definition).toMatchObject({ version: 1, counts: earlier.words.en.counts })
  })

  test('a part of the company whose people have been live for long waits for the next release', async () => {
    const works = { kind: 'department', key: 'Works' }
    await sql`delete from metric_cell where organization_id = ${w.c.organizationId} and segment_key = 'Works' and metric = 'L1'`.execute(
      w.c.db,
    )
    const page = await dashboard(viewer(['lead']), ask(works))
    expect(page.charts[0]!.now).toEqual({ state: 'not_yet', from: '2026-03-04', reason: 'release' })
    const nobody = await dashboard(viewer(['lead']), ask({ kind: 'department', key: 'Moon' }))
    expect(nobody.charts[0]!.now).toEqual({ state: 'not_yet', from: null, reason: 'nobody' })
  })

  test('the floor rises and never falls once a wave is live', async () => {
    expect(await setFloor(viewer(['lead']), { people: 8 })).toEqual({ floor: 8 })
    // At the same instant once more: what is answered is what holds.
    expect(await setFloor(viewer(['lead']), { people: 9 })).toEqual({ floor: 9 })
    const { rows } = await sql<{
      people: number
    }>`select people from metric_floor where organization_id = ${w.c.organizationId} order by set_at desc limit 1`.execute(
      w.c.db,
    )
    expect(rows[0]!.people).toBe(9)
    await expect(setFloor(viewer(['lead']), { people: 5 })).rejects.toMatchObject({ code: 'floor_falls' })
    await expect(
      sql`insert into metric_floor (organization_id, set_at, people) values (${w.c.organizationId}, '2026-12-01', 6)`.execute(
        w.c.db,
      ),
    ).rejects.toThrow('only rises')
    await expect(
      sql`update metric_floor set people = 5 where organization_id = ${w.c.organizationId}`.execute(w.c.db),
    ).rejects.toThrow('new row')
  })

  test('a release from before a metric existed comes out the same without it', async () => {
    w.at('2026-09-01T02:00:00Z')
    const whole = await recompute(w.c, '2026-04-01', '2026-04-01')
    w.at('2026-09-01T03:00:00Z')
    const { rowCount } = await w.base.database.owner.query(
      `delete from metric_cell where organization_id = '${w.c.organizationId}' and as_of = '2026-04-01' and metric = 'L1'`,
    )
    expect(rowCount).toBeGreaterThan(0)
    const [without] = await recompute(w.c, '2026-04-01', '2026-04-01')
    expect(without!.numbers).toBeLessThan(whole[0]!.numbers)
    expect(without!.same).toBe(without!.numbers)
  })
})
