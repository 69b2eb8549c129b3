/** The door of metric reviews: what waits for the lead. */
export { reviewsDue, type ReviewDue } from './due.ts'
