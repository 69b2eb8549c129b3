/** Every wave that is live, and where habits fell back. */
import type { hypercare } from '../../contract/hypercare.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import { today as todayOf } from '../program/program.ts'
import { headOf, liveWaves, look } from './first-weeks.ts'
import { recordOf } from './handover.ts'
import { fallsNow } from './watch.ts'

export async function list(
  c: Context,
  input: Input<typeof hypercare.list> = {},
): Promise<Answer<typeof hypercare.list>> {
  const today = await todayOf(c.db, c)
  const waves: Answer<typeof hypercare.list>['waves'] = []
  for (const wave of await liveWaves(c.db, c, input.waveId ?? null)) {
    // What was signed is told as it was signed.
    waves.push(
      headOf(wave, today, (await recordOf(c.db, c, wave.id))?.criteria ?? (await look(c.db, c, wave, today)).criteria),
    )
  }
  return { waves, falls: await fallsNow(c.db, c, input.waveId ?? null) }
}
