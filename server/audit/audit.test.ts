import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { fieldNames } from '../../contract/library.ts'
import { contract } from '../../contract/contract.ts'
import { permissions } from '../../contract/permissions.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { jobs } from '../modules.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { stopwatch } from '../platform/clock.ts'
import { testBase, textOf } from '../platform/testing.ts'
import { exportFile, list, types } from './audit.ts'

let base: Awaited<ReturnType<typeof testBase>>
let world: Awaited<ReturnType<typeof permissionWorld>>
let admin: Context

beforeAll(async () => {
  base = await testBase()
  world = await permissionWorld(base, 'ours')
  admin = await world.as('admin')
})
const make = async (as: Context, type: string, subject: { kind: string; id: string | null }, data = {}) =>
  as.db.transaction().execute((tx) => record(tx, as, { type, subject, data }))

describe('pages', () => {
  test('hold every event once, whatever the filter, also when many share an instant', async () => {
    for (let i = 0; i < 23; i++) await make(admin, 'audience.updated', { kind: 'person', id: world.people.peer })
    for (const filter of [
      {},
      { type: 'audience.updated' },
      { type: ['audience.updated', 'role.granted'] },
      { person: world.people.peer },
      { via: 'session' as const },
    ]) {
      const seen: string[] = []
      let before: string | undefined
      do {
        const page = await list(admin, { ...filter, limit: 5, ...(before ? { before } : {}) })
        seen.push(...page.events.map((e) => e.id))
        before = page.next ?? undefined
      } while (before)
      const all = await list(admin, { ...filter, limit: 200 })
      expect(seen, JSON.stringify(filter)).toEqual(all.events.map((e) => e.id))
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeGreaterThanOrEqual(23)
    }
    expect((await types(admin)).types).toContain('audience.updated')
    await expect(
      list(admin, { limit: 5, before: Buffer.from('2026-01-01|0); drop table event; --').toString('base64url') }),
    ).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('days are the company’s own', async () => {
    base.clock.set('2026-05-10T22:30:00Z') // half past midnight on the 11th in Berlin
    await make(admin, 'organization.updated', { kind: 'organization', id: world.organizationId })
    const on = async (from: string, to: string) =>
      (await list(admin, { type: 'organization.updated', from, to, limit: 5 })).events.length
    expect([await on('2026-05-10', '2026-05-10'), await on('2026-05-11', '2026-05-11')]).toEqual([0, 1])
  })

  test('cost the same however long the log is', async () => {
    const big = await permissionWorld(base, 'big')
    const c = contextFor(base, big.organizationId, 'operator')
    await sql`insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
      select ${big.organizationId}, '2025-01-01'::timestamptz + (i / 5000) * interval '1 hour', '2025-01-01', case when i % 20000 = 0 then 'rare.thing' else 'person.changed' end,
        case when i % 10000 = 7 then ${big.people.lead}::uuid else ${big.people.admin}::uuid end, case when i % 50000 = 3 then 'operator' else 'session' end, 'person', ${big.people.peer}, '{}'
      from generate_series(1, 200000) i`.execute(c.db)
    await base.database.owner.query('analyze event')
    const as = await big.as('admin')
    for (const filter of [
      {},
      { type: 'rare.thing' },
      { type: ['rare.thing', 'person.changed'] },
      { person: big.people.lead },
      { person: big.people.peer },
      { via: 'operator' as const },
      { from: '2025-01-02', to: '2025-01-03' },
    ]) {
      await list(as, { ...filter, limit: 50 })
      const elapsed = stopwatch()
      const page = await list(as, { ...filter, limit: 50 })
      if (page.next) await list(as, { ...filter, limit: 50, before: page.next })
      const ms = elapsed()

      expect(ms, JSON.stringify(filter)).toBeLessThan(400)
    }
    const elapsed = stopwatch()
    await types(as)
    expect(elapsed()).toBeLessThan(200)
  }, 120_000)
})

describe('what an administrator may not know', () => {
  test('the trail does not say who held a check-in or wrote a goal', async () => {
    const manager = await world.as('manager')
    await make(
      manager,
      'checkin.held',
      { kind: 'checkin', id: world.people.peer },
      { managerId: world.people.manager, reportId: world.people.self },
    )
    await make(
      manager,
      'goal.updated',
      { kind: 'goal', id: world.people.peer },
      { ownerId: world.people.self, changed: ['title'] },
    )
    await make(
      manager,
      'growth.plan_shared',
      { kind: 'growth_plan', id: world.people.peer },
      { with: 'manager', managerId: world.people.manager },
    )
    const { events } = await list(admin, { type: ['checkin.held', 'goal.updated', 'growth.plan_shared'], limit: 10 })
    expect(events).toHaveLength(3)
    for (const e of events)
      expect(e).toMatchObject({ withheld: true, actor: null, subject: { id: null, name: null }, data: {} })
    const { events: theirs } = await list(admin, { person: world.people.manager, limit: 200 })
    expect(theirs.filter((e) => e.withheld)).toEqual([])
    const file = await textOf(await exportFile(admin, { type: ['checkin.held', 'goal.updated'] }))
    for (const id of Object.values(world.people)) expect(file).not.toContain(id)
  })
})

test('a cell that a spreadsheet would run is neutralised in the file', async () => {
  const id = await world.newPerson()
  for (const name of ['=cmd|calc', '+1', '@sum', '-2', '\tx', '＝1']) {
    await sql`update person set full_name = ${name} where organization_id = ${world.organizationId} and id = ${id}`.execute(
      admin.db,
    )
    await make(admin, 'role.granted', { kind: 'person', id })
    const body = await textOf(await exportFile(admin, { person: id }))
    expect(body.startsWith('\uFEFF')).toBe(true)
    expect(body).toContain(`'${name}`)
  }
})

describe('sentences', () => {
  const languages = ['en', 'de', 'es', 'fr']
  const words = (language: string) =>
    JSON.parse(readFileSync(new URL(`../../web/audit/words/${language}.json`, import.meta.url), 'utf8')) as {
      events: Record<string, Record<string, string>>
      group: Record<string, string>
    }

  /**
   * Every event type that the code names: quoted, with a dot, in a file that writes to the log or
   * as somebody's `type:`; and what modules hand to an `event('verb', …)` of their own.
   */
  function recorded(): Set<string> {
    const other = new Set([
      ...Object.keys(permissions),
      ...Object.keys(jobs),
      ...fieldNames,
      ...Object.values(contract).flatMap((m) => Object.values(m).map((o) => o.id as string)),
    ])
    const found = new Set<string>()
    /** Files that make events of one kind, with the kind, and files that call them. */
    const makers = new Map<string, string>()
    const calls: { file: URL; text: string }[] = []
    const walk = (folder: URL) => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) walk(new URL(`${entry.name}/`, folder))
        else if (entry.name.endsWith('.ts') && !/\.test\.ts$|\.cases\.ts$|testing|^permission-world/.test(entry.name)) {
          const file = new URL(entry.name, folder)
          const text = readFileSync(file, 'utf8')
          for (const [, type] of text.matchAll(/\btype: '([a-z][a-z_-]*\.[a-z][a-z_-]*)'/g)) found.add(type!)
          const kind = /\bevent = \(type: string\b[^]*?\btype: `([a-z_]+)\.\$\{type\}`/.exec(text)?.[1]
          if (kind) makers.set(file.href, kind)
          if (/(?<!\w)(?<!\w\.)event\(/.test(text)) calls.push({ file, text })
          if (!/\brecord\(|insert into event\b/.test(text)) continue
          for (const [, type] of text.matchAll(/(?<![\w/(]\s*import\s)'([a-z][a-z_-]*\.[a-z][a-z_-]*)'/g))
            if (!other.has(type!) && !/\.(ts|md|json|csv|xml)$/.test(type!)) found.add(type!)
        }
      }
    }
    walk(new URL('../', import.meta.url))
    for (const { file, text } of calls) {
      const from = /import \{[^}]*\bevent\b[^}]*\} from '([^']+)'/.exec(text)?.[1]
      const kind = makers.get(from ? new URL(from, file).href : file.href)
      expect(kind, `${file.pathname} calls event() of no known kind`).toBeDefined()
      for (const call of text.matchAll(/(?<!\w)(?<!\w\.)event\(/g)) {
        const verbs = verbsIn(text.slice(call.index + call[0].length))
        expect(verbs, `${file.pathname}: write the verb of event() as a string`).not.toEqual([])
        for (const verb of verbs) found.add(`${kind}.${verb}`)
      }
    }
    return found
  }

  /** The strings of a first argument that can come out of it: not those it is compared with. */
  function verbsIn(text: string): string[] {
    let depth = 0
    let end = 0
    for (; end < text.length; end++) {
      const at = text[end]!
      if ('([{'.includes(at)) depth++
      else if (')]}'.includes(at) && depth-- === 0) break
      else if (at === ',' && depth === 0) break
    }
    const argument = text.slice(0, end)
    if (argument.includes('`')) return []
    return [...argument.matchAll(/(?<![!=]== )'([a-z][a-z_-]*)'(?!\])/g)].map(([, verb]) => verb!)
  }

  test.each(languages)('every event that anybody records has one in %s', (language) => {
    const { events, group: groups } = words(language)
    const missing = [...recorded()].filter((type) => {
      const [subject, verb] = type.split('.') as [string, string]
      return !events[subject]?.[verb]
    })
    expect(groups, 'what the types are sorted under').toMatchObject(
      Object.fromEntries(Object.keys(events).map((subject) => [subject, expect.any(String)])),
    )
    expect(missing.sort(), `Add these to web/audit/words/${language}.json under "events".`).toEqual([])
  })

  test('and takes the same names in every language', () => {
    const english = words('en').events
    for (const language of languages) {
      const { events } = words(language)
      for (const [subject, verbs] of Object.entries(english)) {
        for (const [verb, sentence] of Object.entries(verbs)) {
          const names = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((m) => m[1]!).sort()
          expect(names(events[subject]?.[verb] ?? ''), `${language} ${subject}.${verb}`).toEqual(names(sentence))
        }
      }
    }
  })
})
