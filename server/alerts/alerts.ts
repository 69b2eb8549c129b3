/** The door of alerts: what has left its course and is no known thing. */
import type { Language } from '../../contract/library.ts'
import { languageOf, registryOf } from '../metrics/metrics.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { openAlerts } from './queries.ts'

export type AlertNews = {
  /** How many are open and not quiet. */
  count: number
  /** The gravest of them, else the newest. */
  first: { name: string; since: Day; grave: boolean }
}

export async function alertNews(c: Context, today: Day, language?: Language): Promise<AlertNews | null> {
  const open = (await openAlerts(c.db, c)).filter((one) => one.quiet === null || one.quiet.until < today)
  const [first] = open
  if (!first) return null
  const { name } = (await registryOf(c)).describe(first.metric, languageOf(c.viewer, language))
  return { count: open.length, first: { name, since: first.opened_on, grave: first.grave } }
}
