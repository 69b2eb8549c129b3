/** The door of training: what is due for somebody, and whether a wave's managers are trained. */
export { dueFor, managersTrained } from './progress.ts'
