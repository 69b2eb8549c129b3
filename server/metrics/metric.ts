import type { RawBuilder } from 'kysely'
import type { Definition, MetricId } from '../../contract/metrics.ts'
import type { Language } from '../../contract/library.ts'
import type { Day, Instant } from '../platform/clock.ts'

/** The day a number is about, and when we knew what it rests on. */
export type At = { organizationId: string; asOf: Day; knownAt: Instant; graceDays: number }

export type MetricWords = Pick<
  Definition,
  'name' | 'sentence' | 'formula' | 'numerator' | 'denominator' | 'counts' | 'excludes'
>

/** What stands in every definition; a change makes a new version and leaves the old one in place. */
type Defined = Pick<Definition, 'id' | 'version' | 'layer' | 'unit' | 'of' | 'direction' | 'target' | 'floor'> & {
  words: Record<Language, MetricWords>
  /** Days from go-live on before anybody can be counted. */
  firstAfterDays(cadenceDays: number | null): number
  /** Element of the program that people need for being counted. */
  element: 'goals' | 'checkins' | 'recognition' | 'reviews' | null
}

/**
 * A metric's definition, whole: what it says, and the SQL that says it. Numbers of
 * earlier days are computed again by the definition that they were made with.
 */
export type PeopleMetric = Defined & {
  /**
   * Rows `no`, `met`, `days`, one per person who counts (for pairs: per team member),
   * read from the picture of that day (picture.ts): tables `metric_person_at` and
   * `metric_act_at`, and from dated history. `met`: counts in the numerator. `days`:
   * only for times; until it happened or, where it did not, until the day. Where a
   * person stands for several things, such as check-ins: `of` how many, `met` how many of them.
   */
  facts(at: At): RawBuilder<{ no: number; met: boolean | number; of?: number; days: number | null }>
  /**
   * What a group's number says, where that is not numerator ÷ denominator: a median, a
   * concentration, a score. Null where the group has none. Its unit is not per cent.
   */
  value?(group: Group): number | null
}

/** The facts of a group's people, in no particular order; entry `i` of each array is one person. */
export type Group = { met: Int32Array; of: Int32Array; days: Int32Array }

/**
 * A metric made of anonymous answers. Nothing says whose they are, so there is one
 * number for the whole company, in no roster and no table; whoever keeps the answers
 * releases them in batches that are never smaller than the floor, and a number is a
 * sum of whole batches.
 */
export type AnswersMetric = Defined & {
  of: 'answers'
  /** One row: favourable answers and all answers of the batches that count on that day. */
  answers(at: At): RawBuilder<{ numerator: number; denominator: number }>
}

export type Metric = PeopleMetric | AnswersMetric
export const isOfPeople = (m: Metric): m is PeopleMetric => 'facts' in m

export type MetricVersions = { id: MetricId; newest: Metric; earlier: readonly Metric[] }
