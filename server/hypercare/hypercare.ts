/** The door of hypercare: what waits at the desk, and for a signature; waves that are live, and how far. */
export { waitingAtDesk } from './answering.ts'
export { type MailToDesk, questionOf, takeMail } from './by-mail.ts'
export { liveWaves, stageOf, takeSignaturesBack } from './first-weeks.ts'
export { waitsForSignature } from './handover.ts'
export { fallsNow } from './watch.ts'
