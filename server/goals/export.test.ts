/** Goals as a file: the same that the pages show, and good enough to be brought over. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { goals } from '../../contract/goals.ts'
import type { Request } from '../../contract/operation.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { sourceOf } from '../people/people.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { bring } from './bring.ts'
import { exportGoals } from './export.ts'
import { makeWave } from './live-wave.ts'
import * as read from './read.ts'
import * as write from './write.ts'

let base: TestBase
let w: World
let other: World

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await world('going')
  other = await world('coming')
})

async function world(slug: string): Promise<World> {
  const made = await permissionWorld(base, slug)
  await makeWave(base.database.for(made.organizationId), {
    organizationId: made.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  return made
}
const make = async (part: Part, body: Request<typeof goals.create>) =>
  write.create(await w.as(part), goals.create.body!.parse(body))
const file = async (part: Part, query: Request<typeof goals.export>, of = w) =>
  textOf(await exportGoals(await of.as(part), goals.export.query!.parse(query)))

describe('a file of goals', () => {
  it('comes into another company as it left the first', async () => {
    const company = await make('lead', { title: 'Calm, even in June', level: 'company' })
    await make('self', {
      title: 'Answer within a day',
      description: 'So that nobody\nasks twice',
      parentId: company.id,
      keyResults: [
        { title: 'Letters', start: 0, target: 1.125, weight: 3 },
        { title: 'Share', kind: 'percent', start: 10, target: 90 },
        { title: 'Saved', kind: 'currency', unit: 'EUR', target: 1200 },
        { title: 'Signed', kind: 'yes_no' },
      ],
    })
    const text = await file('lead', { scope: 'company' })
    const report = await bring(
      contextFor(base, other.organizationId, 'operator'),
      sourceOf('goals.csv', Buffer.from(text.replaceAll('@going.example', '@coming.example'))),
      { dryRun: false, acceptGoodRows: false, mapping: undefined },
    )
    expect(report.refused).toEqual([])
    const mine = (of: World) => async () => {
      const c = await of.as('self')
      const list = await read.list(c, goals.list.query!.parse({ scope: 'mine' }))
      const goal = await read.get(c, { goalId: list.goals[0]!.id })
      return [
        [goal.title, goal.description, goal.level, goal.visibility, goal.startsOn, goal.endsOn, goal.parent?.title],
        goal.keyResults.map((k) => [k.title, k.kind, k.unit, k.start, k.target, k.current, k.weight]),
      ]
    }
    expect(await mine(other)()).toEqual(await mine(w)())
  })

  it('holds what its reader sees in the list, and nothing more', async () => {
    const secret = await make('self', { title: 'Quagga in private', visibility: 'private' })
    const draft = await make('self', { title: 'Quagga as a draft', draft: true })
    expect(await file('self', { scope: 'mine' })).toContain(secret.id)
    expect(await file('self', { scope: 'mine' })).toContain(draft.id)
    expect(await file('manager', { scope: 'team' })).toContain(secret.id)
    for (const part of ['manager', 'peer', 'lead', 'hr_in', 'leader'] as const)
      expect(await file(part, { scope: 'person', ownerId: w.people.self })).not.toContain(draft.id)
    for (const part of ['peer', 'lead', 'hr_in', 'leader'] as const) {
      expect(await file(part, { scope: 'person', ownerId: w.people.self })).not.toContain('Quagga')
      expect(await file(part, { scope: 'person', ownerId: w.people.self, search: 'quagga' })).not.toContain('Quagga')
    }
    expect(await file('lead', { scope: 'company' })).not.toContain('Quagga')
    expect(await file('hr_in', { scope: 'company' })).not.toContain('Quagga')
    // What hangs under something private is there without telling of it.
    const child = await make('manager', { title: 'Seen by all', parentId: secret.id })
    const seen = await file('lead', { scope: 'company' })
    expect(seen).toContain(child.id)
    expect(seen).not.toContain(secret.id)
  })

  it('of the whole company is for whoever works with all of it', async () => {
    for (const part of ['self', 'manager', 'leader', 'sponsor', 'champion'] as const)
      await expect(file(part, { scope: 'company' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(file('stranger', { scope: 'person', ownerId: other.people.self })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('is asked anew for each page: what became private in the meantime is not in it', async () => {
    const { id } = await make('stranger', { title: 'Open for now' })
    const c = await w.as('lead')
    await sql`insert into goal select (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid()))).*
      from goal g, generate_series(1, 600) where g.organization_id = ${w.organizationId} and g.id = ${id}`.execute(c.db)
    const asked = goals.export.query!.parse({ scope: 'person', ownerId: w.people.stranger })
    const found = await exportGoals(c, asked)
    await sql`update goal set visibility = 'private' where organization_id = ${w.organizationId} and owner_id = ${w.people.stranger}`.execute(
      c.db,
    )
    // A header and the page that was read before.
    expect((await textOf(found)).trim().split('\r\n')).toHaveLength(501)
    expect((await textOf(await exportGoals(c, asked))).trim().split('\r\n')).toHaveLength(1)
  })
})
