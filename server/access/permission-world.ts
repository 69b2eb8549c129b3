/** The two companies in which the generated permission test plays. For tests only. */
import { sql } from 'kysely'
import { contextFor, type OpenContext } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { createOrganization } from './organizations.ts'
import { parts, type Part, story, type World } from './permission-cases.ts'
import { contextAs } from './sessions.ts'

/** Who reports to whom, in the order of the reporting line. */
const line: readonly [Part | 'other_head', Part | 'other_head' | null][] = [
  ['top', null],
  ['leader', 'top'],
  ['manager', 'leader'],
  ['self', 'manager'],
  ['report', 'self'],
  ['peer', 'manager'],
  ['other_head', 'top'],
  ...parts
    .filter((p) => !['top', 'leader', 'manager', 'self', 'report', 'peer', 'admin'].includes(p))
    .map((p): [Part, 'other_head'] => [p, 'other_head']),
]

type Named = Part | 'other_head'
/** A company as it was made, without the connection to it; what acts on it is `worldOn`. */
export type Made = {
  organizationId: string
  slug: string
  people: Record<Named, string>
  leaver: string
  /** How many were hired so far. */
  count: number
}

export async function permissionWorld(base: OpenContext, slug: string): Promise<World & { leaver: string }> {
  return worldOn(base, await makeWorld(base, slug))
}

/** A person with presence, a placement and a place in today's roster. */
async function hire(
  base: OpenContext,
  made: Pick<Made, 'organizationId' | 'slug' | 'count'>,
  name: string,
  manager: string | null,
  place: { seq: number; last: number; depth: number; direct: number },
): Promise<string> {
  const { db } = contextFor(base, made.organizationId, 'operator')
  const { slug } = made
  const number = String(1000 + ++made.count)
  const email = `${name.replaceAll('_', '.')}.${number}@${slug}.example`
  const { rows } = await sql<{ id: string }>`
    insert into person (organization_id, employee_number, given_name, family_name, full_name, email, email_key, created_at)
    values (${made.organizationId}, ${number}, ${name}, ${slug}, ${`${name} ${slug}`}, ${email}, ${email}, ${base.clock.now()}) returning id`.execute(
    db,
  )
  const id = rows[0]!.id
  await sql`insert into spell (organization_id, person_id, holds, recorded) values (${made.organizationId}, ${id}, '[2020-01-01,)', ${base.clock.now()})`.execute(
    db,
  )
  await sql`insert into placement (organization_id, person_id, holds, title, department, location, country, manager_id, recorded)
    values (${made.organizationId}, ${id}, '[2020-01-01,)', 'Specialist', 'Works', 'Berlin', 'DE', ${manager}, ${base.clock.now()})`.execute(
    db,
  )
  await sql`insert into roster (organization_id, person_id, employed, employee_number, full_name, given_name, family_name, sort_name, search, email,
      title, department, location, country, locale, time_zone, present_since, manager_id, seq, last_seq, depth, direct_reports, all_reports)
    values (${made.organizationId}, ${id}, true, ${number}, ${`${name} ${slug}`}, ${name}, ${slug}, ${`${slug} ${name}`}, ${` ${name} ${slug} ${number}`}, ${email},
      'Specialist', 'Works', 'Berlin', 'DE', 'en', 'Europe/Berlin', '2020-01-01', ${manager}, ${place.seq}, ${place.last}, ${place.depth}, ${place.direct}, ${place.last - place.seq})`.execute(
    db,
  )
  return id
}

/** At the end of the other branch's interval: in nobody else's way. */
const passerby = (base: OpenContext, made: Pick<Made, 'organizationId' | 'slug' | 'count' | 'people'>) =>
  hire(base, made, 'passerby', made.people.other_head, { seq: 0, last: 0, depth: 2, direct: 0 })

export async function makeWorld(base: OpenContext, slug: string): Promise<Made> {
  const made = await createOrganization(base, {
    name: `Company ${slug}`,
    slug,
    admin: `admin@${slug}.example`,
    timeZone: 'Europe/Berlin',
  })
  const c = contextFor(base, made.id, 'operator')
  const people = { admin: made.adminId } as Record<Named, string>
  const hired = { organizationId: made.id, slug, count: 0 }
  const below = (name: string): number => line.filter(([, m]) => m === name).reduce((n, [p]) => n + 1 + below(p), 0)
  const depth = (name: string): number => {
    const manager = line.find(([p]) => p === name)?.[1]
    return manager ? 1 + depth(manager) : 0
  }
  for (const [at, [name, manager]] of line.entries()) {
    const seq = at + 1
    people[name] = await hire(base, hired, name, manager && people[manager], {
      seq,
      last: seq + below(name),
      depth: depth(name),
      direct: line.filter(([, m]) => m === name).length,
    })
  }
  await sql`update roster set second_manager_id = ${people.second_manager} where organization_id = ${made.id} and person_id = ${people.self}`.execute(
    c.db,
  )
  await sql`update placement set second_manager_id = ${people.second_manager} where organization_id = ${made.id} and person_id = ${people.self}`.execute(
    c.db,
  )

  for (const part of parts) {
    if (part === 'admin') continue
    for (const role of story[part].roles) {
      if (role === 'employee' || role === 'manager' || role === 'admin') continue
      const population = role === 'hr' ? await audience(part) : null
      await sql`insert into role_grant (organization_id, person_id, role, population_id, granted_at)
        values (${made.id}, ${people[part]}, ${role}, ${population}, ${base.clock.now()})`.execute(c.db)
      const looksAfter = part === 'hr_in' ? people.self : people.trainer
      if (population)
        await sql`insert into population_member (organization_id, population_id, person_id) values (${made.id}, ${population}, ${looksAfter})`.execute(
          c.db,
        )
    }
  }

  async function audience(name: string): Promise<string> {
    const { rows } = await sql<{
      id: string
    }>`insert into audience (organization_id, name, rule, created_at, updated_at)
      values (${made.id}, ${name}, ${JSON.stringify({ everyone: true })}::jsonb, ${base.clock.now()}, ${base.clock.now()}) returning id`.execute(
      c.db,
    )
    return rows[0]!.id
  }

  const leaver = await passerby(base, { ...hired, people })
  return { ...hired, count: hired.count + 1, people, leaver }
}

export function worldOn(base: OpenContext, made: Made): World & { leaver: string } {
  const { db } = contextFor(base, made.organizationId, 'operator')
  const { organizationId, slug, people, leaver } = made
  const state = { ...made }
  return {
    base,
    organizationId,
    slug,
    people,
    leaver,
    newPerson: () => passerby(base, state),
    async as(person) {
      const id = people[person as Part] ?? person
      const found = await contextAs(base, db, organizationId, id)
      if (!found) throw problem('not_found')
      return found
    },
    unique: (word) => `${word} ${++state.count}`,
  }
}
