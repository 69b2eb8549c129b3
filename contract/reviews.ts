/**
 * Reviews: a written look back on a period, in a cycle that the lead plans and launches.
 * Words are read by whom the form and the cycle say, and by nobody before their time.
 */
import { earlierReviews } from './earlier-reviews.ts'
import { reviewCycles } from './review-cycles.ts'
import { reviewPeers } from './review-peers.ts'
import { reviewReading } from './review-reading.ts'
import { reviewRunning } from './review-running.ts'
import { reviewWriting } from './review-writing.ts'

export * from './review-cycles.ts'
export * from './review-peers.ts'
export * from './review-reading.ts'
export * from './review-running.ts'
export {
  type SheetQuestion,
  stageIds,
  type StageId,
  taskState,
  type TaskState,
  type Voice,
  voiceModes,
  type VoiceMode,
} from './review-shapes.ts'
export * from './review-writing.ts'

export const reviews = {
  ...earlierReviews,
  ...reviewCycles,
  ...reviewRunning,
  ...reviewWriting,
  ...reviewPeers,
  ...reviewReading,
}
