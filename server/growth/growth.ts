/**
 * The door of growth: which competencies are expected of whom on a day, and under which
 * version, so that who asks (a review form) can show later what was expected then.
 */
export {
  expectationOf,
  expectationsOf,
  expectationsUnder,
  nobodyExpects,
  spokenVersion,
  versionOn,
  type Expectation,
  type ExpectedCompetency,
} from './expectations.ts'
export { waitsFor, type GrowthWaits } from './read.ts'
