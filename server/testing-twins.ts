/**
 * Two companies that differ in what one of two people did and in nothing else. Whoever finds a
 * difference between what they are told learns which of the two it was. For tests only.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import pg from 'pg'
import { contract } from '../contract/contract.ts'
import type { AnyOperation } from '../contract/operation.ts'
import { type Case, type CasesFile, type Part, type World } from './access/permission-cases.ts'
import { permissionWorld } from './access/permission-world.ts'
import { contextAs, startSession } from './access/sessions.ts'
import { requestTo } from './access/testing-calls.ts'
import { createApp } from './app.ts'
import { unzipped } from './business-review/testing-zip.ts'
import { refreshRoster } from './people/people.ts'
import { advanceClock } from './platform/advance.ts'
import { openDatabase } from './platform/db.ts'
import { contextFor } from './platform/context.ts'
import { testBase, type TestBase, testClock } from './platform/testing.ts'
import { databaseUrl } from './platform/testing-server.ts'
import { work } from './work.ts'

const operations = Object.values(contract).flatMap((m) => Object.values(m) as unknown as AnyOperation[])
const operationNamed = new Map(operations.map((o) => [o.id, o]))

type Hire = { department: string; location?: string; country?: string; level?: string; manager: string }

export type Origin = {
  base: TestBase
  world: World
  cases: ReadonlyMap<string, Case>
  /** Ids of colleagues by department. */
  colleagues: ReadonlyMap<string, readonly string[]>
  /** Whom all of them report to. */
  manager: string
}

/** A company of eighty in which everything there is has begun, before anybody did what the twins differ in. */
export async function origin(
  at: string,
  departments: Readonly<Record<string, { people: number; location: string; country: string }>>,
): Promise<Origin> {
  const base = await testBase({ at })
  const world = await permissionWorld(base, 'twins')
  const c = contextFor(base, world.organizationId)
  const colleagues = new Map<string, string[]>()
  let count = 0
  const hire = async (h: Hire): Promise<string> => {
    const number = `c${++count}`
    const email = `${number}@twins.example`
    const { rows } = await sql<{ id: string }>`
      insert into person (organization_id, employee_number, given_name, family_name, full_name, sort_name, email, email_key, locale, time_zone, created_at)
      values (${c.organizationId}, ${number}, ${number}, 'Colleague', ${`${number} Colleague`}, ${number}, ${email}, ${email}, 'en', 'Europe/Berlin', ${base.clock.now()}) returning id`.execute(
      c.db,
    )
    const id = rows[0]!.id
    await sql`insert into spell (organization_id, person_id, holds, recorded) values (${c.organizationId}, ${id}, '[2020-01-01,)', ${base.clock.now()})`.execute(
      c.db,
    )
    await sql`insert into placement (organization_id, person_id, holds, title, department, location, country, manager_id, recorded)
      values (${c.organizationId}, ${id}, '[2020-01-01,)', 'Specialist', ${h.department}, ${h.location ?? 'Berlin'}, ${h.country ?? 'DE'}, ${h.manager}, ${base.clock.now()})`.execute(
      c.db,
    )
    return id
  }
  const { rows } = await sql<{
    id: string
  }>`select manager_id as id from roster where organization_id = ${c.organizationId} and person_id = ${world.people.stranger}`.execute(
    c.db,
  )
  const manager = rows[0]!.id
  for (const [department, { people, location, country }] of Object.entries(departments)) {
    const ids: string[] = []
    for (let i = 0; i < people; i++) ids.push(await hire({ department, location, country, manager }))
    colleagues.set(department, ids)
  }
  await sql`update person set time_zone = 'Europe/Berlin', locale = 'en' where organization_id = ${c.organizationId}`.execute(
    c.db,
  )
  await rosterOf(base, c.organizationId)
  const cases = new Map<string, Case>()
  const files: CasesFile[] = []
  for (const folder of readdirSync(new URL('./', import.meta.url), { withFileTypes: true })) {
    if (
      !folder.isDirectory() ||
      !readdirSync(new URL(`./${folder.name}/`, import.meta.url)).includes('permission.cases.ts')
    )
      continue
    const file = (await import(new URL(`./${folder.name}/permission.cases.ts`, import.meta.url).href)) as CasesFile
    files.push(file)
    for (const [id, one] of Object.entries(file.cases)) cases.set(id, one)
  }
  for (const file of files) await file.prepare?.(world)
  return { base, world, cases, colleagues, manager }
}

export async function rosterOf(base: TestBase, organizationId: string): Promise<void> {
  const c = contextFor(base, organizationId)
  await c.db.transaction().execute((tx) => refreshRoster(tx, organizationId, base.clock.today('Europe/Berlin')))
}

export const live = (base: TestBase, to: string) => advanceClock(base, base.clock, work, to)

type Said = { status: number; type: string; body: Buffer }

/** A company that goes on from where the origin stood. */
export type Twin = {
  base: TestBase
  organizationId: string
  call(who: string, id: string, input?: Readonly<Record<string, unknown>>): Promise<Said>
  signIn(who: string): Promise<void>
  close(): Promise<void>
}

/** A copy of what the origin has become; nobody may be connected to that any more. */
export async function twinOf(from: Origin): Promise<Twin> {
  const name = `twin_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: databaseUrl(from.base.url, 'postgres') })
  await client.connect()
  try {
    await client.query(
      `create database ${name} template ${new URL(from.base.url).pathname.slice(1)} strategy file_copy`,
    )
  } finally {
    await client.end()
  }
  const url = databaseUrl(from.base.url, name)
  return opened(from.world.organizationId, {
    ...from.base,
    database: openDatabase(url, { connections: 6 }),
    url,
    clock: testClock(from.base.clock.now()),
    config: { ...from.base.config, databaseUrl: url },
  })
}

export async function opened(organizationId: string, base: TestBase): Promise<Twin> {
  const app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: true })
  const cookies = new Map<string, string>()
  const signIn = async (who: string) => {
    const c = contextFor(base, organizationId)
    const cookie = await c.db.transaction().execute(async (tx) => {
      const as = await contextAs(base, tx, organizationId, who)
      return (await startSession(tx, as!, { method: 'link', shared: false }))!.cookie
    })
    cookies.set(who, `belay_session=${cookie}`)
  }
  return {
    base,
    organizationId,
    signIn,
    async call(who, id, input = {}) {
      if (!cookies.has(who)) await signIn(who)
      const { path, init } = requestTo(operationNamed.get(id)!, input, { cookie: cookies.get(who)! })
      const answer = await app.inject({
        method: init.method as 'GET',
        url: path,
        headers: init.headers,
        ...(init.body === undefined ? {} : { payload: init.body as string }),
      })
      return { status: answer.statusCode, type: String(answer.headers['content-type']), body: answer.rawPayload }
    },
    async close() {
      await app.close()
      await base.database.close()
    },
  }
}

/** What each of the viewers asks: an operation and its request, made where the twins come from. */
export type Question = { id: string; who: Part; input: Record<string, unknown> }

/** The same request as everybody whom it might answer. */
export async function questionsOf(o: Origin, viewers: readonly Part[]): Promise<Question[]> {
  const found: Question[] = []
  for (const { id, method } of operations) {
    const one = o.cases.get(id)
    if (method !== 'GET' || !one) continue
    const common = one.about === 'viewer' ? null : ((await one.input?.(o.world, o.world.people.self)) ?? {})
    for (const who of viewers) {
      // Not everybody has what some requests need, such as a message of their own.
      const own = async () => (await one.input?.(o.world, o.world.people[who])) ?? {}
      found.push({ id, who, input: common ?? (await own().catch(() => ({}))) })
    }
  }
  return found
}

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Lists of new things that came at one instant stand in an order of chance. */
function inOrder(value: unknown): unknown {
  // Of many that came at one instant a page shows some; all of them are read in the inbox itself, and of letters their states.
  if (Array.isArray(value)) {
    const items = value.map(inOrder)
    const drawn = items.some((one) => typeof one === 'object' && one !== null && (one as { id?: unknown }).id === '#')
    return drawn ? items.map((one) => JSON.stringify(one)).toSorted() : items
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(key === 'inbox' && 'todo' in value) && !(key === 'mail' && 'states' in value))
      .map(([key, one]) => [key, inOrder(one)]),
  )
}

/** All that stands on slides, in their notes and behind their charts, without when the file was written. */
const slidesIn = (file: Buffer): string =>
  [...unzipped(file)]
    .filter(([name]) => /^ppt\/.*\.(xml|rels)$/.test(name))
    .map(([name, text]) => `${name}\n${text}`)
    .toSorted()
    .join('\n')

/** An answer without what each twin draws by chance: ids of new things, numbers of certificates, and when a file was written. */
export function without(known: ReadonlySet<string>, { type, body }: { type: string; body: Buffer }): string {
  const text = (type.includes('presentationml') ? slidesIn(body) : body.toString('latin1'))
    .replace(anyId, (id) => (known.has(id) ? id : '#'))
    .replace(/"number":"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"/g, '"number":"#"')
  if (type.startsWith('application/json')) return JSON.stringify(inOrder(JSON.parse(text)))
  return text
    .replace(/\(D:\d{14}Z?\)/g, '')
    .replace(/<xmp:\w+Date>[^<]*/g, '')
    .replace(/\/ID \[[^\]]*\]/g, '')
}
