/** The door of inbound: the product's own mailbox. */
export { look, type Watch, watchMailbox } from './looking.ts'
