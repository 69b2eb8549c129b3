/**
 * The door of metrics: what is defined, one number on a day, and giving numbers out.
 * Other code never counts people; it asks here.
 */
export { describe, languageOf, metric } from './registry.ts'
export { registryOf, type Registry } from './own.ts'
export { numberAt, type OperatorNumber } from './number.ts'
export { nightly, publish, recompute } from './nightly.ts'
export { ownLineNumber } from './own-line.ts'
export { type MetricNow, metricsNow, type Published } from './now.ts'
export { annotationsOf } from './moments.ts'
export { companyNumber, type Course, courseAt, type CourseState, coursesOf } from './course.ts'
export { courseKnown, givenDays, type Known, numbersKnown, programMeasured } from './known.ts'
export { dashboard } from './reading.ts'
export { waveCharts } from './wave-charts.ts'
export { chanceTold, fallsBack, isBack, levelOf, type Ratio, type Watched } from './falls.ts'
export { givenRatios, type GivenRatio, givenSeries, type GivenNumber, lastGiven } from './watching.ts'
export { type Joined, lastJoin, othersCount, wavesIn } from './joined.ts'
export { isOwn } from './metric.ts'
