import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkins } from '../../contract/checkins.ts'
import { cadenceDays, cadences, type Design } from '../../contract/design.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { agree, arrange } from './agreement.ts'
import { askEvery, inSample, moreFrequent, programCadence, usualDay } from './cadence.ts'
import { bring, followLine, handOver } from './hand-over.ts'
import { meet } from './meetings.ts'
import { cadence, get, pairsOf } from './read.ts'
import { rate, settleUsefulness } from './usefulness.ts'
import * as write from './write.ts'

let base: TestBase
let w: World
let self: Context
let manager: Context
let count = 0
type Settings = Partial<Design['elements']['checkins']>

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})

async function begin(settings: Settings = {}) {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `agree-${++count}`)
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { checkins: { cadence: 'monthly', ...settings } },
  })
  self = await w.as('self')
  manager = await w.as('manager')
}
beforeEach(() => begin())

const open = (c: Context, personId: string) => write.create(c, { personId })
const hold = (c: Context, checkinId: string, body = {}) =>
  write.hold(c, { checkinId, ...checkins.hold.body!.parse(body) })
const pairOf = async (c: Context, personId: string) => (await pairsOf(c)).find((p) => p.person.id === personId)!
const kinds = async (c: Context) => (await inbox(c, { limit: 50 })).items.map((i) => i.kind)

describe('that it was held', () => {
  it('counts from when one records it, until the other says that they did not talk', async () => {
    const k = await open(self, w.people.manager)
    await hold(self, k.id)
    expect((await pairOf(manager, w.people.self)).lastHeldOn).toBe('2026-03-02')
    const disputed = await write.dispute(manager, { checkinId: k.id })
    expect(disputed.held?.disputed?.by.id).toBe(w.people.manager)
    expect(await pairOf(self, w.people.manager)).toMatchObject({
      lastHeldOn: null,
      held: 0,
      due: { on: '2026-04-01' },
      disputedId: k.id,
    })
    expect((await cadence(await w.as('leader'), { personId: w.people.self })).pairs[0]).toMatchObject({ heldOn: [] })
    expect(await kinds(self)).toContain('checkin_not_held')
    // Who said so can take it back; the other one cannot do that for them.
    await expect(write.seen(self, { checkinId: k.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await write.seen(manager, { checkinId: k.id })).held).toMatchObject({ seen: true, disputed: null })
    expect((await pairOf(self, w.people.manager)).lastHeldOn).toBe('2026-03-02')
  })

  it('is taken back when both agree that they did not talk, at any time', async () => {
    const k = await open(self, w.people.manager)
    await hold(self, k.id)
    base.clock.forward({ days: 20 })
    await expect(write.reopen(self, { checkinId: k.id })).rejects.toMatchObject({ code: 'checkin_undo_over' })
    await expect(write.reopen(manager, { checkinId: k.id })).rejects.toMatchObject({ code: 'forbidden' })
    await write.dispute(self, { checkinId: k.id })
    expect((await write.reopen(manager, { checkinId: k.id })).held).toBeNull()
    await expect(write.dispute(manager, { checkinId: k.id })).rejects.toMatchObject({ code: 'checkin_open' })
  })

  it('ends without having been held where the next one has begun', async () => {
    const k = await open(self, w.people.manager)
    await hold(self, k.id)
    const next = await open(manager, w.people.self)
    await write.dispute(manager, { checkinId: k.id })
    expect(await write.reopen(self, { checkinId: k.id })).toMatchObject({ held: null, endedAt: base.clock.now() })
    expect((await open(self, w.people.manager)).id).toBe(next.id)
    await expect(hold(self, k.id)).rejects.toMatchObject({ code: 'checkin_over' })
  })

  it('is undone alone for a day, and not once the other confirmed', async () => {
    const k = await open(self, w.people.manager)
    expect((await hold(self, k.id)).held?.undoUntil).toBe('2026-03-03T09:00:00.000Z')
    expect((await write.reopen(self, { checkinId: k.id })).held).toBeNull()
    await hold(self, k.id)
    await write.seen(manager, { checkinId: k.id })
    await expect(write.reopen(self, { checkinId: k.id })).rejects.toMatchObject({ code: 'checkin_undo_over' })
  })
})

describe('words that were not shared when it was held', () => {
  it('stay their writer’s, can be shown later, and then count as a voice', async () => {
    const k = await open(self, w.people.manager)
    const answers = [{ questionId: k.questions[0]!.id, words: 'Numbat' }]
    await write.prepare(self, { checkinId: k.id, answers, share: false })
    await hold(manager, k.id)
    expect((await get(manager, { checkinId: k.id })).theirs).toBeNull()
    expect(await get(self, { checkinId: k.id })).toMatchObject({ shared: false, questions: [{ words: 'Numbat' }] })
    await expect(write.prepare(self, { checkinId: k.id, answers, share: true })).rejects.toMatchObject({
      code: 'checkin_over',
    })
    await write.prepare(self, { checkinId: k.id, answers: [], share: true })
    expect((await get(manager, { checkinId: k.id })).theirs).toMatchObject([{ words: 'Numbat' }])
    const { rows } = await sql<{ type: string; voices: string[] }>`
      select type, data -> 'voices' as voices from event where organization_id = ${w.organizationId} and subject_id = ${k.id} and data ? 'voices' order by id`.execute(
      self.db,
    )
    expect(rows).toEqual([
      { type: 'checkin.held', voices: [] },
      { type: 'checkin.words_added', voices: ['report'] },
    ])
  })

  it('a topic is a voice too, one from an earlier time is not', async () => {
    const k = await open(self, w.people.manager)
    await write.addItem(manager, { checkinId: k.id, words: 'Quokka' })
    await write.addItem(self, { checkinId: k.id, words: 'Bilby' })
    await hold(self, k.id)
    const next = await open(self, w.people.manager)
    expect(next.agenda).toHaveLength(2)
    await hold(self, next.id)
    const { rows } = await sql<{ voices: string[] }>`
      select data -> 'voices' as voices from event where organization_id = ${w.organizationId} and type = 'checkin.held' order by id`.execute(
      self.db,
    )
    expect(rows.map((r) => r.voices)).toEqual([['manager', 'report'], []])
  })
})

describe('a rhythm of two people', () => {
  it('is more frequent than the program’s, holds once both want it, and is nobody else’s', async () => {
    await expect(arrange(self, { personId: w.people.manager, cadence: 'quarterly' })).rejects.toMatchObject({
      code: 'checkin_rarer',
    })
    await expect(arrange(self, { personId: w.people.manager, cadence: 'monthly' })).rejects.toMatchObject({
      code: 'checkin_rarer',
    })
    expect(await arrange(self, { personId: w.people.manager, cadence: 'weekly' })).toMatchObject({
      own: { cadence: 'weekly', agreed: false },
    })
    expect((await pairOf(self, w.people.manager)).cadence).toBe('monthly')
    expect((await agree(self, { personId: w.people.manager })).own?.agreed).toBe(false)
    expect((await agree(manager, { personId: w.people.self })).own?.agreed).toBe(true)
    expect(await pairOf(self, w.people.manager)).toMatchObject({
      cadence: 'weekly',
      due: { on: '2026-03-06' },
      windowEndsOn: '2026-04-01',
    })
    expect((await cadence(await w.as('leader'), { personId: w.people.self })).pairs[0]).toMatchObject({
      cadence: 'monthly',
    })
    expect((await sql`select 1 from checkin_arrangement`.execute(self.db)).rows).toEqual([])
    await arrange(manager, { personId: w.people.self, cadence: null })
    expect((await pairOf(self, w.people.manager)).cadence).toBe('monthly')
    await expect(arrange(self, { personId: w.people.peer, cadence: 'weekly' })).rejects.toMatchObject({
      code: 'checkin_pair',
    })
  })

  it('never makes the program’s rarer', () => {
    const some = fc.constantFrom(...cadences)
    fc.assert(
      fc.property(some, fc.option(some), (program, own) => {
        expect(cadenceDays[moreFrequent(program, own)]).toBe(
          Math.min(cadenceDays[program], own ? cadenceDays[own] : 999),
        )
      }),
    )
  })

  it('falls on the usual day of the week nearest to the due one, never in the past', () => {
    const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2025-06-01', n))
    fc.assert(
      fc.property(day, day, fc.integer({ min: 1, max: 7 }), (due, today, weekday) => {
        const on = usualDay(due, weekday, today)
        const from = due < today ? today : due
        expect(((new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7) + 1).toBe(weekday)
        expect(on >= today).toBe(true)
        const apart = Math.abs(Date.parse(on) - Date.parse(from)) / 86_400_000
        expect(apart).toBeLessThanOrEqual(addDays(from, -3) >= today ? 3 : 6)
      }),
    )
  })
})

describe('another rhythm for some', () => {
  it('is weekly for who is new, by the first rule that holds', async () => {
    await begin({
      cadence: 'quarterly',
      others: [
        { id: randomUUID(), who: { kind: 'joiners', days: 90 }, cadence: 'weekly' },
        { id: randomUUID(), who: { kind: 'people', attribute: 'department', values: ['Works'] }, cadence: 'biweekly' },
      ],
    })
    expect((await pairOf(self, w.people.manager)).cadence).toBe('biweekly')
    await sql`update roster set present_since = '2026-01-15' where person_id = ${w.people.self}`.execute(self.db)
    expect(await pairOf(self, w.people.manager)).toMatchObject({ cadence: 'weekly', due: { on: '2026-03-06' } })
    base.clock.set('2026-04-15T09:00:00Z')
    expect((await pairOf(self, w.people.manager)).cadence).toBe('biweekly')
  })

  it('says the same in SQL and in code', async () => {
    const text = fc.constantFrom('', 'Works', 'Sales', 'DE')
    const who = fc.oneof(
      fc.record({ kind: fc.constant('joiners' as const), days: fc.integer({ min: 7, max: 365 }) }),
      fc.record({
        kind: fc.constant('people' as const),
        attribute: fc.constantFrom('department' as const, 'location' as const, 'country' as const, 'level' as const),
        values: fc.array(fc.constantFrom('Works', 'Sales', 'DE'), { maxLength: 2 }),
      }),
    )
    const some = fc.constantFrom(...cadences)
    const day = fc.integer({ min: 0, max: 500 }).map((n) => addDays('2025-06-01', n))
    await fc.assert(
      fc.asyncProperty(
        fc.record({ cadence: some, others: fc.array(fc.record({ who, cadence: some }), { maxLength: 3 }) }),
        fc.record({ joined: fc.option(day), department: text, location: text, country: text, level: text }),
        day,
        async (settings, p, on) => {
          const { rows } = await sql<{
            said: string
          }>`select checkin_cadence(${JSON.stringify(settings)}::jsonb, ${p.joined}::date, ${on}::date,
            ${p.department}::text, ${p.location}::text, ${p.country}::text, ${p.level}::text) as said`.execute(self.db)
          expect(rows[0]!.said).toBe(programCadence(settings, p, on))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('an agenda of the company’s own', () => {
  const own = {
    id: '5a4b1c53-58a2-4c1e-b1d0-0b3a5b1d7a01',
    name: 'Friday talk',
    topics: [
      {
        id: 'proud',
        by: 'both' as const,
        ask: { en: 'What are you proud of?', de: 'Worauf sind Sie stolz?' },
        hint: {},
      },
      { id: 'help', by: 'report' as const, ask: { en: 'Where do you need help?' }, hint: { en: 'One thing.' } },
    ],
  }
  it('asks in the reader’s language, and stays as it was when the check-in was opened', async () => {
    await begin({ template: own.id, agendas: [own] })
    const k = await open(self, w.people.manager)
    expect(k.questions).toEqual([
      { id: 'proud', ask: 'What are you proud of?', hint: '', words: '' },
      { id: 'help', ask: 'Where do you need help?', hint: 'One thing.', words: '' },
    ])
    const german = { ...manager, viewer: { ...manager.viewer, locale: 'de-AT' } }
    expect((await get(german, { checkinId: k.id })).questions.map((q) => q.ask)).toEqual(['Worauf sind Sie stolz?'])
    await sql`update program_version set design = jsonb_set(design, '{elements,checkins,agendas}', '[]') where organization_id = ${w.organizationId}`.execute(
      self.db,
    )
    expect((await get(self, { checkinId: k.id })).questions[0]!.ask).toBe('What are you proud of?')
    expect(k.agendas.map((a) => a.name)).toContain('Friday talk')
  })

  it('can be changed for one talk by either of the two, and keeps what was answered', async () => {
    const k = await open(self, w.people.manager)
    await write.prepare(self, { checkinId: k.id, share: true, answers: [{ questionId: 'next', words: 'Kept' }] })
    const full = await write.chooseAgenda(manager, { checkinId: k.id, template: 'full' })
    expect(full.template).toBe('full')
    expect(full.theirs).toMatchObject([{ words: 'Kept' }])
    expect((await get(self, { checkinId: k.id })).questions.length).toBeGreaterThan(5)
    await expect(write.chooseAgenda(self, { checkinId: k.id, template: 'none-such' })).rejects.toMatchObject({
      code: 'checkin_agenda',
    })
  })
})

describe('when the manager changes', () => {
  async function moveTo(managerId: string) {
    await sql`update roster set manager_id = ${managerId} where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      self.db,
    )
    self = await w.as('self')
  }

  it('ends the open check-in kindly, and takes the meeting out of both calendars', async () => {
    const k = await open(self, w.people.manager)
    await meet(self, { checkinId: k.id, ...checkins.meet.body!.parse({ day: '2026-03-20', at: '10:00' }) })
    await moveTo(w.people.stranger)
    await followLine(contextFor(base, w.organizationId))
    const ended = await get(self, { checkinId: k.id })
    expect(ended).toMatchObject({ endedAt: base.clock.now(), held: null, current: false, meeting: { off: true } })
    await expect(hold(self, k.id)).rejects.toMatchObject({ code: 'checkin_over' })
    await expect(write.addItem(manager, { checkinId: k.id, words: 'Late' })).rejects.toMatchObject({
      code: 'checkin_over',
    })
    expect(await pairOf(self, w.people.manager)).toMatchObject({ cadence: null, lastId: k.id, held: 0 })
    expect(await kinds(self)).toContain('checkin_ended')
    expect(await kinds(manager)).toContain('checkin_ended_manager')
    // Once: the next night finds nothing. Back with the same manager, the two begin anew with what stayed open.
    await followLine(contextFor(base, w.organizationId))
    await moveTo(w.people.manager)
    expect((await open(self, w.people.manager)).id).not.toBe(k.id)
  })

  it('shows the new manager only the steps that the report takes along', async () => {
    const k = await open(self, w.people.manager)
    const step = (words: string, ownerId: string) =>
      write.addAction(self, { checkinId: k.id, words, ownerId, dueOn: '2026-03-30' })
    const mine = await step('Mine to finish', w.people.self)
    const theirs = await step('The manager’s', w.people.manager)
    await hold(self, k.id)
    await moveTo(w.people.stranger)
    const boss = await w.as('stranger')
    const fresh = await open(boss, w.people.self)
    expect(fresh).toMatchObject({ toBring: [], actions: [] })
    const seen = await get(self, { checkinId: fresh.id })
    expect(seen.toBring.map((a) => a.words)).toEqual(['Mine to finish'])
    await expect(bring(self, { checkinId: fresh.id, actionId: theirs.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(bring(boss, { checkinId: fresh.id, actionId: mine.id })).rejects.toMatchObject({ code: 'forbidden' })
    const brought = await bring(self, { checkinId: fresh.id, actionId: mine.id })
    expect(brought.toBring).toEqual([])
    expect((await get(boss, { checkinId: fresh.id })).actions.map((a) => a.words)).toEqual(['Mine to finish'])
    // It counts once: the old one is gone from the old talk.
    expect((await get(manager, { checkinId: k.id })).actions.map((a) => a.words)).toEqual(['The manager’s'])
    // Removed in the new talk, it stands where it was again.
    const [copy] = brought.actions.filter((a) => a.words === 'Mine to finish')
    await write.removeAction(self, { checkinId: fresh.id, actionId: copy!.id })
    expect((await get(self, { checkinId: fresh.id })).toBring.map((a) => a.id)).toEqual([mine.id])
  })

  it('lets the earlier manager leave a word, never one that the report does not read', async () => {
    const k = await open(self, w.people.manager)
    await hold(self, k.id)
    const leave = (c: Context, words: string, forManager: boolean) =>
      handOver(c, { checkinId: k.id, words, forManager })
    await expect(leave(manager, 'Too early', false)).rejects.toMatchObject({ code: 'checkin_current' })
    await moveTo(w.people.stranger)
    const boss = await w.as('stranger')
    const fresh = await open(boss, w.people.self)
    const read = async (c: Context) => (await get(c, { checkinId: fresh.id })).handOvers.map((h) => h.words)
    await leave(manager, 'Wombat for you', false)
    expect(await read(self)).toEqual(['Wombat for you'])
    expect(await read(boss)).toEqual([])
    await leave(manager, 'Wombat for you both', true)
    expect(await read(self)).toEqual(['Wombat for you both'])
    expect(await read(boss)).toEqual(['Wombat for you both'])
    expect(await kinds(self)).toContain('checkin_handed_over')
    for (const part of ['leader', 'hr_in', 'admin', 'peer'] as const)
      await expect(get(await w.as(part), { checkinId: fresh.id }), part).rejects.toMatchObject({ code: 'not_found' })
    expect((await sql`select 1 from checkin_hand_over`.execute(self.db)).rows).toEqual([])
    expect((await sql`select 1 from event where data::text ilike '%wombat%'`.execute(self.db)).rows).toEqual([])
    await expect(leave(self, 'Not mine to say', true)).rejects.toMatchObject({ code: 'forbidden' })
    // The next manager after that one does not read it.
    await moveTo(w.people.trainer)
    const third = await w.as('trainer')
    expect((await open(third, w.people.self)).handOvers).toEqual([])
    await leave(manager, '', false)
    expect(await read(self)).toEqual([])
  })

  it('keeps a second manager’s talks apart: their own line, no cadence, nothing moves over', async () => {
    const k = await open(self, w.people.manager)
    await write.addItem(self, { checkinId: k.id, words: 'For my manager' })
    await hold(self, k.id, { heldOn: '2026-03-01' })
    const second = await w.as('second_manager')
    const other = await open(second, w.people.self)
    expect(other.agenda).toEqual([])
    await hold(second, other.id)
    expect(await pairOf(self, w.people.manager)).toMatchObject({ lastHeldOn: '2026-03-01', held: 1 })
    expect(await pairOf(self, w.people.second_manager)).toMatchObject({
      second: true,
      due: null,
      windowEndsOn: null,
      held: 1,
    })
  })
})

describe('how useful it was', () => {
  /** A held check-in of the sample: ids are random, so some are opened in vain. */
  async function asked(c: Context, boss: string): Promise<string> {
    for (let tries = 0; tries < 60; tries++) {
      const k = await open(c, boss)
      await hold(c, k.id)
      if (inSample(k.id)) return k.id
    }
    throw new Error('no check-in of the sample')
  }

  it('is asked of the report, at most once in eight weeks, and can be passed', async () => {
    const id = await asked(self, w.people.manager)
    expect((await get(self, { checkinId: id })).asked).toBe(true)
    expect((await get(manager, { checkinId: id })).asked).toBe(false)
    await expect(rate(manager, { checkinId: id, score: 1 })).rejects.toMatchObject({ code: 'not_found' })
    await rate(self, { checkinId: id, score: null })
    expect((await get(self, { checkinId: id })).asked).toBe(false)
    base.clock.forward({ days: askEvery - 1 })
    const soon = await asked(self, w.people.manager)
    expect((await get(self, { checkinId: soon })).asked).toBe(false)
    base.clock.forward({ days: 1 })
    const later = await asked(self, w.people.manager)
    expect((await get(self, { checkinId: later })).asked).toBe(true)
  })

  it('cannot be linked to who answered, by any column or by order, and tells nothing below the floor', async () => {
    const askers: [Context, string][] = [
      [self, w.people.manager],
      [await w.as('manager'), w.people.leader],
      [await w.as('peer'), w.people.manager],
      [await w.as('report'), w.people.self],
      [await w.as('leader'), w.people.top],
    ]
    const c = contextFor(base, w.organizationId)
    const owner = base.database.owner
    const released = async () =>
      (
        await sql<{
          answers: number
          useful: number
        }>`select answers, useful from released_checkin_usefulness(${w.organizationId})`.execute(c.db)
      ).rows
    for (const [n, [asker, boss]] of askers.entries()) {
      expect(await released()).toEqual([])
      await rate(asker, { checkinId: await asked(asker, boss), score: n === 0 ? 1 : 5 })
      // The app itself can read, change or remove none.
      expect((await sql`select 1 from checkin_usefulness`.execute(c.db)).rows).toEqual([])
      expect((await sql`delete from checkin_usefulness`.execute(c.db)).numAffectedRows).toBe(0n)
      const before = await owner.query('select id from checkin_usefulness where organization_id = $1', [
        w.organizationId,
      ])
      await settleUsefulness(c, '2026-03-02', 5)
      const after = await owner.query('select id from checkin_usefulness where organization_id = $1', [
        w.organizationId,
      ])
      expect(after.rows).toHaveLength(n + 1)
      expect(after.rows.some((row: { id: string }) => before.rows.some((b: { id: string }) => b.id === row.id))).toBe(
        false,
      )
    }
    expect(askers.length).toBe(5)
    expect(await released()).toEqual([{ answers: 5, useful: 4 }])
    // As the database's owner: no person, check-in, time or transaction of an answer is left.
    const { rows: answers } = await owner.query(
      'select *, xmin::text as xid from checkin_usefulness where organization_id = $1',
      [w.organizationId],
    )
    expect(Object.keys(answers[0]).toSorted()).toEqual([
      'id',
      'organization_id',
      'released_at',
      'released_on',
      'score',
      'xid',
    ])
    expect(new Set(answers.map((a: { xid: string }) => a.xid)).size).toBe(1)
    const { rows: asks } = await owner.query(
      'select *, xmin::text as xid from checkin_ask where organization_id = $1',
      [w.organizationId],
    )
    const xids = new Set(asks.map((a: { xid: string }) => a.xid))
    expect(answers.some((a: { xid: string }) => xids.has(a.xid))).toBe(false)
    const everything =
      JSON.stringify(asks) +
      JSON.stringify((await owner.query('select * from event where organization_id = $1', [w.organizationId])).rows)
    for (const { id } of answers as { id: string }[]) expect(everything).not.toContain(id)
    expect(everything).not.toMatch(/useful|"score"/)
    // Who passed and who answered look alike.
    await rate(await w.as('stranger'), {
      checkinId: await asked(await w.as('stranger'), (await pairsOf(await w.as('stranger')))[0]!.person.id),
      score: null,
    })
    const { rows: closed } = await owner.query(
      'select asked_on, closed_on from checkin_ask where organization_id = $1',
      [w.organizationId],
    )
    expect(new Set(closed.map((r: object) => JSON.stringify(r))).size).toBe(1)
  })
})
