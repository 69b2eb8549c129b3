import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Request } from '../../contract/operation.ts'
import { pulse } from '../../contract/pulse.ts'
import { createOrganization } from '../access/access.ts'
import { contextAs } from '../access/sessions.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays } from '../platform/clock.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { answer, form, mine } from './answering.ts'
import { letters } from './letters.ts'
import { publishedItems } from './pulse.ts'
import { exportRound, response, results, table } from './results.ts'
import { close, nightly, openDue, workingTime } from './rounds.ts'
import { create, end, get, launch, list, raiseFloor, reckon, update } from './surveys.ts'

/** A company in rows: a head, two leaders with 9 and 4 people, and whoever acts. */
type World = {
  base: TestBase
  c: Context
  ids: Map<string, string>
  as(name: string): Promise<Context>
  programId: string
}

const team = (name: string, n: number) => Array.from({ length: n }, (_, i) => `${name}${i}`)
const north = team('north', 11)
const south = team('south', 4)

async function company(slug: string, options: { launched?: boolean; most?: number } = {}): Promise<World> {
  const base = await testBase({ at: '2026-03-02T08:00:00Z' })
  const made = await createOrganization(base, { name: 'Test', slug, timeZone: 'Europe/Berlin' })
  const c = contextFor(base, made.id)
  const ids = new Map<string, string>()
  const hire = async (name: string, boss: string | null, department: string, place: [number, number, number]) => {
    const [seq, last, direct] = place
    const { rows } = await sql<{
      id: string
    }>`insert into person (organization_id, employee_number, full_name, given_name, email, email_key, created_at)
      values (${made.id}, ${name}, ${name}, ${name}, ${`${name}@${slug}.example`}, ${`${name}@${slug}.example`}, '2026-01-01') returning id`.execute(
      c.db,
    )
    const id = rows[0]!.id
    ids.set(name, id)
    await sql`insert into spell (organization_id, person_id, holds, recorded) values (${made.id}, ${id}, '[2020-01-01,)', '2026-01-01')`.execute(
      c.db,
    )
    await sql`insert into roster (organization_id, person_id, employed, employee_number, full_name, given_name, family_name, sort_name, search, email,
        department, location, country, locale, time_zone, hired_on, present_since, manager_id, seq, last_seq, depth, direct_reports, all_reports)
      values (${made.id}, ${id}, true, ${name}, ${name}, ${name}, '', ${name}, ${` ${name}`}, ${`${name}@${slug}.example`}, ${department}, 'Berlin', 'DE', 'de-DE', 'Europe/Berlin',
        '2020-01-01', '2020-01-01', ${boss === null ? null : ids.get(boss)!}, ${seq}, ${last}, ${boss === null ? 0 : 1}, ${direct}, ${last - seq})`.execute(
      c.db,
    )
  }
  await hire('head', null, 'Board', [1, 1 + 2 + north.length + south.length, 2])
  await hire('nora', 'head', 'North', [2, 2 + north.length, north.length])
  for (const [i, name] of north.entries()) await hire(name, 'nora', 'North', [3 + i, 3 + i, 0])
  const from = 3 + north.length
  await hire('sam', 'head', 'South', [from, from + south.length, south.length])
  for (const [i, name] of south.entries()) await hire(name, 'sam', 'South', [from + 1 + i, from + 1 + i, 0])
  await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${made.id}, ${ids.get('head')!}, 'lead', '2026-01-01')`.execute(
    c.db,
  )
  const { programId } = await makeWave(c.db, {
    organizationId: made.id,
    day: '2026-03-01',
    at: base.clock.now(),
    launched: options.launched ?? true,
    elements: { pulse: { on: true, most: options.most ?? 6, weeks: 8 } },
  })
  return {
    base,
    c,
    ids,
    programId,
    as: async (name) => (await contextAs(base, c.db, made.id, ids.get(name)!))!,
  }
}

type Change = Partial<Request<typeof pulse.update>>
/** A launched survey whose first round is open. */
async function running(w: World, change: Change = {}, from: string | null = 'understanding') {
  const lead = await w.as('head')
  const made = await create(lead, { programId: w.programId, from, languages: ['en', 'de'] })
  const written = await update(lead, {
    surveyId: made.id,
    ...pulse.update.body!.parse({ revision: made.revision, opensOn: w.base.clock.today('Europe/Berlin'), ...change }),
  })
  await launch(lead, { surveyId: made.id, revision: written.revision })
  await openDue(w.c, made.id)
  const { rounds } = await get(lead, { surveyId: made.id })
  return { surveyId: made.id, roundId: rounds[0]!.id }
}

const say = (c: Context, roundId: string, value: number | null, words = '') =>
  answer(c, {
    roundId,
    ...pulse.answer.body!.parse({
      answers: [
        { questionId: 'understanding-why', value },
        { questionId: 'understanding-mine', value },
        ...(words ? [{ questionId: 'understanding-comment', words }] : []),
      ],
    }),
  })
const ask = (query: Request<typeof pulse.results>) => ({
  ...pulse.results.query!.parse(query),
  roundId: query.roundId,
})

describe('a survey', () => {
  let w: World
  beforeAll(async () => {
    w = await company('pulse-life')
  })

  it('begins from the library in the company’s languages, with the program’s name', async () => {
    const lead = await w.as('head')
    const made = await create(lead, { programId: w.programId, from: 'understanding', languages: ['en', 'de'] })
    expect(made.title).toEqual({ en: 'Is it clear what Compass is for?', de: 'Ist klar, wozu es Compass gibt?' })
    expect(made.state).toEqual({ state: 'draft' })
    expect(made.missing).toEqual(['date'])
    await expect(launch(lead, { surveyId: made.id, revision: made.revision })).rejects.toMatchObject({
      code: 'pulse_incomplete',
    })
    expect((await list(await w.as('nora'))).surveys).toEqual([])
    await expect(get(await w.as('nora'), { surveyId: made.id })).rejects.toMatchObject({ code: 'not_found' })
    const planned = await reckon(lead, { surveyId: made.id })
    expect(planned).toMatchObject({ people: 18, asked: 18, resting: 0, tooSmall: ['Board'], floor: 5 })
  })

  it('stays as it is once launched, and its floor only rises', async () => {
    const { surveyId } = await running(w)
    const lead = await w.as('head')
    const { revision } = await get(lead, { surveyId })
    await expect(update(lead, { surveyId, revision, openDays: 20 })).rejects.toMatchObject({ code: 'pulse_launched' })
    expect((await raiseFloor(lead, { surveyId, floor: 7 })).floor).toBe(7)
    await expect(raiseFloor(lead, { surveyId, floor: 6 })).rejects.toMatchObject({ code: 'floor_falls' })
    await expect(
      sql`update pulse_survey set floor = 5 where organization_id = ${w.c.organizationId} and id = ${surveyId}`.execute(
        w.c.db,
      ),
    ).rejects.toThrow(/only rises/)
    const { rows } = await sql<{ type: string; actor_id: string }>`select type, actor_id from event
      where organization_id = ${w.c.organizationId} and subject_kind = 'survey' and subject_id = ${surveyId} order by id`.execute(
      w.c.db,
    )
    expect(rows.map((r) => r.type)).toEqual([
      'survey.created',
      'survey.updated',
      'survey.launched',
      'survey.round_opened',
      'survey.floor_raised',
    ])
    expect(rows[2]!.actor_id).toBe(w.ids.get('head'))
  })

  it('is read before it is answered, sent once, and cannot be sent or changed again', async () => {
    const { roundId } = await running(w)
    const me = await w.as('north0')
    const read = await form(me, { roundId })
    expect(read).toMatchObject({ state: 'open', language: 'de', floor: 5, commentFloor: 10, hasManager: true })
    expect(read.questions.map((q) => q.text)[0]).toBe('Ich weiß, warum es Compass gibt.')
    await expect(say(me, roundId, 9)).rejects.toMatchObject({ code: 'pulse_answers' })
    await expect(say(me, roundId, null)).rejects.toMatchObject({ code: 'pulse_answers' })
    await say(me, roundId, 5)
    await expect(say(me, roundId, 1)).rejects.toMatchObject({ code: 'pulse_answered' })
    expect((await form(me, { roundId })).state).toBe('answered')
    expect((await mine(me)).open.map((o) => o.roundId)).not.toContain(roundId)
    await nightly(w.c)
    await expect(say(me, roundId, 1)).rejects.toMatchObject({ code: 'pulse_answered' })
    expect((await mine(me)).past.find((p) => p.roundId === roundId)).toMatchObject({ took: true })
  })

  it('lets two answers of one person that arrive at once become one', async () => {
    const { roundId } = await running(w)
    const me = await w.as('north0')
    const both = await Promise.allSettled([say(me, roundId, 5), say(me, roundId, 1)])
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('opens each letter on a page, with the floor in it, and reminds everybody alike', async () => {
    const { roundId } = await running(w, { reminderAfter: 3 })
    const written = async (kind: string) =>
      (
        await sql<{
          person_id: string
        }>`select person_id from outgoing_mail where organization_id = ${w.c.organizationId} and subject_id = ${roundId} and kind = ${kind} order by 1`.execute(
          w.c.db,
        )
      ).rows.map((r) => r.person_id)
    expect(await written('pulse_asked')).toHaveLength(18)
    await say(await w.as('north1'), roundId, 4)
    w.base.clock.forward({ days: 3 })
    await nightly(w.c)
    await nightly(w.c)
    expect(await written('pulse_reminder')).toEqual(await written('pulse_asked'))
    const letter = {
      id: 'x',
      personId: w.ids.get('north1')!,
      address: 'a@b.example',
      kind: 'pulse_asked',
      subjectId: roundId,
      params: {},
      fullName: 'North One',
      givenName: 'North',
      locale: 'fr-FR',
      timeZone: 'Europe/Paris',
      attempts: 0,
      dueAt: w.base.clock.now(),
    }
    const made = (await letters['pulse_asked']!(w.c, [letter])).get('x')!
    expect(made).toMatchObject({ language: 'fr', fromName: 'Compass' })
    expect('text' in made && made.text).toContain(`/o/pulse-life/pulse/${roundId}`)
  })
})

it('writes in working hours of the reader', () => {
  const zone = 'Europe/Berlin'
  expect(workingTime('2026-03-02T01:45:00Z', zone, zone)).toBe('2026-03-02T08:00:00.000Z')
  expect(workingTime('2026-03-02T10:00:00Z', zone, zone)).toBe('2026-03-02T10:00:00Z')
  expect(workingTime('2026-03-02T20:00:00Z', zone, zone)).toBe('2026-03-03T08:00:00.000Z')
  expect(workingTime('2026-03-02T01:45:00Z', 'Nowhere/At-All', zone)).toBe('2026-03-02T08:00:00.000Z')
})

describe('a round', () => {
  let w: World
  let round: { surveyId: string; roundId: string }
  beforeAll(async () => {
    w = await company('pulse-round')
    round = await running(w)
    for (const [i, name] of north.entries()) await say(await w.as(name), round.roundId, i < 8 ? 5 : 2, `words ${i}`)
    for (const name of ['south0', 'south1', 'south2', 'sam']) await say(await w.as(name), round.roundId, 1)
    await say(await w.as('head'), round.roundId, 4)
  })

  it('tells nothing before it ends, but how many have answered above the floor', async () => {
    const lead = await w.as('head')
    await nightly(w.c)
    const open = await results(lead, ask({ roundId: round.roundId }))
    expect(open.standing).toMatchObject({ state: 'open' })
    expect(open.questions.every((q) => q.score === null)).toBe(true)
    expect(open.comments).toEqual([])
    const asked = await response(lead, { roundId: round.roundId, by: 'department' })
    expect(asked.total).toEqual({ asked: 18, answered: 16 })
    expect(asked.rows.find((r) => r.segment.key === 'North')!.counts).toEqual({ asked: 12, answered: 11 })
    // One person at the head: hidden, and South too, which would give it away.
    expect(asked.rows.find((r) => r.segment.key === 'Board')!.counts).toBeNull()
  })

  it('opens all answers at once and keeps counts of groups that may be shown', async () => {
    const lead = await w.as('head')
    const done = await close(lead, { roundId: round.roundId })
    expect(done.rounds[0]).toMatchObject({ state: 'closed', answered: 16, asked: 18 })
    const whole = await results(lead, ask({ roundId: round.roundId }))
    expect(whole.standing).toEqual({ state: 'shown' })
    expect(whole.questions[0]!.score).toEqual({
      counts: [4, 3, 0, 1, 8],
      unsaid: 0,
      answered: 16,
      favourable: 9,
      mean: (4 * 1 + 3 * 2 + 4 + 8 * 5) / 16,
      nps: null,
    })
    // Not asked by these answers at all: everybody rather not said.
    expect(whole.questions[2]!.score).toMatchObject({ answered: 0, unsaid: 16 })
    expect(whole.comments[0]!.words).toHaveLength(11)
    expect(whole.comments[0]!.words.toSorted()).toEqual(north.map((_, i) => `words ${i}`).toSorted())
    await expect(close(lead, { roundId: round.roundId })).rejects.toMatchObject({ code: 'pulse_closed' })
    await expect(say(await w.as('south3'), round.roundId, 5)).rejects.toMatchObject({ code: 'pulse_closed' })
  })

  it('gives a manager their own line and nothing else', async () => {
    const nora = await w.as('nora')
    const own = await results(nora, ask({ roundId: round.roundId }))
    expect(own.segment).toMatchObject({ kind: 'line', label: 'nora' })
    expect(own.standing).toEqual({ state: 'shown' })
    expect(own.questions[0]!.score).toMatchObject({ answered: 11, favourable: 8 })
    expect(own.comments).toEqual([])
    expect(own.questions[0]!.leaders).toBeNull()
    for (const query of [
      { kind: 'organization' },
      { kind: 'department', key: 'North' },
      { kind: 'line', key: w.ids.get('sam')! },
      { kind: 'line', key: w.ids.get('head')! },
      { kind: 'manager', key: 'yes' },
    ] as const)
      await expect(results(nora, ask({ roundId: round.roundId, ...query }))).rejects.toMatchObject({
        code: 'segment_unknown',
      })
    const sam = await results(await w.as('sam'), ask({ roundId: round.roundId }))
    expect(sam.standing).toMatchObject({ state: 'hidden', because: 'floor' })
    expect(sam.questions[0]!.score).toBeNull()
    expect(sam.answered).toBeNull()
    const rows = (await table(nora, { roundId: round.roundId, questionId: 'understanding-why', by: 'line' })).rows
    expect(rows.map((r) => r.segment.label)).toEqual(['nora'])
  })

  it('exports published tables alone', async () => {
    const { body } = await exportRound(await w.as('nora'), { roundId: round.roundId })
    expect(body).toContain('nora')
    expect(body).not.toContain('sam')
    expect(body).not.toContain('words')
    const all = String((await exportRound(await w.as('head'), { roundId: round.roundId })).body)
    // Where a group is hidden its line has no numbers.
    expect(all.split('\r\n').filter((l) => l.includes(',South,'))).toEqual([expect.stringMatching(/South,hidden,,,,$/)])
  })

  it('hands metrics what was published, by item and group', async () => {
    const published = (asOf: string) =>
      publishedItems(w.c.db, w.c.organizationId, ['understanding.why'], {
        asOf,
        knownAt: w.base.clock.now(),
        kinds: ['organization', 'department'],
      })
    const found = await published('2026-03-02')
    expect(found.find((f) => f.kind === 'organization')).toMatchObject({ counts: [4, 3, 0, 1, 8, 0], held: false })
    // South is hidden, and whoever is at the head.
    expect(found.filter((f) => f.kind === 'department').map((f) => f.key)).toEqual(['North'])
    expect(await published('2026-03-01')).toEqual([])
    expect(await published('2027-03-04')).toEqual([])
  })

  it('keeps nothing of a group that is hidden, and no answer of anybody', async () => {
    const { rows } = await sql<{ hidden: number; slips: number; marks: number; seals: number }>`select
      (select count(*) from pulse_count k join pulse_cell c using (organization_id, round_id, kind, key) where c.verdict <> 'shown')::int as hidden,
      (select count(*) from pulse_slip)::int as slips, (select count(*) from pulse_mark)::int as marks,
      (select count(*) from pulse_round where closed_on is not null and seal is not null)::int as seals`.execute(w.c.db)
    expect(rows[0]).toEqual({ hidden: 0, slips: 0, marks: 0, seals: 0 })
  })
})

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

describe('whoever has the database', () => {
  type Row = Record<string, unknown> & { ctid: string; xmin: string }
  const rowsOf = async (w: World, name: string) =>
    (
      await w.base.database.owner.query<Row>(
        `select ctid::text, xmin::text, t.* from ${name} t where organization_id = '${w.c.organizationId}' order by t.ctid`,
      )
    ).rows
  const people = [...north, ...south.slice(0, 3)]

  it('cannot link who took part with what was answered: by column, transaction, place, order, time or log', async () => {
    const w = await company('pulse-link')
    const { roundId } = await running(w)
    const before = (
      await w.base.database.owner.query<{ id: number }>('select coalesce(max(id), 0)::int as id from event')
    ).rows[0]!.id
    // Each at a time of their own, in a known order, with an answer of their own.
    for (const [i, name] of people.entries()) {
      w.base.clock.forward({ minutes: 7 })
      await say(await w.as(name), roundId, (i % 5) + 1, `secret ${name}`)
    }

    // While the round is open: nothing names a person beside a seal, and nothing sealed can be read.
    const marks = await rowsOf(w, 'pulse_mark')
    const slips = await rowsOf(w, 'pulse_slip')
    expect(marks).toHaveLength(people.length)
    expect(await rowsOf(w, 'pulse_participation')).toEqual([])
    const ids = [...w.ids.values()]
    for (const row of [...marks, ...slips]) {
      const text = Object.values(row)
        .map((v) => (Buffer.isBuffer(v) ? v.toString('latin1') + v.toString('hex') : String(v)))
        .join(' ')
      for (const id of ids) expect(text).not.toContain(id)
      for (const id of ids) expect(text).not.toContain(id.replaceAll('-', ''))
      expect(text).not.toContain('secret')
      expect(text).not.toContain('North')
      expect(Object.keys(row).some((column) => /_at$|_on$|day|time|number/.test(column))).toBe(false)
    }
    // All slips look alike: same few lengths, none twice.
    expect(new Set(slips.map((s) => (s['sealed'] as Buffer).length)).size).toBeLessThanOrEqual(2)
    expect(new Set(slips.map((s) => (s['sealed'] as Buffer).toString('hex'))).size).toBe(slips.length)
    // Answering leaves no event, so the log has no order of answers.
    const { rows: events } = await w.base.database.owner.query<{ type: string; actor_id: string | null }>(
      `select type, actor_id from event where id > $1`,
      [before],
    )
    expect(events).toEqual([])

    // The night writes who took part: one transaction, another order than they came in.
    await nightly(w.c)
    const took = await rowsOf(w, 'pulse_participation')
    expect(took.map((r) => String(r['person_id'])).toSorted()).toEqual(people.map((n) => w.ids.get(n)!).toSorted())
    expect(new Set(took.map((r) => r.xmin)).size).toBe(1)
    expect(await rowsOf(w, 'pulse_mark')).toEqual([])
    expect(new Set(took.map((r) => r['day']))).toEqual(new Set(['2026-03-02']))
    expect(took.map((r) => r['person_id'])).not.toEqual(people.map((n) => w.ids.get(n)!))
    const moved = await rowsOf(w, 'pulse_slip')
    expect(new Set(moved.map((r) => r.xmin)).size).toBe(1)
    expect(moved.map((r) => r['id'])).not.toEqual(slips.map((r) => r['id']))
    expect(moved.map((r) => String(r['id'])).toSorted()).toEqual(slips.map((r) => String(r['id'])).toSorted())

    // The end opens everything at once: comments of no order and no group, counts of groups, and no answer.
    await close(await w.as('head'), { roundId })
    const comments = await rowsOf(w, 'pulse_comment')
    expect(comments).toHaveLength(people.length)
    expect(new Set(comments.map((r) => r.xmin)).size).toBe(1)
    expect(Object.keys(comments[0]!).toSorted()).toEqual(
      ['ctid', 'xmin', 'organization_id', 'id', 'round_id', 'question_id', 'words'].toSorted(),
    )
    expect(comments.map((r) => r['words'])).not.toEqual(people.map((n) => `secret ${n}`))
    const after = await rowsOf(w, 'pulse_participation')
    expect(after.map((r) => r['person_id'])).not.toEqual(took.map((r) => r['person_id']))
    // What lies beside: neither the order of people nor a transaction pairs the two lists.
    const order = after.map((r) => people.findIndex((n) => w.ids.get(n) === r['person_id']))
    const words = comments.map((r) => people.findIndex((n) => `secret ${n}` === r['words']))
    expect(words).not.toEqual(order)
    expect(await rowsOf(w, 'pulse_slip')).toEqual([])
    const log = await w.base.database.owner.query<{ data: unknown }>('select data from event where id > $1', [before])
    for (const { data } of log.rows) {
      expect(JSON.stringify(data)).not.toContain('secret')
      for (const name of people) expect(JSON.stringify(data)).not.toContain(w.ids.get(name))
    }
  })

  it('reads nothing with another secret: what cannot be opened is counted and said', async () => {
    const w = await company('pulse-secret')
    const { roundId } = await running(w)
    for (const name of north) await say(await w.as(name), roundId, 5, 'under the old secret')
    const other = { ...w.c, config: { ...w.c.config, secret: 'another-secret-of-at-least-32-characters' } }
    const lead = { ...(await w.as('head')), config: other.config }
    await close(lead, { roundId })
    const read = await results(await w.as('head'), ask({ roundId }))
    expect(read.unreadable).toBeGreaterThan(0)
    expect(read.questions[0]!.score).toBeNull()
  })

  it('finds what was sealed on an earlier day only by all who answered that day together', async () => {
    const w = await company('pulse-days')
    const { roundId } = await running(w)
    await say(await w.as('north0'), roundId, 5)
    w.base.clock.set(`${addDays('2026-03-02', 1)}T01:45:00Z`)
    await nightly(w.c)
    w.base.clock.forward({ hours: 8 })
    await say(await w.as('north1'), roundId, 5)
    w.base.clock.forward({ days: 1 })
    await nightly(w.c)
    const slips = await rowsOf(w, 'pulse_slip')
    // The slips of both days lie in one transaction, mixed.
    expect(new Set(slips.map((s) => s.xmin)).size).toBe(1)
    const took = await rowsOf(w, 'pulse_participation')
    expect(new Set(took.map((s) => s.xmin)).size).toBe(1)
  })
})
