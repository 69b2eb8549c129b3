import { sql } from 'kysely'
import type { alerts } from '../../contract/alerts.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { quiet } from './reading.ts'

/** An open alert of the whole company; another number each time, as there is one for each. */
async function opened(w: World): Promise<{ alertId: string }> {
  const lead = await w.as('lead')
  const told = JSON.stringify({ on: '2026-01-05', value: 60, numerator: 60, denominator: 100 })
  // There is one open alert for each number: the one before is over.
  await sql`update number_alert set closed_on = opened_on, closed_at = ${lead.clock.now()}
    where organization_id = ${w.organizationId} and closed_at is null`.execute(lead.db)
  const { rows } = await sql<{ id: string }>`
    insert into number_alert (organization_id, metric, segment_kind, segment_key, reason, grave, reference, found, chance, opened_on, opened_at)
    values (${w.organizationId}, 'L1', 'organization', '', 'fell', false, ${told}::jsonb, ${told}::jsonb, 0.0001, '2026-01-05', ${lead.clock.now()}) returning id`.execute(
    lead.db,
  )
  return { alertId: rows[0]!.id }
}
const until = async (w: World) => (await w.as('lead')).clock.today('Europe/Berlin')
const whole = { parts: ['lead'] as const, because: 'No department lies wholly in a population of one.' }

export const cases: CasesFor<typeof alerts> = {
  'alerts.list': {},
  'alerts.quiet': {
    input: async (w) => ({ ...(await opened(w)), until: await until(w), reason: 'A holiday.' }),
    only: { ...whole, parts: [...whole.parts] },
  },
  'alerts.loud': {
    async input(w) {
      const made = await opened(w)
      await quiet(await w.as('lead'), { ...made, until: await until(w), reason: 'A holiday.' })
      return made
    },
    only: { ...whole, parts: [...whole.parts] },
  },
}
