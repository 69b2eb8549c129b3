/** Who is told of an alert: the lead of everything, an HR partner of what lies wholly in their population. */
import { languages } from '../../contract/library.ts'
import { holdersOf, viewerFor } from '../access/access.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { registryOf } from '../metrics/metrics.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { mayLook } from '../publication/publication.ts'
import type { AlertRow } from './queries.ts'

type Told = Pick<AlertRow, 'id' | 'metric' | 'segment_kind' | 'segment_key' | 'grave'>

/** More partners than these look after one department in no company. */
const mostPartners = 50

async function readersOf(tx: Tx, c: Context, alert: Told): Promise<string[]> {
  const leads = await holdersOf(c.db, c.organizationId, 'lead')
  if (alert.segment_kind === 'wave') return leads
  const partners = (await holdersOf(c.db, c.organizationId, 'hr')).filter((id) => !leads.includes(id))
  const theirs: string[] = []
  for (const personId of partners.slice(0, mostPartners)) {
    const viewer = await viewerFor(c.db, c.organizationId, personId)
    if (viewer && (await mayLook({ ...c, viewer, db: c.db }, alert.segment_kind, alert.segment_key)))
      theirs.push(personId)
  }
  return [...leads, ...theirs]
}

export async function tell(tx: Tx, c: Context, alert: Told): Promise<void> {
  const registry = await registryOf({ db: tx, organizationId: c.organizationId })
  const subject = { kind: 'number_alert', id: alert.id }
  const what = Object.fromEntries(languages.map((l) => [l, registry.describe(alert.metric, l).name]))
  const kind = alert.grave ? 'number_alert_grave' : 'number_alert'
  for (const personId of await readersOf(tx, c, alert)) {
    await putInInbox(tx, c, personId, { kind: 'number_alert', subject, params: { what } })
    await sendMail(tx, c, { personId, kind, subject })
  }
}
