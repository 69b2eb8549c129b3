/** What a message says: as it was kept, or as of today; of a correction, with what it corrects. */
import type { Context } from '../platform/context.ts'
import { correctedFor } from './corrected.ts'
import type { Row } from './queries.ts'
import { keptScript, plainScript, type Script } from './words.ts'

/** As its sender was asked for it, whatever the design says since; a draft as of today. */
export const scriptOf = async (c: Context, row: Row): Promise<Script> =>
  (await keptScript(c, row)) ?? (await scriptOfToday(c, row))

/** As the design, the wave and its people are now. Throws `campaign_incomplete` where a program version or sender is missing. */
export async function scriptOfToday(c: Context, row: Row): Promise<Script> {
  const script = await plainScript(c, row)
  return row.reach === 'seen' ? { ...script, corrected: await correctedFor(c, row) } : script
}
