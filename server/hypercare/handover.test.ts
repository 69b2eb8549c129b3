/** The first weeks of a wave and its hand-over: what has to hold, who signs, and the paper that stays. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type CriterionId, criterionIds } from '../../contract/hypercare.ts'
import { languages } from '../../contract/library.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { handOverCheck } from '../library/library.ts'
import { metric, publish } from '../metrics/metrics.ts'
import { addDays, dayIn } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { wordsInPdf } from '../reviews/testing-pdf.ts'
import { ask } from './asking.ts'
import { isMet, judge } from './criteria.ts'
import { extend, get, stageOf, unwaive, waive } from './first-weeks.ts'
import {
  acceptRisk,
  answer,
  completeSigned,
  get as handover,
  nameRisk,
  questions,
  removeRisk,
  sign,
  waitsForSignature,
} from './handover.ts'
import { recordFile } from './record-pdf.ts'
import { list } from './waves.ts'

let base: TestBase
let w: World
let job: Context
let waveId: string

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, `over-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ waveId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
    elements: { checkins: { on: false } },
  }))
})

const lead = () => w.as('lead')
const seen = async (who: Part = 'lead') => handover(await w.as(who), { waveId })
const right = () =>
  Object.fromEntries(handOverCheck('en').questions.map((q) => [q.id, q.choices.find((one) => one.good)!.id]))
const passes = async () => answer(await lead(), { waveId, answers: right() })
async function waivesAll(until = '2026-06-30') {
  for (const { id, result } of (await get(await lead(), { waveId })).criteria)
    if (result !== 'pass') await waive(await lead(), { waveId, criterion: id, reason: 'Known since March.', until })
}
async function everything() {
  base.clock.set('2026-05-04T09:00:00Z')
  await waivesAll()
  await passes()
}

describe('the first weeks', () => {
  it('are sixty days at least: on the last of them nothing can be handed over, on the next it can', () => {
    const wave = { went_live: '2026-03-02', days: 60, completed_at: null, paused: 0 }
    expect(stageOf(wave, '2026-03-02')).toEqual({ day: 1, overOn: '2026-05-01', stage: 'running' })
    expect(stageOf(wave, '2026-04-30')).toMatchObject({ day: 60, stage: 'running' })
    expect(stageOf(wave, '2026-05-01')).toMatchObject({ day: 61, stage: 'due' })
    // Days on which it was paused count for nothing.
    expect(stageOf({ ...wave, paused: 7 }, '2026-05-01')).toEqual({ day: 54, overOn: '2026-05-08', stage: 'running' })
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 365 }), fc.integer({ min: 0, max: 500 }), (days, after) => {
        const { stage, day } = stageOf({ ...wave, days }, addDays('2026-03-02', after))
        expect(day).toBe(after + 1)
        expect(stage).toBe(after >= days ? 'due' : 'running')
      }),
    )
  })

  it('last longer where somebody says so', async () => {
    expect((await extend(await lead(), { waveId, days: 90 })).overOn).toBe('2026-05-31')
    base.clock.set('2026-05-04T09:00:00Z')
    expect((await list(await lead())).waves[0]).toMatchObject({ stage: 'running', day: 64, days: 90 })
  })

  it('say of each criterion what was found, and that nothing is known where nothing is', async () => {
    base.clock.set('2026-04-20T09:00:00Z')
    const { criteria, charts } = await get(await lead(), { waveId })
    expect(charts.map((one) => one.definition.id)).toEqual(['L1', 'L2', 'L13'])
    // Check-ins are off in this program: nobody asks how often people talk.
    expect(criteria.map((one) => [one.id, one.result, one.reason])).toEqual([
      ['activation', 'unknown', 'no_number'],
      ['first_value', 'unknown', 'no_number'],
      ['support', 'unknown', 'no_number'],
      ['questions', 'pass', 'none_waits'],
      ['trained', 'unknown', 'none_asked'],
    ])
    await publish(job, '2026-04-19')
    const known = (await get(await lead(), { waveId })).criteria
    // Sixteen people, none of them ever inside; and nobody asked.
    expect(known.find((one) => one.id === 'activation')).toMatchObject({
      result: 'not_yet',
      reason: 'short',
      evidence: { value: 0, target: 90, asOf: '2026-04-19' },
    })
    expect(known.find((one) => one.id === 'support')).toMatchObject({
      result: 'pass',
      evidence: { value: 0, target: 2 },
    })
  })

  it('do not end while a question waits for days', async () => {
    await ask(await w.as('self'), { title: 'How?', words: '', private: false, place: null })
    const of = async () => (await get(await lead(), { waveId })).criteria.find((one) => one.id === 'questions')
    base.clock.set('2026-03-05T09:00:00Z')
    expect(await of()).toMatchObject({ result: 'pass', evidence: { waiting: 1, days: 3 } })
    base.clock.set('2026-03-06T09:00:00Z')
    expect(await of()).toMatchObject({ result: 'not_yet', reason: 'old', evidence: { waiting: 1, days: 4 } })
    expect((await get(await lead(), { waveId })).desk).toEqual({ waiting: 1, late: 1, oldestOn: '2026-03-02' })
  })

  it('count no questions where its people are few', async () => {
    await ask(await w.as('self'), { title: 'How?', words: '', private: false, place: null })
    const few = await makeWave(job.db, {
      organizationId: w.organizationId,
      day: '2026-03-02',
      at: base.clock.now(),
      people: [w.people.self, w.people.peer],
    })
    await sql`update desk_question set wave_id = ${few.waveId} where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    base.clock.set('2026-03-09T09:00:00Z')
    const whole = await get(await lead(), few)
    expect(whole.desk).toBeNull()
    expect(whole.criteria.find((one) => one.id === 'questions')).toMatchObject({
      result: 'not_yet',
      evidence: { most: 3 },
    })
    expect(JSON.stringify(whole.criteria)).not.toMatch(/waiting/)
  })

  it('let an exception hold in somebody’s name, until its day and no longer', async () => {
    const leadContext = await lead()
    const lasting = (until: string) =>
      waive(leadContext, { waveId, criterion: 'activation', reason: 'Plant is closed.', until })
    await expect(lasting('2026-03-01')).rejects.toMatchObject({ code: 'waiver_day' })
    await expect(lasting('2027-03-01')).rejects.toMatchObject({ code: 'waiver_day' })
    const made = (await lasting('2026-03-10')).criteria[0]!
    expect(made).toMatchObject({ id: 'activation', waiver: { by: { id: w.people.lead }, until: '2026-03-10' } })
    expect(isMet(made)).toBe(true)
    base.clock.set('2026-03-11T09:00:00Z')
    expect(isMet((await get(leadContext, { waveId })).criteria[0]!)).toBe(false)
    await lasting('2026-03-20')
    const again = (await get(leadContext, { waveId })).criteria[0]!.waiver!
    expect((await unwaive(leadContext, { waveId, waiverId: again.id })).criteria[0]!.waiver).toBeNull()
  })

  it('are over only where everything holds or is waived, whatever is found', () => {
    const number = (id: 'L1' | 'L2' | 'C1' | 'L13', value: number) => ({
      definition: { id, direction: metric(id).direction } as never,
      target: { value: metric(id).target!, by: null, source: 'ours' as const },
      now: {
        state: 'shown' as const,
        version: 1,
        point: { asOf: '2026-05-01', numerator: 1, denominator: 10, value, interval: null },
      },
    })
    const percent = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(
        percent,
        percent,
        percent,
        fc.integer({ min: 0, max: 9 }),
        fc.subarray([...criterionIds]),
        (a, b, c, d, gone) => {
          const waiver = { id: '', by: { id: '', name: '' }, at: '', reason: '', until: '2026-06-01' }
          const criteria = judge(
            {
              today: '2026-05-04',
              charts: [number('L1', a), number('L2', b), number('C1', c), number('L13', d)],
              desk: { waiting: 0, oldestOn: null, countable: true },
              trained: { bar: 95, managers: null },
            },
            new Map(gone.map((id): [CriterionId, typeof waiver] => [id, waiver])),
          )
          const holds = { activation: a >= 90, first_value: b >= 75, cadence: c >= 85, support: d <= 2 }
          expect(criteria.every(isMet)).toBe(
            Object.entries(holds).every(([id, ok]) => ok || gone.includes(id as CriterionId)),
          )
        },
      ),
    )
  })
})

describe('the knowledge check', () => {
  it('has one right answer to each question, in every language the same', () => {
    for (const language of languages) {
      const { questions: asked } = handOverCheck(language)
      expect(asked.map((q) => q.choices.filter((one) => one.good).map((one) => `${q.id} ${one.id}`))).toEqual(
        handOverCheck('en').questions.map((q) => q.choices.filter((one) => one.good).map((one) => `${q.id} ${one.id}`)),
      )
      for (const q of asked) expect(q.choices.filter((one) => one.good)).toHaveLength(1)
    }
    // The right one does not always stand in the same place.
    expect(new Set(handOverCheck('en').questions.map((q) => q.choices.findIndex((one) => one.good))).size).toBe(3)
  })

  it('never tells what is right before it is answered, and keeps nothing of what was wrong', async () => {
    const asked = await questions(await lead(), { waveId })
    expect(JSON.stringify(asked)).not.toMatch(/"(good|feedback)":/)
    const wrong = Object.fromEntries(
      asked.questions.map((q) => [q.id, q.choices.find((one) => one.id !== right()[q.id])!.id]),
    )
    const said = await answer(await lead(), { waveId, answers: wrong })
    expect(said.passed).toBe(false)
    expect(said.answers.every((one) => !one.right && one.feedback.length > 0)).toBe(true)
    // What was not answered says nothing, so nobody reads the right ones by leaving them out.
    expect((await answer(await lead(), { waveId, answers: {} })).answers).toEqual([])
    expect((await seen()).check.passed).toBeNull()
    expect((await passes()).passed).toBe(true)
    expect((await seen()).check.passed).toMatchObject({ by: { id: w.people.lead } })
    const { rows } = await sql<{
      data: string
    }>`select data::text as data from event where organization_id = ${w.organizationId}
      and type like 'handover.check%'`.execute(job.db)
    expect(rows).toHaveLength(3)
    for (const { data } of rows) expect(data).toBe('{}')
  })
})

describe('the hand-over', () => {
  it('is signed by nobody while something is missing, and says what', async () => {
    const missing = async (who: Part) => {
      const problem = await sign(await w.as(who), { waveId }).catch((error: unknown) => error)
      return (problem as { code: string; params: { missing: string } }).params.missing
    }
    expect(await missing('lead')).toBe('days, criteria, check')
    base.clock.set('2026-05-04T09:00:00Z')
    expect(await missing('sponsor')).toBe('criteria, check')
    await waivesAll()
    await nameRisk(await lead(), { waveId, words: 'Night shifts have no computer.' })
    await passes()
    expect(await missing('lead')).toBe('risks')
    const risk = (await seen()).risks[0]!
    await acceptRisk(await w.as('sponsor'), { waveId, riskId: risk.id })
    expect(await seen()).toMatchObject({ maySign: true, risks: [{ accepted: { by: { id: w.people.sponsor } } }] })
    await removeRisk(await lead(), { waveId, riskId: risk.id })
    expect((await seen()).risks).toEqual([])
  })

  it('needs the lead, the sponsor and whoever launched it; each signs once, for themselves', async () => {
    await sql`update wave set launched_by = ${w.people.stranger} where organization_id = ${w.organizationId} and id = ${waveId}`.execute(
      job.db,
    )
    await everything()
    // Without a role for it they cannot sign, so nobody waits for them.
    expect((await seen()).signatures.map((one) => one.part)).toEqual(['lead', 'sponsor'])
    await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${w.organizationId}, ${w.people.stranger}, 'lead', ${base.clock.now()})`.execute(
      job.db,
    )
    expect((await seen()).signatures.map((one) => one.part)).toEqual(['lead', 'sponsor', 'launcher'])

    const first = await sign(await lead(), { waveId })
    expect(first).toMatchObject({ stage: 'due', handedOverOn: null, maySign: false })
    await expect(sign(await lead(), { waveId })).rejects.toMatchObject({ code: 'handover_not_yours' })
    // The others hear of it, once, and find it among what is worth doing.
    expect(await waitsForSignature(await lead())).toEqual([])
    expect(await waitsForSignature(await w.as('sponsor'))).toMatchObject([{ waveId }])
    expect((await inbox(await w.as('sponsor'), { limit: 5 })).items.map((i) => i.kind)).toEqual(['handover_sign'])
    await sign(await w.as('stranger'), { waveId })
    expect((await inbox(await w.as('sponsor'), { limit: 5 })).items).toHaveLength(1)
    expect((await seen()).stage).toBe('due')
    const done = await sign(await w.as('sponsor'), { waveId })
    expect(done).toMatchObject({ stage: 'handed_over', handedOverOn: '2026-05-04' })
    expect((await list(await lead())).waves[0]).toMatchObject({ stage: 'handed_over' })
    expect(await waitsForSignature(await w.as('sponsor'))).toEqual([])
  })

  it('is signed once by whoever is the lead and launched it', async () => {
    await sql`update wave set launched_by = ${w.people.lead} where organization_id = ${w.organizationId} and id = ${waveId}`.execute(
      job.db,
    )
    await everything()
    expect((await seen()).signatures.map((one) => one.part)).toEqual(['lead', 'sponsor'])
  })

  it('is signed anew where what was signed has changed', async () => {
    await everything()
    await sign(await lead(), { waveId })
    await nameRisk(await lead(), { waveId, words: 'Night shifts have no computer.' })
    expect((await seen()).signatures.map((one) => one.signedAt)).toEqual([null, null])
    await expect(sign(await w.as('sponsor'), { waveId })).rejects.toMatchObject({ code: 'handover_open' })
  })

  it('is done in the night when the only one who had not signed has no part in it any more', async () => {
    await sql`update wave set launched_by = ${w.people.stranger} where organization_id = ${w.organizationId} and id = ${waveId}`.execute(
      job.db,
    )
    await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${w.organizationId}, ${w.people.stranger}, 'lead', ${base.clock.now()})`.execute(
      job.db,
    )
    await everything()
    await sign(await lead(), { waveId })
    await sign(await w.as('sponsor'), { waveId })
    await completeSigned(job)
    expect((await seen()).stage).toBe('due')
    await sql`update role_grant set ended_at = ${base.clock.now()} where organization_id = ${w.organizationId} and person_id = ${w.people.stranger}`.execute(
      job.db,
    )
    await completeSigned(job)
    expect(await seen()).toMatchObject({
      stage: 'handed_over',
      signatures: [{ person: { id: w.people.lead } }, { person: { id: w.people.sponsor } }],
    })
  })

  it('stays as it was signed, whatever happens afterwards', async () => {
    await everything()
    await sign(await lead(), { waveId })
    await sign(await w.as('sponsor'), { waveId })
    const then = (await seen()).criteria
    for (const act of [
      async () => extend(await lead(), { waveId, days: 100 }),
      async () => waive(await lead(), { waveId, criterion: 'activation', reason: 'Late.', until: '2026-06-01' }),
      async () => nameRisk(await lead(), { waveId, words: 'Late.' }),
      async () => passes(),
      async () => sign(await w.as('sponsor'), { waveId }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'handover_done' })
    base.clock.set('2026-08-20T09:00:00Z')
    expect((await seen()).criteria).toEqual(then)
    // Somebody else leads and sponsors since: who signed has signed.
    await sql`update program_version set design = design || ${JSON.stringify({ leadId: w.people.peer, sponsorId: null })}::jsonb
      where organization_id = ${w.organizationId}`.execute(job.db)
    expect(await seen()).toMatchObject({
      unnamed: [],
      check: { passed: { by: { id: w.people.lead } } },
      signatures: [
        { part: 'lead', person: { id: w.people.lead } },
        { part: 'sponsor', person: { id: w.people.sponsor } },
      ],
    })
  })

  it('leaves a paper with everything in it, the same to the byte half a year later', async () => {
    await everything()
    const { risks } = await nameRisk(await lead(), { waveId, words: 'Night shifts have no computer.' })
    await acceptRisk(await w.as('sponsor'), { waveId, riskId: risks[0]!.id })
    await sign(await lead(), { waveId })
    await expect(recordFile(await lead(), { waveId })).rejects.toMatchObject({ code: 'not_found' })
    await sign(await w.as('sponsor'), { waveId })
    const paper = await recordFile(await lead(), { waveId })
    const words = wordsInPdf(paper.body as Buffer).replace(/\s+/g, ' ')
    const { rows } = await sql<{
      full_name: string
    }>`select full_name from person where organization_id = ${w.organizationId}
      and id = any(${[w.people.lead, w.people.sponsor]}::uuid[])`.execute(job.db)
    for (const said of [
      'Night shifts have no computer.',
      'Known since March.',
      'May 4, 2026',
      ...rows.map((p) => p.full_name),
    ])
      expect(words).toContain(said)
    base.clock.set('2026-11-20T09:00:00Z')
    const later = await recordFile(await w.as('sponsor'), { waveId })
    expect((later.body as Buffer).equals(paper.body as Buffer)).toBe(true)
    expect(dayIn(base.clock.now(), 'Europe/Berlin')).toBe('2026-11-20')
  })

  it('says numbers in their unit', async () => {
    base.clock.set('2026-05-04T09:00:00Z')
    await publish(job, '2026-05-03')
    await everything()
    await sign(await lead(), { waveId })
    await sign(await w.as('sponsor'), { waveId })
    const paper = await recordFile(await lead(), { waveId })
    const words = wordsInPdf(paper.body as Buffer).replace(/\s+/g, ' ')
    expect(words).toMatch(/\b0%, target 90%; 0 of \d+/)
  })

  it('is of a wave that is live', async () => {
    const { waveId: planned } = await makeWave(job.db, {
      organizationId: w.organizationId,
      day: '2026-03-02',
      at: base.clock.now(),
      people: [],
      launched: false,
    })
    await expect(get(await lead(), { waveId: planned })).rejects.toMatchObject({ code: 'hypercare_not_begun' })
    await expect(get(await lead(), { waveId: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
  })
})
