/** The door of the roadmap: what is due for somebody, and what is late for the lead. */
export { type Due, lateOn, tasksFor } from './reading.ts'
