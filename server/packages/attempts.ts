/** Who is how far in a package: opening it, what it keeps for itself, and what it reports. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { accountFor, type How, launch } from './cmi5-launch.ts'
import type { Registration } from './cmi5-records.ts'
import { inLanguage } from './cmi5-structure.ts'
import type { PackagePart } from './manifest.ts'
import { afterReport, follow, menuIn, type Placed, type Way } from './order.ts'
import { newest, type PackageRow } from './queries.ts'
import { type Menu, sameReport } from './sequencer.ts'
import { type Kept, keepable, type Result, resultOf } from './results.ts'
import { writeTicket } from './ticket.ts'

export type PartState = {
  id: string
  title: string
  within: string[]
  /** Whether it may be opened now. */
  open: boolean
  done: boolean
  passed: boolean | null
  score: number | null
}

type AttemptRow = { id: string; opening: number; registration: string; place: Placed | null }
type PartRow = { part_id: string; kept: Kept; done_on: Day | null; passed: boolean | null; score: number | null }

async function rowOf(tx: Db | Tx, c: Context, courseId: string): Promise<PackageRow> {
  const row = (await newest(tx, c, courseId))[0]
  if (!row) throw problem('not_found')
  return row
}

const partRows = async (
  db: Db | Tx,
  c: Context,
  packageId: string,
  personId: string = c.viewer.personId,
): Promise<ReadonlyMap<string, PartRow>> =>
  new Map(
    (
      await sql<PartRow>`select p.part_id, p.kept, p.done_on, p.passed, p.score from content_attempt a
      join content_attempt_part p on p.organization_id = a.organization_id and p.attempt_id = a.id
      where a.organization_id = ${c.organizationId} and a.package_id = ${packageId} and a.person_id = ${personId}`.execute(
        db,
      )
    ).rows.map((one) => [one.part_id, one]),
  )

/** In the viewer's language where the package speaks it. */
const titleOf = (part: PackagePart, c: Context) =>
  (part.unit && inLanguage(part.unit.titles, c.viewer.locale)?.slice(0, 200)) || part.title
const withinOf = (row: PackageRow, part: PackagePart, c: Context): string[] =>
  part.unit && row.structure
    ? part.unit.blocks.map(
        (at, i) => inLanguage(row.structure!.blocks[at]!.titles, c.viewer.locale) ?? part.within?.[i] ?? '',
      )
    : (part.within ?? [])

const statesOf = (c: Context, row: PackageRow, kept: ReadonlyMap<string, PartRow>, menu: Menu): PartState[] =>
  row.parts.map((part) => {
    const { id } = part
    const found = kept.get(id)
    return {
      id,
      title: titleOf(part, c),
      within: withinOf(row, part, c),
      open: menu.open.includes(id),
      done: !!found?.done_on,
      passed: found?.passed ?? null,
      score: found?.score ?? null,
    }
  })

/** How far somebody is in a package, the viewer unless told; null: no package of this name. */
export async function stateIn(
  db: Db | Tx,
  c: Context,
  courseId: string,
  personId: string = c.viewer.personId,
): Promise<PartState[] | null> {
  const row = (await newest(db, c, courseId))[0]
  if (!row) return null
  const kept = await partRows(db, c, row.id, personId)
  const placed = row.sequence ? await placeOf(db, c, row.id, personId) : null
  return statesOf(c, row, kept, menuIn(row, kept, placed, null))
}

async function placeOf(db: Db | Tx, c: Context, packageId: string, personId: string): Promise<Placed | null> {
  const { rows } = await sql<{ place: Placed | null }>`select place from content_attempt
    where organization_id = ${c.organizationId} and package_id = ${packageId} and person_id = ${personId}`.execute(db)
  return rows[0]?.place ?? null
}

const keepPlace = (tx: Tx, c: Context, attemptId: string, placed: Placed) =>
  sql`update content_attempt set place = ${JSON.stringify(placed)} where organization_id = ${c.organizationId} and id = ${attemptId}`.execute(
    tx,
  )

/** A new address for the viewer alone, of the part that the way leads to; the one before does not work any more. */
export async function open(
  tx: Tx,
  c: Context,
  courseId: string,
  way: Way,
  how: How,
): Promise<{
  attemptId: string
  opening: number
  origin: string
  address: string
  kind: PackageRow['kind']
  part: PackagePart
  kept: Kept
  version: number
  parts: PartState[]
  menu: Menu
}> {
  if (!c.config.contentUrl) throw problem('package_closed')
  const row = await rowOf(tx, c, courseId)
  const { rows } = await sql<AttemptRow>`
    insert into content_attempt as a (organization_id, package_id, person_id, begun_at, opened_at)
    values (${c.organizationId}, ${row.id}, ${c.viewer.personId}, ${c.clock.now()}, ${c.clock.now()})
    on conflict (organization_id, package_id, person_id) do update set opening = a.opening + 1, opened_at = excluded.opened_at
    returning id, opening, registration, place`.execute(tx)
  const { id, opening, registration, place } = rows[0]!
  const kept = await partRows(tx, c, row.id)
  if (way.partId !== undefined && !row.parts.some((one) => one.id === way.partId)) throw problem('not_found')
  const led = follow(row, kept, place, way)
  const part = led && row.parts.find((one) => one.id === led.partId)
  if (!led || !part) throw problem('package_part_closed')
  if (led.placed && led.placed !== place) await keepPlace(tx, c, id, led.placed)
  const menu = menuIn(row, kept, led.placed, part.id)
  const ticket = writeTicket(c.config, { organizationId: c.organizationId, attemptId: id, opening }, c.clock.now())
  const at = `${c.config.contentUrl}/content/${ticket}/`
  const search =
    row.kind === 'cmi5'
      ? await launch(tx, c, registrationOf(c, row, id, registration), { part, opening, how, at })
      : part.search
  return {
    attemptId: id,
    opening,
    origin: c.config.contentUrl,
    address: `${at}player`,
    kind: row.kind,
    part: { ...part, title: titleOf(part, c), search },
    kept: { ...led.placed?.seeds, ...kept.get(part.id)?.kept },
    version: row.version,
    parts: statesOf(c, row, kept, menu),
    menu,
  }
}

const registrationOf = (c: Context, row: PackageRow, attemptId: string, registration: string): Registration => ({
  attemptId,
  registration,
  packageId: row.id,
  language: row.language,
  actor: accountFor(c, c.viewer.personId, row.course_id),
  parts: row.parts,
  structure: row.structure!,
})

/**
 * What a package said of one part. Done stays done, and of a test the best score; `cut`: not all of it could be kept. Throws
 * `package_elsewhere` for an opening that is not the last, `package_result` for what cannot be.
 */
export async function keep(
  tx: Tx,
  c: Context,
  said: { courseId: string; attemptId: string; opening: number; partId: string; cmi: Readonly<Record<string, string>> },
  day: Day,
): Promise<{ parts: PartState[]; menu: Menu; finished: boolean; cut: boolean; version: number }> {
  const row = await rowOf(tx, c, said.courseId)
  const part = row.parts.find((one) => one.id === said.partId)
  const { rows } = await sql<AttemptRow>`select id, opening, place from content_attempt
    where organization_id = ${c.organizationId} and id = ${said.attemptId} and package_id = ${row.id} and person_id = ${c.viewer.personId} for update`.execute(
    tx,
  )
  if (!part || !rows[0]) throw problem('not_found')
  if (rows[0].opening !== said.opening) throw problem('package_elsewhere')
  // A course of cmi5 speaks for itself; whoever speaks for it here is not heard.
  const before = await partRows(tx, c, row.id)
  const { kept, cut } = keepable(row.kind, said.cmi)
  const answer = (known: ReadonlyMap<string, PartRow>, placed: Placed | null) => {
    const menu = menuIn(row, known, placed, part.id)
    const parts = statesOf(c, row, known, menu)
    return { parts, menu, finished: placed?.finished || parts.every((one) => one.done), cut, version: row.version }
  }
  if (row.kind === 'cmi5') return answer(before, null)
  const { place } = rows[0]
  // Of a part that may not be opened now, nothing can be reported.
  if (row.sequence ? place?.at !== part.id : !menuIn(row, before, null, null).open.includes(part.id))
    throw problem('package_part_closed')
  const result = part.reports ? resultOf(row.kind, kept, part.mastery) : { done: true, passed: null, score: null }
  if (!result) throw problem('package_result')
  await keepResult(tx, c, said, kept, { ...result, on: day })
  const known = await partRows(tx, c, row.id)
  if (!place) return answer(known, null)
  const placed = sameReport(before.get(part.id)?.kept, kept) ? place : afterReport(row, place, kept)
  if (placed !== place) await keepPlace(tx, c, said.attemptId, placed)
  return answer(known, placed)
}

/** Done stays done, a test passed stays passed, and of a test the best score. */
export async function keepResult(
  tx: Tx,
  c: Context,
  { attemptId, partId }: { attemptId: string; partId: string },
  kept: Kept,
  { done, passed, score, on }: Result & { on?: Day },
): Promise<void> {
  await sql`insert into content_attempt_part as p (organization_id, attempt_id, part_id, kept, done_on, passed, score, saved_at)
    values (${c.organizationId}, ${attemptId}, ${partId}, ${JSON.stringify(kept)}, ${done ? (on ?? c.clock.today(c.viewer.timeZone)) : null}, ${passed}, ${score}, ${c.clock.now()})
    on conflict (organization_id, attempt_id, part_id) do update set kept = excluded.kept, done_on = coalesce(p.done_on, excluded.done_on),
      passed = case when p.passed then true else coalesce(excluded.passed, p.passed) end, score = greatest(p.score, excluded.score), saved_at = excluded.saved_at`.execute(
    tx,
  )
}

/** Courses that these people take again: what was done before is not done any more. */
export async function beginAgain(
  tx: Tx,
  c: Context,
  people: readonly string[],
  courses: readonly string[],
): Promise<void> {
  await sql`update content_attempt_part p set done_on = null, passed = null, score = null, kept = '{}'
    from unnest(${people as string[]}::uuid[], ${courses as string[]}::text[]) as x (person_id, course_id)
    join content_package k on k.organization_id = ${c.organizationId} and k.course_id = x.course_id
    join content_attempt a on a.organization_id = k.organization_id and a.package_id = k.id and a.person_id = x.person_id
    where p.organization_id = a.organization_id and p.attempt_id = a.id`.execute(tx)
  // What was said in the round before does not count in this one, and an address opened before does not work any more.
  await sql`update content_attempt a set registration = gen_random_uuid(), place = null, opening = opening + 1
    from unnest(${people as string[]}::uuid[], ${courses as string[]}::text[]) as x (person_id, course_id)
    join content_package k on k.organization_id = ${c.organizationId} and k.course_id = x.course_id and (k.kind = 'cmi5' or k.sequence is not null)
    where a.organization_id = k.organization_id and a.package_id = k.id and a.person_id = x.person_id`.execute(tx)
}
