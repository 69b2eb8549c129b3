/** What somebody chose, what the lead fixed, in which hours letters come, and the letter of the day. */
import { spawn } from 'node:child_process'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noticeKindIds, noticeKinds, type NoticeKind, type Way } from '../../contract/notice-kinds.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { list as letterList, fix } from './letter-texts.ts'
import type { Letters } from './letters.ts'
import { planLetters, sendMail } from './outgoing.ts'
import { mine, set, setHours } from './own-choices.ts'
import { deliver } from './post-office.ts'

const note: Letters[string] = async (_c, batch) =>
  new Map(
    batch.map((letter) => [
      letter.id,
      {
        subject: `About ${letter.subjectId}`,
        preview: 'A line about it',
        html: '<p>Hello</p>',
        text: `Hello ${letter.subjectId}`,
        language: 'en',
        fromName: 'Lumen',
        url: `https://belay.test/about/${letter.subjectId}`,
      },
    ]),
  )
const letters: Letters = Object.fromEntries(noticeKindIds.map((kind) => [kind, note]))
const switchables = noticeKindIds.filter((kind) => noticeKinds[kind].grade !== 'needed')
const neededs = noticeKindIds.filter((kind) => noticeKinds[kind].grade === 'needed')
const waiting = noticeKindIds.filter((kind) => noticeKinds[kind].daily !== null)

let base: TestBase
let sink: SmtpSink
let w: World
let c: Context

beforeAll(async () => {
  sink = await smtpSink()
  base = await testBase({ config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' } })
})
beforeEach(async () => {
  base.clock.set('2026-03-03T10:00:00Z') // a Tuesday
  w = await permissionWorld(base, `choices-${crypto.randomUUID().slice(0, 8)}`)
  c = contextFor(base, w.organizationId)
  await sql`update person set time_zone = 'Europe/Berlin', email = id || '@x.example', email_key = id || '@x.example' where organization_id = ${c.organizationId}`.execute(
    c.db,
  )
  await sql`update roster set time_zone = 'Europe/Berlin' where organization_id = ${c.organizationId}`.execute(c.db)
})

type Row = {
  id: string
  person_id: string
  kind: string
  state: string
  reason: string | null
  due_at: string
  daily: boolean
  subject_id: string
}
const rows = async (): Promise<Row[]> =>
  (
    await sql<Row>`select id, person_id, kind, state, reason, due_at, daily, subject_id from outgoing_mail
      where organization_id = ${c.organizationId} and subject_kind = 'test' order by created_at, id`.execute(c.db)
  ).rows
const send = async (personId: string, kind: string, more: { lastDay?: string } = {}) => {
  const subject = { kind: 'test', id: crypto.randomUUID() }
  await c.db.transaction().execute((tx) => sendMail(tx, c, { personId, kind, subject, ...more }))
  return (await rows()).find((row) => row.subject_id === subject.id)
}
const received = (personId: string) => sink.to(`${personId}@x.example`)

describe('what is switched off', () => {
  it('is not put on the list, of no kind; in the app it stands all the same', async () => {
    for (const kind of switchables) {
      expect([kind, await send(w.people.self, kind)]).toEqual([kind, expect.objectContaining({ state: 'waiting' })])
      await set(await w.as('self'), { kind, way: 'app' })
      expect([kind, await send(w.people.self, kind)]).toEqual([kind, undefined])
      // Nobody else's.
      expect(await send(w.people.peer, kind)).toBeDefined()
      const people = sql`select id as person_id, email as address, ${c.clock.now()}::timestamptz as due_at, null::text as excluded
        from person where organization_id = ${c.organizationId} and id in (${w.people.self}, ${w.people.peer})`
      const planned = await c.db
        .transaction()
        .execute((tx) => planLetters(tx, c, people, { kind, subject: { kind: 'test', id: crypto.randomUUID() } }))
      expect([kind, planned]).toEqual([kind, 1])
    }
  })

  it('does not leave either when it was planned before', async () => {
    await send(w.people.self, 'feedback_asked')
    await set(await w.as('self'), { kind: 'feedback_asked', way: 'app' })
    await deliver(c, letters)
    expect(await rows()).toMatchObject([{ state: 'excluded', reason: 'not_needed' }])
    expect(received(w.people.self)).toEqual([])
  })

  it('cannot be what is needed, whatever stands in a table', async () => {
    for (const kind of neededs) {
      await expect(set(await w.as('self'), { kind, way: 'app' })).rejects.toMatchObject({ code: 'letters_needed' })
      await expect(fix(await w.as('lead'), { kind, fixed: 'off' })).rejects.toMatchObject({ code: 'letters_needed' })
      await sql`insert into notice_choice (organization_id, person_id, kind, way, chosen_by, chosen_at)
        values (${c.organizationId}, ${w.people.self}, ${kind}, 'app', 'page', ${c.clock.now()})`.execute(c.db)
      await sql`insert into notice_rule (organization_id, kind, fixed, set_by, set_at) values (${c.organizationId}, ${kind}, 'off', ${w.people.lead}, ${c.clock.now()})`.execute(
        c.db,
      )
      expect([kind, await send(w.people.self, kind)]).toEqual([kind, expect.objectContaining({ state: 'waiting' })])
    }
    await deliver(c, letters)
    expect(new Set((await rows()).map((row) => row.state))).toEqual(new Set(['submitted']))
  })

  it('is for all where the lead says so, and comes to all where the lead fixes it, except reminders', async () => {
    const lead = await w.as('lead')
    for (const kind of switchables) {
      await set(await w.as('self'), { kind, way: 'app' })
      await fix(lead, { kind, fixed: 'off' })
      expect(await send(w.people.peer, kind)).toBeUndefined()
      await expect(set(await w.as('self'), { kind, way: 'at_once' })).rejects.toMatchObject({ code: 'letters_fixed' })
      if (noticeKinds[kind].grade === 'free') {
        await expect(fix(lead, { kind, fixed: 'on' })).rejects.toMatchObject({ code: 'letters_free' })
        await fix(lead, { kind, fixed: null })
        expect(await send(w.people.self, kind)).toBeUndefined()
        continue
      }
      await fix(lead, { kind, fixed: 'on' })
      expect([kind, await send(w.people.self, kind)]).toEqual([kind, expect.objectContaining({ state: 'waiting' })])
      await expect(set(await w.as('self'), { kind, way: 'app' })).rejects.toMatchObject({ code: 'letters_fixed' })
      const shown = (await mine(await w.as('self'))).kinds.find((one) => one.kind === kind)
      expect(shown).toMatchObject({ switchable: false, way: noticeKinds[kind].daily ?? 'at_once', fixed: { as: 'on' } })
      await fix(lead, { kind, fixed: null })
      expect(await send(w.people.self, kind)).toBeUndefined()
    }
    expect((await letterList(lead, {})).letters.every((letter) => letter.fixed === null)).toBe(true)
  })

  it('is nobody’s to read: not in the list of mail, not in the log', async () => {
    await set(await w.as('self'), { kind: 'feedback_asked', way: 'app' })
    await send(w.people.self, 'feedback_asked')
    const { rows: events } = await sql<{ event: string }>`select row_to_json(e)::text as event from event e
      where organization_id = ${c.organizationId} and type = 'inbox.letters_chosen'`.execute(c.db)
    expect(events).toHaveLength(1)
    expect(events[0]!.event).not.toMatch(/feedback_asked|"app"/)
    expect(await rows()).toEqual([])
    expect((await mine(await w.as('peer'))).kinds.every((one) => one.chosen === null)).toBe(true)
  })

  it('refuses to wait what cannot', async () => {
    const kind = switchables.find((one) => noticeKinds[one].daily === null)!
    await expect(set(await w.as('self'), { kind, way: 'daily' })).rejects.toMatchObject({ code: 'letters_at_once' })
  })
})

describe('working hours', () => {
  type Hours = { days: number[]; opens: string; closes: string }
  const time = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const hours: fc.Arbitrary<Hours> = fc
    .record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      opens: fc.integer({ min: 0, max: 22 * 60 }),
      lasts: fc.integer({ min: 60, max: 12 * 60 }),
    })
    .map(({ days, opens, lasts }) => ({ days, opens: time(opens), closes: time(Math.min(opens + lasts, 1439)) }))
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Pacific/Pago_Pago', 'UTC']
  const wall = (at: string, zone: string) => {
    const part = Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
        .formatToParts(new Date(at))
        .map((p) => [p.type, p.value]),
    )
    return {
      day: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part['weekday']!) + 1,
      time: `${part['hour']}:${part['minute']}`,
    }
  }

  it('hold for every moment, zone, day and hour; what lies within them is not moved', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2027-01-01T00:00:00Z'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        hours,
        async (date, zone, h) => {
          const since = date.toISOString()
          const { rows: found } = await sql<{ at: string; opening: string }>`select
            working_moment(${since}::timestamptz, ${zone}, ${h.days}::smallint[], ${h.opens}::time, ${h.closes}::time) as at,
            next_opening(${since}::timestamptz, ${zone}, ${h.days}::smallint[], ${h.opens}::time) as opening`.execute(
            c.db,
          )
          const { at, opening } = found[0]!
          const here = wall(since, zone)
          const inside = h.days.includes(here.day) && here.time >= h.opens && here.time < h.closes
          expect(at).toBe(inside ? since : opening)
          expect(opening >= since).toBe(true)
          const then = wall(opening, zone)
          expect(h.days).toContain(then.day)
          // In the hour that a clock jumps over, the first moment after it.
          if (then.time !== h.opens) expect(then.time > h.opens).toBe(true)
          expect(Date.parse(opening) - Date.parse(since)).toBeLessThanOrEqual(8 * 86_400_000)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('are Monday to Friday, nine to six, in the person’s zone, until they say otherwise', async () => {
    base.clock.set('2026-03-06T19:30:00Z') // Friday evening in Berlin
    expect((await send(w.people.self, 'feedback_asked'))!.due_at).toBe('2026-03-09T08:00:00.000Z')
    await setHours(await w.as('self'), { hours: { days: [6, 7], opens: '12:00', closes: '14:00' } })
    expect((await send(w.people.self, 'feedback_asked'))!.due_at).toBe('2026-03-07T11:00:00.000Z')
    expect((await mine(await w.as('self'))).hours).toEqual({ own: true, days: [6, 7], opens: '12:00', closes: '14:00' })
    await setHours(await w.as('self'), { hours: null })
    expect((await send(w.people.self, 'feedback_asked'))!.due_at).toBe('2026-03-09T08:00:00.000Z')
    // What concerns access never waits.
    expect((await send(w.people.self, 'token_created'))!.due_at).toBe(c.clock.now())
  })

  it('do not make a letter late: what would come after its last day goes at once', async () => {
    base.clock.set('2026-03-06T19:30:00Z')
    expect(await send(w.people.self, 'feedback_asked', { lastDay: '2026-03-08' })).toMatchObject({
      due_at: c.clock.now(),
    })
    expect(await send(w.people.self, 'feedback_asked', { lastDay: '2026-03-09' })).toMatchObject({
      due_at: '2026-03-09T08:00:00.000Z',
    })
    await set(await w.as('self'), { kind: 'feedback_asked', way: 'daily' })
    expect(await send(w.people.self, 'feedback_asked', { lastDay: '2026-03-07' })).toMatchObject({
      due_at: c.clock.now(),
      daily: false,
    })
  })

  it('hold where the people file misspells a zone: then the company’s', async () => {
    await sql`update roster set time_zone = 'Nowhere/At-All' where organization_id = ${c.organizationId} and person_id = ${w.people.self}`.execute(
      c.db,
    )
    base.clock.set('2026-03-06T19:30:00Z')
    const { rows: company } = await sql<{
      time_zone: string
    }>`select time_zone from organization where id = ${c.organizationId}`.execute(c.db)
    const { due_at } = (await send(w.people.self, 'feedback_asked'))!
    expect(wall(due_at, company[0]!.time_zone)).toEqual({ day: 1, time: '09:00' })
  })
})

describe('the letter of the day', () => {
  it('gathers what waits, a line each with its place; one thing alone comes as its own letter', async () => {
    for (const kind of ['feedback_asked', 'review_opens', 'pulse_reminder'] as const)
      await set(await w.as('self'), { kind, way: 'daily' })
    const about = [
      await send(w.people.self, 'feedback_asked'),
      await send(w.people.self, 'review_opens'),
      await send(w.people.self, 'pulse_reminder'),
    ]
    const alone = await send(w.people.peer, 'pulse_reminder')
    await deliver(c, letters, 'bulk')
    expect(received(w.people.self)).toEqual([])
    base.clock.set('2026-03-04T08:00:00Z')
    expect(await deliver(c, letters, 'bulk')).toBe(4)
    const [mail, ...rest] = received(w.people.self)
    expect(rest).toEqual([])
    const said = await mail!.parsed()
    expect(said.subject).toMatch(/3/)
    for (const row of about) {
      expect(said.text).toContain(`About ${row!.subject_id}`)
      expect(said.text).toContain(`https://belay.test/about/${row!.subject_id}`)
      expect(String(said.html)).toContain(`href="https://belay.test/about/${row!.subject_id}"`)
    }
    expect((await received(w.people.peer)[0]!.parsed()).subject).toBe(`About ${alone!.subject_id}`)
    expect(await deliver(c, letters, 'bulk')).toBe(0)
  })

  it('holds each notice once or none, at most one a day, in working hours, in whatever order things happen', async () => {
    const people = [w.people.self, w.people.peer, w.people.stranger]
    const act = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ do: fc.constant('send' as const), who: fc.nat(2), kind: fc.constantFrom(...waiting) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('choose' as const),
          who: fc.nat(2),
          kind: fc.constantFrom(...waiting),
          way: fc.constantFrom<Way>('at_once', 'daily', 'app'),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 5, max: 900 }) }),
      },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 30 }), async (acts) => {
        await sql`delete from outgoing_mail where organization_id = ${c.organizationId}`.execute(c.db)
        await sql`delete from notice_choice where organization_id = ${c.organizationId}`.execute(c.db)
        const before = sink.received.length
        const sent: { id: string; who: number; kind: NoticeKind; off: boolean }[] = []
        const chosen = new Map<string, Way>()
        const left: { at: string; raw: string; to: string }[] = []
        const post = async () => {
          const known = sink.received.length
          await deliver(c, letters, 'single')
          await deliver(c, letters, 'bulk')
          for (const mail of sink.received.slice(known))
            left.push({ at: c.clock.now(), to: mail.to[0]!, raw: (await mail.parsed()).text ?? '' })
        }
        for (const one of [...acts, ...Array.from({ length: 8 }, () => ({ do: 'wait' as const, minutes: 720 }))]) {
          if (one.do === 'wait') {
            // Step by step, as a clock goes.
            for (let minutes = 0; minutes < one.minutes; minutes += 60) {
              base.clock.forward({ minutes: 60 })
              await post()
            }
          } else if (one.do === 'choose') {
            await set({ ...c, viewer: { ...c.viewer, personId: people[one.who]! } }, { kind: one.kind, way: one.way })
            chosen.set(`${one.who} ${one.kind}`, one.way)
          } else {
            const row = await send(people[one.who]!, one.kind)
            await post() // the post office works at once, not an hour later
            sent.push({
              id: row?.subject_id ?? '',
              who: one.who,
              kind: one.kind,
              off: chosen.get(`${one.who} ${one.kind}`) === 'app',
            })
          }
        }
        for (const one of sent) expect(one.id === '').toBe(one.off)
        const all = await rows()
        expect(new Set(all.map((row) => row.state))).not.toContain('waiting')
        for (const row of all) {
          const carrying = left.filter((mail) => mail.raw.includes(row.subject_id))
          expect([row.state, carrying.length]).toEqual(row.state === 'submitted' ? ['submitted', 1] : ['excluded', 0])
          if (row.state === 'excluded') expect(row.reason).toBe('not_needed')
          for (const mail of carrying) expect(mail.to).toBe(`${row.person_id}@x.example`)
        }
        const gathered = left.filter((mail) => (mail.raw.match(/belay\.test\/about\//g) ?? []).length > 1)
        for (const mail of left) {
          const here = new Date(Date.parse(mail.at) + 3_600_000) // Berlin in winter
          expect([0, 6]).not.toContain(here.getUTCDay())
          expect(here.getUTCHours()).toBeGreaterThanOrEqual(9)
          expect(here.getUTCHours()).toBeLessThan(18)
        }
        const days = gathered.map((mail) => `${mail.to} ${mail.at.slice(0, 10)}`)
        expect(new Set(days).size).toBe(days.length)
        expect(sink.received.length - before).toBe(left.length)
        base.clock.set('2026-03-03T10:00:00Z')
      }),
      // What fails is reported as it was found: shrinking lives every day again, for minutes.
      { numRuns: 4, endOnFailure: true },
    )
  })

  it('goes to nobody twice when the process is killed in the middle, and no notice is lost from its letter', async () => {
    const people = 60
    await sql`insert into person (organization_id, full_name, given_name, email, email_key, created_at)
      select ${c.organizationId}, 'Reader ' || n, 'Reader', 'r' || n || '@killed.example', 'r' || n || '@killed.example', ${c.clock.now()} from generate_series(1, ${people}::integer) n`.execute(
      c.db,
    )
    const everyone = sql`select id as person_id, email as address, ${c.clock.now()}::timestamptz as due_at, null::text as excluded
      from person where organization_id = ${c.organizationId} and email like '%@killed.example'`
    await sql`insert into notice_choice (organization_id, person_id, kind, way, chosen_by, chosen_at)
      select ${c.organizationId}, p.id, k.kind, 'daily', 'page', ${c.clock.now()} from person p cross join unnest(array['feedback_asked', 'review_shared']) k (kind)
      where p.organization_id = ${c.organizationId} and p.email like '%@killed.example'`.execute(c.db)
    for (const kind of ['feedback_asked', 'review_shared', 'feedback_asked'])
      await c.db
        .transaction()
        .execute((tx) => planLetters(tx, c, everyone, { kind, subject: { kind: 'test', id: crypto.randomUUID() } }))
    // Another process has the machine's clock: let all be due by then.
    await sql`update outgoing_mail set due_at = '2026-01-01T08:00:00Z' where organization_id = ${c.organizationId} and subject_kind = 'test'`.execute(
      c.db,
    )
    const to = (mail: { to: string[] }) => mail.to[0]!
    const mails = () => sink.received.filter((mail) => to(mail).endsWith('@killed.example'))
    sink.behave({ delay: 15 })
    const known = sink.received.length
    for (const after of [8, 25]) {
      const child = spawn(
        process.execPath,
        [new URL('./post-office.worker.ts', import.meta.url).pathname, base.url, sink.url, c.organizationId, 'bulk'],
        { stdio: 'ignore' },
      )
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await Promise.race([sink.waitFor(known + after), ended])
      child.kill('SIGKILL')
      await ended
    }
    sink.behave({})
    const states = async () =>
      Map.groupBy(
        (await rows()).filter((row) => row.kind !== ''),
        (row) => row.state,
      )
    await expect
      .poll(
        async () => {
          // The counter is free once the database has noticed that whoever held it is gone.
          await deliver(c, letters, 'bulk')
          const now = await states()
          return (now.get('waiting')?.length ?? 0) + (now.get('sending')?.length ?? 0)
        },
        { timeout: 20_000 },
      )
      .toBe(0)
    for (const [, copies] of Map.groupBy(mails(), to)) expect(copies).toHaveLength(1)
    // All of a person's notices share the fate of their one letter.
    for (const [, own] of Map.groupBy(await rows(), (row) => row.person_id)) {
      expect(own).toHaveLength(3)
      expect(new Set(own.map((row) => row.state)).size).toBe(1)
    }
    expect(new Set([...(await states()).keys()])).toEqual(new Set(['submitted', 'uncertain']))
  })
})
