/** What champions hear: nobody finds out who wrote it, and nothing is released before three have. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { heardTopics, leastWriters, mostEach } from '../../contract/champions.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as trail } from '../audit/audit.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { searchText } from '../people/people.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { type Note, seal, step, unseal } from './box.ts'
import { broughtSince, bring, heard, nightlyHeard, release, tell, weekEnded } from './heard.ts'
import { candidates, names } from './naming.ts'

let base: TestBase
let w: World
let job: Context
const writers = ['champion', 'peer', 'stranger', 'report'] as const

beforeEach(async () => {
  base = await testBase({ at: '2026-03-04T09:00:00Z' })
  w = await permissionWorld(base, `heard-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  for (const part of writers)
    await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${w.organizationId}, ${w.people[part]}, 'champion', ${base.clock.now()})
      on conflict do nothing`.execute(job.db)
})

const says = async (
  part: (typeof writers)[number],
  words: string,
  topic: (typeof heardTopics)[number] = 'time',
  quote = '',
) => tell(await w.as(part), { topic, words, quote })
const read = async () => heard(await w.as('lead'), { offset: 0, limit: 26 })
const monday = () => base.clock.set('2026-03-09T02:00:00Z')

describe('a note', () => {
  it('waits until three champions have written, however much one writes', async () => {
    await says('champion', 'One.')
    await says('champion', 'Two.')
    await says('champion', 'Three.')
    await says('peer', 'Four.')
    monday()
    await nightlyHeard(job)
    expect(await read()).toMatchObject({ weeks: [], total: 0, topics: [] })
    await says('stranger', 'Five.', 'helps', 'My manager listens now.')
    await nightlyHeard(job)
    const { weeks, topics, least } = await read()
    expect(least).toBe(leastWriters)
    expect(weeks).toHaveLength(1)
    expect(weeks[0]!.week).toBe('2026-03-02')
    expect(weeks[0]!.notes.map((n) => n.words).toSorted()).toEqual(['Five.', 'Four.', 'One.', 'Three.', 'Two.'])
    expect(topics).toEqual([
      { topic: 'time', notes: 4, weeks: 1 },
      { topic: 'helps', notes: 1, weeks: 1 },
    ])
    await nightlyHeard(job)
    expect((await read()).total).toBe(1)
  })

  it('is one of at most twenty of each, so that nobody fills the box for the others', async () => {
    for (let i = 0; i < mostEach; i++) await says('champion', `Note ${i}.`)
    await expect(says('champion', 'One more.')).rejects.toMatchObject({ code: 'champion_wrote' })
    await says('peer', 'There is room for me.')
    await says('stranger', 'And for me.')
    monday()
    await nightlyHeard(job)
    expect((await read()).weeks[0]!.notes).toHaveLength(mostEach + 2)
    await says('champion', 'A new box, a new count.')
  })

  it('is released in the night to Monday only', async () => {
    for (const part of writers) await says(part, `From ${part}.`)
    await nightlyHeard(job)
    expect((await read()).weeks).toEqual([])
    expect(weekEnded('2026-03-08')).toBeNull()
    expect(weekEnded('2026-03-09')).toBe('2026-03-02')
  })

  it('cannot be traced to whoever wrote it: not by any column, order, transaction, the log or what pages tell', async () => {
    const secret = 'Nobody dares to say that it is too much.'
    await says('peer', 'A common word.')
    await says('champion', secret)
    // While it waits, no table holds a word of it, and the rows of writers were all written by one transaction.
    const dump = async () => {
      const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'organization_id' group by 1`.execute(job.db)
      const found: string[] = []
      for (const { name } of tables) {
        const { rows } = await sql<{
          row: string
          xmin: string
        }>`select to_jsonb(x)::text as row, x.xmin::text as xmin from ${sql.table(name)} x
          where x.organization_id = ${w.organizationId}`.execute(base.database.for(w.organizationId))
        found.push(...rows.map((r) => `${name} ${r.xmin} ${r.row}`))
      }
      return found
    }
    const before = await dump()
    expect(before.some((line) => line.includes('too much'))).toBe(false)
    const waiting = before.filter((line) => line.startsWith('champion_writer'))
    expect(waiting).toHaveLength(2)
    expect(new Set(waiting.map((line) => line.split(' ')[1])).size).toBe(1)
    // Telling left nothing in the log.
    const { rows: events } = await sql<{
      n: number
    }>`select count(*) as n from event where organization_id = ${w.organizationId} and type like 'champions.%'`.execute(
      job.db,
    )
    expect(events[0]!.n).toBe(0)

    await says('stranger', 'Another one.')
    monday()
    await release(job, '2026-03-02')
    const after = await dump()
    const notes = after.filter((line) => line.startsWith('champion_note'))
    expect(notes).toHaveLength(3)
    expect(new Set(notes.map((line) => line.split(' ')[1])).size).toBe(1)
    const note = notes.find((line) => line.includes('too much'))!
    for (const id of Object.values(w.people)) expect(note).not.toContain(id)
    // No column of a note holds a time, and none of its values stands anywhere else.
    const { id, ...columns } = JSON.parse(note.slice(note.indexOf('{'))) as Record<string, string | null>
    expect(Object.keys(columns).toSorted()).toEqual([
      'brought_at',
      'brought_by',
      'organization_id',
      'quote',
      'topic',
      'week',
      'words',
    ])
    expect(columns).toMatchObject({ brought_at: null, brought_by: null })
    expect(after.filter((line) => line.includes(id!))).toHaveLength(1)
    expect(after.filter((line) => /^champion_(box|writer) /.test(line))).toEqual([])
    // That somebody took part says the same of all of that week.
    const parts = after.filter((line) => line.startsWith('champion_part'))
    expect(parts).toHaveLength(3)
    expect(new Set(parts.map((line) => line.split(' ')[1])).size).toBe(1)
    const logged = JSON.stringify(await trail(await w.as('admin'), { limit: 50 } as never))
    expect(logged).toContain('champions.heard_released')
    expect(logged).not.toContain('too much')
    const told = JSON.stringify([await read()])
    for (const one of Object.values(w.people)) expect(told).not.toContain(one)
  })

  it('stands in an order that says nothing of who came first', async () => {
    // Thirty rounds: the first writer's note does not keep one place.
    const places = new Set<number>()
    for (let round = 0; round < 30 && places.size < 3; round++) {
      await sql`delete from champion_note where organization_id = ${w.organizationId}`.execute(job.db)
      await says('champion', 'First.')
      await says('peer', 'Second.')
      await says('stranger', 'Third.')
      await release(job, '2026-03-02')
      const { rows } = await sql<{
        words: string
      }>`select words from champion_note where organization_id = ${w.organizationId} order by ctid`.execute(job.db)
      places.add(rows.findIndex((r) => r.words === 'First.'))
    }
    expect(places.size).toBeGreaterThan(1)
  })

  it('is lost, and the log says so, where the key that sealed it is gone', async () => {
    for (const part of writers) await says(part, `From ${part}.`)
    const other = { ...job, config: { ...job.config, secret: 'quite another secret that nobody had before' } }
    await release(other, '2026-03-02')
    expect((await read()).weeks).toEqual([])
    const { rows } = await sql<{
      type: string
    }>`select type from event where organization_id = ${w.organizationId} and type like 'champions.heard%'`.execute(
      job.db,
    )
    expect(rows).toEqual([{ type: 'champions.heard_lost' }])
    await says('peer', 'It goes on.')
  })

  it('does not count whoever reads what is released as one of three', async () => {
    await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${w.organizationId}, ${w.people.peer}, 'sponsor', ${base.clock.now()})`.execute(
      job.db,
    )
    for (const part of ['champion', 'peer', 'stranger'] as const) await says(part, `From ${part}.`)
    await release(job, '2026-03-02')
    expect((await read()).weeks).toEqual([])
    await says('report', 'From report.')
    await release(job, '2026-03-02')
    expect((await read()).weeks[0]!.notes).toHaveLength(4)
  })

  it('is not released alone after others were lost: who wrote what nobody can open is no voice', async () => {
    await says('champion', 'Lost.')
    await says('peer', 'Lost too.')
    const secret = 'quite another secret that nobody had before'
    const now = await w.as('stranger')
    await tell({ ...now, config: { ...now.config, secret } }, { topic: 'time', words: 'Alone.', quote: '' })
    await release({ ...job, config: { ...job.config, secret } }, '2026-03-02')
    expect((await read()).weeks).toEqual([])
  })

  it('keeps no other from being released, whatever is in it', async () => {
    await says('champion', '\0', 'time', 'half a sign \ud83d')
    await says('peer', 'Two.')
    await says('stranger', 'Three.')
    await release(job, '2026-03-02')
    expect((await read()).weeks[0]!.notes).toHaveLength(3)
  })

  it('is brought before the committee by the lead, and left out again', async () => {
    for (const part of writers) await says(part, `From ${part}.`)
    await release(job, '2026-03-02')
    const [note] = (await read()).weeks[0]!.notes
    await bring(await w.as('lead'), { noteId: note!.id, brought: true })
    expect(await broughtSince(job.db, job, '2026-03-01')).toMatchObject([{ words: note!.words }])
    expect(await broughtSince(job.db, job, '2026-03-03')).toEqual([])
    await bring(await w.as('lead'), { noteId: note!.id, brought: false })
    expect(await broughtSince(job.db, job, '2026-03-01')).toEqual([])
    await expect(bring(await w.as('lead'), { noteId: randomUUID(), brought: true })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('the box', () => {
  const note: fc.Arbitrary<Note> = fc.record({
    topic: fc.constantFrom(...heardTopics),
    words: fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }),
    quote: fc.string({ maxLength: 100, unit: 'grapheme' }),
  })
  const config = { secret: 'a secret of this test, long enough to be one' }

  it('gives back all notes, in whole steps, and opens for nobody else', () => {
    fc.assert(
      fc.property(fc.array(note, { maxLength: 40 }), fc.uuid(), (notes, org) => {
        const box = seal(config, org, { notes, wrote: {} })
        expect((box.length - 28) % step).toBe(0)
        const sort = (list: readonly Note[]) => list.map((n) => JSON.stringify([n.topic, n.words, n.quote])).toSorted()
        expect(sort(unseal(config, org, box)!.notes)).toEqual(sort(notes))
        expect(unseal({ secret: `${config.secret}.` }, org, box)).toBeNull()
        expect(unseal(config, randomUUID(), box)).toBeNull()
      }),
      { numRuns: 40 },
    )
  })
})

describe('names', () => {
  it('are pointed at where they look like those of colleagues, and the text is not kept', async () => {
    await sql`update roster set given_name = 'Ada', family_name = 'Lovelace', search = ${searchText(['Ada Lovelace'])} where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      job.db,
    )
    await sql`update roster set given_name = 'Jörg', family_name = 'Stein', search = ${searchText(['Jörg Stein'])}, location = 'Nowhere', department = 'Far', manager_id = ${w.people.top} where organization_id = ${w.organizationId} and person_id = ${w.people.trainer}`.execute(
      job.db,
    )
    await sql`delete from role_grant where organization_id = ${w.organizationId} and person_id = ${w.people.trainer}`.execute(
      job.db,
    )
    const look = async (words: string) => (await names(await w.as('champion'), { words })).looksLike
    expect(await look('Ada said that it takes too long.')).toEqual(['Ada'])
    expect(await look("It was Lovelace's idea.")).toEqual(['Lovelace'])
    expect(await look('Ada Lovelace said so.')).toEqual(['Ada Lovelace'])
    // Somebody far away: only the whole name is one, a stone is a stone.
    expect(await look('Kein Stein bleibt auf dem anderen.')).toEqual([])
    expect(await look('Das sagt Jörg Stein.')).toEqual(['Jörg Stein'])
    expect(await look('it takes too long, ada.')).toEqual(['ada'])
    expect(await look('it is lovelace who says so.')).toEqual([])
    // As it is written in haste, or where a keyboard has no such letters.
    expect(await look('das sagt joerg Stein.')).toEqual(['joerg Stein'])
    expect(await look('Das sagt STEIN, jorg.')).toEqual(['STEIN jorg'])
    expect(await look('ein Stein, Joerges Meinung.')).toEqual([])
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from champion_box where organization_id = ${w.organizationId}`.execute(job.db)
    expect(rows[0]!.n).toBe(0)
  })

  it('are looked for among words that are written as names are, each once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
        const { singles, small, pairs } = candidates(text)
        expect(new Set([...singles, ...small]).size).toBe(singles.length + small.length)
        for (const one of singles) expect(one).toMatch(/^[\p{Lu}\p{Lo}]/u)
        for (const [a, b] of pairs) {
          expect(text.normalize('NFC')).toContain(a)
          expect(text.normalize('NFC')).toContain(b)
        }
      }),
    )
    expect(candidates('When Ada met Bo Li').pairs).toEqual([
      ['When', 'Ada'],
      ['Ada', 'met'],
      ['met', 'Bo'],
      ['Bo', 'Li'],
    ])
  })
})
