/** The door of check-ins: the viewer's pairs, what is due, and the wall in front of words. */
export { nextDue, programCadence } from './cadence.ts'
export { pairsOf } from './read.ts'
export { settleUsefulness } from './usefulness.ts'
export { asPerson } from './wall.ts'
