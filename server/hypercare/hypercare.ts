/** The door of hypercare: what waits at the desk. */
export { waitingAtDesk } from './answering.ts'
