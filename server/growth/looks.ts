/** Looking at where somebody stands: each writes for themself, and the two see each other's side once both have shared. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { growth, GrowthLook, GrowthView } from '../../contract/growth.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { putInInbox, takeFromInboxes } from '../attention/attention.ts'
import { dayOf, demandElement } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { expectationOf, spokenVersion, versionNumbered } from './expectations.ts'
import { type LookRow, lookRows, managersOf, type Named, personOf, viewRows, type ViewRow } from './queries.ts'
import { behindWall } from './wall.ts'

type Pair = { person: Named; manager: Named }

/** Whose look it is and with whom; refuses where the two are not a person and a manager of theirs today. */
async function pairOf(tx: Tx, c: Context, personId: string, managerId: string | undefined): Promise<Pair> {
  await demand(c, 'growth.write', personId)
  await demandElement(c, 'growth', personId)
  const row = await personOf(tx, c, personId)
  if (!row) throw problem('not_found')
  const managers = managersOf(row)
  const wanted = personId === c.viewer.personId ? (managerId ?? managers[0]?.id) : c.viewer.personId
  const manager = managers.find((m) => m.id === wanted)
  if (!manager) throw problem('growth_pair')
  return { person: { id: row.id, name: row.name }, manager }
}

const both = (row: LookRow) => row.self_shared_at !== null && row.manager_shared_at !== null
const openOne = (rows: readonly LookRow[], managerId: string) =>
  rows.find((row) => row.manager_id === managerId && row.ended_at === null && !both(row))

/** The open look of a pair, locked; a new one where there is none. What an earlier manager was to see ends with it. */
async function openLook(tx: Tx, c: Context, pair: Pair): Promise<LookRow> {
  const { person, manager } = pair
  const today = await dayOf(c)
  const expected = await expectationOf(c, person.id, today, tx)
  if (!expected) throw problem('growth_not_published')
  const now = c.clock.now()
  await sql`update growth_look l set ended_at = ${now}
    where l.organization_id = ${c.organizationId} and l.person_id = ${person.id} and l.ended_at is null
      and (l.self_shared_at is null or l.manager_shared_at is null)
      and not exists (select from roster r where r.organization_id = l.organization_id and r.person_id = l.person_id
        and (r.manager_id = l.manager_id or r.second_manager_id = l.manager_id))`.execute(tx)
  const levels = Object.fromEntries(
    expected.competencies.flatMap((k) => (k.expectedLevelId === null ? [] : [[k.id, k.expectedLevelId]])),
  )
  await sql`insert into growth_look (organization_id, id, person_id, manager_id, version, role_id, expected, opened_on, opened_at)
    values (${c.organizationId}, ${randomUUID()}, ${person.id}, ${manager.id}, ${expected.version}, ${expected.role?.id ?? null},
      ${JSON.stringify(levels)}::jsonb, ${today}, ${now}) on conflict do nothing`.execute(tx)
  // As long as nobody has shared, it speaks of what is expected today; then it stays what both are asked.
  await sql`update growth_look set version = ${expected.version}, role_id = ${expected.role?.id ?? null}, expected = ${JSON.stringify(levels)}::jsonb
    where organization_id = ${c.organizationId} and person_id = ${person.id} and manager_id = ${manager.id} and ended_at is null
      and self_shared_at is null and manager_shared_at is null`.execute(tx)
  await sql`select 1 from growth_look where organization_id = ${c.organizationId} and person_id = ${person.id} and manager_id = ${manager.id}
    and ended_at is null for update`.execute(tx)
  const open = openOne(await lookRows(tx, c, person.id), manager.id)
  if (!open) throw problem('growth_compared') // pressed twice at one moment
  return open
}

const isSelf = (c: Context, row: LookRow) => row.person_id === c.viewer.personId
const mineAt = (c: Context, row: LookRow) => (isSelf(c, row) ? row.self_shared_at : row.manager_shared_at)
const theirsAt = (c: Context, row: LookRow) => (isSelf(c, row) ? row.manager_shared_at : row.self_shared_at)

export async function saveView(
  c: Context,
  input: Input<typeof growth.saveView>,
): Promise<Answer<typeof growth.saveView>> {
  return behindWall(c, async (tx, inside) => {
    const look = await openLook(tx, inside, await pairOf(tx, inside, input.personId, input.managerId))
    if (mineAt(c, look)) throw problem('growth_shared')
    const { framework } = await versionNumbered(tx, c, look.version)
    const known = new Set(framework.competencies.map((k) => k.id))
    const levels = new Set(framework.levels.map((l) => l.id))
    const now = c.clock.now()
    const kept: string[] = []
    for (const one of input.answers) {
      if (!known.has(one.competencyId) || (one.levelId !== null && !levels.has(one.levelId)))
        throw problem('growth_unknown')
      if (one.levelId === null && one.example === '') continue
      kept.push(one.competencyId)
      await sql`insert into growth_view (organization_id, look_id, author_id, competency_id, level_id, example, saved_at)
        values (${c.organizationId}, ${look.id}, ${c.viewer.personId}, ${one.competencyId}, ${one.levelId}, ${one.example}, ${now})
        on conflict (organization_id, look_id, author_id, competency_id) do update set level_id = excluded.level_id, example = excluded.example, saved_at = excluded.saved_at`.execute(
        tx,
      )
    }
    await sql`delete from growth_view where organization_id = ${c.organizationId} and look_id = ${look.id} and author_id = ${c.viewer.personId}
      and not (competency_id = any(${kept}::uuid[]))`.execute(tx)
    return lookIn(tx, inside, look.person_id, look.id)
  })
}

export async function shareView(
  c: Context,
  input: Input<typeof growth.shareView>,
): Promise<Answer<typeof growth.shareView>> {
  return behindWall(c, async (tx, inside) => {
    const pair = await pairOf(tx, inside, input.personId, input.managerId)
    const look = await openLook(tx, inside, pair)
    const words = (await viewRows(tx, c, [look.id])).filter((v) => v.author_id === c.viewer.personId)
    if (words.length === 0) throw problem('growth_empty')
    if (mineAt(c, look) !== null) {
      countRecorded(c, 1) // the first press left the event
      return lookIn(tx, inside, look.person_id, look.id)
    }
    const self = isSelf(c, look)
    await sql`update growth_look set self_shared_at = case when ${self} then coalesce(self_shared_at, ${c.clock.now()}::timestamptz) else self_shared_at end,
        manager_shared_at = case when ${self} then manager_shared_at else coalesce(manager_shared_at, ${c.clock.now()}::timestamptz) end
      where organization_id = ${c.organizationId} and id = ${look.id}`.execute(tx)
    const compared = theirsAt(c, look) !== null
    await putInInbox(tx, c, self ? pair.manager.id : pair.person.id, {
      kind: compared ? 'growth_compared' : 'growth_view_shared',
      subject: { kind: 'growth_look', id: look.id },
      params: { by: self ? pair.person.name : pair.manager.name, ...(self ? { personId: pair.person.id } : {}) },
    })
    await record(tx, c, {
      type: 'growth.view_shared',
      subject: { kind: 'growth_look', id: look.id },
      data: { side: self ? 'self' : 'manager' },
    })
    return lookIn(tx, inside, look.person_id, look.id)
  })
}

export async function unshareView(
  c: Context,
  input: Input<typeof growth.unshareView>,
): Promise<Answer<typeof growth.unshareView>> {
  return behindWall(c, async (tx, inside) => {
    const pair = await pairOf(tx, inside, input.personId, input.managerId)
    const rows = await lookRows(tx, c, input.personId)
    const look = openOne(rows, pair.manager.id)
    if (!look)
      throw problem(
        rows.some((row) => row.manager_id === pair.manager.id && both(row)) ? 'growth_compared' : 'not_found',
      )
    const self = isSelf(c, look)
    // The other one may share at this very moment: then both have seen it, and it stays.
    const taken = await sql`update growth_look set self_shared_at = case when ${self} then null else self_shared_at end,
        manager_shared_at = case when ${self} then manager_shared_at else null end
      where organization_id = ${c.organizationId} and id = ${look.id} and (self_shared_at is null or manager_shared_at is null) returning 1`.execute(
      tx,
    )
    if (taken.rows.length === 0) throw problem('growth_compared')
    await takeFromInboxes(tx, c, { kind: 'growth_look', id: look.id })
    await record(tx, c, {
      type: 'growth.view_taken_back',
      subject: { kind: 'growth_look', id: look.id },
      data: { side: self ? 'self' : 'manager' },
    })
    return lookIn(tx, inside, look.person_id, look.id)
  })
}

async function lookIn(tx: Tx, c: Context, personId: string, lookId: string): Promise<GrowthLook> {
  return (await looksOf(tx, c, personId, (row) => row.id === lookId)).looks[0]!
}

/**
 * The looks at somebody that the viewer takes part in, in their words, newest first; and
 * what the viewer wrote for a manager who is not theirs any more.
 */
export async function looksOf(
  tx: Tx,
  c: Context,
  personId: string,
  wanted: (row: LookRow) => boolean = () => true,
): Promise<{ looks: GrowthLook[]; carried: GrowthView[] }> {
  const all = (await lookRows(tx, c, personId)).filter(wanted)
  const views = await viewRows(
    tx,
    c,
    all.map((row) => row.id),
  )
  const rows = all.filter((row) => row.ended_at === null)
  const looks: GrowthLook[] = []
  const spoken = new Map<number, Awaited<ReturnType<typeof spokenVersion>>>()
  for (const row of rows) {
    if (!spoken.has(row.version)) spoken.set(row.version, await spokenVersion(c, row.version))
    const framework = spoken.get(row.version)!
    const of = (author: (v: ViewRow) => boolean) =>
      views
        .filter((v) => v.look_id === row.id && author(v))
        .map(({ competencyId, levelId, example }) => ({ competencyId, levelId, example }))
    const mine = of((v) => v.author_id === c.viewer.personId)
    const theirs = both(row) ? of((v) => v.author_id !== c.viewer.personId) : null
    const answered = new Set([...mine, ...(theirs ?? [])].map((v) => v.competencyId))
    const asked = Object.keys(row.expected)
    const role = framework.roles.find((r) => r.id === row.role_id)
    const saved = views.filter((v) => v.look_id === row.id && v.author_id === c.viewer.personId).map((v) => v.saved_at)
    looks.push({
      id: row.id,
      manager: { id: row.manager_id, name: row.manager_name },
      version: row.version,
      role: role ? { id: role.id, name: role.name } : null,
      openedOn: row.opened_on,
      state: both(row) ? 'compared' : 'open',
      comparedAt: both(row) ? [row.self_shared_at!, row.manager_shared_at!].toSorted()[1]! : null,
      levels: framework.levels,
      competencies: framework.competencies
        .filter((k) => asked.length === 0 || asked.includes(k.id) || answered.has(k.id))
        .map((k) => ({ id: k.id, name: k.name, expectedLevelId: row.expected[k.id] ?? null })),
      mine,
      mineSharedAt: mineAt(c, row),
      savedAt: saved.toSorted().at(-1) ?? null,
      theirs,
      theirsShared: theirsAt(c, row) !== null,
    })
  }
  const ended = all.find((row) => row.ended_at !== null && views.some((v) => v.look_id === row.id))
  const later = ended && looks.some((l) => l.openedOn >= ended.opened_on && l.mine.length > 0)
  return {
    looks,
    carried:
      ended && !later && ended.person_id === c.viewer.personId
        ? views
            .filter((v) => v.look_id === ended.id && v.author_id === c.viewer.personId)
            .map(({ competencyId, levelId, example }) => ({ competencyId, levelId, example }))
        : [],
  }
}
