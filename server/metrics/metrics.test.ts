import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { MetricId } from '../../contract/metrics.ts'
import { registry } from './registry.ts'
import { atOf, recount } from './release.ts'
import { count, event, seven, signsIn, talks, type World, world } from './testing-company.ts'

const savesGoal = (w: World, who: string, day: string) =>
  event(w, 'goal.created', who, day, { data: { ownerId: w.ids.get(who) } })

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
      // Only what everybody may see anyway goes without one.
      expect(newest.floor).toBe(['L8', 'L12R', 'L14', 'L14S'].includes(newest.id) ? 1 : 5)
      for (const words of Object.values(newest.words))
        for (const text of Object.values(words).flat()) expect(text.trim()).not.toBe('')
    }
  })
})
