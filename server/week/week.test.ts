import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkins } from '../../contract/checkins.ts'
import { feedback } from '../../contract/feedback.ts'
import { goals } from '../../contract/goals.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { rate } from '../checkins/usefulness.ts'
import * as talk from '../checkins/write.ts'
import { give } from '../feedback/write.ts'
import { type LiveWave, makeWave } from '../goals/live-wave.ts'
import { create, progress } from '../goals/write.ts'
import * as plans from '../growth/plans.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { myPolicies } from '../program/policies.ts'
import { get, line, team } from './week.ts'

let base: TestBase
let w: World
let wave: LiveWave
let self: Context
let manager: Context
const newGoal = (c: Context, title: string, ownerId?: string) =>
  create(c, goals.create.body!.parse({ title, endsOn: '2026-06-30', ownerId }))

beforeAll(async () => {
  base = await testBase()
})

beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `week-${randomUUID().slice(0, 8)}`)
  wave = await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { checkins: { cadence: 'weekly' }, growth: { on: true } },
  })
  self = await w.as('self')
  manager = await w.as('manager')
})

describe('this week', () => {
  it('begins with a first goal, and grows calm when it is there', async () => {
    expect(await get(self)).toMatchObject({
      goals: { state: 'open' },
      checkins: { state: 'open' },
      todo: [{ kind: 'first_goal', by: '2026-03-29' }],
      hasManager: true,
    })
    await newGoal(self, 'Ship it')
    expect((await get(self)).todo).toEqual([])
  })

  it('reminds of what one planned to learn, and only oneself', async () => {
    const focusId = randomUUID()
    await plans.addFocus(self, { id: focusId, title: 'Listen', why: '', competencyId: null })
    await plans.share(self, { with: 'manager' })
    await plans.addAction(self, { focusId, kind: 'try', words: 'Numbat: ask first', dueOn: '2026-03-04' })
    expect((await get(self)).todo).toContainEqual(
      expect.objectContaining({ kind: 'growth_action', words: 'Numbat: ask first' }),
    )
    expect(JSON.stringify(await get(manager))).not.toContain('Numbat')
  })

  it('asks to prepare, then to talk, then is quiet', async () => {
    await newGoal(self, 'Ship it')
    const k = await talk.create(self, { personId: w.people.manager })
    base.clock.set('2026-03-04T09:00:00Z')
    expect((await get(self)).todo).toMatchObject([
      { kind: 'checkin', side: 'report', checkinId: k.id, due: { state: 'soon', on: '2026-03-06' } },
      // The same day for the one that is not opened yet.
      { kind: 'checkin', side: 'manager', checkinId: null, due: { state: 'soon', on: '2026-03-06' } },
    ])
    await talk.prepare(self, {
      checkinId: k.id,
      share: true,
      answers: [{ questionId: 'going-well', words: 'All of it' }],
    })
    const tasks = (await get(self)).todo.filter((t) => t.kind === 'checkin' && t.side === 'report')
    expect(tasks).toEqual([])
    expect((await get(manager)).todo.find((t) => t.kind === 'checkin' && t.person.id === w.people.self)).toMatchObject({
      theirsReady: true,
    })
    await talk.hold(manager, { checkinId: k.id, ...checkins.hold.body!.parse({}) })
    expect((await get(self)).toConfirm).toMatchObject([
      { checkinId: k.id, by: { id: w.people.manager }, heldOn: '2026-03-04' },
    ])
    expect((await get(manager)).toConfirm).toEqual([])
    await talk.seen(self, { checkinId: k.id })
    expect((await get(self)).toConfirm).toEqual([])
  })

  it('asks the report how useful a check-in of the sample was, until they answer', async () => {
    await newGoal(self, 'Ship it')
    for (let tries = 0; tries < 60; tries++) {
      const k = await talk.create(self, { personId: w.people.manager })
      await talk.hold(self, { checkinId: k.id, ...checkins.hold.body!.parse({}) })
      const asked = (await get(self)).todo.find((t) => t.kind === 'useful')
      expect((await get(manager)).todo.some((t) => t.kind === 'useful')).toBe(false)
      if (!asked) continue
      expect(asked).toMatchObject({ checkinId: k.id, with: { id: w.people.manager }, heldOn: '2026-03-02' })
      await rate(self, { checkinId: k.id, score: 4 })
      return expect((await get(self)).todo.some((t) => t.kind === 'useful')).toBe(false)
    }
    throw new Error('no check-in of the sample')
  })

  it('reminds of a quiet goal after three weeks and of a goal whose time is over', async () => {
    const goal = await newGoal(self, 'Ship it')
    base.clock.set('2026-03-24T09:00:00Z')
    expect((await get(self)).todo.find((t) => t.kind === 'goal_quiet')).toMatchObject({ goalId: goal.id, days: 22 })
    await progress(self, { goalId: goal.id, ...goals.progress.body!.parse({ reached: 0.2 }) })
    expect((await get(self)).todo.some((t) => t.kind === 'goal_quiet')).toBe(false)
    base.clock.set('2026-07-03T09:00:00Z')
    const over = await get(self)
    expect([...over.todo.map((t) => t.kind), over.more]).toContain('checkin')
  })

  it('shows policies to acknowledge in the reader’s language, messages, and steps that are due', async () => {
    const policyId = randomUUID()
    const policy = [
      {
        id: policyId,
        from: null,
        audience: 'everyone',
        version: 2,
        acknowledge: true,
        withinDays: 40,
        texts: { en: { title: 'What we expect', body: 'x' }, de: { title: 'Was wir erwarten', body: 'x' } },
      },
    ]
    await sql`update program_version set design = jsonb_set(design, '{policies}', ${JSON.stringify(policy)}::jsonb) where organization_id = ${w.organizationId}`.execute(
      self.db,
    )
    await sql`insert into inbox_item (organization_id, person_id, kind, subject_kind, subject_id, params, appears_at)
      values (${w.organizationId}, ${w.people.self}, 'message', 'campaign', ${randomUUID()}, ${JSON.stringify({ subjects: { en: 'Why we start' }, sender: 'Ada Sponsor' })}::jsonb, ${base.clock.now()})`.execute(
      self.db,
    )
    // Newer, and read already: what is new to the reader stands above it.
    await sql`insert into inbox_item (organization_id, person_id, kind, subject_kind, subject_id, params, appears_at, read_at)
      values (${w.organizationId}, ${w.people.self}, 'goal_left', 'person', ${w.people.peer}, '{}', ${base.clock.now()}, ${base.clock.now()})`.execute(
      self.db,
    )
    expect((await get(self)).inbox.items.map((i) => i.readAt === null).slice(0, 2)).toEqual([true, false])
    const k = await talk.create(self, { personId: w.people.manager })
    await talk.addAction(self, { checkinId: k.id, words: 'Send the plan', ownerId: w.people.self, dueOn: '2026-03-02' })
    const page = await get(self)
    expect(page.todo).toMatchObject([
      { kind: 'step', words: 'Send the plan' },
      { kind: 'message', subject: 'Why we start', sender: 'Ada Sponsor' },
      { kind: 'first_goal' },
    ])
    expect(page.more).toBe(1)
    // However much else has come since, the message stays among what to do.
    await sql`insert into inbox_item (organization_id, person_id, kind, subject_kind, subject_id, params, appears_at)
      select ${w.organizationId}, ${w.people.self}, 'goal_left', 'person', gen_random_uuid(), '{}', ${base.clock.now()} from generate_series(1, 20)`.execute(
      self.db,
    )
    expect((await get(self)).todo).toMatchObject(page.todo)
    // The page of the texts says the same day.
    const [text] = (await myPolicies(await w.as('peer'))).policies
    expect((await get(await w.as('peer'))).todo.find((t) => t.kind === 'policy')).toMatchObject({
      title: 'What we expect',
      policyId,
      dueOn: text!.due,
    })
    await sql`insert into policy_acknowledgement (organization_id, program_id, policy_id, version, person_id, acknowledged_on, recorded)
      values (${w.organizationId}, ${wave.programId}, ${policyId}, 2, ${w.people.peer}, '2026-03-02', ${base.clock.now()})`.execute(
      self.db,
    )
    expect((await get(await w.as('peer'))).todo.some((t) => t.kind === 'policy')).toBe(false)
  })

  it('says when it begins, and is calm for somebody in no wave', async () => {
    const early = await permissionWorld(base, `early-${randomUUID().slice(0, 8)}`)
    const person = await early.as('self')
    expect(await get(person)).toMatchObject({
      goals: { state: 'closed' },
      checkins: { state: 'closed' },
      todo: [],
      team: null,
    })
    await makeWave(base.database.for(early.organizationId), {
      organizationId: early.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      launched: false,
    })
    expect(await get(person)).toMatchObject({ goals: { state: 'soon', startsOn: '2026-03-11' }, todo: [] })
    expect((await get(await early.as('admin'))).todo).toEqual([])
  })
})

describe('team', () => {
  it('has the open steps of each pair, for the two alone, and lets the manager close one', async () => {
    const first = await talk.create(self, { personId: w.people.manager })
    const step = await talk.addAction(self, {
      checkinId: first.id,
      words: 'Send the plan',
      ownerId: w.people.manager,
      dueOn: '2026-03-01',
    })
    await talk.hold(self, { checkinId: first.id, ...checkins.hold.body!.parse({}) })
    const next = await talk.create(self, { personId: w.people.manager })
    await talk.addAction(self, { checkinId: next.id, words: 'Write it up', ownerId: w.people.self, dueOn: null })
    const stepsOf = async (c: Context) =>
      (await team(c)).people.find((m) => m.person.id === w.people.self)?.steps.map((s) => s.words)
    expect(await stepsOf(manager)).toEqual(['Send the plan', 'Write it up'])
    expect((await team(await w.as('leader'))).people.flatMap((m) => m.steps)).toEqual([])
    await talk.updateAction(manager, { checkinId: first.id, actionId: step.id, done: true })
    expect(await stepsOf(manager)).toEqual(['Write it up'])
    // What was done since the next one was opened stays in its view.
    const { actions } = await talk.create(manager, { personId: w.people.self })
    expect(actions.map((a) => [a.words, a.done])).toEqual([
      ['Write it up', false],
      ['Send the plan', true],
    ])
  })

  it('says to whom feedback can be written, and it can', async () => {
    const may = async () => (await team(manager)).people.filter((m) => m.feedback).map((m) => m.person.id)
    expect(await may()).toEqual([])
    await makeWave(base.database.for(w.organizationId), {
      organizationId: w.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      people: [w.people.self, w.people.stranger],
      elements: { feedback: { on: true } },
    })
    expect(await may()).toEqual([w.people.self])
    const to = (aboutId: string) =>
      give(manager, {
        ...feedback.give.body!.parse({ mode: 'attributed', answers: [{ ask: '', words: 'Calm.' }], aboutId }),
      })
    expect(await to(w.people.self)).toMatchObject({ about: { id: w.people.self } })
    await expect(to(w.people.peer)).rejects.toMatchObject({ code: 'element_off' })
  })

  it('has a row for each report with what needs the manager', async () => {
    await newGoal(self, 'Theirs')
    const page = await team(manager)
    expect(page.people.map((p) => p.person.id).toSorted()).toEqual([w.people.self, w.people.peer].toSorted())
    expect(page.people.find((p) => p.person.id === w.people.self)).toMatchObject({
      goals: { active: 1, quiet: 0 },
      // Its last day is a Sunday; the check-in page will plan the Friday before, and so it says here.
      checkin: { lastHeldOn: null, due: { on: '2026-03-06' } },
    })
    expect(page.cadence).toEqual({ inWindow: 2, pairs: 2 })
    expect((await team(await w.as('second_manager'))).people).toMatchObject([{ second: true }])
  })

  it('does not count a private goal against what the viewer may see', async () => {
    await create(self, goals.create.body!.parse({ title: 'Mine alone', visibility: 'private' }))
    expect((await team(manager)).people.find((p) => p.person.id === w.people.self)?.goals?.active).toBe(1)
  })

  it('shows a leader the cadence of their line and nothing else of it', async () => {
    const k = await talk.create(self, { personId: w.people.manager })
    await talk.addItem(self, { checkinId: k.id, words: 'Numbat topic' })
    await talk.hold(self, {
      checkinId: k.id,
      ...checkins.hold.body!.parse({ answers: [{ questionId: 'going-well', words: 'Numbat words' }] }),
    })
    base.clock.set('2026-03-09T09:00:00Z')
    const leader = await w.as('leader')
    expect((await team(leader)).leads).toBe(true)
    const page = await line(leader, {})
    expect(page.people).toMatchObject([{ person: { id: w.people.manager }, cadence: { inWindow: 1, pairs: 3 } }])
    expect(page.worth).toMatchObject([{ kind: 'line_slow', leader: { id: w.people.manager }, inWindow: 1, pairs: 3 }])
    const below = await line(leader, { managerId: w.people.manager })
    expect(below.people.find((p) => p.person.id === w.people.self)).toMatchObject({
      lastHeldOn: '2026-03-02',
      cadence: { pairs: 1, inWindow: 0 },
    })
    // What is worth doing is said of one's own line alone.
    expect(below.worth).toEqual([])
    expect(JSON.stringify([page, below])).not.toMatch(/numbat/i)
    const top = await w.as('top')
    expect((await line(top, { managerId: w.people.manager })).path.map((p) => p.id)).toEqual([
      w.people.top,
      w.people.leader,
    ])
  })

  it('opens no line but one’s own', async () => {
    for (const part of ['manager', 'self', 'peer', 'hr_in', 'lead'] as const) {
      await expect(line(await w.as(part), { managerId: w.people.leader }), part).rejects.toMatchObject({
        code: 'not_found',
      })
    }
  })
})
