/** What people thought of a session: counted once, shown from enough answers on, and tied to nobody. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { live } from '../../contract/live.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { evaluate, mark } from './attending.ts'
import { countEvaluations } from './evaluation.ts'
import { plan } from './planning.ts'
import { session } from './reading.ts'
import { room } from './room.ts'

let base: TestBase
let w: World
let job: Context
let sessionId: string
const all = parts.filter((p) => p !== 'admin')
/** Whoever leads it, and the program lead, read the results. */
const asked = all.filter((p) => p !== 'trainer' && p !== 'lead')

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, `said-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  const { programId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  const made = await plan(
    await w.as('lead'),
    live.plan.body!.parse({
      programId,
      waveId: null,
      who: 'everyone',
      title: 'Feedback',
      language: 'en',
      timeZone: 'Europe/Berlin',
      day: '2026-03-03',
      from: '10:00',
      to: '11:00',
      seats: 40,
      leaderIds: [w.people.trainer],
      invite: false,
    }),
  )
  sessionId = made.id
  base.clock.set('2026-03-03T10:05:00Z')
  for (const p of all) await mark(await w.as('trainer'), { sessionId, personId: w.people[p], came: true })
})

const say = async (p: Part, useful: number, comment = '') =>
  evaluate(await w.as(p), { sessionId, useful, before: 2, after: 4, comment })
const seen = async (p: Part = 'trainer') => (await room(await w.as(p), { sessionId })).evaluation
async function over(): Promise<void> {
  base.clock.set('2026-03-11T03:00:00Z')
  await countEvaluations(job)
}

describe('what people thought', () => {
  it('is said once, by whoever came, in a week', async () => {
    const asked = await sql<{ n: number }>`select count(distinct person_id)::integer as n from time_asked
      where organization_id = ${w.organizationId} and kind = 'live_evaluate'`.execute(job.db)
    expect(asked.rows[0]!.n).toBeGreaterThan(4)
    expect(await session(await w.as('self'), { sessionId })).toMatchObject({ evaluation: 'open' })
    expect(await say('self', 5)).toMatchObject({ evaluation: 'given' })
    await expect(say('self', 1)).rejects.toMatchObject({ code: 'live_evaluated' })
    await mark(await w.as('trainer'), { sessionId, personId: w.people.peer, came: false })
    await expect(say('peer', 3)).rejects.toMatchObject({ code: 'live_evaluation_closed' })
    await over()
    await expect(say('report', 3)).rejects.toMatchObject({ code: 'live_evaluation_closed' })
    expect(await session(await w.as('self'), { sessionId })).toMatchObject({ evaluation: 'given' })
  })

  it('is shown when it is counted, from five answers on', async () => {
    for (const [i, p] of (['self', 'peer', 'report', 'manager', 'leader'] as const).entries())
      await say(p, i + 1, 'Well done')
    expect(await seen()).toEqual({ state: 'open', until: '2026-03-10' })
    await over()
    expect(await seen()).toMatchObject({
      state: 'shown',
      people: 5,
      useful: [1, 1, 1, 1, 1],
      before: [0, 5, 0, 0, 0],
      after: [0, 0, 0, 5, 0],
      // Five comments are fewer than comments need.
      comments: [],
    })
    expect(await seen('lead')).toMatchObject({ state: 'shown' })
    const kept =
      await sql`select 1 from training_evaluation_comment where organization_id = ${w.organizationId}`.execute(job.db)
    expect(kept.rows).toEqual([])
  })

  it('of four people is kept nowhere', async () => {
    for (const p of ['self', 'peer', 'report', 'manager'] as const) await say(p, 1, 'Only a few')
    await over()
    expect(await seen()).toEqual({ state: 'few', floor: 5 })
    for (const table of [
      'training_evaluation',
      'training_evaluation_slip',
      'training_evaluation_mark',
      'training_evaluation_comment',
    ])
      expect(
        (await sql`select 1 from ${sql.table(table)} where organization_id = ${w.organizationId}`.execute(job.db)).rows,
      ).toEqual([])
  })

  it('is not asked of whoever reads it, so that five are five others', async () => {
    for (const p of ['trainer', 'lead'] as const) {
      expect(await session(await w.as(p), { sessionId })).toMatchObject({ came: true, evaluation: 'none' })
      await expect(say(p, 1)).rejects.toMatchObject({ code: 'forbidden' })
      expect((await inbox(await w.as(p), { limit: 9 })).items.map((i) => i.kind)).not.toContain('live_evaluate')
    }
    for (const p of ['self', 'peer', 'report', 'manager', 'leader'] as const) await say(p, 1)
    // Answered first, and reads it since.
    await sql`insert into training_session_leader (organization_id, session_id, person_id)
      values (${w.organizationId}, ${sessionId}, ${w.people.self})`.execute(job.db)
    await over()
    expect(await seen()).toEqual({ state: 'few', floor: 5 })
  })

  it('shows comments from ten on, in no order', async () => {
    const ten = asked.slice(0, 10)
    for (const [i, p] of ten.entries()) await say(p, 4, `Comment ${i}`)
    await over()
    const shown = await seen()
    expect(shown.state === 'shown' && shown.comments.toSorted()).toEqual(ten.map((_, i) => `Comment ${i}`))
  })
})

describe('whoever has the database', () => {
  it('ties no answer to a person: not by a column, the log, the order or the transaction', async () => {
    const said = asked.slice(0, 10)
    const events = async () =>
      (
        await sql<{ n: number }>`select count(*) as n from event where organization_id = ${w.organizationId}`.execute(
          job.db,
        )
      ).rows[0]!.n
    const before = await events()
    for (const [i, p] of said.entries()) await say(p, (i % 5) + 1, `Words ${i}`)
    // No event stands beside an answer.
    expect(await events()).toBe(before)
    // Under seal nothing can be read and nobody recognised.
    const open = await sql<{
      text: string
    }>`select m::text as text from training_evaluation_mark m where m.organization_id = ${w.organizationId}
      union all select s::text from training_evaluation_slip s where s.organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    expect(open.rows.length).toBe(30)
    for (const { text } of open.rows) {
      expect(text).not.toContain(Buffer.from('Words').toString('hex'))
      for (const p of said) {
        expect(text).not.toContain(w.people[p])
        expect(text).not.toContain(Buffer.from(w.people[p]).toString('hex'))
      }
    }
    await over()
    // Who took part: a person and a day. What was said: sums and words without either.
    const took = await sql<
      Record<string, unknown>
    >`select *, xmin::text as made_by from training_evaluated where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    expect(took.rows.map((r) => String(r['person_id'])).toSorted()).toEqual(said.map((p) => w.people[p]).toSorted())
    expect(new Set(took.rows.map((r) => `${String(r['day'])} ${String(r['made_by'])}`)).size).toBe(1)
    const comments = await sql<
      Record<string, unknown>
    >`select *, xmin::text as made_by from training_evaluation_comment where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    expect(Object.keys(comments.rows[0]!).toSorted()).toEqual([
      'id',
      'made_by',
      'organization_id',
      'session_id',
      'words',
    ])
    expect(new Set(comments.rows.map((r) => r['made_by'])).size).toBe(1)
    // Neither list stands in the order in which people answered, nor in that of the other.
    const orderOf = (list: unknown[]) => list.join()
    expect([orderOf(took.rows.map((r) => r['person_id']))]).not.toEqual([orderOf(said.map((p) => w.people[p]))])
    expect(orderOf(comments.rows.map((r) => r['words']))).not.toBe(orderOf(said.map((_, i) => `Words ${i}`)))
    const log = await sql<{
      text: string
    }>`select e::text as text from event e where organization_id = ${w.organizationId} and type = 'training.session_evaluated'`.execute(
      job.db,
    )
    expect(log.rows).toHaveLength(1)
    for (const p of said) expect(log.rows[0]!.text).not.toContain(w.people[p])
  })
})
