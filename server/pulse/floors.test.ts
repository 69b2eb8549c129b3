/** What is told of few people, and of many over several rounds. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { answer } from './answering.ts'
import { response, results } from './results.ts'
import { close, nightly, openDue } from './rounds.ts'
import { create, end, get, reckon, update } from './surveys.ts'
import { ask, company, north, running, say, south } from './testing-company.ts'

describe('the floors', () => {
  it('let the number of answers move on in steps while a round is open, and tell all when it ends', async () => {
    const w = await company('pulse-steps')
    const { surveyId, roundId } = await running(w)
    const lead = await w.as('head')
    const seen = async () => {
      await nightly(w.c)
      const read = await response(lead, { roundId, by: 'department' })
      const [round] = (await get(lead, { surveyId })).rounds
      return [read.total!.answered, round!.answered, read.rows.find((r) => r.segment.key === 'North')!.counts!.answered]
    }
    // One whole-company answer less than the floor says nothing, and neither does each one after it.
    for (const name of north.slice(0, 4)) await say(await w.as(name), roundId, 5)
    expect(await seen()).toEqual([0, 0, 0])
    await say(await w.as('south0'), roundId, 5)
    expect(await seen()).toEqual([5, 5, 0])
    await say(await w.as('north4'), roundId, 5)
    expect(await seen()).toEqual([5, 5, 5])
    for (const name of north.slice(5, 9)) await say(await w.as(name), roundId, 5)
    expect(await seen()).toEqual([10, 10, 5])
    await close(lead, { roundId })
    const [round] = (await get(lead, { surveyId })).rounds
    expect(round).toMatchObject({ answered: 10 })
    const after = await response(lead, { roundId, by: 'department' })
    expect(after.rows.find((r) => r.segment.key === 'North')!.counts).toEqual({ asked: 12, answered: 9 })
  })

  it('hold against a second survey that asks the same in one’s own words, of all but one', async () => {
    const w = await company('pulse-twice')
    const lead = await w.as('head')
    const why = { id: 'mine', item: null, kind: 'agreement' as const, text: { en: 'I would stay here.' }, options: [] }
    const asking = (said: string) =>
      running(w, { title: { en: 'One' }, languages: ['en'], questions: [{ ...why, text: { en: said } }] }, null)
    const reply = async (roundId: string, who: readonly string[]) => {
      for (const name of who)
        await answer(await w.as(name), { roundId, answers: [{ questionId: 'mine', value: 3, words: '' }] })
      await close(lead, { roundId })
      return (await results(lead, ask({ roundId }))).standing
    }
    const everyone = [...north, ...south, 'nora', 'sam', 'head']
    expect(await reply((await asking('I would stay here.')).roundId, everyone)).toEqual({ state: 'shown' })
    const again = await reply((await asking(' I would stay HERE. ')).roundId, everyone.slice(1))
    expect(again).toEqual({ state: 'hidden', because: 'complement' })
    expect(await reply((await asking('I like the coffee.')).roundId, everyone.slice(2))).toEqual({ state: 'shown' })
  })

  it('ask nobody where so many rest that nothing could be shown', async () => {
    const w = await company('pulse-rest-few', { most: 1 })
    const lead = await w.as('head')
    const { surveyId, roundId } = await running(w, { every: 'month', openDays: 3 })
    await close(lead, { roundId })
    // Four have not been asked yet.
    await sql`delete from pulse_invitation where organization_id = ${w.c.organizationId} and person_id = any(${south.map((n) => w.ids.get(n)!)}::uuid[])`.execute(
      w.c.db,
    )
    w.base.clock.set('2026-04-02T09:00:00Z')
    await openDue(w.c, surveyId)
    const { rounds, state } = await get(lead, { surveyId })
    expect(rounds).toHaveLength(1)
    expect(state).toEqual({ state: 'resting', opensOn: '2026-05-02' })
  })

  it('show nothing of a round that fewer than five answered, not even comments', async () => {
    const w = await company('pulse-few')
    const { roundId } = await running(w)
    for (const name of ['north0', 'north1', 'north2', 'north3']) await say(await w.as(name), roundId, 5, 'a word')
    const lead = await w.as('head')
    await close(lead, { roundId })
    const read = await results(lead, ask({ roundId }))
    expect(read.standing).toEqual({ state: 'hidden', because: 'floor' })
    const { rows } = await sql<{
      n: number
    }>`select (select count(*) from pulse_count) + (select count(*) from pulse_comment) as n`.execute(w.c.db)
    expect(rows[0]!.n).toBe(0)
  })

  it('show no comment below ten of them', async () => {
    const w = await company('pulse-comments')
    const { roundId } = await running(w)
    for (const [i, name] of north.entries()) await say(await w.as(name), roundId, 5, i < 9 ? 'a word' : '')
    const lead = await w.as('head')
    await close(lead, { roundId })
    expect((await results(lead, ask({ roundId }))).comments).toMatchObject([{ words: [], hidden: true }])
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pulse_comment`.execute(w.c.db)
    expect(rows[0]!.n).toBe(0)
  })

  it('rise with the company’s own', async () => {
    const w = await company('pulse-company-floor')
    const { roundId } = await running(w)
    for (const name of north.slice(0, 8)) await say(await w.as(name), roundId, 5)
    await sql`insert into metric_floor (organization_id, set_at, people) values (${w.c.organizationId}, '2026-03-02T10:00:00Z', 9)`.execute(
      w.c.db,
    )
    const lead = await w.as('head')
    await close(lead, { roundId })
    expect((await results(lead, ask({ roundId }))).standing).toEqual({ state: 'hidden', because: 'floor' })
  })
})

describe('over rounds', () => {
  it('asks again on its rhythm, ends by itself, and stays with older numbers while too few differ', async () => {
    const w = await company('pulse-rounds')
    const lead = await w.as('head')
    const { surveyId, roundId: first } = await running(w, { every: 'month', openDays: 5 })
    for (const name of north) await say(await w.as(name), first, 5)
    w.base.clock.set('2026-03-06T23:30:00Z') // past midnight in Berlin: the day after the last
    await nightly(w.c)
    expect((await get(lead, { surveyId })).state).toEqual({ state: 'resting', opensOn: '2026-04-02' })
    w.base.clock.set('2026-04-02T01:45:00Z')
    await nightly(w.c)
    const second = (await get(lead, { surveyId })).rounds[0]!
    expect(second).toMatchObject({ number: 2, state: 'open', opensOn: '2026-04-02', closesOn: '2026-04-06' })
    w.base.clock.set('2026-04-02T09:00:00Z')
    for (const name of north.slice(1)) await say(await w.as(name), second.id, 1)
    await close(lead, { roundId: second.id })
    const held = await results(lead, ask({ roundId: second.id }))
    expect(held.standing).toEqual({ state: 'held', number: 1, on: '2026-03-07' })
    expect(held.questions[0]!.score).toMatchObject({ answered: 11, favourable: 11 })
    expect(held.questions[0]!.trend.map((p) => p.number)).toEqual([1])
    w.base.clock.set('2026-05-02T09:00:00Z')
    await nightly(w.c)
    const third = (await get(lead, { surveyId })).rounds[0]!
    for (const name of [...north.slice(0, 3), ...south, 'head', 'sam', 'nora']) await say(await w.as(name), third.id, 2)
    await close(lead, { roundId: third.id })
    const shown = await results(lead, ask({ roundId: third.id }))
    expect(shown.standing).toEqual({ state: 'shown' })
    expect(shown.questions[0]!.trend.map((p) => [p.number, p.favourable])).toEqual([
      [1, 11],
      [3, 0],
    ])
    expect((await end(lead, { surveyId })).state).toEqual({ state: 'over' })
    await expect(end(lead, { surveyId })).rejects.toMatchObject({ code: 'pulse_not_running' })
  })

  it('counts an audience beforehand no more exactly than audiences are counted', async () => {
    const w = await company('pulse-audience')
    const lead = await w.as('head')
    const made = await create(lead, { programId: w.programId, from: 'enps', languages: ['en'] })
    const reckoned = async (rule: unknown) => {
      const { rows } = await sql<{
        id: string
      }>`insert into audience (organization_id, name, rule, created_by, created_at, updated_at)
        values (${w.c.organizationId}, ${JSON.stringify(rule)}, ${JSON.stringify(rule)}::jsonb, ${w.ids.get('head')!}, '2026-03-01', '2026-03-01') returning id`.execute(
        w.c.db,
      )
      const { revision } = await get(lead, { surveyId: made.id })
      await update(lead, { surveyId: made.id, revision, audienceId: rows[0]!.id })
      return reckon(lead, { surveyId: made.id })
    }
    const north = { field: 'department', in: ['North'] }
    expect(await reckoned(north)).toMatchObject({ people: 12, upTo: false })
    const hired = { all: [north, { tenure: ['under_3_months'] }] }
    expect(await reckoned(hired)).toMatchObject({ people: 12, upTo: true })
  })

  it('lets people rest whom any survey asked often enough', async () => {
    const w = await company('pulse-rest', { most: 1 })
    await running(w)
    const lead = await w.as('head')
    const other = await create(lead, { programId: w.programId, from: 'enps', languages: ['en'] })
    expect(await reckon(lead, { surveyId: other.id })).toMatchObject({ people: 18, resting: 18, asked: 0, most: 1 })
  })

  it('compares what leaders call a success with what everyone else does', async () => {
    const w = await company('pulse-gap')
    // Six who lead people.
    await sql`update roster set direct_reports = 1 where organization_id = ${w.c.organizationId} and full_name = any(${['north0', 'north1', 'north2']}::text[])`.execute(
      w.c.db,
    )
    const { roundId } = await running(w, {}, 'program')
    const vote = async (name: string, value: number) =>
      answer(await w.as(name), { roundId, answers: [{ questionId: 'program-success', value, words: '' }] })
    for (const name of ['head', 'nora', 'sam', 'north0', 'north1', 'north2']) await vote(name, 5)
    for (const [i, name] of [...north.slice(3), ...south.slice(0, 2)].entries()) await vote(name, i < 4 ? 4 : 2)
    const lead = await w.as('head')
    await close(lead, { roundId })
    const success = (await results(lead, ask({ roundId }))).questions.find((q) => q.id === 'program-success')!
    expect(success.leaders).toEqual({
      leaders: { favourable: 6, answered: 6 },
      others: { favourable: 4, answered: 10 },
      gap: 60,
    })
  })
})

describe('before go-live', () => {
  it('asks the people of a wave that prepares where the survey says so, and nobody else', async () => {
    const w = await company('pulse-baseline', { launched: false })
    const lead = await w.as('head')
    const survey = await create(lead, { programId: w.programId, from: 'understanding', languages: ['en'] })
    expect((await reckon(lead, { surveyId: survey.id })).people).toBe(0)
    const baseline = await update(lead, { surveyId: survey.id, revision: survey.revision, reach: 'preparing' })
    expect((await reckon(lead, { surveyId: survey.id })).people).toBe(18)
    // Somebody on leave is not planned for.
    await sql`update roster set status = 'leave' where organization_id = ${w.c.organizationId} and full_name = 'north0'`.execute(
      w.c.db,
    )
    expect((await reckon(lead, { surveyId: baseline.id })).people).toBe(17)
  })
})
