/** The door of campaigns. */
export { type ToApprove, waitsToApprove } from './waiting.ts'
