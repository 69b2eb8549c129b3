import type { WaveState } from '../../contract/program.ts'
import type { Day, Instant } from '../platform/clock.ts'

export type WaveDates = {
  preparesOn: Day | null
  /** Preparation begins only under a published program. */
  preparedAt: Instant | null
  scheduledAt: Instant | null
  launched: { at: Instant; by: { id: string; name: string; title: string } | null; people: number } | null
}

/** Where a wave stands on a day. */
export function waveStateOf(wave: WaveDates, today: Day): WaveState {
  if (wave.launched)
    return {
      phase: 'live',
      launchedAt: wave.launched.at,
      launchedBy: wave.launched.by,
      launchedPeople: wave.launched.people,
    }
  const scheduled = wave.scheduledAt !== null
  if (wave.preparedAt !== null && wave.preparesOn !== null && wave.preparesOn <= today)
    return { phase: 'preparing', scheduled }
  return { phase: 'planned', scheduled }
}

export type Stage = 'draft' | 'published' | 'preparing' | 'live'

/** Where a program stands: as far as its furthest wave. */
export function stageOf(version: number | null, waves: readonly WaveState[]): Stage {
  if (version === null) return 'draft'
  if (waves.some((w) => w.phase === 'live')) return 'live'
  return waves.some((w) => w.phase === 'preparing') ? 'preparing' : 'published'
}
