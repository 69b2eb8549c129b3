/** The door of attention: the inbox, and letters on their way out. */
export { pageAddress } from './addresses.ts'
export { departures } from './departures.ts'
export { putInInbox, putInInboxes, takeFromInboxes, unreadOf, type NewItem } from './inbox.ts'
export { each } from './own-letters.ts'
export type { Broken, Letters, Ready, Waiting } from './letters.ts'
export { callPostman, planLetters, sendMail, withdrawLetters, type NewLetter } from './outgoing.ts'
export { deliver } from './post-office.ts'
