/** The door of hypercare: what waits at the desk, and for a signature. */
export { waitingAtDesk } from './answering.ts'
export { waitsForSignature } from './handover.ts'
