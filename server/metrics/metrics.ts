/**
 * The door of metrics: what is defined, one number on a day, and giving numbers out.
 * Other code never counts people; it asks here.
 */
export { describe, languageOf, metric, registry } from './registry.ts'
export { numberAt, type OperatorNumber } from './number.ts'
export { nightly, publish, recompute } from './nightly.ts'
export { ownLineNumber } from './own-line.ts'
export { type MetricNow, metricsNow, type Published } from './now.ts'
export { companyNumber, type Course, type CourseState, coursesOf } from './course.ts'
export { courseKnown, describeAs, givenDays, type Known, numbersKnown, programMeasured } from './known.ts'
export { waveCharts } from './wave-charts.ts'
export { hypergeometric } from './fisher.ts'
export { givenRatios, type GivenRatio, lastGiven } from './watching.ts'
