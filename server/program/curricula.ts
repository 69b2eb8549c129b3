/** Which courses each wave that has begun gives its people. */
import type { Brand, Training } from '../../contract/design.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { today as todayOf } from './days.ts'
import { designOf } from './queries.ts'
import { waveRows } from './waves.ts'

export type Curriculum = {
  programId: string
  waveId: string
  goesLiveOn: Day | null
  brand: Brand
  training: Training
}

/** Of every wave that prepares or is live, or of one; under the version it runs on. */
export async function curricula(db: Db | Tx, c: Context, waveId?: string): Promise<Curriculum[]> {
  const day = await todayOf(db, c)
  const found: Curriculum[] = []
  for (const wave of await waveRows(db, c, day, waveId ? { waveId } : {})) {
    const number = wave.number ?? wave.newest
    if (number === null || (!wave.launched_at && !wave.prepared_at)) continue
    const { brand, training } = await designOf(db, c, wave.program_id, number)
    found.push({ programId: wave.program_id, waveId: wave.id, goesLiveOn: wave.goes_live_on, brand, training })
  }
  return found
}
