/** What a question asks about and the form does not hold: goals of the period, competencies that the role expects. */
import { sql } from 'kysely'
import type { CyclePlan, SheetQuestion } from '../../contract/reviews.ts'
import type { FormAnswer, FormSection } from '../../contract/review-form.ts'
import { expectationsUnder, spokenVersion } from '../growth/growth.ts'
import { goalVisibleTo } from '../goals/goals.ts'
import { dayIn, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { saidTo } from './rules.ts'

type Item = SheetQuestion['items'][number]
/** Of one question: what it asks about, and its steps where they are not the form's. */
export type Drawn = {
  items: readonly Item[]
  steps: SheetQuestion['steps'] | null
  /** What the role does not ask and somebody may have answered before the people file was corrected. */
  beyond: readonly Item[]
}
export type Items = ReadonlyMap<string, Drawn>
type Reviewed = { personId: string; joinedAt: Instant }

/** For one person; titles of goals as far as the reader may see them. */
export async function itemsOf(
  db: Db | Tx,
  c: Context,
  of: Reviewed,
  plan: CyclePlan,
  sections: readonly FormSection[] = plan.form.sections,
): Promise<Items> {
  return (await itemsOfEach(db, c, [of], plan, sections)).get(of.personId) ?? new Map()
}

/** The same for many, in as many statements as for one. */
export async function itemsOfEach(
  db: Db | Tx,
  c: Context,
  of: readonly Reviewed[],
  plan: CyclePlan,
  sections: readonly FormSection[] = plan.form.sections,
): Promise<Map<string, Items>> {
  const asked = sections.flatMap((s) => s.questions)
  const goals = asked.filter((q) => q.kind === 'goals')
  const competencies = asked.filter((q) => q.kind === 'competencies')
  const goalsOf = goals.length > 0 ? await goalsIn(db, c, of, plan) : new Map<string, Item[]>()
  const expectedOf = competencies.length > 0 ? await expectedIn(db, c, of, plan) : new Map<string, Drawn>()
  return new Map(
    of.map(({ personId }) => {
      const its = new Map<string, Drawn>()
      for (const q of goals) its.set(q.id, { items: goalsOf.get(personId) ?? [], steps: null, beyond: [] })
      for (const q of competencies) its.set(q.id, expectedOf.get(personId) ?? { items: [], steps: [], beyond: [] })
      return [personId, its] as const
    }),
  )
}

async function goalsIn(
  db: Db | Tx,
  c: Context,
  of: readonly Reviewed[],
  plan: CyclePlan,
): Promise<Map<string, Item[]>> {
  const { rows } = await sql<{ owner_id: string; id: string; title: string; detail: string }>`
    select owner_id, id, title, detail from (
      select g.owner_id, g.id, g.title, g.ends_on::text as detail,
        row_number() over (partition by g.owner_id order by g.ends_on, g.created_at, g.id) as place
      from goal g join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
      where g.organization_id = ${c.organizationId} and g.owner_id = any(${of.map((o) => o.personId)}::uuid[])
        and g.removed_at is null and g.published_at is not null
        and g.starts_on <= ${plan.endsOn} and g.ends_on >= ${plan.startsOn} and ${goalVisibleTo(c.viewer)}
    ) found where place <= 30 order by place`.execute(db)
  const items = rows.map(({ owner_id, ...goal }) => ({ owner_id, goal: { ...goal, anchors: [], expected: null } }))
  return new Map(
    [...Map.groupBy(items, (x) => x.owner_id)].map(([ownerId, some]) => [ownerId, some.map((x) => x.goal)] as const),
  )
}

/**
 * By the version that the launch froze, and the role that somebody had on the day they came into
 * the cycle: neither a new version nor a move changes what is asked. Nobody without a role is asked.
 */
async function expectedIn(
  db: Db | Tx,
  c: Context,
  of: readonly Reviewed[],
  plan: CyclePlan,
): Promise<Map<string, Drawn>> {
  const version = plan.competencyVersion
  if (version === null) return new Map()
  const { rows } = await sql<{ time_zone: string }>`select time_zone from organization
    where id = ${c.organizationId}`.execute(db)
  const days = Map.groupBy(of, (o): Day => dayIn(o.joinedAt, rows[0]!.time_zone))
  const spoken = await spokenVersion({ ...c, db: db as Db }, version)
  const steps = spoken.levels.map((level) => ({ id: level.id, label: level.name, anchor: '' }))
  const itemOf = (k: (typeof spoken.competencies)[number], expected: string | null): Item => ({
    id: k.id,
    title: k.name,
    detail: k.meaning,
    anchors: k.levels.map((level) => level.behaviours),
    expected: expected === null ? null : spoken.levels.findIndex((level) => level.id === expected) + 1 || null,
  })
  const found = new Map<string, Drawn>()
  for (const [day, some] of days) {
    const personIds = some.map((o) => o.personId)
    for (const [personId, said] of await expectationsUnder(c, version, personIds, day, db)) {
      const its = new Set(said.role ? said.competencies.map((k) => k.id) : [])
      const items = said.role ? said.competencies.map((k) => itemOf(k, k.expectedLevelId)) : []
      const beyond = spoken.competencies.filter((k) => !its.has(k.id)).map((k) => itemOf(k, null))
      found.set(personId, { items, steps, beyond })
    }
  }
  return found
}

/** What a question asks about, and what was answered beyond it. */
export function shownItems(drawn: Drawn | undefined, answers: readonly (FormAnswer | null)[]): Item[] {
  if (!drawn) return []
  const also = drawn.beyond.filter((item) => answers.some((answer) => saidTo(answer?.items?.[item.id])))
  return [...drawn.items, ...also]
}
