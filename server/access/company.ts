/** What holds for a whole company, and changing it. */
import { sql } from 'kysely'
import type { access } from '../../contract/access.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import { countRecorded, record } from '../platform/events.ts'
import { keepFacts } from './organizations.ts'

type Company = Answer<typeof access.company>

export async function readCompany(c: Context): Promise<Company> {
  const { rows } =
    await sql<Company>`select name, time_zone as "timeZone", locale, leaver_limit_percent::float8 as "leaverLimitPercent"
    from organization where id = ${c.organizationId}`.execute(c.db)
  return rows[0]!
}

export async function changeCompany(c: Context, input: Input<typeof access.changeCompany>): Promise<Company> {
  return c.db.transaction().execute(async (tx) => {
    await sql`select 1 from organization where id = ${c.organizationId} for update`.execute(tx)
    const before = await readCompany({ ...c, db: tx })
    const wanted: Company = {
      name: input.name,
      timeZone: input.timeZone,
      locale: input.locale,
      leaverLimitPercent: Math.round(input.leaverLimitPercent * 100) / 100,
    }
    const changed = (Object.keys(wanted) as (keyof Company)[]).filter((field) => wanted[field] !== before[field])
    if (changed.length === 0) countRecorded(c, 1) // as it was
    else {
      await keepFacts(tx, c, wanted)
      await record(tx, c, {
        type: 'organization.updated',
        subject: { kind: 'organization', id: c.organizationId },
        data: { changed },
      })
    }
    return wanted
  })
}
