/** The door of check-ins: the viewer's pairs, what is due, and the wall in front of words. */
export { dueOn, inWindow, nextDue, soonDays } from './cadence.ts'
export { dueOf, pairsOf } from './read.ts'
export { asPerson } from './wall.ts'
