/**
 * The attack on floors: one viewer with all they may see, on every screen, in every export and
 * over time. In two companies that differ in which of two people did something, and in nothing
 * else, everybody who may not see what single people did is told the very same, byte by byte, as
 * long as fewer people than a group moved. So no table, release, difference of two days, count,
 * order of a list or file tells it; nobody has to foresee from which numbers it would follow.
 */
import { sql } from 'kysely'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { funnelBy } from '../contract/funnel.ts'
import { metricIds, segmentKinds } from '../contract/metrics.ts'
import type { Part } from './access/permission-cases.ts'
import { approve, ask, create, schedule } from './campaigns/campaign.ts'
import { contextFor } from './platform/context.ts'
import { forgetPictures } from './metrics/pictures.ts'
import { liveWave } from './program/permission.cases.ts'
import { type About, type Act, acts, done, readBy, says } from './testing-acts.ts'
import { idsWith } from './testing-numbers.ts'
import {
  live,
  opened,
  type Origin,
  origin,
  type Question,
  questionsOf,
  rosterOf,
  type Twin,
  twinOf,
  without,
} from './testing-twins.ts'

/** Everybody who is told of groups; of the two whom the twins differ in nobody here is the manager. The HR partner looks after all. */
const viewers = ['lead', 'sponsor', 'committee', 'admin', 'champion', 'hr_out', 'top', 'peer'] as const satisfies Part[]

/** Told to whoever asked, of those whom they chose; feedback/anonymity.test.ts attacks it. */
const elsewhere = new Set(['feedback.request'])

/** What tells an administrator who did what, and the lead who holds a certificate, as everybody is told, and is meant to. */
const tellsWho = new Set(['certificates.list', 'audit.list', 'audit.types', 'audit.export', 'audit.actors'])

let from: Origin
let questions: Question[]
let known: Set<string>
let about: About
/** Who is let through does not change here. */
const refused = new Set<Question>()
const answered = new Set<string>()

beforeAll(async () => {
  from = await origin('2026-03-02T09:00:00Z', {
    Sales: { people: 20, location: 'Berlin', country: 'DE' },
    Legal: { people: 7, location: 'Berlin', country: 'DE' },
    Law: { people: 3, location: 'Berlin', country: 'DE' },
    Care: { people: 14, location: 'Lyon', country: 'FR' },
  })
  const { world, base } = from
  const lead = await world.as('lead')
  const made = await create(lead, {
    template: 'go-live-employees',
    waveId: liveWave(world).waveId,
    readers: 'everyone',
    audienceId: null,
    senderId: world.people.lead,
    sendsOn: '2026-03-03',
    sendsAt: '09:00',
  })
  const at = { campaignId: made.id, revision: made.revision }
  await ask(lead, at)
  await approve(lead, at)
  await schedule(lead, at)
  await live(base, '2026-03-31T09:00:00Z')
  questions = (await questionsOf(from, viewers)).filter(({ id }) => !tellsWho.has(id) && id !== 'inbox.list')
  const roundId = questions.find((q) => q.id === 'pulse.results')!.input['roundId'] as string
  about = {
    policyId: liveWave(world).policyId,
    campaignId: made.id,
    roundId,
    manager: from.manager,
    colleague: world.people.stranger,
  }
  const more = (id: string, input: Record<string, unknown>) =>
    viewers.forEach((who) => questions.push({ id, who, input }))
  more('campaigns.report', { campaignId: made.id })
  more('campaigns.followUps', { campaignId: made.id })
  for (const by of funnelBy) more('funnel.get', { programId: liveWave(world).programId, by, language: 'en' })
  for (const by of segmentKinds.filter((kind) => kind !== 'organization')) {
    more('pulse.response', { roundId, by })
    more('pulse.table', { roundId, questionId: 'understanding-why', by })
    // Who stands in which group decides for all metrics alike; the tables that cut deepest are read for each.
    const read = ['department', 'line', 'wave'].includes(by) ? metricIds : (['L1', 'L2', 'L6', 'L9'] as const)
    for (const metric of read) questions.push({ id: 'metrics.table', who: 'lead', input: { metric, by } })
  }
  more('inbox.list', { limit: 100 })
  for (const roster of ['live', 'frozen']) more('metrics.dashboard', { roster })
  for (const department of from.colleagues.keys()) more('metrics.dashboard', { kind: 'department', key: department })
  // Every second colleague has done everything, so that there is something on both sides of each count.
  const company = await opened(world.organizationId, base)
  for (const [department, ids] of from.colleagues)
    for (const [i, id] of ids.entries()) {
      if (i < 2) continue
      await says(company, id, about, i % 3 === 0 ? 2 : 5)
      if (i % 2 === 0)
        for (const act of Object.keys(acts) as Act[]) if (department !== 'Law') await acts[act](company, id, about)
    }
  known = new Set([...Object.values(world.people), ...[...from.colleagues.values()].flat()])
  await base.database.close()
}, 600_000)

type Move = 'leaves' | 'on leave' | 'to Care'
/** Who, as a department and a place in it. */
type Who = readonly [department: string, place: number]
type Story = {
  /** Of each pair the first one does it in one company, the second one in the other. */
  pairs: readonly (readonly [Who, Who])[]
  acts: readonly Act[]
  moves: readonly { who: Who; how: Move; on: '2026-04-02' | '2026-04-04' }[]
  /** Looked at on 2 and 4 April, and, when the next tables are out, in May. */
  may: boolean
}

async function move(t: Twin, who: string, how: Move, day: string): Promise<void> {
  const c = contextFor(t.base, t.organizationId)
  const where = sql`organization_id = ${t.organizationId} and person_id = ${who} and superseded is null`
  if (how === 'leaves') {
    await sql`update spell set holds = daterange(lower(holds), ${day}::date) where ${where}`.execute(c.db)
    await sql`update placement set holds = daterange(lower(holds), ${day}::date) where ${where} and holds @> ${day}::date`.execute(
      c.db,
    )
  } else {
    const { rows } = await sql<{
      title: string
      department: string
      location: string
      country: string
      manager_id: string
    }>`
      update placement set holds = daterange(lower(holds), ${day}::date) where ${where} and holds @> ${day}::date
      returning title, department, location, country, manager_id`.execute(c.db)
    const was = rows[0]!
    await sql`insert into placement (organization_id, person_id, holds, title, department, location, country, manager_id, status, recorded)
      values (${t.organizationId}, ${who}, daterange(${day}::date, null), ${was.title}, ${how === 'to Care' ? 'Care' : was.department}, ${was.location}, ${was.country},
        ${was.manager_id}, ${how === 'on leave' ? 'leave' : 'active'}, ${t.base.clock.now()})`.execute(c.db)
  }
  await rosterOf(t.base, t.organizationId)
}

/** What everybody is told, by question. */
async function told(t: Twin, chosen: readonly Act[]): Promise<Map<string, string>> {
  const knows = new Set<Part>(chosen.flatMap((act) => readBy[act] ?? []))
  const found = new Map<string, string>()
  for (const question of questions) {
    if (refused.has(question) || knows.has(question.who)) continue
    const { id, who, input } = question
    const said = await t.call(from.world.people[who], id, input)
    if (said.status === 403) refused.add(question)
    else if (said.status === 200) answered.add(id)
    found.set(
      `${who}: ${id} ${JSON.stringify(input)}`,
      said.status === 200 ? without(known, said) : String(said.status),
    )
  }
  return found
}

/** Where two are told something different. */
function differences([a, b]: readonly Map<string, string>[]): string[] {
  return [...a!].flatMap(([question, one]) => {
    const other = b!.get(question)
    if (other === undefined || one === other) return []
    let at = 0
    while (one[at] === other[at]) at++
    const near = (text: string) => text.slice(Math.max(0, at - 80), at + 40)
    return [`${question}\n  …${near(one)}…\n  …${near(other)}…`]
  })
}

const person = ([department, place]: Who) => from.colleagues.get(department)![place]!

async function attack({ pairs, acts: chosen, moves, may }: Story): Promise<string[]> {
  const twins = [await twinOf(from), await twinOf(from)]
  const found: string[] = []
  const each = async (work: (t: Twin, i: number) => Promise<void>) => {
    for (const [i, t] of twins.entries()) {
      forgetPictures()
      await work(t, i)
    }
  }
  const observe = async (day: string) => {
    await each(async (t) => void (await live(t.base, `${day}T09:00:00Z`)))
    const said: Map<string, string>[] = []
    await each(async (t) => void said.push(await told(t, chosen)))
    found.push(...differences(said).map((line) => `${day} ${line}`))
  }
  try {
    await each(async (t, i) => {
      for (const pair of pairs) {
        const [doer, other] = (i === 0 ? pair : pair.toReversed()).map(person)
        for (const act of chosen) await acts[act](t, doer!, about)
        await says(t, doer!, about, 5)
        await says(t, other!, about, 1)
      }
    })
    await observe('2026-04-02')
    // The attack works: what is meant to tell who did it does differ.
    const log = async (t: Twin) => without(known, await t.call(from.world.people.admin, 'audit.export'))
    expect(await log(twins[0]!)).not.toBe(await log(twins[1]!))
    for (const [on, then] of [
      ['2026-04-02', '2026-04-04'],
      ['2026-04-04', may ? '2026-05-02' : null],
    ] as const) {
      await each(async (t) => {
        for (const m of moves) if (m.on === on) await move(t, person(m.who), m.how, on)
        if (on === '2026-04-02') await done(t, from.world.people.lead, 'pulse.close', { roundId: about.roundId })
      })
      if (then) await observe(then)
    }
  } finally {
    for (const t of twins) await t.close()
  }
  return found
}

const readable = Object.keys(readBy) as Act[]
const hidden = (Object.keys(acts) as Act[]).filter((act) => !readable.includes(act))
const sales: readonly [Who, Who] = [
  ['Sales', 0],
  ['Sales', 1],
]
/** Each in a group too small to be shown, or hidden beside one that is. */
const few: readonly [Who, Who] = [
  ['Law', 0],
  ['Legal', 0],
]
const others: readonly Who[] = [
  ['Sales', 6],
  ['Legal', 5],
  ['Care', 4],
]
describe('nobody who may not see single people is told who did it', () => {
  test('whoever comes and goes, so long as they are fewer than a group', async () => {
    const how = fc.constantFrom<Move>('leaves', 'on leave', 'to Care')
    const on = fc.constantFrom('2026-04-02' as const, '2026-04-04' as const)
    await fc.assert(
      fc.asyncProperty(
        how,
        fc.uniqueArray(fc.record({ who: fc.constantFrom(...others), how, on }), {
          maxLength: 3,
          selector: (m) => m.who,
        }),
        async (goes, more) => {
          const moves = [{ who: sales[0], how: goes, on: '2026-04-02' as const }, ...more]
          expect(await attack({ pairs: [sales, few], acts: hidden, moves, may: true })).toEqual([])
        },
      ),
      { numRuns: 1 },
    )
  }, 900_000)

  test('but those who may read it, when it was a question or a check-in', async () => {
    const moves = [{ who: sales[0], how: 'leaves', on: '2026-04-02' }] as const
    expect(await attack({ pairs: [sales], acts: readable, moves, may: false })).toEqual([])
  }, 900_000)

  test('and everything that tells a number about a group was asked', () => {
    const floored = idsWith('floored').filter((id) => !elsewhere.has(id))
    expect(floored.filter((id) => !answered.has(id))).toEqual([])
  })
})
