import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import * as people from '../people/people.ts'
import { type Context, contextFor, type OpenContext } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'

export type NewOrganization = {
  name: string
  slug: string
  timeZone?: string
  locale?: string
  movableClock?: boolean
  demo?: boolean
  /** The first administrator's address; they get an account outside the people file. */
  admin?: string
  /** What they are called; without it they are asked when they first sign in. */
  adminName?: string
}

/**
 * Makes a company, and its first administrator with it: both or neither. `slug` is
 * its address under /o/. Throws `organization_exists`, or `clock_not_movable` when a
 * movable clock is asked for beside a company that runs on the real one.
 */
export async function createOrganization(
  base: OpenContext,
  wanted: NewOrganization,
): Promise<{ id: string; slug: string; adminId: string | null }> {
  const id = randomUUID()
  const c = contextFor(base, id, 'operator')
  const adminId = await c.db.transaction().execute(async (tx) => {
    if (wanted.movableClock) await makeClockMovable(tx, wanted.demo ?? false)
    const { rows } = await sql`insert into organization (id, slug, name, time_zone, locale, created_at)
      values (${id}, ${wanted.slug}, ${wanted.name}, ${wanted.timeZone ?? 'UTC'}, ${wanted.locale ?? 'en'}, ${base.clock.now()})
      on conflict (slug) do nothing returning 1`.execute(tx)
    if (rows.length === 0) throw problem('organization_exists', { slug: wanted.slug })
    await record(tx, c, { type: 'organization.created', subject: { kind: 'organization', id } })
    if (!wanted.admin) return null
    const person = await addOutsider(tx, c, {
      email: wanted.admin,
      name: wanted.adminName || wanted.admin.split('@')[0]!,
    })
    const grant = await sql<{ id: string }>`insert into role_grant (organization_id, person_id, role, granted_at)
      values (${id}, ${person}, 'admin', ${base.clock.now()}) returning id`.execute(tx)
    await record(tx, c, {
      type: 'role.granted',
      subject: { kind: 'person', id: person },
      data: { grantId: grant.rows[0]!.id, role: 'admin' },
    })
    return person
  })
  if (wanted.movableClock) await sql`notify belay_clock`.execute(base.database.open)
  return { id, slug: wanted.slug, adminId }
}

/** One clock for all companies of an installation, so it can only be made movable before the first one. */
async function makeClockMovable(tx: Tx, demo: boolean): Promise<void> {
  const { rows } = await sql<{ movable_clock: boolean }>`select movable_clock from installation for update`.execute(tx)
  if (rows[0]!.movable_clock) return
  const present = await sql<{ found: boolean }>`select any_organization() as found`.execute(tx)
  if (present.rows[0]!.found) throw problem('clock_not_movable')
  await sql`update installation set movable_clock = true, demo = ${demo}`.execute(tx)
}

/**
 * Somebody who signs in and stands in no people file: a first administrator, a
 * consultant. Counted nowhere, in nobody's reporting line, never a leaver.
 * Throws `email_taken`.
 */
export async function addOutsider(tx: Tx, c: Context, who: { email: string; name: string }): Promise<string> {
  const id = await people.addOutsider(tx, c.organizationId, who, c.clock.now())
  if (!id) throw problem('email_taken', { email: who.email.trim() })
  await record(tx, c, { type: 'account.opened', subject: { kind: 'person', id } })
  return id
}

/** Writes what holds for a whole company. */
export async function keepFacts(
  tx: Tx,
  c: Context,
  facts: { name: string; timeZone: string; locale: string; leaverLimitPercent: number },
): Promise<void> {
  await sql`update organization set name = ${facts.name}, time_zone = ${facts.timeZone}, locale = ${facts.locale},
    leaver_limit_percent = ${facts.leaverLimitPercent} where id = ${c.organizationId}`.execute(tx)
}

export type OrganizationFacts = { id: string; slug: string; name: string; timeZone: string; locale: string }

/** A company by its address; throws `organization_unknown`. */
export async function organizationBySlug(base: OpenContext, slug: string): Promise<OrganizationFacts> {
  const { rows } =
    await sql<OrganizationFacts>`select id, slug, name, time_zone as "timeZone", locale from organization_at(${slug})`.execute(
      base.database.open,
    )
  if (!rows[0]) throw problem('organization_unknown')
  return rows[0]
}
