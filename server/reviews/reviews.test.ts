import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { reviews } from '../../contract/reviews.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { asPerson } from '../checkins/checkins.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { check } from './check.ts'
import { closeCycle, createCycle, cycle, cycles, forms, moveStage, savePlan } from './cycles.ts'
import { evidence } from './evidence.ts'
import { exportCycle } from './export.ts'
import { fill } from './launch.ts'
import { letters } from './letters.ts'
import { release, tell } from './notices.ts'
import { pdf } from './pdf.ts'
import { decide, nominate, nominations } from './peers.ts'
import { addPeople, followPeople, leaveOut } from './people.ts'
import { late, people, progress } from './progress.ts'
import { get, mine } from './read.ts'
import { changeRatings, participantsOf, type ReviewToDo, reviewsToDo } from './reviews.ts'
import { acknowledge, clear, share, shareAll } from './share.ts'
import { decline, delegate, handOver, reopen, save, sheet, submit } from './sheets.ts'
import { trace } from './trace.ts'
import { filled, makeCycle, type Made } from './testing-cycle.ts'
import { wordsInPdf } from './testing-pdf.ts'

let base: TestBase
let w: World
const act = (part: string) => w.as(part)
const ids = () => w.people

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'reviews')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
})

const job = () => contextFor(base, w.organizationId)
const query = <O extends { query?: { parse: (value: unknown) => unknown } | undefined }>(o: O, value: object) =>
  o.query!.parse(value) as never
async function handIn(made: Made, part: string, role: keyof typeof filled) {
  const taskId = await made.taskOf(w.people[part as keyof typeof w.people], role, ids().self)
  await submit(await act(part), { taskId, answers: filled[role] })
  return taskId
}
const attributed = () => ({
  peers: { least: 1, most: 5, approved: true, mode: 'attributed' as const },
  upward: { mode: 'attributed' as const },
})
const plain = (change = attributed, more: Parameters<typeof makeCycle>[2] = {}) =>
  makeCycle(w, change, { off: ['second'], on: ['upward'], ...more })

describe('a launch', () => {
  it('writes what the dry run counted, once, and freezes the plan', async () => {
    const lead = await act('lead')
    const made = await plain()
    const { filled: wrote, plan, revision, state } = await cycle(lead, { cycleId: made.cycleId })
    expect(state.state).toBe('running')
    const { rows } = await sql<{
      role: string
      n: number
    }>`select role, count(*)::integer as n from review_task where cycle_id = ${made.cycleId} group by role`.execute(
      lead.db,
    )
    const count = Object.fromEntries(rows.map((r) => [r.role, r.n]))
    expect(wrote!.tasks).toBe(rows.reduce((sum, r) => sum + r.n, 0))
    expect(count['self']).toBe(wrote!.reviews)
    // Everybody but the top has a manager, and writes about them.
    expect(count['manager']).toBe(wrote!.reviews - 1)
    expect(count['upward']).toBe(wrote!.reviews - 1)
    await fill(job(), made.cycleId)
    expect((await cycle(lead, { cycleId: made.cycleId })).filled).toEqual(wrote)
    await expect(
      savePlan(lead, { cycleId: made.cycleId, revision, plan: { ...plan, name: 'Other' } }),
    ).rejects.toMatchObject({ code: 'review_launched' })
    await expect(
      sql`update review_cycle set plan = '{}'::jsonb where id = ${made.cycleId}`.execute(lead.db),
    ).rejects.toThrow(/keeps the plan/)
  })

  it('is of a form that remembers which version of the library’s it began as, also the next time', async () => {
    const lead = await act('lead')
    const begin = (body: object) => createCycle(lead, reviews.createCycle.body!.parse(body))
    const { forms: shelf } = await forms(lead)
    const { version } = shelf.find((one) => one.id === 'annual')!
    const made = await begin({ name: 'Year', formId: 'annual' })
    expect(made.plan.formFrom).toEqual({ id: 'annual', version })
    // Kept after comparing with a later one, and with words of its own.
    const plan = { ...made.plan, formFrom: { id: 'annual', version: version + 1 } }
    await savePlan(lead, { cycleId: made.id, revision: made.revision, plan })
    expect((await begin({ name: 'Next year', likeCycleId: made.id })).plan.formFrom).toEqual(plan.formFrom)
    // Plans of earlier releases know none.
    const db = contextFor(base, w.organizationId).db
    await sql`update review_cycle set plan = plan - 'formFrom' where id = ${made.id}`.execute(db)
    expect((await cycle(lead, { cycleId: made.id })).plan.formFrom).toBeNull()
  })

  it('counts the same in its dry run, and names who to look at first', async () => {
    const lead = await act('lead')
    await plain()
    const next = await createCycle(lead, reviews.createCycle.body!.parse({ name: 'Next' }))
    await sql`update roster set status = 'leave' where person_id = ${ids().peer}`.execute(lead.db)
    await sql`update roster set email = null where person_id = ${ids().report}`.execute(lead.db)
    await savePlan(lead, { cycleId: next.id, revision: next.revision, plan: { ...next.plan, manyReviews: 2 } })
    const dry = await check(lead, { cycleId: next.id })
    const found = Object.fromEntries(dry.findings.map((f) => [f.code, f.count]))
    expect(found).toMatchObject({ on_leave: 1, no_email: 1, no_manager: 1, two_cycles: dry.people })
    expect(found['many_reviews']).toBeGreaterThan(0)
    const own = dry.roles.find((r) => r.role === 'self')!
    expect(own.tasks).toBe(dry.people)
    expect(dry.minutes).toBe(dry.roles.reduce((sum, r) => sum + r.tasks * r.minutes, 0))
    expect(
      await sql`select 1 from review_task where cycle_id = ${next.id}`.execute(lead.db).then((r) => r.rows.length),
    ).toBe(0)
  })
})

describe('writing', () => {
  it('keeps every word of two windows and hands in only what is whole', async () => {
    const made = await plain()
    const self = await act('self')
    const taskId = await made.taskOf(ids().self, 'self')
    await save(self, { taskId, answers: { worked: { words: 'One' } } })
    await save(self, { taskId, answers: { hard: { words: 'Two' } } })
    await expect(submit(self, { taskId, answers: {} })).rejects.toMatchObject({ code: 'review_unanswered' })
    await expect(save(self, { taskId, answers: { keep: { words: 'not mine' } } })).rejects.toMatchObject({
      code: 'review_question',
    })
    await expect(save(self, { taskId, answers: { results: { value: 9 } } })).rejects.toMatchObject({
      code: 'review_question',
    })
    const done = await submit(self, { taskId, answers: { results: { value: 3 }, how: { value: 2 } } })
    expect(done.state).toBe('done')
    const answers = done.sections.flatMap((s) => s.questions.map((q) => [q.id, q.answer?.words]))
    expect(answers).toContainEqual(['worked', 'One'])
    expect(answers).toContainEqual(['hard', 'Two'])
    await expect(save(self, { taskId, answers: { worked: { words: 'Late' } } })).rejects.toMatchObject({
      code: 'review_submitted',
    })
  })

  it('shows a draft to nobody through any statement but on its writer’s behalf', async () => {
    const made = await plain()
    const taskId = await made.taskOf(ids().manager, 'manager', ids().self)
    await save(await act('manager'), { taskId, answers: { worked: { words: 'Only a thought' } } })
    for (const part of ['self', 'second_manager', 'leader', 'top', 'hr_in', 'lead', 'admin', 'peer'] as const) {
      const seen = await asPerson(
        await act(part),
        async (tx) => (await sql`select 1 from review_sheet`.execute(tx)).rows.length,
      )
      expect([part, seen]).toEqual([part, 0])
    }
    expect((await sql`select 1 from review_sheet`.execute((await act('manager')).db)).rows).toEqual([])
    const whole = await get(await act('self'), { reviewId: await made.reviewOf(ids().self) })
    expect(JSON.stringify(whole)).not.toContain('Only a thought')
    expect(JSON.stringify(await get(await act('hr_in'), { reviewId: await made.reviewOf(ids().self) }))).not.toContain(
      'Only a thought',
    )
  })

  it('lets somebody decline kindly, without a reason', async () => {
    const made = await plain()
    await nominate(await act('manager'), { reviewId: await made.reviewOf(ids().self), personIds: [ids().peer] })
    const taskId = await made.taskOf(ids().peer, 'peer')
    await decline(await act('peer'), { taskId, words: '' })
    expect((await mine(await act('peer'))).tasks.find((t) => t.id === taskId)?.state).toBe('declined')
    await expect(
      decline(await act('manager'), { taskId: await made.taskOf(ids().manager, 'manager', ids().self), words: '' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is delegated with a trace and the person’s knowledge, and taken back with what was begun', async () => {
    const made = await plain()
    const manager = await act('manager')
    const taskId = await made.taskOf(ids().manager, 'manager', ids().self)
    await save(manager, { taskId, answers: { worked: { words: 'Begun' } } })
    await delegate(manager, { taskId, personId: ids().leader, reason: 'Away' })
    const passed = await made.taskOf(ids().leader, 'manager', ids().self)
    expect(
      (await sheet(await act('leader'), { taskId: passed })).sections.every((s) =>
        s.questions.every((q) => q.answer === null),
      ),
    ).toBe(true)
    await expect(
      delegate(await act('leader'), { taskId: passed, personId: ids().top, reason: '' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(delegate(manager, { taskId: passed, personId: ids().self, reason: '' })).rejects.toMatchObject({
      code: 'review_writer',
    })
    const told = await sql<{ kind: string }>`select kind from inbox_item where person_id = ${ids().self}`.execute(
      manager.db,
    )
    expect(told.rows.map((r) => r.kind)).toContain('review_writer')
    await delegate(manager, { taskId: passed, personId: ids().manager, reason: '' })
    const back = await sheet(manager, { taskId: await made.taskOf(ids().manager, 'manager', ids().self) })
    expect(JSON.stringify(back)).toContain('Begun')
    expect(back.turns.map((n) => n.kind)).toContain('taken_back')
  })

  it('is given back by whoever writes for the manager, and the person knows each time who writes', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().self)
    const taskId = await made.taskOf(ids().manager, 'manager', ids().self)
    await save(await act('manager'), { taskId, answers: { worked: { words: 'Begun' } } })
    await delegate(await act('manager'), { taskId, personId: ids().leader, reason: 'Away' })
    expect((await mine(await act('self'))).own.find((v) => v.id === reviewId)?.writer?.id).toBe(ids().leader)
    const passed = await made.taskOf(ids().leader, 'manager', ids().self)
    await save(await act('leader'), { taskId: passed, answers: { worked: { words: 'Not my place' } } })
    const theirs = await sheet(await act('leader'), { taskId: passed })
    expect(theirs.mayGiveBack).toBe(true)
    // The manager reads what somebody writes for them, and the form says so.
    for (const s of theirs.sections) expect(s.readers).toContainEqual({ who: 'manager', when: 'submitted' })
    await delegate(await act('leader'), { taskId: passed, personId: ids().manager, reason: 'I know too little' })
    const back = await sheet(await act('manager'), { taskId: await made.taskOf(ids().manager, 'manager', ids().self) })
    expect(JSON.stringify(back.sections)).toContain('Begun')
    expect(JSON.stringify(back.sections)).not.toContain('Not my place')
    expect(back.turns.at(-1)).toMatchObject({ kind: 'taken_back', by: { id: ids().leader }, to: { id: ids().manager } })
    expect((await mine(await act('self'))).own.find((v) => v.id === reviewId)?.writer).toBeNull()
    const { rows } = await sql<{ kind: string }>`select kind from inbox_item where person_id = ${ids().self}
      and kind like 'review_writer%' order by appears_at, kind`.execute((await act('lead')).db)
    expect(rows.map((r) => r.kind)).toEqual(['review_writer', 'review_writer_again'])
    await expect(sheet(await act('leader'), { taskId: passed })).resolves.toMatchObject({ mayWrite: false })
  })

  it('leaves a trace for those who look after it, without a word of what was written', async () => {
    const made = await makeCycle(w, () => ({ peers: { least: 1, most: 5, approved: true, mode: 'confidential' } }), {
      off: ['second'],
      on: ['upward'],
    })
    const reviewId = await made.reviewOf(ids().self)
    await nominate(await act('manager'), { reviewId, personIds: [ids().peer] })
    await handIn(made, 'peer', 'peer')
    await handIn(made, 'report', 'upward')
    const taskId = await handIn(made, 'self', 'self')
    await reopen(await act('hr_in'), { taskId, reason: 'A page is missing' })
    for (const part of ['lead', 'hr_in'] as const) {
      const seen = await trace(await act(part), { reviewId })
      expect(seen.turns.map((n) => [n.role, n.kind, n.reason])).toEqual([
        ['self', 'submitted', ''],
        ['self', 'reopened', 'A page is missing'],
      ])
      expect(seen.parts.map((p) => [p.role, p.mayReopen])).toEqual([
        ['self', false],
        ['manager', false],
      ])
      // Who writes without a name is not told, nor that they did.
      for (const hidden of [ids().peer, ids().report]) expect(JSON.stringify(seen)).not.toContain(hidden)
      expect(JSON.stringify(seen)).not.toContain('The new intake')
    }
    for (const part of ['manager', 'self', 'peer', 'hr_out', 'admin'] as const)
      await expect(trace(await act(part), { reviewId })).rejects.toMatchObject({ code: 'not_found' })
    const own = await made.reviewOf(ids().lead)
    await expect(trace(await act('lead'), { reviewId: own })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('opens again for its writer until somebody builds on it, and for the lead with a reason', async () => {
    const made = await plain()
    const own = await handIn(made, 'self', 'self')
    await reopen(await act('self'), { taskId: own, reason: '' })
    await handIn(made, 'self', 'self')
    await handIn(made, 'manager', 'manager')
    await expect(reopen(await act('self'), { taskId: own, reason: '' })).rejects.toMatchObject({ code: 'review_over' })
    await expect(reopen(await act('lead'), { taskId: own, reason: '' })).rejects.toMatchObject({
      code: 'review_reason',
    })
    await expect(reopen(await act('hr_out'), { taskId: own, reason: 'Why' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await reopen(await act('lead'), { taskId: own, reason: 'The wrong form' })
    const again = await sheet(await act('self'), { taskId: own })
    expect(again.mayWrite).toBe(true)
    expect(again.turns.at(-1)).toMatchObject({ kind: 'reopened', reason: 'The wrong form' })
    expect(JSON.stringify(again)).toContain('The new intake')
  })
})

describe('peers', () => {
  it('are named by the person, decided by the manager, and asked only then', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().self)
    const self = await act('self')
    await expect(nominate(self, { reviewId, personIds: [ids().manager] })).rejects.toMatchObject({
      code: 'review_peers',
    })
    await expect(nominate(self, { reviewId, personIds: [ids().self] })).rejects.toMatchObject({ code: 'review_peers' })
    await nominate(self, { reviewId, personIds: [ids().peer, ids().stranger] })
    await expect(made.taskOf(ids().peer, 'peer')).rejects.toThrow()
    await expect(decide(self, { reviewId, approve: [ids().peer], refuse: [] })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await decide(await act('manager'), { reviewId, approve: [ids().peer], refuse: [ids().stranger] })
    await made.taskOf(ids().peer, 'peer')
    await expect(made.taskOf(ids().stranger, 'peer')).rejects.toThrow()
    await handIn(made, 'peer', 'peer')
    const seen = await nominations(self, { reviewId })
    expect(seen.peers.map((p) => p.answered)).toEqual([null, null])
    await expect(nominations(await act('hr_in'), { reviewId })).rejects.toMatchObject({ code: 'not_found' })
  })
})

/** Three colleagues of whom each writes a word of their own. */
async function withPeers(
  mode: 'confidential' | 'anonymous',
  writers: readonly ('peer' | 'stranger' | 'champion' | 'trainer')[],
) {
  const made = await plain(() => ({ ...attributed(), peers: { least: 1, most: 5, approved: true, mode } as never }))
  const reviewId = await made.reviewOf(ids().self)
  await nominate(await act('manager'), { reviewId, personIds: writers.map((p) => ids()[p]) })
  for (const part of writers) {
    const taskId = await made.taskOf(ids()[part], 'peer')
    await submit(await act(part), {
      taskId,
      answers: { keep: { words: `word of ${part}` }, 'hr-note': { words: `for HR by ${part}` } },
    })
  }
  return { made, reviewId }
}
const shareIt = async (made: Made, reviewId: string) => {
  await handIn(made, 'manager', 'manager')
  await share(await act('manager'), { reviewId })
}

describe('confidential voices', () => {
  it('reach the person without names and from three on, the manager with names', async () => {
    const { made, reviewId } = await withPeers('confidential', ['peer', 'stranger', 'champion'])
    await shareIt(made, reviewId)
    const read = await get(await act('self'), { reviewId })
    const words = read.sections.flatMap((s) => s.questions).find((q) => q.id === 'keep')!.answers
    expect(words.map((v) => v.from)).toEqual([null, null, null])
    expect(words.map((v) => v.answer.words ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
      'word of champion',
      'word of peer',
      'word of stranger',
    ])
    const text = JSON.stringify(read)
    for (const part of ['peer', 'stranger', 'champion'] as const) expect(text).not.toContain(ids()[part])
    expect(text).not.toContain('for HR')
    const managers = JSON.stringify(await get(await act('manager'), { reviewId }))
    expect(managers).toContain(ids().peer)
    expect(managers).not.toContain('for HR')
    expect(JSON.stringify(await get(await act('hr_in'), { reviewId }))).toContain('for HR by peer')
  })

  it('stay unread below three', async () => {
    const { made, reviewId } = await withPeers('confidential', ['peer', 'stranger'])
    await shareIt(made, reviewId)
    expect(JSON.stringify(await get(await act('self'), { reviewId }))).not.toContain('word of')
  })
})

describe('anonymous voices', () => {
  it('are closed to everybody until they are released, and then belong to nobody', async () => {
    const { made, reviewId } = await withPeers('anonymous', ['peer', 'stranger', 'champion'])
    for (const part of ['manager', 'hr_in', 'self', 'lead'] as const) {
      const seen = await asPerson(
        await act(part),
        async (tx) => (await sql`select 1 from review_sheet where sealed`.execute(tx)).rows.length,
      )
      expect(seen).toBe(0)
    }
    expect(JSON.stringify(await get(await act('manager'), { reviewId }))).not.toContain('word of')
    await release(job(), made.cycleId, 'peer')
    const read = JSON.stringify(await get(await act('manager'), { reviewId }))
    for (const part of ['peer', 'stranger', 'champion'] as const) {
      expect(read).toContain(`word of ${part}`)
      expect(read).not.toContain(ids()[part])
    }
    // Whoever reads the whole database: no column of an answer leads to a writer, and nothing was written with it.
    const owner = base.database.owner
    const { rows: answers } = await owner.query('select to_jsonb(v) as row, v.xmin::text as xmin from review_voice v')
    expect(answers.length).toBe(6)
    expect(new Set(answers.map((a) => a.xmin)).size).toBe(1)
    for (const { row } of answers)
      expect(Object.keys(row).toSorted()).toEqual([
        'answer',
        'id',
        'organization_id',
        'question_id',
        'review_id',
        'role',
      ])
    const { rows: tasks } = await owner.query(
      `select xmin::text, submitted_at from review_task where role = 'peer' and submitted_at is not null`,
    )
    for (const task of tasks) {
      expect(answers.some((a) => a.xmin === task.xmin)).toBe(false)
      expect(new Date(task.submitted_at).toISOString()).toMatch(/T00:00:00|T23:00:00|T22:00:00/)
    }
    const { rows: left } = await owner.query('select 1 from review_sheet where sealed')
    expect(left).toEqual([])
    const { rows: turns } = await owner.query(
      `select 1 from review_turn n join review_task t on t.organization_id = n.organization_id and t.id = n.task_id where t.role = 'peer'`,
    )
    expect(turns).toEqual([])
  })

  it('are deleted unread below three', async () => {
    const { made, reviewId } = await withPeers('anonymous', ['peer', 'stranger'])
    base.clock.forward({ days: 15 })
    await release(job(), made.cycleId, 'peer')
    const { rows } = await base.database.owner.query(
      'select (select count(*)::int from review_voice) as voices, (select count(*)::int from review_sheet where sealed) as sheets',
    )
    expect(rows[0]).toEqual({ voices: 0, sheets: 0 })
    expect(JSON.stringify(await get(await act('hr_in'), { reviewId }))).not.toContain('word of')
    await expect(
      moveStage(await act('lead'), {
        cycleId: made.cycleId,
        stage: 'peers',
        opensOn: '2026-03-02',
        dueOn: '2026-04-01',
        reason: '',
      }),
    ).rejects.toMatchObject({ code: 'review_released' })
  })
})

describe('sharing', () => {
  it('opens the review to its person, who answers in their own words', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().self)
    await expect(share(await act('manager'), { reviewId })).rejects.toMatchObject({ code: 'review_not_submitted' })
    await expect(acknowledge(await act('self'), { reviewId, comment: '', disagrees: false })).rejects.toMatchObject({
      code: 'review_not_shared',
    })
    await handIn(made, 'manager', 'manager')
    expect(JSON.stringify(await get(await act('self'), { reviewId }))).not.toContain('Calm in the storm')
    await share(await act('manager'), { reviewId })
    expect(JSON.stringify(await get(await act('self'), { reviewId }))).toContain('Calm in the storm')
    const read = await acknowledge(await act('self'), {
      reviewId,
      comment: 'I see the first half in another light.',
      disagrees: true,
    })
    expect(read.acknowledged).toMatchObject({ disagrees: true })
    expect(read.state).toBe('acknowledged')
  })

  it('shows leaders and strangers nothing, and leaders what was shared where the cycle says so', async () => {
    const closed = await plain()
    const reviewId = await closed.reviewOf(ids().self)
    await handIn(closed, 'manager', 'manager')
    await share(await act('manager'), { reviewId })
    for (const part of ['leader', 'top', 'peer', 'report', 'stranger', 'admin', 'lead', 'hr_out', 'sponsor'] as const)
      await expect(get(await act(part), { reviewId })).rejects.toMatchObject({ code: 'not_found' })
    const open = await plain(() => ({ ...attributed(), leadersRead: true }) as never)
    const second = await open.reviewOf(ids().self)
    await handIn(open, 'manager', 'manager')
    await expect(get(await act('top'), { reviewId: second })).rejects.toMatchObject({ code: 'not_found' })
    await share(await act('manager'), { reviewId: second })
    expect((await get(await act('top'), { reviewId: second })).as).toBe('leader')
    await expect(get(await act('stranger'), { reviewId: second })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('waits for HR where HR looks first, and shares what is ready at once', async () => {
    const made = await plain(attributed, { on: ['upward', 'hr'] })
    const reviewId = await made.reviewOf(ids().self)
    await handIn(made, 'manager', 'manager')
    await expect(share(await act('manager'), { reviewId })).rejects.toMatchObject({ code: 'review_too_early' })
    expect(await shareAll(await act('manager'), { cycleId: made.cycleId })).toEqual({ shared: 0 })
    await clear(await act('hr_in'), { reviewId })
    expect(await shareAll(await act('manager'), { cycleId: made.cycleId })).toEqual({ shared: 1 })
  })

  it('is withdrawn when the lead opens the manager’s part again, and the person is told', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().self)
    const taskId = await handIn(made, 'manager', 'manager')
    await share(await act('manager'), { reviewId })
    await expect(reopen(await act('manager'), { taskId, reason: 'x' })).rejects.toMatchObject({ code: 'review_shared' })
    await reopen(await act('lead'), { taskId, reason: 'A wrong name' })
    const read = await get(await act('self'), { reviewId })
    expect(read.state).toBe('running')
    expect(JSON.stringify(read)).not.toContain('Calm in the storm')
    const told = await sql<{ kind: string }>`select kind from inbox_item where person_id = ${ids().self}`.execute(
      (await act('lead')).db,
    )
    expect(told.rows.map((r) => r.kind)).toContain('review_withdrawn')
  })
})

describe('what the person answered', () => {
  it('stays when the review is opened again, with what they had read, for whoever may read the review', async () => {
    const made = await plain(() => ({ ...attributed(), leadersRead: true }) as never)
    const reviewId = await made.reviewOf(ids().self)
    const taskId = await handIn(made, 'manager', 'manager')
    await share(await act('manager'), { reviewId })
    await acknowledge(await act('self'), { reviewId, comment: 'My words of March', disagrees: true })
    await reopen(await act('lead'), { taskId, reason: 'A wrong name' })
    for (const part of ['self', 'manager', 'hr_in'] as const) {
      const { before, acknowledged } = await get(await act(part), { reviewId })
      expect([part, acknowledged]).toEqual([part, null])
      expect(before).toMatchObject([
        {
          shared: { by: { id: ids().manager } },
          acknowledged: { disagrees: true, comment: 'My words of March' },
          reopened: { by: { id: ids().lead } },
        },
      ])
      expect(JSON.stringify(before[0]!.sections), part).toContain('Calm in the storm')
    }
    // Said anew to what is shared anew; what was said before stays beside it.
    await submit(await act('manager'), { taskId, answers: { worked: { words: 'Calm, and quick' } } })
    await share(await act('manager'), { reviewId })
    await acknowledge(await act('self'), { reviewId, comment: 'My words of April', disagrees: false })
    const read = await get(await act('self'), { reviewId })
    expect(read.acknowledged?.comment).toBe('My words of April')
    expect(read.before[0]!.acknowledged?.comment).toBe('My words of March')
    expect(JSON.stringify(read.sections)).toContain('Calm, and quick')
    expect(JSON.stringify(read.before)).not.toContain('Calm, and quick')
    const table = await textOf(await exportCycle(await act('hr_in'), { cycleId: made.cycleId }))
    for (const words of ['My words of March', 'My words of April', 'answer_before']) expect(table).toContain(words)
    expect(await textOf(await exportCycle(await act('hr_out'), { cycleId: made.cycleId }))).not.toContain('My words')
    const paper = wordsInPdf((await pdf(await act('self'), { reviewId })).body as Buffer)
    for (const words of ['My words of March', 'My words of April', 'Calm in the storm', 'Before it was opened again'])
      expect(paper).toContain(words)
    // Leaders above read what is shared now and no answer; nobody else reads anything.
    const above = await get(await act('top'), { reviewId })
    expect([above.as, above.before]).toEqual(['leader', []])
    expect(JSON.stringify(above)).not.toContain('My words')
    for (const part of ['lead', 'peer', 'stranger', 'hr_out', 'admin'] as const)
      await expect(get(await act(part), { reviewId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is kept by those who decide where nothing was answered yet; from the person it is withdrawn', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().self)
    const taskId = await handIn(made, 'manager', 'manager')
    await share(await act('manager'), { reviewId })
    await reopen(await act('lead'), { taskId, reason: 'A wrong name' })
    expect((await get(await act('self'), { reviewId })).before).toEqual([])
    expect((await get(await act('manager'), { reviewId })).before).toMatchObject([{ acknowledged: null }])
  })
})

describe('ratings', () => {
  it('keep the manager’s own beside what was changed; the person reads only what holds', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().self)
    await handIn(made, 'manager', 'manager')
    const lead = await act('lead')
    const [rated] = await participantsOf(lead.db, lead, made.cycleId, sql`v.person_id = ${ids().self}`)
    expect(rated).toMatchObject({ written: true, shared: false })
    const sessionId = '11111111-1111-4111-8111-111111111111'
    const change = (value: number) =>
      lead.db.transaction().execute((tx) =>
        changeRatings(tx, lead, [{ reviewId, questionId: 'results', value, reason: 'Seen side by side' }], {
          kind: 'session',
          id: sessionId,
        }),
      )
    expect(await change(3)).toBe(1)
    expect(await change(3)).toBe(0)
    const manager = await get(await act('manager'), { reviewId })
    expect(manager.ratings.find((g) => g.questionId === 'results')).toMatchObject({
      value: 3,
      changed: { from: 2, reason: 'Seen side by side' },
    })
    await share(await act('manager'), { reviewId })
    const person = await get(await act('self'), { reviewId })
    expect(person.ratings.find((g) => g.questionId === 'results')).toEqual({
      questionId: 'results',
      value: 3,
      changed: null,
    })
    const said = person.sections
      .flatMap((s) => s.questions)
      .find((q) => q.id === 'results')!
      .answers.find((a) => a.role === 'manager')
    expect(said?.answer.value).toBe(3)
    expect(JSON.stringify(person)).not.toContain('side by side')
    await expect(change(4)).rejects.toMatchObject({ code: 'review_shared' })
  })
})

const move = (personId: string, managerId: string | null) =>
  sql`update roster set manager_id = ${managerId} where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(
    base.database.for(w.organizationId),
  )
const leave = (personId: string) =>
  sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(
    base.database.for(w.organizationId),
  )

describe('people who move', () => {
  it('are written about by the new manager, who sees the old draft only once it is handed over', async () => {
    const made = await plain()
    const old = await made.taskOf(ids().manager, 'manager', ids().self)
    await save(await act('manager'), { taskId: old, answers: { worked: { words: 'Begun by the first' } } })
    await move(ids().self, ids().stranger)
    await followPeople(job())
    const fresh = await made.taskOf(ids().stranger, 'manager', ids().self)
    expect(JSON.stringify(await sheet(await act('stranger'), { taskId: fresh }))).not.toContain('Begun by the first')
    await expect(save(await act('manager'), { taskId: old, answers: {} })).rejects.toMatchObject({
      code: 'review_over',
    })
    expect((await mine(await act('manager'))).tasks.map((t) => t.id)).toContain(old)
    await handOver(await act('manager'), { taskId: old })
    expect(JSON.stringify(await sheet(await act('stranger'), { taskId: fresh }))).toContain('Begun by the first')
    await expect(handOver(await act('manager'), { taskId: old })).rejects.toMatchObject({
      code: 'review_nothing_to_hand_over',
    })
    // The earlier manager has no place in it any more.
    await expect(get(await act('manager'), { reviewId: await made.reviewOf(ids().self) })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('keep what a manager handed in before the change; the new one shares it', async () => {
    const made = await plain()
    await handIn(made, 'manager', 'manager')
    await move(ids().self, ids().stranger)
    await followPeople(job())
    const reviewId = await made.reviewOf(ids().self)
    await share(await act('stranger'), { reviewId })
    expect(JSON.stringify(await get(await act('self'), { reviewId }))).toContain('Calm in the storm')
  })

  it('leave the cycle when they leave the company, and come back with what was written', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().peer)
    const before = await base.database.owner.query('select * from roster where person_id = $1', [ids().peer])
    await nominate(await act('manager'), { reviewId: await made.reviewOf(ids().self), personIds: [ids().peer] })
    await leave(ids().peer)
    await followPeople(job())
    await expect(get(await act('manager'), { reviewId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(made.taskOf(ids().peer, 'peer')).rejects.toThrow()
    const row = before.rows[0]
    const keys = Object.keys(row)
    await base.database.owner.query(
      `insert into roster (${keys.join(', ')}) values (${keys.map((_, i) => `$${i + 1}`).join(', ')})`,
      keys.map((k) => row[k]),
    )
    await followPeople(job())
    expect((await get(await act('manager'), { reviewId })).state).toBe('running')
  })

  it('are nobody’s when their manager leaves, and the lead is told', async () => {
    const made = await plain()
    await move(ids().self, null)
    await leave(ids().manager)
    await followPeople(job())
    const seen = await progress(await act('lead'), { cycleId: made.cycleId })
    expect(seen.noManager).toBeGreaterThan(1)
    const list = await people(await act('lead'), {
      cycleId: made.cycleId,
      ...(query(reviews.people, { show: 'no_manager' }) as object),
    } as never)
    expect(list.people.map((p) => p.person.id)).toContain(ids().self)
  })

  it('who joined since are counted, and taken in by the lead', async () => {
    const made = await plain(attributed, { people: undefined as never })
    const joiner = await w.newPerson()
    const lead = await act('lead')
    await sql`insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
      select organization_id, program_id, wave_id, ${joiner}, holds, frozen, recorded from wave_member where person_id = ${ids().self} limit 1`.execute(
      lead.db,
    )
    expect((await progress(lead, { cycleId: made.cycleId })).notIn).toBe(1)
    expect(await addPeople(lead, { cycleId: made.cycleId, personIds: [joiner] })).toEqual({ added: 1 })
    expect(await addPeople(lead, { cycleId: made.cycleId, personIds: [joiner] })).toEqual({ added: 0 })
    await made.taskOf(joiner, 'self')
    await leaveOut(lead, { reviewId: await made.reviewOf(joiner), reason: 'Too new' })
    expect((await mine(await w.as(joiner))).tasks).toEqual([])
  })

  it('on leave are not late', async () => {
    const made = await plain()
    base.clock.forward({ days: 20 })
    const lead = await act('lead')
    const before = await late(lead, { cycleId: made.cycleId, ...(query(reviews.late, {}) as object) } as never)
    await sql`update roster set status = 'leave' where person_id = ${ids().self}`.execute(lead.db)
    const after = await late(lead, { cycleId: made.cycleId, ...(query(reviews.late, {}) as object) } as never)
    expect(before.tasks.some((t) => t.writer.id === ids().self)).toBe(true)
    expect(after.total).toBeLessThan(before.total)
  })
})

describe('those who look after it', () => {
  it('see how far it is in their population and nothing of what was said', async () => {
    const made = await plain()
    await handIn(made, 'self', 'self')
    const all = await progress(await act('lead'), { cycleId: made.cycleId })
    const some = await progress(await act('hr_in'), { cycleId: made.cycleId })
    expect(all.people).toBeGreaterThan(some.people)
    expect(some.people).toBe(1)
    expect(some.stages.find((s) => s.stage === 'self')).toMatchObject({ done: 1, of: 1 })
    const list = await people(await act('hr_out'), {
      cycleId: made.cycleId,
      ...(query(reviews.people, {}) as object),
    } as never)
    expect(list.people.map((p) => p.person.id)).toEqual([ids().trainer])
    expect(JSON.stringify([all, some, list])).not.toContain('The new intake')
    expect((await cycles(await act('hr_in'))).mayDesign).toBe(false)
  })

  it('tell whoever still has something to do, once', async () => {
    const made = await plain()
    await handIn(made, 'self', 'self')
    const lead = await act('lead')
    const { rows } = await sql<{
      id: string
    }>`select id from review_notice where cycle_id = ${made.cycleId} and stage = 'self' and kind = 'before'`.execute(
      lead.db,
    )
    base.clock.forward({ days: 11 })
    await tell(job(), rows[0]!.id)
    await tell(job(), rows[0]!.id)
    const told = await sql<{
      person_id: string
    }>`select person_id from inbox_item where kind = 'review_before'`.execute(lead.db)
    expect(told.rows.map((r) => r.person_id)).not.toContain(ids().self)
    expect(told.rows.filter((r) => r.person_id === ids().peer).length).toBe(1)
    // By mail too, once; whoever hands in before it leaves gets none.
    const mail = await sql<{ person_id: string; subject_id: string }>`select person_id, subject_id from outgoing_mail
      where kind = 'review_before' and state = 'waiting'`.execute(lead.db)
    expect(mail.rows.map((r) => r.person_id).toSorted()).toEqual(told.rows.map((r) => r.person_id).toSorted())
    const letter = (personId: string) => ({
      ...{ id: personId, personId, address: 'x@x.example', kind: 'review_before', subjectId: rows[0]!.id, params: {} },
      ...{ fullName: 'Peer Person', givenName: 'Peer', locale: 'de', timeZone: 'Europe/Berlin', attempts: 0 },
      dueAt: base.clock.now(),
    })
    const written = await letters['review_before']!(job(), [letter(ids().peer), letter(ids().self)])
    expect(written.get(ids().self)).toEqual({ excluded: 'not_needed' })
    expect(written.get(ids().peer)).toMatchObject({
      language: 'de',
      subject: expect.stringContaining('Noch zwei Tage'),
    })
    expect(JSON.stringify(written.get(ids().peer))).not.toContain('The new intake')
  })

  it('close a cycle, after which nothing is written and what was shared stays', async () => {
    const made = await plain()
    const reviewId = await made.reviewOf(ids().self)
    await handIn(made, 'manager', 'manager')
    await share(await act('manager'), { reviewId })
    await closeCycle(await act('lead'), { cycleId: made.cycleId })
    await expect(
      save(await act('self'), { taskId: await made.taskOf(ids().self, 'self'), answers: {} }),
    ).rejects.toMatchObject({ code: 'review_over' })
    expect((await get(await act('self'), { reviewId })).state).toBe('shared')
  })
})

describe('the table for HR', () => {
  it('holds what was handed in within the population, and no name beside an anonymous voice', async () => {
    const made = await makeCycle(
      w,
      () => ({ upward: { mode: 'anonymous' }, peers: { least: 1, most: 5, approved: true, mode: 'attributed' } }),
      { off: ['second'], on: ['upward'] },
    )
    await handIn(made, 'manager', 'manager')
    await handIn(made, 'self', 'self')
    await handIn(made, 'report', 'upward')
    await save(await act('peer'), {
      taskId: await made.taskOf(ids().peer, 'self'),
      answers: { worked: { words: 'A draft' } },
    })
    const table = async (part: 'hr_in' | 'hr_out') =>
      await textOf(await exportCycle(await act(part), { cycleId: made.cycleId }))
    const seen = await table('hr_in')
    expect(seen).toContain('Calm in the storm')
    expect(seen).toContain('The new intake')
    expect(seen).not.toContain('Listens')
    expect(seen).not.toContain('A draft')
    const other = await table('hr_out')
    expect(other).not.toContain('Calm in the storm')
    expect(other).not.toContain('The new intake')
  })
})

describe('evidence and what waits', () => {
  it('shows a writer what they may see of the period, and nobody else anything', async () => {
    const made = await plain()
    const { db } = await act('lead')
    const at = base.clock.now()
    for (const [title, visibility] of [
      ['Open to all', 'public'],
      ['Between us', 'private'],
    ])
      await sql`insert into goal (organization_id, owner_id, title, visibility, starts_on, ends_on, created_by, created_at, published_by, published_at)
        values (${w.organizationId}, ${ids().self}, ${title}, ${visibility}, '2026-01-01', '2026-03-31', ${ids().self}, ${at}, ${ids().self}, ${at})`.execute(
        db,
      )
    await sql`insert into checkin (organization_id, manager_id, report_id, planned_for, template, created_by, created_at, held_on, held_by, held_recorded_at)
      values (${w.organizationId}, ${ids().manager}, ${ids().self}, '2026-02-10', 'two-way', ${ids().self}, ${at}, '2026-02-10', ${ids().self}, ${at})`.execute(
      db,
    )
    const selfTask = await made.taskOf(ids().self, 'self')
    const managerTask = await made.taskOf(ids().manager, 'manager', ids().self)
    const titles = (e: Awaited<ReturnType<typeof evidence>>) => e.goals.map((g) => g.title).toSorted()
    const mineSeen = await evidence(await act('self'), { taskId: selfTask })
    expect(titles(mineSeen)).toEqual(['Between us', 'Open to all'])
    expect(mineSeen.checkins).toHaveLength(1)
    const seen = await evidence(await act('manager'), { taskId: managerTask })
    expect(titles(seen)).toEqual(['Between us', 'Open to all'])
    expect(seen.checkins.map((k) => k.with.id)).toEqual([ids().self])
    expect(seen.months.reduce((sum, m) => sum + m.checkins, 0)).toBe(1)
    // Whoever writes for the manager sees what everybody sees.
    await delegate(await act('manager'), { taskId: managerTask, personId: ids().peer, reason: '' })
    const written = await made.taskOf(ids().peer, 'manager', ids().self)
    const theirs = await evidence(await act('peer'), { taskId: written })
    expect(titles(theirs)).toEqual(['Open to all'])
    expect(theirs.checkins).toEqual([])
    for (const part of ['peer', 'leader', 'hr_in', 'lead'] as const)
      await expect(evidence(await act(part), { taskId: selfTask })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('brings back the review before with the ratings that hold', async () => {
    const first = await plain()
    await handIn(first, 'manager', 'manager')
    await share(await act('manager'), { reviewId: await first.reviewOf(ids().self) })
    await closeCycle(await act('lead'), { cycleId: first.cycleId })
    const next = await plain()
    const e = await evidence(await act('self'), { taskId: await next.taskOf(ids().self, 'self') })
    expect(e.lastReview?.id).toBe(await first.reviewOf(ids().self))
    expect(e.lastReview?.ratings.map((r) => r.label)).toEqual(['Partly as agreed', 'Makes others better'])
  })

  it('names what waits, until it is done', async () => {
    const made = await plain()
    const todo = async (part: 'self' | 'manager' | 'report') => {
      const c = await act(part)
      const { rows } = await sql<{ todo: ReviewToDo[] }>`select ${reviewsToDo(c)} as todo`.execute(c.db)
      return rows[0]!.todo.map((x) => (x.role ? `${x.kind}:${x.role}:${x.personId === ids().self}` : x.kind)).toSorted()
    }
    expect(await todo('self')).toContain('write:self:true')
    expect(await todo('self')).toContain('colleagues')
    expect(await todo('manager')).toContain('write:manager:true')
    expect(await todo('report')).toContain('write:upward:true')
    await handIn(made, 'self', 'self')
    await nominate(await act('self'), { reviewId: await made.reviewOf(ids().self), personIds: [ids().peer] })
    await handIn(made, 'manager', 'manager')
    expect(await todo('self')).not.toContain('write:self:true')
    expect(await todo('self')).not.toContain('colleagues')
    expect(await todo('manager')).not.toContain('write:manager:true')
    await share(await act('manager'), { reviewId: await made.reviewOf(ids().self) })
    expect(await todo('self')).toContain('read')
    expect(await todo('report')).not.toContain('write:upward:true')
    await acknowledge(await act('self'), { reviewId: await made.reviewOf(ids().self), comment: '', disagrees: false })
    expect(await todo('self')).not.toContain('read')
    await closeCycle(await act('lead'), { cycleId: made.cycleId })
    expect(await todo('manager')).toEqual([])
  })
})
