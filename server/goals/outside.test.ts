import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { goals } from '../../contract/goals.ts'
import type { Request } from '../../contract/operation.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { sourceOf } from '../people/people.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { bring } from './bring.ts'
import { readNumber } from '../people/people.ts'
import { feed } from './feed.ts'
import { makeWave } from './live-wave.ts'
import * as read from './read.ts'
import * as write from './write.ts'

let base: TestBase
let w: World
let self: Context
let admin: Context

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'outside')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  self = await w.as('self')
  admin = await w.as('admin')
})

const make = (c: Context, body: Request<typeof goals.create>) => write.create(c, goals.create.body!.parse(body))
const send = (c: Context, rows: Request<typeof goals.feed>['rows'], source = 'Salesforce') =>
  feed(c, goals.feed.body!.parse({ source, rows }))
const currentOf = async (goalId: string) => (await read.get(self, { goalId })).keyResults.map((k) => k.current)

describe('values from other systems', () => {
  it('move a key result by its id or its key, once each, and the history names the source', async () => {
    base.clock.set('2026-03-03T09:00:00Z')
    const goal = await make(self, {
      title: 'Wins',
      keyResults: [
        { title: 'Wins', target: 10, externalKey: 'crm.wins' },
        { title: 'Signed', kind: 'yes_no' },
      ],
    })
    const [wins, signed] = goal.keyResults
    const first = await send(self, [
      { id: 'a1', key: 'crm.wins', value: 4 },
      { id: 'a2', keyResultId: signed!.id, value: 1 },
    ])
    expect(first).toEqual({ accepted: 2, late: 0, repeated: 0, refused: [] })
    expect(await currentOf(goal.id)).toEqual([4, 1])
    expect(
      await send(self, [
        { id: 'a1', key: 'crm.wins', value: 4 },
        { id: 'a1', key: 'crm.wins', value: 5 },
      ]),
    ).toEqual({
      accepted: 0,
      late: 0,
      repeated: 1,
      refused: [{ index: 1, id: 'a1', code: 'id_reused' }],
    })
    const { history } = await read.get(self, { goalId: goal.id })
    expect(history[0]).toMatchObject({ kind: 'fed', source: 'Salesforce', reachedAfter: 0.7 })
    const moved = new Map(history[0]!.values.map((v) => [v.keyResultId, [v.from, v.to]]))
    expect(moved).toEqual(
      new Map([
        [wins!.id, [0, 4]],
        [signed!.id, [0, 1]],
      ]),
    )
    expect(history.filter((u) => u.kind === 'fed')).toHaveLength(1)
  })

  it('in whatever order they arrive, end with the newest', async () => {
    let n = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 }),
        async (hours) => {
          const goal = await make(self, { title: `Order ${++n}`, keyResults: [{ title: 'K', target: 100 }] })
          const keyResultId = goal.keyResults[0]!.id
          base.clock.set('2026-03-10T09:00:00Z')
          let late = 0
          for (const hour of hours)
            late += (
              await send(self, [
                {
                  id: `o${n}.${hour}`,
                  keyResultId,
                  value: hour,
                  at: `2026-03-0${1 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, '0')}:00:00Z`,
                },
              ])
            ).late
          expect(await currentOf(goal.id)).toEqual([Math.max(...hours)])
          const running = hours.filter((h, i) => i > 0 && h < Math.max(...hours.slice(0, i))).length
          expect(late).toBe(running)
          base.clock.set('2026-03-03T09:00:00Z')
        },
      ),
      { numRuns: 12 },
    )
  })

  it('older than what a person said since do not undo their word', async () => {
    const goal = await make(self, { title: 'By hand', keyResults: [{ title: 'K', target: 10 }] })
    const keyResultId = goal.keyResults[0]!.id
    await write.progress(self, {
      goalId: goal.id,
      ...goals.progress.body!.parse({ values: [{ keyResultId, value: 7 }] }),
    })
    expect(await send(self, [{ id: 'h1', keyResultId, value: 3, at: '2026-03-01T00:00:00Z' }])).toMatchObject({
      accepted: 1,
      late: 1,
    })
    expect(await currentOf(goal.id)).toEqual([7])
  })

  it('are refused with a reason each, and tell nothing of goals that the sender may not move', async () => {
    const closed = await make(self, {
      title: 'Closed',
      keyResults: [{ title: 'K', target: 10, externalKey: 'crm.closed' }],
    })
    await write.close(self, { goalId: closed.id, outcome: 'achieved', reflection: '' })
    const draft = await make(self, { title: 'Draft', draft: true, keyResults: [{ title: 'K', target: 10 }] })
    await make(self, {
      title: 'Done',
      keyResults: [{ title: 'K', kind: 'yes_no', externalKey: 'crm.done' }],
    })
    const secret = await make(self, {
      title: 'Quiet',
      visibility: 'private',
      keyResults: [
        { title: 'K', target: 10 },
        { title: 'L', target: 10, externalKey: 'own.secret' },
      ],
    })
    const rows: Request<typeof goals.feed>['rows'] = [
      { id: 'r1', key: 'crm.closed', value: 1 },
      { id: 'r2', keyResultId: draft.keyResults[0]!.id, value: 1 },
      { id: 'r3', key: 'crm.done', value: 0.5 },
      { id: 'r4', key: 'crm.done', value: 1, at: '2027-01-01T00:00:00Z' },
      { id: 'r5', key: 'no.such.key', value: 1 },
    ]
    expect((await send(self, rows)).refused.map((r) => r.code)).toEqual([
      'goal_closed',
      'goal_not_begun',
      'value_impossible',
      'at_ahead',
      'key_unknown',
    ])
    for (const part of ['peer', 'stranger', 'leader', 'hr_in', 'sponsor']) {
      const answer = await send(await w.as(part), [
        { id: `${part}1`, keyResultId: secret.keyResults[0]!.id, value: 9 },
        { id: `${part}2`, key: 'own.secret', value: 9 },
        { id: `${part}3`, key: 'crm.done', value: 1 },
        { id: `${part}4`, key: 'no.such.key', value: 9 },
      ])
      expect(new Set(answer.refused.map((r) => r.code)), part).toEqual(new Set(['key_unknown']))
      expect(answer.refused, part).toHaveLength(4)
    }
    // An administrator's system moves what the owner gave a key, and only that.
    expect(
      await send(admin, [
        { id: 's1', key: 'own.secret', value: 5 },
        { id: 's2', keyResultId: secret.keyResults[0]!.id, value: 5 },
      ]),
    ).toMatchObject({
      accepted: 1,
      refused: [{ id: 's2', code: 'key_unknown' }],
    })
    expect(await currentOf(secret.id)).toEqual([0, 5])
  })

  it('leave no act of the owner behind', async () => {
    const { rows } = await sql<{
      type: string
    }>`select distinct type from event where organization_id = ${w.organizationId} and data ? 'values'`.execute(self.db)
    expect(rows.map((r) => r.type)).toEqual(['goal.fed'])
  })
})

describe('a file of goals', () => {
  const take = (text: string, options: { dryRun?: boolean; acceptGoodRows?: boolean; mapping?: unknown } = {}) =>
    bring(contextFor(base, w.organizationId, 'operator'), sourceOf('goals.csv', Buffer.from(text)), {
      dryRun: false,
      acceptGoodRows: false,
      ...options,
    })
  const lines = (...rows: string[]) => rows.join('\r\n') + '\r\n'
  const file = lines(
    'Type;Goal ID;Parent ID;Goal;Owner Email;Employee Number;Level;Start date;Due date;Status;Progress;Unit;Start value;Target value;Current value;Notes;Colour',
    'Objective;G1;;Be the calmest supplier;;1001;Company;01.01.2026;31.12.2026;On track;40 %;;;;;From the plan;red',
    'Objective;G2;G1;Answer faster;self.1004@outside.example;;Individual;15.01.2026;30.06.2026;On track;;;;;;;',
    'Key Result;K1;G2;Answer time;;;;;;;;hours;12;4;8;;',
    'Key Result;K2;G2;Share on time;;;;;;;;%;80;95;85,5;;',
    'Objective;G3;G1;Old and done;;1006;;01.10.2025;31.12.2025;Completed;100 %;;;;;;',
  )

  it('is looked at first, then brought over whole: owners, parents, key results, states', async () => {
    const dry = await take(file, { dryRun: true })
    expect(dry).toMatchObject({ rows: 5, goals: 3, keyResults: 2, refused: [], applied: false })
    expect(dry.warnings).toMatchObject([{ code: 'column_not_imported', column: 'Colour' }])
    expect(dry.columns.find((k) => k.header === 'Goal ID')).toMatchObject({
      field: 'externalId',
      samples: ['G1', 'G2', 'K1'],
    })
    const { rows: none } =
      await sql`select 1 from goal where organization_id = ${w.organizationId} and external_id is not null`.execute(
        self.db,
      )
    expect(none).toEqual([])
    expect(await take(file)).toMatchObject({ goals: 3, applied: true })
    const mine = (await read.list(self, goals.list.query!.parse({}))).goals.find((g) => g.title === 'Answer faster')!
    expect(mine).toMatchObject({
      startsOn: '2026-01-15',
      endsOn: '2026-06-30',
      parent: { title: 'Be the calmest supplier' },
      level: 'person',
    })
    expect(mine.keyResults).toMatchObject([
      { title: 'Answer time', unit: 'hours', start: 12, target: 4, current: 8 },
      { title: 'Share on time', kind: 'percent', start: 80, target: 95, current: 85.5 },
    ])
    const detail = await read.get(self, { goalId: mine.id })
    expect(detail.history).toMatchObject([{ kind: 'imported', author: null }])
    const { rows } = await sql<{
      holds: string
    }>`select holds::text from goal_ownership where organization_id = ${w.organizationId} and goal_id = ${mine.id}`.execute(
      self.db,
    )
    expect(rows).toEqual([{ holds: '[2026-03-03,2026-07-01)' }])
  })

  it('changes nothing the second time, also where people worked on it since', async () => {
    const mine = (await read.list(self, goals.list.query!.parse({}))).goals.find((g) => g.title === 'Answer faster')!
    await write.update(self, { goalId: mine.id, title: 'Answer much faster' })
    const state = () =>
      sql`select g.id, g.title, g.revision, (select count(*) from key_result k where k.organization_id = g.organization_id and k.goal_id = g.id) as n
      from goal g where g.organization_id = ${w.organizationId} order by g.id`.execute(self.db)
    const before = (await state()).rows
    expect(await take(file)).toMatchObject({ goals: 0, keyResults: 0, unchanged: 3, refused: [] })
    expect((await state()).rows).toEqual(before)
  })

  it('names every row that it refuses, with its line, and writes nothing until that is accepted', async () => {
    const bad = lines(
      'id,title,email,due date,start date,level,visibility,status,progress,type,parent id',
      'B1,Good one,self.1004@outside.example,2026-12-31,,,,,,goal,',
      'B2,,self.1004@outside.example,2026-12-31,,,,,,goal,',
      'B3,Nobody,who@outside.example,2026-12-31,,,,,,goal,',
      'B4,No day,self.1004@outside.example,,,,,,,goal,',
      'B5,Two days,self.1004@outside.example,03/04/2026,,,,,,goal,',
      'B6,Reversed,self.1004@outside.example,2026-01-01,2026-02-01,,,,,goal,',
      'B1,Twice,self.1004@outside.example,2026-12-31,,,,,,goal,',
      'B7,"Multi',
      'line",self.1004@outside.example,2026-12-31,,Galaxy,,,,goal,',
      'B8,Hidden plan,self.1004@outside.example,2026-12-31,,Company,private,,,goal,',
      'B9,Unclear,self.1004@outside.example,2026-12-31,,,,Sideways,,goal,',
      'B10,Odd number,self.1004@outside.example,2026-12-31,,,,,many,goal,',
      ',Of nothing,,,,,,,,key result,B99',
      ',Of a refused one,,,,,,,,key result,B2',
      'B11,Lost parent,self.1004@outside.example,2026-12-31,,,,,,goal,B98',
    )
    const report = await take(bad)
    expect(report.applied).toBe(false)
    expect(report.refused.map((f) => [f.line, f.code])).toEqual([
      [3, 'title_missing'],
      [4, 'owner_unknown'],
      [5, 'date_missing'],
      [6, 'date_ambiguous'],
      [7, 'dates_reversed'],
      [8, 'id_twice'],
      [9, 'level_unknown'],
      [11, 'level_private'],
      [12, 'state_unknown'],
      [13, 'number_unreadable'],
      [14, 'goal_unknown'],
      [15, 'goal_refused'],
    ])
    expect(
      report.warnings.filter((f) => f.code !== 'start_assumed' && f.code !== 'no_target').map((f) => [f.line, f.code]),
    ).toEqual([[16, 'parent_unknown']])
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ line: 2, code: 'start_assumed', params: { day: '2026-10-03' } }),
    )
    expect((await read.list(self, goals.list.query!.parse({ limit: 200 }))).goals.map((g) => g.title)).not.toContain(
      'Good one',
    )
    expect(await take(bad, { acceptGoodRows: true })).toMatchObject({ goals: 2, applied: true })
    expect((await read.list(self, goals.list.query!.parse({ limit: 200 }))).goals.map((g) => g.title)).toContain(
      'Good one',
    )
  })

  it('follows a mapping by hand, and asks for one where it knows no column', async () => {
    const odd = lines('Wish,Who,By when', 'Learn to sail,1004,03/04/2026')
    await expect(take(odd)).rejects.toMatchObject({ code: 'goal_file_columns', params: { missing: 'title' } })
    const mapping = {
      columns: { Wish: 'title', Who: 'ownerNumber', 'By when': 'endsOn' },
      dates: { 'By when': 'DD/MM/YYYY' },
    }
    expect(await take(odd, { mapping })).toMatchObject({ goals: 1, applied: true })
    const found = (await read.list(self, goals.list.query!.parse({ limit: 200 }))).goals.find(
      (g) => g.title === 'Learn to sail',
    )
    expect(found?.endsOn).toBe('2026-04-03')
    expect(await take(odd, { mapping })).toMatchObject({ goals: 0, unchanged: 1 })
    await expect(take(odd, { mapping: { Wish: 'nonsense' } })).rejects.toMatchObject({
      code: 'people_mapping_field_unknown',
    })
  })

  it('never goes round in a circle', async () => {
    const round = lines(
      'id,title,employee number,due date,parent id',
      'C1,One,1004,2026-12-31,C2',
      'C2,Two,1004,2026-12-31,C3',
      'C3,Three,1004,2026-12-31,C1',
    )
    const report = await take(round)
    expect(report.warnings.map((f) => f.code).filter((code) => code !== 'start_assumed')).toEqual(['parent_circle'])
    expect(report).toMatchObject({ goals: 3, applied: true })
  })

  it('reads a number only where it can be one', () => {
    expect(['12', '-3.5', '85,5', '40 %', '1.200,50', '1,200,000', '€ 12'].map(readNumber)).toEqual([
      12, -3.5, 85.5, 40, 1200.5, 1_200_000, 12,
    ])
    expect(['1,200', '1.200', 'many', '12-3', '1.2.3', ''].map(readNumber)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ])
  })
})
