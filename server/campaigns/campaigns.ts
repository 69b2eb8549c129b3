/** The door of campaigns. */
export { comingMessages } from './ahead.ts'
export { createIn, removeIn, stopOfWave, updateIn } from './campaign.ts'
export { designOfWave } from './designs.ts'
export { campaignsOf, type PlannedCampaign } from './queries.ts'
export { messagesSent, type Sent } from './sent.ts'
export { type Asked, askTogether, type Left, scheduleTogether } from './together.ts'
export { type ToApprove, waitsToApprove } from './waiting.ts'
export { elementsOn } from './words.ts'
