import { sql } from 'kysely'
import { contextFor, type OpenContext } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'

export type NewOrganization = { name: string; slug: string; timeZone?: string; locale?: string; movableClock?: boolean; demo?: boolean }

/**
 * Makes a company. `slug` is its address under /o/.
 * Throws `organization_exists`, or `clock_not_movable` when a movable clock is
 * asked for beside a company that runs on the real one.
 */
export async function createOrganization(base: OpenContext, wanted: NewOrganization): Promise<{ id: string; slug: string }> {
  const client = await base.database.owner.connect()
  try {
    await client.query('begin')
    const { rows: present } = await client.query<{ n: number; movable_clock: boolean }>(
      'select (select count(*)::int from organization) as n, movable_clock from installation for update')
    if (wanted.movableClock && present[0]!.n > 0 && !present[0]!.movable_clock) throw problem('clock_not_movable')
    if (wanted.movableClock && present[0]!.n === 0) await client.query('update installation set movable_clock = true, demo = $1', [wanted.demo ?? false])
    const { rows } = await client.query<{ id: string }>(
      'insert into organization (slug, name, time_zone, locale, created_at) values ($1, $2, $3, $4, $5) on conflict (slug) do nothing returning id',
      [wanted.slug, wanted.name, wanted.timeZone ?? 'UTC', wanted.locale ?? 'en', base.clock.now()])
    if (!rows[0]) throw problem('organization_exists', { slug: wanted.slug })
    await client.query('commit')
    const c = contextFor(base, rows[0].id, 'operator')
    await c.db.transaction().execute((tx) => record(tx, c, { type: 'organization.created', subject: { kind: 'organization', id: c.organizationId } }))
    return { id: rows[0].id, slug: wanted.slug }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

export type OrganizationFacts = { id: string; slug: string; name: string; timeZone: string; locale: string }

/** A company by its address; throws `organization_unknown`. */
export async function organizationBySlug(base: OpenContext, slug: string): Promise<OrganizationFacts> {
  const { rows } = await sql<OrganizationFacts>`select id, slug, name, time_zone as "timeZone", locale from organization where slug = ${slug}`.execute(base.database.open)
  if (!rows[0]) throw problem('organization_unknown')
  return rows[0]
}
