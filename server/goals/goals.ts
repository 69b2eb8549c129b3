/** The door of goals: who takes part in an element of the practice, and the arithmetic that others show. */
export { dayOf, demandElement, demandOpen, practiceOf, practising, startsOnOf, type Practice } from './practice.ts'
export { goalVisibleTo, reportIds } from './queries.ts'
export { quietAfter, reachedOfGoal, statusOf } from './rules.ts'
