import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { pulseSurveys } from '../library/library.ts'
import { form, mine } from './answering.ts'
import { letters } from './letters.ts'
import { publishedItems } from './pulse.ts'
import { exportRound, response, results, table } from './results.ts'
import { close, nightly, workingTime } from './rounds.ts'
import { create, get, launch, list, raiseFloor, reckon, update } from './surveys.ts'
import { ask, company, north, running, say, type World } from './testing-company.ts'

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

  it('remembers which version of the library’s survey it began as, until somebody compares them', async () => {
    const lead = await w.as('head')
    const blank = await create(lead, { programId: w.programId, from: null, languages: ['en'] })
    expect(blank.fromVersion).toBeNull()
    const { version } = pulseSurveys('en').find((one) => one.id === 'understanding')!
    const made = await create(lead, { programId: w.programId, from: 'understanding', languages: ['en'] })
    expect(made.fromVersion).toBe(version)
    const { fromVersion: stays, revision } = await update(lead, {
      surveyId: made.id,
      revision: made.revision,
      title: { en: 'Is it clear?' },
    })
    expect(stays).toBe(version)
    const kept = await update(lead, { surveyId: made.id, revision, fromVersion: version + 1 })
    expect(kept).toMatchObject({ fromVersion: version + 1, title: { en: 'Is it clear?' } })
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
