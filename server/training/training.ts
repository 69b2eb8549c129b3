/** The door of training: what is due for somebody, whether a wave's managers are trained, what trainers take, and courses finished by having come to a session. */
export { completeBySession, takeBackCompletion } from './learn.ts'
export { followPackage } from './open-package.ts'
export { dueFor, managersTrained } from './progress.ts'
export { trainerCourses } from './seats.ts'
export { readerOf } from './queries.ts'
