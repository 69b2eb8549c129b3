/**
 * The audit of one company of 150,000 with a year behind it, as the command line asks for it, against its
 * own statements sent one after the other by the bare driver.
 */
import pg from 'pg'
import { operatorFindings } from '../server/mistakes/mistakes.ts'
import { stoppedClock } from '../server/platform/clock.ts'
import { contextFor, type OpenContext } from '../server/platform/context.ts'
import { alternate, milliseconds, type Row, times } from './row.ts'
import { statementsIn } from './statements.ts'
import { size, world } from './world.ts'
import { yearOf } from './year.ts'

export async function measure(): Promise<Row[]> {
  const w = await world()
  const { base } = w.installation
  const clock = stoppedClock(`${await yearOf(w)}T06:00:00.000Z`)
  const audit = async (own: OpenContext) => {
    const found = await operatorFindings({ ...contextFor(own, w.c.organizationId, 'operator'), clock }, w.programId)
    if (!found || found.length === 0) throw new Error('The audit found nothing to say.')
  }
  const sent = await statementsIn(base, audit)
  const client = new pg.Client({ connectionString: base.database.url })
  await client.connect()
  try {
    const bare = async () => {
      for (const [n, { text, values }] of sent.entries()) await client.query({ name: `audit ${n}`, text, values })
    }
    await audit(base)
    await bare()
    const [ours, theirs] = await alternate(
      () => milliseconds(() => audit(base)),
      () => milliseconds(bare),
    )
    return [times(`audit of one company of ${size}, ${sent.length} statements`, 'ms', ours, theirs, 2)]
  } finally {
    await client.end()
  }
}
