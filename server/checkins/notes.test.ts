/** Private notes under attack: through other people, other operations, raw statements, counts, order and time. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { notes as contract } from '../../contract/checkins.ts'
import { parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import * as notes from './notes.ts'
import { get, list as listPairs } from './read.ts'
import * as write from './write.ts'

const secret = 'Thylacine'
let base: TestBase
let w: World
let author: Context
let checkinId: string
let noteId: string
const all = { limit: 50, offset: 0 }

beforeAll(async () => {
  base = await testBase()
  w = await permissionWorld(base, 'notes')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  author = await w.as('manager')
  checkinId = (await write.create(author, { personId: w.people.self })).id
  noteId = (await notes.create(author, { checkinId, words: `${secret} one` })).id
  await notes.create(author, { aboutId: w.people.stranger, words: `${secret} two` })
})

const others = parts.filter((p) => p !== 'manager')

describe('a private note', () => {
  it('is its author’s to read, change and destroy', async () => {
    expect((await notes.list(author, all)).notes.map((n) => n.words)).toEqual(
      expect.arrayContaining([`${secret} one`, `${secret} two`]),
    )
    expect((await notes.list(author, { ...all, checkinId })).notes).toMatchObject([
      { about: { id: w.people.self }, words: `${secret} one` },
    ])
    const extra = await notes.create(author, { aboutId: w.people.self, words: 'Short-lived' })
    expect((await notes.update(author, { noteId: extra.id, words: 'Changed' })).words).toBe('Changed')
    await notes.remove(author, { noteId: extra.id })
    expect((await notes.list(author, all)).notes.some((n) => n.id === extra.id)).toBe(false)
    expect((await sql`select 1 from private_note where id = ${extra.id}`.execute(base.database.open)).rows).toEqual([])
  })

  it('is nobody else’s: not the person it is about, not an administrator, not HR, not the line', async () => {
    for (const part of others) {
      const c = await w.as(part)
      expect((await notes.list(c, all)).notes, part).toEqual([])
      expect((await notes.list(c, { ...all, aboutId: w.people.self })).notes, part).toEqual([])
      expect((await notes.list(c, { ...all, checkinId })).notes, part).toEqual([])
      await expect(notes.update(c, { noteId, words: 'Taken' }), part).rejects.toMatchObject({ code: 'not_found' })
      await expect(notes.remove(c, { noteId }), part).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await notes.list(author, { ...all, checkinId })).notes).toMatchObject([{ words: `${secret} one` }])
  })

  it('answers the same for a note of somebody else and for one that never was', async () => {
    const c = await w.as('admin')
    const taken = await notes.remove(c, { noteId }).catch((e: unknown) => e)
    const never = await notes.remove(c, { noteId: randomUUID() }).catch((e: unknown) => e)
    expect(taken).toEqual(never)
  })

  it('cannot be attached to a check-in of others, nor learned about through one', async () => {
    for (const part of ['peer', 'leader', 'hr_in'] as const) {
      await expect(notes.create(await w.as(part), { checkinId, words: 'In between' }), part).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    const self = await w.as('self')
    expect(JSON.stringify([await get(self, { checkinId }), await listPairs(self)])).not.toContain(secret)
  })

  it('leaves what the other sees exactly as it was: no count, no order, no time', async () => {
    const self = await w.as('self')
    const before = [await get(self, { checkinId }), await listPairs(self)]
    base.clock.forward({ minutes: 5 })
    const more = await notes.create(author, { checkinId, words: `${secret} three` })
    await notes.update(author, { noteId: more.id, words: `${secret} four` })
    expect([await get(self, { checkinId }), await listPairs(self)]).toEqual(before)
    await notes.remove(author, { noteId: more.id })
  })

  it('leaves no event, so that an audit trail cannot tell that it exists', async () => {
    const { rows } = await sql<{
      all: string
    }>`select coalesce(string_agg(type || ' ' || coalesce(subject_id::text, '') || data::text, ' '), '') as all
      from event where organization_id = ${w.organizationId}`.execute(author.db)
    expect(rows[0]!.all).not.toContain(noteId)
    expect(rows[0]!.all).not.toMatch(/note\./)
    expect(rows[0]!.all).not.toContain(secret)
  })
})

describe('the second wall', () => {
  const count = (db: Context['db']) =>
    sql<{ n: number }>`select count(*) as n from private_note`.execute(db).then((r) => r.rows[0]!.n)

  it('shows no note to a statement of the app that names no person', async () => {
    expect(await count(author.db)).toBe(0)
    expect(
      (await sql`select 1 from private_note where words like ${`%${secret}%`} order by words`.execute(author.db)).rows,
    ).toEqual([])
    expect((await sql`update private_note set words = 'x' returning 1`.execute(author.db)).rows).toEqual([])
    expect((await sql`delete from private_note returning 1`.execute(author.db)).rows).toEqual([])
  })

  it('shows a person only their own, and lets nobody write in another’s name', async () => {
    await author.db.transaction().execute(async (tx) => {
      await sql`select set_config('belay.person', ${w.people.admin}, true)`.execute(tx)
      expect((await sql`select 1 from private_note`.execute(tx)).rows).toEqual([])
    })
    const forged = author.db.transaction().execute(async (tx) => {
      await sql`select set_config('belay.person', ${w.people.admin}, true)`.execute(tx)
      await sql`insert into private_note (organization_id, author_id, about_id, words, created_at, saved_at)
        values (${w.organizationId}, ${w.people.manager}, ${w.people.self}, 'Forged', ${base.clock.now()}, ${base.clock.now()})`.execute(
        tx,
      )
    })
    await expect(forged).rejects.toThrow(/row-level security/)
  })

  it('forgets the person with the transaction: the next one on the connection sees nothing', async () => {
    for (let i = 0; i < 30; i++)
      await Promise.all([notes.list(author, all), count(author.db).then((n) => expect(n).toBe(0))])
  })

  it('holds for another company too', async () => {
    const other = await permissionWorld(base, 'notes-other')
    expect((await notes.list(await other.as('admin'), all)).notes).toEqual([])
    await author.db.transaction().execute(async () => {
      const there = base.database.for(other.organizationId)
      await there.transaction().execute(async (tx) => {
        await sql`select set_config('belay.person', ${w.people.manager}, true)`.execute(tx)
        expect((await sql`select 1 from private_note`.execute(tx)).rows).toEqual([])
      })
    })
  })
})

it('needs a person or a check-in', () => {
  expect(contract.create.body!.safeParse({ words: 'About nobody' }).success).toBe(false)
})
