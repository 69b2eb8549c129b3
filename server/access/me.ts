import { sql } from 'kysely'
import type { Answer } from '../../contract/operation.ts'
import type { Language } from '../../contract/library.ts'
import type { access } from '../../contract/access.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { visibleTo } from './access.ts'

/** The signed-in person, their roles, and the installation's time. */
export async function whoAmI(c: Context): Promise<Answer<typeof access.me>> {
  const { rows } = await sql<{
    full_name: string
    given_name: string
    title: string
    email: string | null
    name: string
    slug: string
    time_zone: string
    locale: string
    demo: boolean
    movable_clock: boolean
    language: Language | null
  }>`select r.full_name, r.given_name, r.title, r.email, o.name, o.slug, o.time_zone, o.locale, i.demo, i.movable_clock, p.language
    from roster r join organization o on o.id = r.organization_id join person p on p.organization_id = r.organization_id and p.id = r.person_id cross join installation i
    where ${visibleTo(c.viewer)} and r.person_id = ${c.viewer.personId}`.execute(c.db)
  const row = rows[0]
  if (!row) throw problem('not_found')
  return {
    person: {
      id: c.viewer.personId,
      name: row.full_name,
      givenName: row.given_name,
      title: row.title,
      email: row.email,
    },
    organization: { id: c.organizationId, name: row.name, slug: row.slug, timeZone: row.time_zone, locale: row.locale },
    roles: [...c.viewer.roles],
    locale: c.viewer.locale,
    language: row.language,
    timeZone: c.viewer.timeZone,
    today: c.clock.today(c.viewer.timeZone),
    now: c.clock.now(),
    demo: row.demo,
    movableClock: row.movable_clock,
    session: { id: c.viewer.sessionId, via: c.viewer.via },
  }
}
