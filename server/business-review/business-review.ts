/** The door of business reviews: what waits for the sponsor. */
export { waitsToSign } from './year-end.ts'
