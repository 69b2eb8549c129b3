import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StageId } from '../../contract/reviews.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { moveStage } from './cycles.ts'
import { letters } from './letters.ts'
import { tellNews } from './news.ts'
import { tell } from './notices.ts'
import { nominate } from './peers.ts'
import { addPeople } from './people.ts'
import { remind, reminder } from './remind.ts'
import { decline, submit } from './sheets.ts'
import { filled, makeCycle, type Made } from './testing-cycle.ts'

let base: TestBase
let w: World
const job = () => contextFor(base, w.organizationId)
const lead = () => w.as('lead')
const news = (made: Made) => tellNews(job(), made.cycleId)

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'reminders')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
})

/** Tells everybody that the stages of a cycle have begun. */
async function begin(made: Made): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from review_notice where cycle_id = ${made.cycleId}
    and kind = 'opens' order by stage`.execute((await lead()).db)
  for (const { id } of rows) await tell(job(), id)
}
/** Who found a notice of a kind in the app, by stage. */
async function found(kind: string): Promise<string[]> {
  const { rows } = await sql<{
    person_id: string
    stage: string
  }>`select person_id, params ->> 'stage' as stage from inbox_item
    where kind = ${kind}`.execute((await lead()).db)
  const partOf = (id: string) => Object.entries(w.people).find(([, person]) => person === id)?.[0] ?? id
  return rows.map((r) => `${partOf(r.person_id)} ${r.stage}`).toSorted()
}
/** What their letters of a kind say. */
async function said(kind: 'review_moved' | 'review_reminded' | 'review_opens'): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; person_id: string; subject_id: string; due_at: string }>`
    select id, person_id, subject_id, due_at from outgoing_mail where kind = ${kind} and state = 'waiting'`.execute(
    (await lead()).db,
  )
  const batch = rows.map((r) => ({
    ...{ id: r.id, personId: r.person_id, address: 'x@x.example', kind, subjectId: r.subject_id, params: {} },
    ...{ fullName: 'Some Person', givenName: 'Some', locale: 'en', timeZone: 'Europe/Berlin' },
    ...{ attempts: 0, dueAt: r.due_at },
  }))
  const written = await letters[kind]!(job(), batch)
  return new Map(
    batch.map((b) => {
      const letter = written.get(b.id)
      return [b.personId, letter && 'text' in letter ? `${letter.subject}\n${letter.text}` : JSON.stringify(letter)]
    }),
  )
}
const move = async (made: Made, stage: StageId, dueOn: string) =>
  moveStage(await lead(), { cycleId: made.cycleId, stage, opensOn: '2026-03-02', dueOn, reason: 'More time' })
const own = async (made: Made, part: 'self' | 'peer') =>
  submit(await w.as(part), { taskId: await made.taskOf(w.people[part], 'self'), answers: filled.self })
const people = () => [w.people.self, w.people.peer]
const off = ['second', 'peers', 'nominate'] as const

describe('a last day that moves', () => {
  it('is heard once by those who had heard the earlier one and are not finished', async () => {
    const made = await makeCycle(w, () => ({}), { off, people: people() })
    await begin(made)
    await own(made, 'peer')
    base.clock.set('2026-03-03T09:00:00Z')
    await move(made, 'self', '2026-03-20')
    await move(made, 'self', '2026-03-23')
    const due = await sql<{ due_at: string }>`select due_at from due where kind = 'reviews.tellNews'
      and subject_id = ${made.cycleId}`.execute((await lead()).db)
    expect(due.rows.map((r) => r.due_at)).toEqual(['2026-03-03T09:30:00.000Z'])
    base.clock.set('2026-03-03T09:30:00Z')
    await news(made)
    expect(await found('review_moved')).toEqual(['self self'])
    const letter = (await said('review_moved')).get(w.people.self)!
    expect(letter).toContain('New dates')
    expect(letter).toContain('23')
    await news(made)
    expect(await found('review_moved')).toEqual(['self self'])
  })

  it('is told each person for the nearest of their stages alone', async () => {
    const made = await makeCycle(w, () => ({}), { off, people: [...people(), w.people.manager] })
    await begin(made)
    base.clock.set('2026-03-03T09:00:00Z')
    await move(made, 'self', '2026-03-20')
    await move(made, 'manager', '2026-03-27')
    await news(made)
    // The manager writes about themself first, and then about the two.
    expect(await found('review_moved')).toEqual(['leader manager', 'manager self', 'peer self', 'self self'])
  })

  it('is no news where nobody had heard of it, or where it moved back', async () => {
    const made = await makeCycle(w, () => ({}), { off, people: people() })
    await move(made, 'self', '2026-03-20')
    await news(made)
    expect(await found('review_moved')).toEqual([])
    await begin(made)
    base.clock.set('2026-03-03T09:00:00Z')
    await move(made, 'self', '2026-03-27')
    await move(made, 'self', '2026-03-20')
    await news(made)
    expect(await found('review_moved')).toEqual([])
  })
})

describe('a form that is made late', () => {
  it('is told to whoever has to write it, once, and to nobody else', async () => {
    const made = await makeCycle(w, () => ({}), { off, people: [w.people.self] })
    await begin(made)
    const before = await found('review_opens')
    base.clock.set('2026-03-04T09:00:00Z')
    await addPeople(await lead(), { cycleId: made.cycleId, personIds: [w.people.peer] })
    await news(made)
    const since = (await found('review_opens')).filter((x) => !before.includes(x))
    expect(since).toEqual(['peer self'])
    // The manager had their first notice already and gets one of the new form.
    const all = await found('review_opens')
    expect(all.filter((x) => x === 'manager manager')).toHaveLength(2)
    expect((await said('review_opens')).get(w.people.peer)).toContain('Something to do')
    base.clock.set('2026-03-05T09:00:00Z')
    await news(made)
    expect(await found('review_opens')).toEqual(all)
  })

  it('waits for the stage where that has not begun', async () => {
    const made = await makeCycle(w, () => ({}), { off, people: [w.people.self] })
    base.clock.set('2026-03-04T09:00:00Z')
    await addPeople(await lead(), { cycleId: made.cycleId, personIds: [w.people.peer] })
    await news(made)
    expect(await found('review_opens')).toEqual([])
  })
})

describe('a reminder', () => {
  it('goes to those who are not finished, as many as were told, and to nobody twice on a day', async () => {
    const made = await makeCycle(w, () => ({}), { off, people: [...people(), w.people.manager] })
    const at = { cycleId: made.cycleId, stage: 'self' as const }
    await own(made, 'peer')
    expect(await reminder(await lead(), at)).toMatchObject({ people: 2, today: 0, sealed: false, sent: [] })
    await expect(remind(await lead(), { ...at, people: 3 })).rejects.toMatchObject({
      code: 'review_remind_changed',
      params: { people: 2 },
    })
    expect(await found('review_reminded')).toEqual([])

    const after = await remind(await lead(), { ...at, people: 2 })
    expect(after).toMatchObject({ people: 0, today: 2, sent: [{ people: 2, by: { id: w.people.lead } }] })
    expect(await found('review_reminded')).toEqual(['manager self', 'self self'])
    expect((await said('review_reminded')).get(w.people.self)).toContain('Still open')
    await expect(remind(await lead(), { ...at, people: 2 })).rejects.toMatchObject({ code: 'review_remind_changed' })
    // In another stage of the cycle they are left in peace too; its other people are not.
    expect(await reminder(await lead(), { ...at, stage: 'manager' })).toMatchObject({ people: 1, today: 1 })

    const log = await sql<{ actor_id: string; data: unknown }>`select actor_id, data from event
      where type = 'review_cycle.reminded'`.execute((await lead()).db)
    expect(log.rows).toEqual([{ actor_id: w.people.lead, data: { stage: 'self', people: 2 } }])

    base.clock.set('2026-03-03T09:00:00Z')
    await own(made, 'self')
    expect(await reminder(await lead(), at)).toMatchObject({ people: 1, today: 0 })
  })

  it('leaves in peace whoever heard of the cycle today, and whoever is on leave', async () => {
    const made = await makeCycle(w, () => ({}), { off, people: people() })
    const at = { cycleId: made.cycleId, stage: 'self' as const }
    await begin(made)
    expect(await reminder(await lead(), at)).toMatchObject({ people: 0, today: 2 })
    base.clock.set('2026-03-03T09:00:00Z')
    expect(await reminder(await lead(), at)).toMatchObject({ people: 2, today: 0 })
    await sql`update roster set status = 'leave' where person_id = ${w.people.peer}`.execute((await lead()).db)
    expect(await reminder(await lead(), at)).toMatchObject({ people: 1, today: 0 })
  })

  it('is not sent about a stage that is ahead, nor by HR or a manager’s own word', async () => {
    const made = await makeCycle(
      w,
      (plan) => ({
        stages: plan.stages.map((s) =>
          s.id === 'manager' || s.id === 'share' || s.id === 'acknowledge'
            ? { ...s, opensOn: '2026-03-10', dueOn: '2026-03-20' }
            : s,
        ),
      }),
      { off, people: people() },
    )
    for (const stage of ['manager', 'hr', 'peers'] as const)
      await expect(reminder(await lead(), { cycleId: made.cycleId, stage })).rejects.toMatchObject({
        code: 'not_found',
      })
  })

  it('of what is written without a name reaches everybody who was asked, and says the same whoever has written', async () => {
    const made = await makeCycle(w, () => ({ peers: { least: 1, most: 5, approved: true, mode: 'anonymous' } }), {
      off: ['second'],
      people: [w.people.self],
    })
    const asked = ['peer', 'stranger', 'champion', 'trainer'] as const
    await nominate(await w.as('manager'), {
      reviewId: await made.reviewOf(w.people.self),
      personIds: asked.map((p) => w.people[p]),
    })
    const at = { cycleId: made.cycleId, stage: 'peers' as const }
    const nobodyWrote = await reminder(await lead(), at)
    expect(nobodyWrote).toMatchObject({ people: 4, sealed: true })
    await submit(await w.as('peer'), {
      taskId: await made.taskOf(w.people.peer, 'peer', w.people.self),
      answers: { keep: { words: 'Calm' } },
    })
    await decline(await w.as('trainer'), {
      taskId: await made.taskOf(w.people.trainer, 'peer', w.people.self),
      words: 'Too far away',
    })
    expect(await reminder(await lead(), at)).toEqual(nobodyWrote)
    await remind(await lead(), { ...at, people: 4 })
    expect(await found('review_reminded')).toEqual(asked.map((p) => `${p} peers`).toSorted())
    const texts = [...(await said('review_reminded')).values()]
    expect(texts).toHaveLength(4)
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]).toContain('If you have written already')
    // After its last day nobody can write any more.
    base.clock.set('2026-03-17T09:00:00Z')
    await expect(reminder(await lead(), at)).rejects.toMatchObject({ code: 'not_found' })
  })
})
