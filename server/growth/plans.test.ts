/** Plans: what the person wants to learn, and who sees it when, attacked by everybody else. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { waitsFor } from './growth.ts'
import { changeManager } from './moving.ts'
import * as plans from './plans.ts'
import { get, openActionsFor, team } from './read.ts'

const secret = 'Pademelon'
let base: TestBase
let w: World
let self: Context
let manager: Context
let focusId: string
let actionId: string
const me = { personId: '' }
const today = () => base.clock.today('Europe/Berlin')
const wanted = (words: string) => ({ title: words, why: `${secret} why`, competencyId: null })

/** Everything that a part can read of the subject’s plan. */
async function readBy(part: keyof World['people']): Promise<string> {
  const c = await w.as(part)
  return JSON.stringify(
    await Promise.all([
      get(c, me).catch((e: unknown) => e),
      openActionsFor(c, me).catch((e: unknown) => e),
      team(c).catch((e: unknown) => e),
    ]),
  )
}
const seers = async () => {
  const found: string[] = []
  for (const part of parts) if (part !== 'self' && (await readBy(part)).includes(secret)) found.push(part)
  return found
}

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'plans')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { growth: { on: true } },
  })
  ;[self, manager] = [await w.as('self'), await w.as('manager')]
  me.personId = w.people.self
})

describe('a plan', () => {
  it('begins with the first thing somebody wants to learn, and is theirs alone', async () => {
    focusId = crypto.randomUUID()
    const first = await plans.addFocus(self, { id: focusId, ...wanted(`${secret} listening`) })
    // Pressed twice is once.
    expect(await plans.addFocus(self, { id: focusId, ...wanted(`${secret} listening`) })).toEqual(first)
    actionId = crypto.randomUUID()
    const plan = await plans.addAction(self, {
      focusId,
      id: actionId,
      kind: 'try',
      words: `${secret} ask`,
      dueOn: '2026-03-04',
    })
    expect(plan).toMatchObject({
      sharing: { with: 'nobody' },
      focuses: [{ title: `${secret} listening`, actions: [{ id: actionId, doneAt: null, dueOn: '2026-03-04' }] }],
    })
    await plans.addNote(self, { focusId, words: `${secret} goes well` })
    expect(await seers()).toEqual([])
    expect((await team(manager)).people.find((p) => p.person.id === w.people.self)).toMatchObject({ plan: null })
  })

  it('reminds its owner, and only them, of what is due', async () => {
    expect((await waitsFor(self, '2026-03-02')).actions).toMatchObject([{ actionId, dueOn: '2026-03-04' }])
    expect((await waitsFor(self, '2026-02-28')).actions).toEqual([])
    expect((await waitsFor(self, '2026-03-26')).actions).toEqual([])
    expect((await waitsFor(manager, '2026-03-02')).actions).toEqual([])
  })

  it('is changed by nobody else, not even by the one it is shared with', async () => {
    await plans.share(self, { with: 'manager' })
    expect(await seers()).toEqual(['manager'])
    const change = [
      (c: Context) => plans.updateFocus(c, { focusId, title: 'Taken' }),
      (c: Context) => plans.removeFocus(c, { focusId }),
      (c: Context) => plans.addAction(c, { focusId, kind: 'try', words: 'Do this', dueOn: null }),
      (c: Context) => plans.updateAction(c, { actionId, done: true }),
      (c: Context) => plans.removeAction(c, { actionId }),
    ]
    for (const part of ['manager', 'second_manager', 'leader', 'peer', 'hr_in', 'lead'] as const)
      for (const one of change)
        await expect(one(await w.as(part)), part).rejects.toMatchObject({
          code: part === 'manager' ? 'forbidden' : 'not_found',
        })
    // A hint is welcome, from the one who sees the plan.
    await plans.addNote(manager, { focusId, words: `${secret} hint` })
    await expect(plans.addNote(await w.as('second_manager'), { focusId, words: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const hint = (await get(self, me)).plan!.focuses[0]!.notes.find((note) => !note.mine)
    expect(hint).toMatchObject({ words: `${secret} hint`, mine: false, author: { id: w.people.manager } })
    await expect(plans.removeNote(self, { focusId, noteId: hint!.id })).rejects.toMatchObject({ code: 'not_found' })
    await plans.removeNote(manager, { focusId, noteId: hint!.id })
  })

  it('shows its open actions in the check-in, to the one it is shared with', async () => {
    expect(await openActionsFor(manager, me)).toMatchObject({
      actions: [{ id: actionId, words: `${secret} ask`, focus: `${secret} listening` }],
      sharing: null,
    })
    expect(await openActionsFor(self, me)).toMatchObject({
      actions: [{ id: actionId }],
      sharing: { with: 'manager', ended: false },
    })
    await plans.updateAction(self, { actionId, done: true })
    expect((await openActionsFor(manager, me)).actions).toEqual([])
    await plans.updateAction(self, { actionId, done: false })
    expect((await team(manager)).people.find((p) => p.person.id === w.people.self)).toMatchObject({
      plan: { openActions: 1 },
    })
  })

  it('is hidden again as soon as it is shared with nobody', async () => {
    await plans.share(self, { with: 'nobody' })
    expect(await seers()).toEqual([])
    await expect(plans.addNote(manager, { focusId, words: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is behind a wall that a statement does not pass', async () => {
    const rows = async (person: string | null) => {
      const found: unknown[] = []
      await self.db.transaction().execute(async (tx) => {
        if (person) await sql`select set_config('belay.person', ${person}, true)`.execute(tx)
        await sql`select set_config('belay.day', ${today()}, true)`.execute(tx)
        for (const table of ['growth_focus', 'growth_action', 'growth_note', 'growth_reflection'])
          found.push(...(await sql`select 1 from ${sql.table(table)}`.execute(tx)).rows)
      })
      return found.length
    }
    expect(await rows(null)).toBe(0)
    expect(await rows(w.people.self)).toBe(3)
    for (const part of parts.filter((p) => p !== 'self')) expect(await rows(w.people[part]), part).toBe(0)
    for (const statement of [
      sql`update growth_focus set title = 'x' returning 1`,
      sql`delete from growth_action returning 1`,
      sql`update growth_note set words = 'x' returning 1`,
    ])
      expect((await statement.execute(self.db)).rows).toEqual([])
  })

  it('keeps what was taken out until it is brought back', async () => {
    expect((await plans.removeFocus(self, { focusId })).focuses).toEqual([])
    expect((await openActionsFor(self, me)).actions).toEqual([])
    expect((await plans.restoreFocus(self, { focusId })).focuses[0]!.actions).toHaveLength(1)
  })
})

describe('another manager', () => {
  it('sees a plan shared with the earlier one only when it is shared again', async () => {
    await plans.share(self, { with: 'manager' })
    base.clock.forward({ days: 3 })
    await changeManager(w, w.people.self, w.people.peer, today())
    expect(await seers()).toEqual([])
    expect((await get(self, me)).plan!.sharing).toEqual({
      with: 'manager',
      manager: expect.objectContaining({ id: w.people.manager }),
      ended: true,
    })
    await plans.share(self, { with: 'manager' })
    expect(await seers()).toEqual(['peer'])
    // Back to the first one, weeks later: the first sharing had ended, and so does the second.
    base.clock.forward({ days: 30 })
    await changeManager(w, w.people.self, w.people.manager, today())
    expect(await seers()).toEqual([])
  })

  it('sees it where the person chose whoever is their manager, and the earlier one does not any more', async () => {
    await plans.share(self, { with: 'whoever' })
    expect(await seers()).toEqual(['manager'])
    base.clock.forward({ days: 3 })
    await changeManager(w, w.people.self, w.people.peer, today())
    expect(await seers()).toEqual(['peer'])
    expect((await get(self, me)).plan!.sharing).toMatchObject({ with: 'whoever', manager: { id: w.people.peer } })
    base.clock.forward({ days: 3 })
    await changeManager(w, w.people.self, null, today())
    expect(await seers()).toEqual([])
    expect((await get(self, me)).plan!.sharing).toEqual({ with: 'whoever', manager: null })
    base.clock.forward({ days: 3 })
    await changeManager(w, w.people.self, w.people.manager, today())
    expect(await seers()).toEqual(['manager'])
  })
})

describe('somebody who left', () => {
  it('shows their plan to nobody, and shares it anew when they come back', async () => {
    const roster = (change: { employed: boolean; since: string | null }) =>
      sql`update roster set employed = ${change.employed}, present_since = ${change.since}::date
        where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(self.db)
    await roster({ employed: false, since: null })
    expect(await seers()).toEqual([])
    base.clock.forward({ days: 10 })
    await roster({ employed: true, since: today() })
    expect(await seers()).toEqual([])
    self = await w.as('self')
    await plans.share(self, { with: 'whoever' })
    expect(await seers()).toEqual(['manager'])
  })
})

describe('the end of a plan', () => {
  it('keeps it to look back on, and the next one is shared anew', async () => {
    const closed = await plans.closePlan(self, { reflection: `${secret} learned` })
    expect(closed).toMatchObject({ reflection: `${secret} learned` })
    expect(closed.closedAt).not.toBeNull()
    expect((await openActionsFor(self, me)).actions).toEqual([])
    await expect(plans.updateFocus(self, { focusId, title: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    const reopened = await plans.reopenPlan(self)
    expect(reopened.closedAt).toBeNull()
    await plans.closePlan(self, { reflection: '' })
    const next = await plans.addFocus(self, wanted('Another'))
    expect(next).toMatchObject({ sharing: { with: 'nobody' }, focuses: [{ title: 'Another' }] })
    await expect(plans.reopenPlan(self)).rejects.toMatchObject({ code: 'growth_plan_open' })
    expect(await get(self, me)).toMatchObject({ plan: { id: next.id }, earlier: [{ id: closed.id }] })
    // What was shared before stays shared until the person says nobody: then of everything.
    expect(await get(manager, me)).toMatchObject({ plan: null, earlier: [{ id: closed.id }] })
    await plans.share(self, { with: 'nobody' })
    expect(await seers()).toEqual([])
  })

  it('leaves events without a word of it', async () => {
    const { rows } = await sql<{
      data: object
    }>`select data from event where organization_id = ${w.organizationId} and type like 'growth.%'`.execute(self.db)
    expect(rows.length).toBeGreaterThan(10)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })
})
