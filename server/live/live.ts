/** The door of live sessions. */
export { type SeatAhead, seatsAhead } from './ahead.ts'
