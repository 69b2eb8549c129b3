/** The door of the directory: people as a viewer sees them, and audiences. */
export { countOf, organizationDay, ruleOf } from './audiences.ts'
export { companyDaysOff, daysOffOf, placesOff } from './holidays.ts'
export { audienceCondition, countable } from './rule.ts'
export { keptMarks, markOf, steadyGroup } from './steady.ts'
