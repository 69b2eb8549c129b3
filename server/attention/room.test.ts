/** Room in a week: what waits where more is asked than the limit, and what never does. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { noticeKindIds } from '../../contract/notice-kinds.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { addDays, daysBetween } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { getBudget, setBudget } from './budget.ts'
import { putInInboxes, takeFromInboxes } from './inbox.ts'
import { fold } from './ledger.ts'
import type { Letters } from './letters.ts'
import { planLetters, withdrawLetters } from './outgoing.ts'
import { deliver } from './post-office.ts'
import { makeRoom } from './room.ts'

const note: Letters[string] = async (_c, batch) =>
  new Map(
    batch.map((letter) => [
      letter.id,
      { subject: letter.kind, html: '<p>Hello</p>', text: 'Hello', language: 'en', fromName: 'Lumen' },
    ]),
  )
const letters: Letters = Object.fromEntries(noticeKindIds.map((kind) => [kind, note]))

let base: TestBase
let sink: SmtpSink
let w: World
let c: Context
const tuesday = '2026-03-03'

beforeAll(async () => {
  sink = await smtpSink()
  base = await testBase({ config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' } })
  base.clock.set(`${tuesday}T10:00:00Z`)
  w = await permissionWorld(base, 'room')
  c = contextFor(base, w.organizationId)
  await sql`update person set email = id || '@x.example', email_key = id || '@x.example' where organization_id = ${c.organizationId}`.execute(
    c.db,
  )
})

async function empty(caps: { asks: number; minutes: number } | null): Promise<void> {
  base.clock.set(`${tuesday}T10:00:00Z`)
  sink.received.length = 0
  for (const table of ['time_asked', 'time_asked_week', 'inbox_item', 'outgoing_mail'])
    await sql`delete from ${sql.table(table)} where organization_id = ${c.organizationId}`.execute(c.db)
  await setBudget(await w.as('lead'), { caps: { employees: caps, managers: caps, hr: caps, lead: caps } })
}

type Planned = { kind: string; people: readonly string[]; inDays: number; minutes: number; lastDay?: string }
/** At nine in Berlin, before clocks change. */
const dueAt = (inDays: number) => `${addDays(tuesday, inDays)}T08:00:00Z`

async function plan(one: Planned): Promise<string> {
  return c.db.transaction().execute((tx) => planIn(tx, one))
}

async function planIn(
  tx: Tx,
  { kind, people, inDays, minutes, lastDay, id = crypto.randomUUID() }: Planned & { id?: string },
): Promise<string> {
  const whom = sql`select id as person_id, email as address, ${dueAt(inDays)}::timestamptz as due_at, ${dueAt(inDays)}::timestamptz as appears_at,
    null::text as excluded from person where organization_id = ${c.organizationId} and id = any(${people as string[]}::uuid[])`
  if (kind === 'training_assigned')
    await putInInboxes(tx, c, whom as never, { kind, subject: { kind: 'test', id }, asks: { minutes } })
  else {
    await planLetters(tx, c, whom, { kind, subject: { kind: 'test', id }, minutes, ...(lastDay ? { lastDay } : {}) })
    if (kind === 'campaign')
      await putInInboxes(tx, c, whom as never, {
        kind: 'message',
        subject: { kind: 'test', id },
        asks: { as: 'campaign', minutes },
      })
  }
  return id
}

type Row = {
  person_id: string
  kind: string
  source_id: string
  minutes: number
  rank: number
  letter: boolean
  wanted_at: string
  due_at: string
  day: string
  waits: number
  dropped: boolean
  last_day: string | null
  state: string | null
  reason: string | null
  leaves: string | null
}
const ledger = async (db: Db | Tx = c.db): Promise<Row[]> =>
  (
    await sql<Row>`select a.person_id, a.kind, a.source_id, a.minutes, a.rank, a.letter, a.wanted_at, a.due_at, a.day, a.waits, a.dropped, a.last_day,
      m.state, m.reason, m.due_at as leaves from time_asked a
      left join outgoing_mail m on m.organization_id = a.organization_id and m.subject_id = a.source_id and m.person_id = a.person_id and m.kind = a.kind
      where a.organization_id = ${c.organizationId} order by a.person_id, a.rank, a.wanted_at, a.kind, a.source_id`.execute(
      db,
    )
  ).rows
const monday = (day: string) => addDays(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7))
const before = (a: Row, b: Row) =>
  a.rank - b.rank ||
  a.wanted_at.localeCompare(b.wanted_at) ||
  a.kind.localeCompare(b.kind) ||
  a.source_id.localeCompare(b.source_id)

const kinds = [
  'policy_due',
  'training_assigned',
  'training_due',
  'pulse_asked',
  'review_opens',
  'campaign',
  'review_before',
]
const asks = (people: readonly string[]) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      people: fc.subarray([...people], { minLength: 1 }),
      inDays: fc.integer({ min: 1, max: 17 }),
      minutes: fc.integer({ min: 1, max: 25 }),
    }),
    { minLength: 1, maxLength: 12 },
  )

describe('a week that is too full', () => {
  it('asks nobody for more than the limit but by what always comes; what matters more never waits for what matters less; nothing is lost', async () => {
    const people = ['self', 'peer', 'manager', 'hr_in'].map((who) => w.people[who as 'self'])
    await fc.assert(
      fc.asyncProperty(
        asks(people),
        fc.record({ asks: fc.integer({ min: 1, max: 4 }), minutes: fc.integer({ min: 5, max: 40 }) }),
        async (planned, cap) => {
          await empty(cap)
          for (const one of planned) await plan(one)
          const rows = await ledger()
          // Nothing is lost: each is in the ledger once, and on its way or in the app.
          expect(rows).toHaveLength(planned.reduce((n, one) => n + one.people.length, 0))
          for (const row of rows) {
            if (!row.letter) expect(row).toMatchObject({ state: null, waits: 0, dropped: false })
            else if (row.dropped) expect(row).toMatchObject({ state: 'excluded', reason: 'no_room' })
            else expect(row).toMatchObject({ state: 'waiting', leaves: row.due_at })
            // At the same hour of a later week.
            if (!row.dropped)
              expect(daysBetween(row.wanted_at.slice(0, 10), row.due_at.slice(0, 10))).toBe(7 * row.waits)
            if (row.rank === 0) expect(row).toMatchObject({ waits: 0, dropped: false })
          }
          for (const own of Map.groupBy(rows, (row) => row.person_id).values()) {
            const here = own.filter((row) => !row.dropped)
            const movable = (row: Row) => row.letter && row.rank > 0
            const fits = (some: readonly Row[]) =>
              some.length <= 1 ||
              (some.length <= cap.asks && some.reduce((sum, row) => sum + row.minutes, 0) <= cap.minutes)
            for (const week of Map.groupBy(here, (row) => monday(row.day)).values())
              if (!fits(week)) expect(week.filter(movable)).toEqual([])
            for (const row of here.filter((one) => one.waits > 0)) {
              const first = here.filter((one) => !movable(one) || before(one, row) < 0)
              for (let k = 0; k < row.waits; k++) {
                const passed = addDays(monday(row.wanted_at.slice(0, 10)), 7 * k)
                expect(fits([...first.filter((one) => monday(one.day) === passed), row])).toBe(false)
              }
            }
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('comes out the same in whatever order it was planned, as long as all of it finds room', async () => {
    const people = [w.people.self]
    await fc.assert(
      fc.asyncProperty(asks(people), async (planned) => {
        const outcomes: unknown[] = []
        for (const order of [planned, planned.toReversed()]) {
          await empty({ asks: 3, minutes: 60 })
          for (const one of order) await plan(one)
          const rows = await ledger()
          if (rows.some((row) => row.dropped)) return
          // Two of one kind at one moment may change places: they are told apart by nothing but their ids.
          if (new Set(rows.map((row) => `${row.kind} ${row.wanted_at}`)).size < rows.length) return
          outcomes.push(rows.map((row) => `${row.kind} ${row.wanted_at} ${row.minutes} ${row.waits}`).toSorted())
        }
        expect(outcomes[1]).toEqual(outcomes[0])
      }),
      { numRuns: 15 },
    )
  })

  it('comes out the same for a large mailing, which is laid out in other statements', async () => {
    const people = ['self', 'peer', 'manager', 'hr_in'].map((who) => w.people[who as 'self'])
    let moved = 0
    await fc.assert(
      fc.asyncProperty(
        asks(people),
        fc.record({ asks: fc.integer({ min: 1, max: 3 }), minutes: fc.integer({ min: 5, max: 40 }) }),
        async (planned, cap) => {
          await empty(cap)
          for (const one of planned.slice(0, -1)) await plan(one)
          const last = planned.at(-1)!
          // What the last one asks is put down without limits, and then laid out in either way from the same beginning.
          const after = async (many: boolean): Promise<Row[]> => {
            const found: Row[] = []
            await c.db
              .transaction()
              .execute(async (tx) => {
                const limits = (asks: number, minutes: number) =>
                  sql`update attention_cap set asks = ${asks}, minutes = ${minutes} where organization_id = ${c.organizationId}`.execute(
                    tx,
                  )
                await limits(20, 300)
                const id = await planIn(tx, { ...last, id: '5d0c2f0e-6a3c-4c9e-9d0b-0c1f6f7a1e11' })
                await limits(cap.asks, cap.minutes)
                moved += (await makeRoom(tx, c, { kind: last.kind, sourceId: id, people: many ? 10_000 : 4 })).length
                found.push(...(await ledger(tx)))
                throw new Error('back')
              })
              .catch((error: Error) => {
                if (error.message !== 'back') throw error
              })
            return found
          }
          expect(await after(true)).toEqual(await after(false))
        },
      ),
      { numRuns: 60 },
    )
    expect(moved).toBeGreaterThan(20)
  })

  it('lets the message wait for the survey, and sends it a week later at the same hour', async () => {
    await empty({ asks: 1, minutes: 30 })
    const message = await plan({ kind: 'campaign', people: [w.people.self], inDays: 1, minutes: 2 })
    const survey = await plan({ kind: 'pulse_asked', people: [w.people.self], inDays: 2, minutes: 3 })
    expect(await ledger()).toMatchObject([
      { source_id: survey, waits: 0, leaves: '2026-03-05T08:00:00.000Z' },
      { source_id: message, waits: 1, leaves: '2026-03-11T08:00:00.000Z', day: '2026-03-11' },
    ])
    // In the app it stands from its day on all the same.
    const { rows } = await sql<{ appears_at: string }>`select appears_at from inbox_item
      where organization_id = ${c.organizationId} and subject_id = ${message}`.execute(c.db)
    expect(rows).toEqual([{ appears_at: '2026-03-04T08:00:00.000Z' }])
    const arrived = async () =>
      Promise.all(sink.to(`${w.people.self}@x.example`).map(async (letter) => (await letter.parsed()).subject))
    base.clock.set('2026-03-06T10:00:00Z')
    await deliver(c, letters, 'bulk')
    expect(await arrived()).toEqual(['pulse_asked'])
    base.clock.set('2026-03-11T08:00:00Z')
    await deliver(c, letters, 'bulk')
    expect(await arrived()).toEqual(['pulse_asked', 'campaign'])
  })

  it('leaves a letter in the app only when two weeks have no room or its last day has passed by then', async () => {
    await empty({ asks: 1, minutes: 30 })
    for (const inDays of [1, 8, 15]) await plan({ kind: 'policy_due', people: [w.people.self], inDays, minutes: 3 })
    const message = await plan({ kind: 'campaign', people: [w.people.self, w.people.peer], inDays: 1, minutes: 2 })
    const nudge = await plan({
      kind: 'pulse_reminder',
      people: [w.people.peer],
      inDays: 2,
      minutes: 1,
      lastDay: addDays(tuesday, 5),
    })
    const rows = await ledger()
    const of = (source: string, who: string) => rows.find((row) => row.source_id === source && row.person_id === who)
    expect(of(message, w.people.self)).toMatchObject({ dropped: true, state: 'excluded', reason: 'no_room' })
    expect(of(message, w.people.peer)).toMatchObject({ dropped: false, waits: 0 })
    expect(of(nudge, w.people.peer)).toMatchObject({ dropped: true })
    const { rows: items } = await sql`select 1 from inbox_item
      where organization_id = ${c.organizationId} and subject_id = ${message} and person_id = ${w.people.self}`.execute(
      c.db,
    )
    expect(items).toHaveLength(1)
  })

  it('does not touch what has left, and no letter waits where no limit is set', async () => {
    await empty(null)
    const message = await plan({ kind: 'campaign', people: [w.people.self], inDays: 0, minutes: 2 })
    await deliver(c, letters, 'bulk')
    for (const inDays of [1, 1, 2]) await plan({ kind: 'campaign', people: [w.people.self], inDays, minutes: 20 })
    expect((await ledger()).map((row) => row.waits)).toEqual([0, 0, 0, 0])
    // From the moment a limit is set, what is planned already is laid out by it.
    const cap = { asks: 2, minutes: 60 }
    await setBudget(await w.as('lead'), { caps: { employees: cap, managers: cap, hr: cap, lead: cap } })
    const rows = await ledger()
    expect(rows.find((row) => row.source_id === message)).toMatchObject({ state: 'submitted', waits: 0 })
    expect(rows.map((row) => row.waits).toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1])
    await c.db
      .transaction()
      .execute((tx) => withdrawLetters(tx, c, rows.find((row) => row.waits === 1)!.source_id, 'stopped'))
    expect(await ledger()).toHaveLength(3)
  })

  it.each([
    ['raised', { asks: 3, minutes: 60 }],
    ['removed', null],
  ])('lets what waits leave when it was wanted once the limit is %s', async (_, cap) => {
    await empty({ asks: 1, minutes: 60 })
    const sent: string[] = []
    for (const inDays of [1, 2, 3])
      sent.push(await plan({ kind: 'campaign', people: [w.people.self], inDays, minutes: 2 }))
    expect((await ledger()).map((row) => row.waits)).toEqual([0, 1, 2])
    await setBudget(await w.as('lead'), { caps: { employees: cap, managers: cap, hr: cap, lead: cap } })
    expect(await ledger()).toMatchObject(
      [1, 2, 3].map((inDays, n) => ({
        source_id: sent[n],
        waits: 0,
        state: 'waiting',
        leaves: `${addDays(tuesday, inDays)}T08:00:00.000Z`,
        day: addDays(tuesday, inDays),
      })),
    )
    base.clock.set(dueAt(3))
    await deliver(c, letters, 'bulk')
    expect((await ledger()).map((row) => row.state)).toEqual(['submitted', 'submitted', 'submitted'])
  })

  it('never lets a letter go back into a day that has passed when the limit is removed', async () => {
    await empty({ asks: 1, minutes: 60 })
    for (const inDays of [1, 2, 3]) await plan({ kind: 'campaign', people: [w.people.self], inDays, minutes: 2 })
    base.clock.set(`${addDays(tuesday, 5)}T10:00:00Z`)
    await setBudget(await w.as('lead'), { caps: { employees: null, managers: null, hr: null, lead: null } })
    expect((await ledger()).map((row) => [row.waits, row.day])).toEqual([
      [0, '2026-03-04'],
      [1, '2026-03-12'],
      [1, '2026-03-13'],
    ])
  })
})

describe('what was asked', () => {
  it('is counted once for each thing, by what somebody is to the program; sign-in and security stand outside', async () => {
    await empty(null)
    const people = ['self', 'peer', 'manager', 'hr_in', 'lead', 'report'].map((who) => w.people[who as 'self'])
    await plan({ kind: 'campaign', people, inDays: 1, minutes: 2.5 })
    await plan({ kind: 'role_granted', people, inDays: 1, minutes: 1 })
    const { rows } = await sql<{
      role: string
      n: number
      minutes: number
    }>`select role, count(*)::integer as n, sum(minutes)::float as minutes from time_asked
      where organization_id = ${c.organizationId} group by 1 order by 1`.execute(c.db)
    expect(rows.map((row) => row.role)).toEqual(['employees', 'hr', 'lead', 'managers'])
    expect(rows.reduce((n, row) => n + row.n, 0)).toBe(people.length)
    expect(rows.reduce((n, row) => n + row.minutes, 0)).toBe(people.length * 2.5)
  })

  it('is forgotten when it is taken out of the app before it came, but not what a letter still asks', async () => {
    await empty(null)
    const message = await plan({ kind: 'campaign', people: [w.people.self], inDays: 1, minutes: 2 })
    const course = await plan({ kind: 'training_assigned', people: [w.people.self], inDays: 1, minutes: 5 })
    await c.db.transaction().execute(async (tx) => {
      for (const id of [message, course]) await takeFromInboxes(tx, c, { kind: 'test', id }, 'unseen')
    })
    expect(await ledger()).toMatchObject([{ source_id: message, letter: true, state: 'waiting' }])
    await c.db.transaction().execute((tx) => withdrawLetters(tx, c, message, 'stopped'))
    expect(await ledger()).toEqual([])
  })

  it('is shown of no group that is too small, and names nobody', async () => {
    await empty({ asks: 1, minutes: 5 })
    const { rows: everybody } = await sql<{
      id: string
    }>`select person_id as id from roster where organization_id = ${c.organizationId} and employed
      and direct_reports = 0`.execute(c.db)
    const people = everybody.map((row) => row.id)
    await plan({ kind: 'review_opens', people, inDays: 1, minutes: 4 })
    await plan({ kind: 'campaign', people, inDays: 1, minutes: 2 })
    const shown = await getBudget(await w.as('lead'))
    const employees = shown.weeks.find((week) => week.role === 'employees' && week.week === '2026-03-02')!
    expect(employees).toMatchObject({ asks: 1, minutes: 4 })
    expect(employees.people).toBeGreaterThanOrEqual(shown.smallestGroup)
    expect(shown.weeks.find((week) => week.role === 'lead')).toMatchObject({ people: null, asks: null, minutes: null })
    expect(shown.waited.find((one) => one.role === 'employees')).toMatchObject({
      kind: 'campaign',
      waits: employees.people,
    })
    expect(shown.waited.find((one) => one.role === 'lead')).toMatchObject({ waits: null })
    for (const id of people.filter((one) => one !== shown.set?.by.id)) expect(JSON.stringify(shown)).not.toContain(id)
  })

  it('shows how many people had something that waited, not how many letters: many of one person are too few', async () => {
    await empty(null)
    const { smallestGroup } = await getBudget(await w.as('lead'))
    for (let n = 0; n < 4 * smallestGroup; n++)
      await plan({ kind: 'campaign', people: [w.people.self], inDays: 1, minutes: 2 })
    const cap = { asks: smallestGroup, minutes: 600 }
    await setBudget(await w.as('lead'), { caps: { employees: cap, managers: cap, hr: cap, lead: cap } })
    const rows = await ledger()
    expect(rows.filter((row) => row.waits > 0 && !row.dropped).length).toBeGreaterThanOrEqual(smallestGroup)
    expect(rows.filter((row) => row.dropped).length).toBeGreaterThanOrEqual(smallestGroup)
    const { waited } = await getBudget(await w.as('lead'))
    expect(waited.map((one) => [one.week, one.waits, one.appOnly])).toEqual([
      ['2026-03-16', null, 0],
      ['2026-03-09', null, 0],
      ['2026-03-02', 0, null],
    ])
    base.clock.set('2026-05-19T10:00:00Z')
    await fold(c)
    expect(await ledger()).toEqual([])
    expect((await getBudget(await w.as('lead'))).waited).toEqual(waited)
  })

  it('becomes counts after two months, which say the same, and who was asked is forgotten', async () => {
    await empty(null)
    const people = Object.values(w.people)
    await plan({ kind: 'campaign', people, inDays: 1, minutes: 2 })
    await plan({ kind: 'pulse_asked', people, inDays: 1, minutes: 5 })
    const { weeks } = await getBudget(await w.as('lead'))
    expect(weeks.length).toBeGreaterThan(0)
    // The week is over, yet somewhere it may be Sunday still.
    for (const [at, kept] of [
      ['2026-03-10T10:00:00Z', true],
      ['2026-03-11T10:00:00Z', true],
      ['2026-05-05T10:00:00Z', false],
    ] as const) {
      base.clock.set(at)
      await fold(c)
      expect([at, (await ledger()).length > 0]).toEqual([at, kept])
      expect((await getBudget(await w.as('lead'))).weeks).toEqual(weeks)
    }
    await fold(c)
    expect((await getBudget(await w.as('lead'))).weeks).toEqual(weeks)
  })
})
