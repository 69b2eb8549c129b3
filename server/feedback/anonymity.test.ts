/**
 * Anonymous raters and confidential authors under attack: through every read there is, counts while
 * somebody presses send, orders, times, the log, inboxes, the list of mail, a backup, and by somebody
 * who reads the database itself, physical order and transactions included.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { attention as attentionContract } from '../../contract/attention.ts'
import { audit as auditContract } from '../../contract/audit.ts'
import { feedback, type FeedbackMode } from '../../contract/feedback.ts'
import { parts, type Part, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as inbox } from '../attention/inbox.ts'
import { outgoing } from '../attention/mail-list.ts'
import { exportFile, list as audit } from '../audit/audit.ts'
import { makeWave } from '../goals/live-wave.ts'
import { backup } from '../platform/backup.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase, testFolder, textOf } from '../platform/testing.ts'
import { get as week } from '../week/week.ts'
import { answer, decline } from './answer.ts'
import { ask, close } from './ask.ts'
import { exportFeedback } from './export.ts'
import { nightly } from './nightly.ts'
import { get, list } from './read.ts'
import { request, requests } from './requests.ts'
import { give } from './write.ts'

let base: TestBase
let w: World
const secret = 'Quagga'
const raters = ['peer', 'stranger', 'committee', 'champion', 'trainer'] as const satisfies readonly Part[]
const questions = [
  { id: 'keep', ask: 'What should go on?', hint: '' },
  { id: 'change', ask: 'What should change?', hint: '' },
]

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await world('hidden')
})

async function world(slug: string, maxOpen = 20): Promise<World> {
  const made = await permissionWorld(base, slug)
  await makeWave(base.database.for(made.organizationId), {
    organizationId: made.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { feedback: { on: true, maxOpen } },
  })
  return made
}

const asked = async (by: Part, of: readonly Part[] = raters, mode: FeedbackMode = 'anonymous') =>
  (
    await ask(
      await w.as(by),
      feedback.ask.body!.parse({
        kind: 'self',
        mode,
        raters: of.map((p) => w.people[p]),
        questions,
        dueOn: addDays(base.clock.today('UTC'), 40),
      }),
    )
  ).id
const say = async (who: Part, requestId: string) =>
  answer(await w.as(who), {
    requestId,
    answers: questions.map((q) => ({ questionId: q.id, words: `${secret} ${who} ${q.id}` })),
  })
const night = async () => {
  base.clock.set(`${addDays(base.clock.today('UTC'), 1)}T00:30:00Z`)
  await nightly(contextFor(base, w.organizationId))
}

/** Everything that somebody can read about it, as one text. */
async function everything(c: Context, requestId?: string): Promise<string> {
  const tried = async (read: () => Promise<unknown>) => read().catch((error: Error) => error.message)
  const all = { limit: 200, offset: 0 }
  return JSON.stringify([
    await tried(async () => requestId && request(c, { requestId })),
    await Promise.all(
      (['received', 'given', 'drafts', 'team'] as const).map((box) => tried(() => list(c, { box, ...all }))),
    ),
    await tried(() => list(c, { box: 'received', ...all, search: secret })),
    await Promise.all(
      (['received', 'given', 'team'] as const).map((box) =>
        tried(async () => [
          await textOf(await exportFeedback(c, { box })),
          await textOf(await exportFeedback(c, { box, search: secret })),
        ]),
      ),
    ),
    await Promise.all(
      (['asked', 'to_answer', 'about_me'] as const).map((box) => tried(() => requests(c, { box, ...all }))),
    ),
    await tried(() => requests(c, { box: 'asked', ...all, search: secret })),
    await tried(() => inbox(c, { limit: 100 })),
    await tried(() => week(c)),
  ])
}

/** What administrators and leads see of the machine: log, its file, letters. */
async function behindTheScenes(): Promise<string> {
  const admin = await w.as('admin')
  const { events } = await audit(admin, auditContract.list.query!.parse({ limit: 200 }))
  const file = await exportFile(admin, {})
  const { rows: mail } =
    await sql`select person_id, kind, state, created_at, due_at, params from outgoing_mail where organization_id = ${w.organizationId} order by id`.execute(
      admin.db,
    )
  return JSON.stringify([events, await textOf(file), mail])
}

describe('an anonymous rater', () => {
  test('changes nothing that anybody else can see by pressing send, neither as the third nor as the last', async () => {
    const requestId = await asked('self')
    const watchers = parts.filter((p) => !(raters as readonly Part[]).includes(p))
    for (const who of raters) {
      const before = new Map<Part, string>()
      for (const p of watchers) before.set(p, await everything(await w.as(p), requestId))
      const machine = await behindTheScenes()
      await say(who, requestId)
      for (const p of watchers)
        expect(await everything(await w.as(p), requestId), `${p} watches ${who}`).toBe(before.get(p))
      expect(await behindTheScenes(), `the log and the mail watch ${who}`).toBe(machine)
    }
    // Nor can whoever answered find their own again, or see how many others have.
    expect(await everything(await w.as('peer'), requestId)).not.toContain(secret)
    expect(await request(await w.as('peer'), { requestId })).toMatchObject({
      answered: null,
      raters: null,
      mine: 'answered',
    })
  })

  test('leaves nothing readable in the database or a backup before the night, with or without the organization’s rights', async () => {
    const requestId = await asked('self')
    for (const who of raters.slice(0, 4)) await say(who, requestId)
    const file = path.join(testFolder(), 'b.belay')
    await backup({ url: base.url, log: base.log, config: base.config, say: () => {} }, file, base.clock.now())
    expect(gunzipSync(readFileSync(file)).toString('latin1')).not.toContain(secret)
    const { rows } = await base.database.owner.query<{ length: number }>(
      'select length(sealed) from feedback_sealed where request_id = $1',
      [requestId],
    )
    // One box for all, whose length is the same after four as after one.
    expect(rows).toEqual([{ length: 16_384 + 28 }])
    const { rows: xids } = await base.database.owner.query<{ n: number }>(
      'select count(distinct xmin::text)::int as n from feedback_rater where request_id = $1',
      [requestId],
    )
    expect(xids).toEqual([{ n: 1 }]) // no row stands out as the one that changed last
  })

  test('cannot be linked with an answer by any column, transaction, time or physical order', async () => {
    const requestId = await asked('self')
    for (const who of raters) {
      await say(who, requestId)
      base.clock.forward({ minutes: 7 })
    }
    base.clock.forward({ days: 41 })
    await night()
    const { rows: answers } = await base.database.owner.query<Record<string, unknown>>(
      'select *, xmin::text as "(xmin)", ctid::text as "(ctid)" from feedback_answer where request_id = $1 order by ctid',
      [requestId],
    )
    expect(answers).toHaveLength(raters.length * questions.length)
    expect(Object.keys(answers[0]!).toSorted()).toEqual([
      '(ctid)',
      '(xmin)',
      'answer_group',
      'id',
      'organization_id',
      'question_id',
      'request_id',
      'words',
    ])
    expect(new Set(answers.map((a) => a['(xmin)'])).size).toBe(1)

    // Every row of every table that names one of the raters, with its transaction: what would tell them apart?
    const { rows: tables } = await base.database.owner.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`,
    )
    const values = new Set<string>()
    for (const { name } of tables) {
      const { rows } = await base.database.owner.query<{ row: string; xmin: string; ctid: string }>(
        `select to_jsonb(t)::text as row, t.xmin::text as xmin, t.ctid::text as ctid from "${name}" t`,
      )
      for (const who of raters)
        for (const r of rows.filter((one) => one.row.includes(w.people[who]))) {
          values.add(r.xmin)
          for (const v of flat(JSON.parse(r.row))) values.add(v)
          // No event, letter or row of anybody names an answer.
          for (const a of answers) expect(r.row, name).not.toContain(a['id'])
        }
    }
    const constant = new Set([w.organizationId, requestId, 'keep', 'change', 'peer', 'report', 'others'])
    for (const a of answers)
      for (const [column, v] of Object.entries(a))
        if (column !== '(ctid)' && column !== 'words' && !constant.has(String(v)))
          expect(values.has(String(v)), `${column} ${String(v)} stands also in a row of a rater`).toBe(false)
  })

  test('by chance only stands where they came: over many requests order says nothing', async () => {
    const three = raters.slice(0, 3)
    const ids: string[] = []
    for (let n = 0; n < 18; n++) {
      ids.push(await asked('self', three))
      for (const who of three) await say(who, ids.at(-1)!)
    }
    base.clock.forward({ days: 60 })
    await night()
    for (const order of ['ctid', 'id']) {
      const first = new Map<string, number>()
      for (const id of ids) {
        const { rows } = await base.database.owner.query<{ words: string }>(
          `select words from feedback_answer where request_id = $1 and question_id = 'keep' order by ${order} limit 1`,
          [id],
        )
        const who = rows[0]!.words.split(' ')[1]!
        first.set(who, (first.get(who) ?? 0) + 1)
      }
      // Were the order kept, the first would be first all eighteen times; by chance above 15 once in half a million.
      for (const who of three) expect(first.get(who) ?? 0, `${order} ${who}`).toBeLessThan(16)
    }
  })

  test('is in the log by day alone: no request, no time of theirs, all of one night at the same moment', async () => {
    const { rows } = await base.database.owner.query<{
      type: string
      actor_id: string | null
      subject_id: string | null
      data: object
      recorded_at: Date
      happened_on: string
    }>(
      `select type, actor_id, subject_id, data, recorded_at, happened_on from event where organization_id = $1 and type like 'feedback.%'`,
      [w.organizationId],
    )
    const took = rows.filter((r) => r.type === 'feedback.took_part')
    expect(took.length).toBeGreaterThan(20)
    for (const r of took) {
      expect(r.subject_id).toBeNull()
      expect(r.data).toEqual({})
      expect(raters.map((p) => w.people[p])).toContain(r.actor_id)
    }
    const nights = Map.groupBy(took, (r) => String(r.recorded_at))
    expect(nights.size).toBeLessThan(took.length / 2)
    // No other event is a rater's own, but what they did by name.
    for (const r of rows)
      if (r.type !== 'feedback.took_part' && r.actor_id) expect(r.actor_id, r.type).toBe(w.people.self)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('keeps the answers from everybody but the person they are for, also in raw statements', async () => {
    const requestId = await asked('self')
    for (const who of raters) await say(who, requestId)
    base.clock.forward({ days: 60 })
    await night()
    for (const p of parts.filter((one) => one !== 'self'))
      expect(await everything(await w.as(p), requestId), p).not.toContain(secret)
    const rawly = async (person: string | null) =>
      (await w.as('manager')).db.transaction().execute(async (tx) => {
        if (person) await sql`select set_config('belay.person', ${person}, true)`.execute(tx)
        return (await sql`select words from feedback_answer where request_id = ${requestId}`.execute(tx)).rows.length
      })
    expect(await rawly(null)).toBe(0)
    expect(await rawly(w.people.manager)).toBe(0)
    expect(await rawly(w.people.self)).toBe(raters.length * questions.length)
  })
})

function flat(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(flat)
  if (value && typeof value === 'object') return Object.values(value).flatMap(flat)
  return value === null ? [] : [String(value)]
}

describe('a confidential author', () => {
  let itemId: string
  let ours: World
  beforeAll(async () => {
    base.clock.set('2026-09-07T09:00:00Z')
    ours = w = await world('confided')
    base.clock.set('2026-09-07T14:23:41Z')
    itemId = (
      await give(
        await w.as('peer'),
        feedback.give.body!.parse({
          aboutId: w.people.self,
          mode: 'confidential',
          answers: [{ ask: '', words: `${secret} in confidence` }],
        }),
      )
    ).id
  })

  test('is unknown to everybody but the one who was announced, before and after it arrives', async () => {
    const author = w.people.peer
    for (const arrived of [false, true]) {
      if (arrived) await night()
      for (const p of parts.filter((one) => one !== 'peer' && one !== 'manager')) {
        const c = await w.as(p)
        const text = (await everything(c)) + JSON.stringify(await get(c, { itemId }).catch(() => null))
        if (p !== 'self') expect(text, p).not.toContain(secret)
        // The directory and one's team know the colleague; feedback must not name them.
        const seen = JSON.stringify([
          await list(c, { box: 'received', limit: 50, offset: 0 }).catch(() => null),
          await list(c, { box: 'team', limit: 50, offset: 0 }).catch(() => null),
          await get(c, { itemId }).catch(() => null),
          await inbox(c, { limit: 50 }),
        ])
        expect(seen, p).not.toContain(author)
        expect(seen, p).not.toContain('peer confided')
      }
      const found = await list(await w.as('self'), { box: 'received', limit: 50, offset: 0, search: 'peer confided' })
      expect(found.items).toEqual([]) // searching for the name finds nothing
    }
    expect(await get(await w.as('manager'), { itemId })).toMatchObject({ author: { id: author } })
  })

  test('stands in no mail, in no line of the log with what was given, and with no time', async () => {
    const machine = await behindTheScenes()
    expect(machine).not.toContain(secret)
    expect(machine).not.toContain('14:23')
    const { rows } = await base.database.owner.query<{ row: string }>(
      `select to_jsonb(i)::text as row from feedback_item i where i.id = $1
       union all select to_jsonb(m)::text from outgoing_mail m where m.subject_id = $1
       union all select to_jsonb(b)::text from inbox_item b where b.subject_id = $1 and b.person_id = $2
       union all select to_jsonb(e)::text from event e where e.organization_id = $3 and e.type like 'feedback.%'`,
      [itemId, w.people.self, w.organizationId],
    )
    expect(rows.length).toBeGreaterThan(3)
    for (const { row } of rows) {
      expect(row).not.toContain('14:23')
      if (!row.includes('took_part')) expect(row).not.toContain(w.people.peer)
    }
  })

  test('is behind the second wall: no statement on behalf of the person finds them', async () => {
    const c = await w.as('self')
    const authors = async (person: string | null) =>
      c.db.transaction().execute(async (tx) => {
        if (person) await sql`select set_config('belay.person', ${person}, true)`.execute(tx)
        return (await sql`select author_id from feedback_author where item_id = ${itemId}`.execute(tx)).rows.length
      })
    expect(await authors(null)).toBe(0)
    expect(await authors(w.people.self)).toBe(0)
    expect(await authors(w.people.leader)).toBe(0)
    expect(await authors(w.people.manager)).toBe(1)
    expect(await authors(w.people.peer)).toBe(1)
  })

  test('another company gets nothing of all this, with or without ids', async () => {
    const theirs = await world('elsewhere')
    for (const p of ['self', 'manager', 'admin', 'peer'] as const) {
      const c = await theirs.as(p)
      await expect(get(c, { itemId })).rejects.toMatchObject({ code: 'not_found' })
      const text = await everything(c)
      expect(text).not.toContain(secret)
      expect(text).not.toContain(ours.organizationId)
      const raw = await c.db.transaction().execute(async (tx) => {
        await sql`select set_config('belay.person', ${ours.people.manager}, true)`.execute(tx)
        return (
          await sql`select 1 from feedback_words union all select 1 from feedback_author union all select 1 from feedback_answer`.execute(
            tx,
          )
        ).rows
      })
      expect(raw).toEqual([])
    }
  })
})

describe('whoever asks for answers without names', () => {
  for (const mode of ['anonymous', 'confidential'] as const) {
    test(`${mode}: cannot tell from who has enough to answer whether somebody has answered or declined`, async () => {
      base.clock.set('2026-10-05T09:00:00Z')
      w = await world(`full-${mode}`, 1)
      const three = ['peer', 'stranger', 'committee'] as const satisfies readonly Part[]
      const requestId = await asked('self', three, mode)
      const another = (of: Part) => asked('self', [of], 'attributed').catch((error: { code: string }) => error.code)
      expect(await another('peer')).toBe('feedback_busy')
      await say('peer', requestId)
      await decline(await w.as('stranger'), { requestId })
      for (const one of three) expect(await another(one), one).toBe('feedback_busy')
      await close(await w.as('self'), { requestId })
      for (const one of three) expect(await another(one), one).not.toBe('feedback_busy')
    })

    test(`${mode}: cannot tell from the list of letters who is reminded, as lead or administrator`, async () => {
      base.clock.set('2026-11-02T09:00:00Z')
      w = await world(`reminded-${mode}`)
      const requestId = await asked('lead', raters, mode)
      await say('peer', requestId)
      base.clock.set(`${addDays(base.clock.today('UTC'), 38)}T00:30:00Z`)
      await nightly(contextFor(base, w.organizationId))
      const reminded = await inbox(await w.as('stranger'), { limit: 100 })
      expect(reminded.items.map((item) => item.kind)).toContain('feedback_reminder')
      const letters = await outgoing(
        await w.as('lead'),
        attentionContract.outgoing.query!.parse({ subject: requestId, limit: 200 }),
      )
      const to = letters.mail.map((one) => one.person.id).toSorted()
      expect(to, 'each who was asked has the same letters').toEqual(raters.map((one) => w.people[one]).toSorted())
    })
  }
})
