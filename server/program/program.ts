/**
 * The door of program: which elements a person has, in which wave they are, and what
 * their company's program is called and looks like. Read on each request of the
 * practice: each answer is one statement on the index of a person's membership.
 */
import { sql } from 'kysely'
import type { Brand, ElementId } from '../../contract/design.ts'
import { Design, elementIds, elements as elementsSchema } from '../../contract/design.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { dayHere } from './days.ts'
import { waveOf } from './own-waves.ts'
import { hasVersion, isTryable, opensTo, versionNumber } from './testers.ts'

export { dayHere, today } from './days.ts'
export { changeMetrics, designState, listPrograms } from './draft.ts'
export { askedTexts } from './asked.ts'
export { curricula, type Curriculum } from './curricula.ts'
export { logoFile, pictureOf } from './logo.ts'
export { type Halt, haltedAmong, haltedPeople, haltFor, type HaltKind, haltsOf, pausedIn } from './halts.ts'
export { pauseWave, resumeWave, rollBackWave } from './halting.ts'
export { goLive, refreshMembers } from './membership.ts'
export { type Membership, waveOf, wavesOf } from './own-waves.ts'
export { acknowledgementsIn, appliesTo, dueOn, newSince, type ReadText, textFor, toldOfBoth } from './policies.ts'
export { valueIn } from './values.ts'
export { listWaves, lockWave, markScheduled, readWave } from './waves.ts'
export { waveStateOf } from './states.ts'
export { hasVersion, isTryable, opensTo, setWaveTesters, versionNumber } from './testers.ts'

/** An element that is on for a person: in which wave, under which version, with which settings. */
export type ElementGrant<E extends ElementId = ElementId> = {
  programId: string
  waveId: string
  versionNumber: number
  /** The day the wave went live, or the person joined it if that was later. */
  since: Day
  settings: Design['elements'][E]
}

type Row = {
  person_id: string
  program_id: string
  wave_id: string
  number: number
  since: Day
  /** The wave is not live yet; they test it. */
  trying: boolean
  /** As stored; an earlier release may have left out elements and settings. */
  elements: { [E in ElementId]?: { on: boolean } }
}

function running(c: Context, personIds: readonly string[]) {
  const today = dayHere(c)
  // Two programs may both have an element on for somebody; the one that went live first has it.
  return sql<Row>`
    select m.person_id, m.program_id, m.wave_id, v.number, greatest(w.goes_live_on, lower(m.holds)) as since, v.elements, w.launched_at is null as trying
    from wave_member m
    join wave w on w.organization_id = m.organization_id and w.id = m.wave_id and ${opensTo(sql`m.person_id`)}
    left join wave_version wv on wv.organization_id = m.organization_id and wv.wave_id = m.wave_id and wv.superseded is null and wv.holds @> ${today}
    join program_version v on v.organization_id = m.organization_id and v.program_id = m.program_id and v.number = ${versionNumber}
    where ${hasVersion} and m.organization_id = ${c.organizationId} and m.person_id = any(${personIds as string[]}::uuid[]) and m.superseded is null and m.holds @> ${today}
    order by w.launched_at, m.program_id`.execute(c.db)
}

const isOn = (row: Row, element: ElementId): boolean =>
  (row.elements[element]?.on ?? false) && (!row.trying || isTryable(element))

function grant<E extends ElementId>(row: Row, element: E): ElementGrant<E> {
  return {
    programId: row.program_id,
    waveId: row.wave_id,
    versionNumber: row.number,
    since: row.since,
    settings: elementsSchema.shape[element].parse(row.elements[element]) as Design['elements'][E],
  }
}

/** An element as a person has it today; null unless they are in a launched wave whose version has it on. */
export async function elementOf<E extends ElementId>(
  c: Context,
  personId: string,
  element: E,
): Promise<ElementGrant<E> | null> {
  return (await elementOfEach(c, [personId], element)).get(personId) ?? null
}

/** The same for several people in one statement; those without the element are absent. */
export async function elementOfEach<E extends ElementId>(
  c: Context,
  personIds: readonly string[],
  element: E,
): Promise<Map<string, ElementGrant<E>>> {
  const found = new Map<string, ElementGrant<E>>()
  if (personIds.length === 0) return found
  const { rows } = await running(c, personIds)
  for (const row of rows) {
    if (isOn(row, element) && !found.has(row.person_id)) found.set(row.person_id, grant(row, element))
  }
  return found
}

/** All elements that a person has today. */
export async function elementsOf(c: Context, personId: string): Promise<{ [E in ElementId]: ElementGrant<E> | null }> {
  const { rows } = await running(c, [personId])
  const first = <E extends ElementId>(element: E) => {
    const row = rows.find((r) => isOn(r, element))
    return row ? grant(row, element) : null
  }
  return Object.fromEntries(elementIds.map((e) => [e, first(e)])) as { [E in ElementId]: ElementGrant<E> | null }
}

/** Refuses with `element_off` unless the person has the element today. */
export async function demandElement<E extends ElementId>(
  c: Context,
  personId: string,
  element: E,
  name: string,
): Promise<ElementGrant<E>> {
  const found = await elementOf(c, personId, element)
  if (!found) throw problem('element_off', { name })
  return found
}

/** The design that holds for a person today; null outside every wave. */
export async function designFor(c: Context, personId: string): Promise<Design | null> {
  return (await waveOf(c, personId))?.design ?? null
}

/** Who sees a program as soon as it is published, before a wave of theirs begins. */
const programTeam = ['lead', 'sponsor', 'admin', 'hr', 'committee', 'champion'] as const

/**
 * The brand around everything the viewer sees: of their own wave from its preparation
 * date on; for the program team already when it is published. Null: Belay's own.
 */
export async function brandFor(c: Context, personId: string = c.viewer.personId): Promise<Brand | null> {
  const today = dayHere(c)
  const team =
    personId === c.viewer.personId && c.viewer.roles.some((role) => (programTeam as readonly string[]).includes(role))
  const { rows } = await sql<{ brand: Brand }>`
    select v.brand from (
      select m.program_id, wv.number, (w.launched_at is null)::int as later, w.goes_live_on as starts
      from wave_member m
      join wave w on w.organization_id = m.organization_id and w.id = m.wave_id
      left join wave_version wv on wv.organization_id = m.organization_id and wv.wave_id = m.wave_id and wv.superseded is null and wv.holds @> ${today}
      where m.organization_id = ${c.organizationId} and m.person_id = ${personId} and m.superseded is null and m.holds @> ${today}
      union all
      select p.id, null::integer, 2, p.created_at::date from program p where ${team} and p.organization_id = ${c.organizationId}
    ) mine
    join program_version v on v.organization_id = ${c.organizationId} and v.program_id = mine.program_id
    where v.number = coalesce(mine.number, (select max(n.number) from program_version n where n.organization_id = ${c.organizationId} and n.program_id = mine.program_id))
    order by mine.later, mine.starts nulls last limit 1`.execute(c.db)
  return rows[0]?.brand ?? null
}

/** The design that the viewer may know of: of their own wave, else for the program team the newest that was published. */
export async function designSeen(c: Context): Promise<Design | null> {
  const own = await designFor(c, c.viewer.personId)
  if (own || !c.viewer.roles.some((role) => (programTeam as readonly string[]).includes(role))) return own
  const { rows } = await sql<{ design: unknown }>`select design from program_version
    where organization_id = ${c.organizationId} order by published_at desc, program_id, number desc limit 1`.execute(
    c.db,
  )
  return rows[0] ? Design.parse(rows[0].design) : null
}
