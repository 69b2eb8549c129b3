/** Recognition and check-ins, counted by hand. */
import { describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { metrics as contract } from '../../contract/metrics.ts'
import { jobViewer } from '../platform/context.ts'
import { nightly, numberAt, recompute } from './metrics.ts'
import { dashboard, explain, setFloor } from './reading.ts'
import { table } from './table.ts'
import { company, count, event, seven, talks, type World, world } from './testing-company.ts'

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
