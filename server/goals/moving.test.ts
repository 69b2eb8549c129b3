import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { goals } from '../../contract/goals.ts'
import type { Request } from '../../contract/operation.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import * as alignment from './alignment.ts'
import { contributors } from './contributors.ts'
import { handOver } from './hand-over.ts'
import { followRoster } from './leavers.ts'
import { makeWave } from './live-wave.ts'
import * as read from './read.ts'
import { change, copy, undo } from './together.ts'
import * as write from './write.ts'

let base: TestBase
let w: World
const as = (part: string): Promise<Context> => w.as(part)

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})

/** A company of its own, because people leave it. */
async function company(slug: string): Promise<void> {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, slug)
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
}
const make = (c: Context, body: Request<typeof goals.create>) => write.create(c, goals.create.body!.parse(body))
const list = (c: Context, query: Request<typeof goals.list>) => read.list(c, goals.list.query!.parse(query))
const report = (c: Context, goalId: string, body: Omit<Request<typeof goals.progress>, 'goalId'>) =>
  write.progress(c, { goalId, ...goals.progress.body!.parse(body) })
const follow = () => followRoster(contextFor(base, w.organizationId))
const db = () => base.database.for(w.organizationId)

async function leave(part: string): Promise<() => Promise<void>> {
  const id = (w.people as Record<string, string>)[part]!
  const { rows } = await sql<{
    row: string
  }>`delete from roster r where r.organization_id = ${w.organizationId} and r.person_id = ${id} returning to_jsonb(r)::text as row`.execute(
    db(),
  )
  await sql`update roster set manager_id = null where organization_id = ${w.organizationId} and manager_id = ${id}`.execute(
    db(),
  )
  return async () => {
    await sql`insert into roster select (jsonb_populate_record(null::roster, ${rows[0]!.row}::jsonb)).*`.execute(db())
  }
}

const change_ = (c: Context, goalIds: string[], body: Request<typeof goals.change>['change'], dryRun = false) =>
  change(c, goals.change.body!.parse({ goalIds, change: body, dryRun }))
const copy_ = (c: Context, body: Request<typeof goals.copy>) => copy(c, goals.copy.body!.parse(body))

describe('when the manager changes', () => {
  it('the new one may read and write at once, the old one sees what everybody sees', async () => {
    await company('moves-manager')
    const secret = await make(await as('self'), { title: 'Quiet', visibility: 'private' })
    const open = await make(await as('self'), { title: 'Open' })
    await sql`update roster set manager_id = ${w.people.lead} where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      db(),
    )
    const [old, next] = [await as('manager'), await as('lead')]
    await expect(read.get(old, { goalId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await read.get(old, { goalId: open.id })).toMatchObject({ mayWrite: false })
    expect(await read.get(next, { goalId: secret.id })).toMatchObject({ mayWrite: true })
    expect((await list(next, { scope: 'team' })).goals.map((g) => g.title)).toContain('Quiet')
  })
})

describe('when somebody leaves', () => {
  it('their open goals stay, their manager is asked, and nothing is deleted', async () => {
    await company('moves-leaver')
    const self = await as('self')
    const open = await make(self, { title: 'Half done', contributorIds: [w.people.stranger] })
    const secret = await make(self, { title: 'Quiet', visibility: 'private' })
    const closed = await make(self, { title: 'Done before' })
    await write.close(self, { goalId: closed.id, outcome: 'achieved', reflection: '' })
    const child = await make(await as('peer'), { title: 'Serves it', parentId: open.id })
    await leave('self')
    await follow()
    await follow() // a second night asks nobody twice
    const manager = await as('manager')
    const asked = await list(manager, { scope: 'team' })
    expect(
      asked.goals
        .filter((g) => g.ownerState === 'left')
        .map((g) => g.title)
        .toSorted(),
    ).toEqual(['Half done', 'Quiet'])
    expect(await read.get(manager, { goalId: open.id })).toMatchObject({
      mayWrite: true,
      asked: { id: w.people.manager },
    })
    const { rows } = await sql<{
      kind: string
      params: object
    }>`select kind, params from inbox_item where organization_id = ${w.organizationId} and person_id = ${w.people.manager} and kind = 'goal_left'`.execute(
      db(),
    )
    expect(rows).toEqual([{ kind: 'goal_left', params: { by: 'self moves-leaver' } }])
    const peer = await as('peer')
    expect(await read.get(peer, { goalId: open.id })).toMatchObject({
      ownerState: 'left',
      mayWrite: false,
      title: 'Half done',
    })
    expect((await read.get(peer, { goalId: child.id })).parent).toMatchObject({
      title: 'Half done',
      owner: { name: 'self moves-leaver' },
    })
    expect(
      (await alignment.tree(peer, goals.tree.query!.parse({ top: 'loose' }))).nodes.find((n) => n.id === open.id),
    ).toMatchObject({ ownerState: 'left' })
    for (const part of ['peer', 'leader', 'second_manager', 'lead'])
      await expect(read.get(await as(part), { goalId: secret.id }), part).rejects.toMatchObject({ code: 'not_found' })
    expect((await read.get(peer, { goalId: closed.id })).status).toMatchObject({ state: 'closed' })
  })

  it('the goal goes to somebody who reports to the manager, with its history and its days', async () => {
    const manager = await as('manager')
    const { goals: theirs } = await list(manager, { scope: 'team' })
    const open = theirs.find((g) => g.title === 'Half done')!
    const secret = theirs.find((g) => g.title === 'Quiet')!
    await expect(handOver(manager, { goalId: open.id, personId: w.people.stranger })).rejects.toMatchObject({
      code: 'goal_handover',
    })
    await expect(handOver(manager, { goalId: secret.id, personId: w.people.peer })).rejects.toMatchObject({
      code: 'goal_private_people',
    })
    await expect(handOver(await as('peer'), { goalId: open.id, personId: w.people.peer })).rejects.toMatchObject({
      code: 'forbidden',
    })
    base.clock.set('2026-03-10T09:00:00Z')
    const after = await handOver(manager, { goalId: open.id, personId: w.people.peer })
    expect(after).toMatchObject({ owner: { id: w.people.peer }, ownerState: 'here' })
    expect((await read.get(await as('peer'), { goalId: open.id })).history[0]).toMatchObject({
      kind: 'handed_over',
      to: { id: w.people.peer },
    })
    expect((await handOver(manager, { goalId: secret.id, personId: w.people.manager })).owner.id).toBe(w.people.manager)
    const { rows } = await sql<{
      person_id: string
      holds: string
    }>`select person_id, holds::text from goal_ownership where organization_id = ${w.organizationId} and goal_id = ${open.id} and superseded is null order by holds`.execute(
      db(),
    )
    expect(rows).toEqual([
      { person_id: w.people.self, holds: '[2026-03-02,2026-03-10)' },
      { person_id: w.people.peer, holds: '[2026-03-10,2026-04-01)' },
    ])
    base.clock.set('2026-03-02T09:00:00Z')
  })

  it('where the manager has left too, the next in the line is asked, and private goals stay unseen', async () => {
    await company('moves-line')
    const self = await as('self')
    const open = await make(self, { title: 'Open' })
    const secret = await make(self, { title: 'Quiet', visibility: 'private' })
    await leave('self')
    await follow()
    await leave('manager')
    await follow()
    const leader = await as('leader')
    expect(await read.get(leader, { goalId: open.id })).toMatchObject({
      mayWrite: true,
      asked: { id: w.people.leader },
    })
    await expect(read.get(leader, { goalId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('a key result that they looked after falls back to the goal’s owner', async () => {
    await company('moves-part')
    const self = await as('self')
    const goal = await make(self, { title: 'Parts', keyResults: [{ title: 'A', target: 4, ownerId: w.people.peer }] })
    await leave('peer')
    await follow()
    expect((await read.get(self, { goalId: goal.id })).keyResults[0]!.owner).toBeNull()
  })
})

describe('when somebody comes back', () => {
  it('what was not handed over is theirs again', async () => {
    await company('moves-rehire')
    const self = await as('self')
    const goal = await make(self, { title: 'Mine' })
    const comeBack = await leave('self')
    await follow()
    expect(await read.get(await as('manager'), { goalId: goal.id })).toMatchObject({ ownerState: 'left' })
    await comeBack()
    await follow()
    const again = await as('self')
    expect(await read.get(again, { goalId: goal.id })).toMatchObject({
      ownerState: 'here',
      mayWrite: true,
      asked: null,
    })
    const { rows } =
      await sql`select 1 from goal_handover where organization_id = ${w.organizationId} and ended_at is null`.execute(
        db(),
      )
    expect(rows).toEqual([])
  })
})

describe('when somebody moves to another department or goes on leave', () => {
  it('goals go with the person, keep what they serve, and are found in the new department', async () => {
    await company('moves-transfer')
    const top = await make(await as('top'), { title: 'Top', level: 'company' })
    const goal = await make(await as('self'), { title: 'Moves along', parentId: top.id })
    await sql`update roster set department = 'Harbour', manager_id = ${w.people.lead} where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      db(),
    )
    const found = async (department: string) =>
      (await alignment.aligned(await as('peer'), goals.aligned.query!.parse({ department }))).goals.map((g) => g.id)
    expect(await found('Harbour')).toEqual([goal.id])
    expect(await found('Works')).not.toContain(goal.id)
    expect((await read.get(await as('self'), { goalId: goal.id })).parent?.id).toBe(top.id)
  })

  it('on leave nothing presses: no pace, no hint, and others may still report', async () => {
    await company('moves-leave')
    const self = await as('self')
    const goal = await make(self, { title: 'Rests', endsOn: '2026-05-31', contributorIds: [w.people.peer] })
    base.clock.set('2026-05-20T09:00:00Z')
    expect(await read.get(self, { goalId: goal.id })).toMatchObject({ status: { going: 'off_track' } })
    await sql`update roster set status = 'leave' where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      db(),
    )
    const resting = await read.get(await as('manager'), { goalId: goal.id })
    expect(resting).toMatchObject({ ownerState: 'leave', status: { state: 'active', going: 'on_track', said: false } })
    expect(resting.hints).not.toContain('not_touched')
    expect((await report(await as('peer'), goal.id, { confidence: 'at_risk' })).goal.status).toMatchObject({
      going: 'at_risk',
    })
  })
})

describe('many goals in one act', () => {
  it('are counted first, changed then, and put back by one act', async () => {
    await company('together')
    const manager = await as('manager')
    const parent = await make(await as('top'), { title: 'Parent', level: 'company' })
    const one = await make(await as('self'), { title: 'One' })
    const two = await make(await as('peer'), { title: 'Two' })
    const done = await make(await as('peer'), { title: 'Closed' })
    await write.close(await as('peer'), { goalId: done.id, outcome: 'achieved', reflection: '' })
    const foreign = await make(await as('stranger'), { title: 'Not mine' })
    const ids = [one.id, two.id, done.id, foreign.id]
    const dry = await change_(manager, ids, { endsOn: '2026-06-30', parentId: parent.id }, true)
    expect(dry).toMatchObject({ batchId: null, changed: 2 })
    expect(new Map(dry.refused.map((r) => [r.title, r.code]))).toEqual(
      new Map([
        ['Closed', 'goal_closed'],
        ['Not mine', 'forbidden'],
      ]),
    )
    expect((await read.get(manager, { goalId: one.id })).endsOn).toBe('2026-03-31')
    const real = await change_(manager, ids, { endsOn: '2026-06-30', parentId: parent.id })
    expect(real.changed).toBe(2)
    expect(await read.get(manager, { goalId: two.id })).toMatchObject({
      endsOn: '2026-06-30',
      parent: { id: parent.id },
    })
    await write.update(await as('peer'), { goalId: two.id, title: 'Two, edited since' })
    await expect(undo(await as('peer'), { batchId: real.batchId! })).rejects.toMatchObject({ code: 'not_found' })
    expect(await undo(manager, { batchId: real.batchId! })).toEqual({ undone: 1, kept: 1 })
    expect(await read.get(manager, { goalId: one.id })).toMatchObject({ endsOn: '2026-03-31', parent: null })
    expect(await read.get(manager, { goalId: two.id })).toMatchObject({
      endsOn: '2026-06-30',
      title: 'Two, edited since',
    })
    expect(await undo(manager, { batchId: real.batchId! })).toEqual({ undone: 0, kept: 0 })
    await expect(change_(await as('stranger'), [one.id, two.id], { endsOn: '2026-07-31' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('close, hand over and hide together, and come back the same', async () => {
    const manager = await as('manager')
    const mine = await make(await as('self'), { title: 'To close' })
    const closed = await change_(manager, [mine.id], { close: 'partly' })
    expect((await read.get(manager, { goalId: mine.id })).status).toMatchObject({ state: 'closed', outcome: 'partly' })
    await undo(manager, { batchId: closed.batchId! })
    expect((await read.get(manager, { goalId: mine.id })).status.state).toBe('active')
    const handed = await change_(manager, [mine.id], { ownerId: w.people.peer })
    expect((await read.get(manager, { goalId: mine.id })).owner.id).toBe(w.people.peer)
    await undo(manager, { batchId: handed.batchId! })
    expect((await read.get(manager, { goalId: mine.id })).owner.id).toBe(w.people.self)
    const hidden = await change_(manager, [mine.id], { visibility: 'private' })
    await undo(manager, { batchId: hidden.batchId! })
    expect((await read.get(manager, { goalId: mine.id })).visibility).toBe('public')
  })

  it('go on in the next period with the key results chosen, from where they ended', async () => {
    const self = await as('self')
    const goal = await make(self, {
      title: 'Fewer returns',
      contributorIds: [w.people.peer],
      keyResults: [
        { title: 'Returns', kind: 'percent', start: 10, target: 2, weight: 3, ownerId: w.people.peer },
        { title: 'Guide', kind: 'yes_no' },
      ],
    })
    const [returns] = goal.keyResults
    await report(self, goal.id, { values: [{ keyResultId: returns!.id, value: 6 }] })
    expect(await copy_(self, { goalIds: [goal.id], keyResultIds: [returns!.id], dryRun: true })).toMatchObject({
      changed: 1,
      made: [],
    })
    const done = await copy_(self, { goalIds: [goal.id], keyResultIds: [returns!.id] })
    const next = await read.get(self, { goalId: done.made[0]! })
    expect(next).toMatchObject({
      title: 'Fewer returns',
      startsOn: '2026-04-01',
      endsOn: '2026-06-30',
      reached: 0,
      copiedFrom: { id: goal.id },
      contributors: [{ id: w.people.peer }],
    })
    expect(next.keyResults).toMatchObject([
      { title: 'Returns', start: 6, current: 6, target: 2, weight: 3, owner: { id: w.people.peer } },
    ])
    expect((await copy_(self, { goalIds: [goal.id] })).refused).toMatchObject([{ code: 'goal_copied' }])
    expect(await undo(self, { batchId: done.batchId! })).toEqual({ undone: 1, kept: 0 })
    await expect(read.get(self, { goalId: next.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await copy_(self, { goalIds: [goal.id] })).changed).toBe(1)
  })

  it('change nobody’s contributors or private goals behind their back', async () => {
    const self = await as('self')
    const secret = await make(self, { title: 'Quiet', visibility: 'private' })
    await contributors(self, { goalId: secret.id, personIds: [w.people.peer] })
    const manager = await as('manager')
    expect((await change_(manager, [secret.id], { ownerId: w.people.manager })).refused).toMatchObject([
      { code: 'goal_private_people' },
    ])
    await expect(change_(manager, [secret.id], { visibility: 'public' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
