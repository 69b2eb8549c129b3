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

/**
 * A metric's definition, whole: what it says, and the SQL that says it. A change
 * makes a new version and leaves the old one in place, because numbers of earlier
 * days are computed again by the definition that they were made with.
 */
export type Metric = Pick<Definition, 'id' | 'version' | 'layer' | 'unit' | 'direction' | 'target' | 'floor'> & {
  words: Record<Language, MetricWords>
  /** Days from go-live on before anybody can be counted. */
  firstAfterDays(cadenceDays: number | null): number
  /** Element of the program that people need for being counted. */
  element: 'goals' | 'checkins' | null
  /**
   * Rows `no`, `met`, `days`, one per person who counts (for pairs: per team member),
   * read from the picture of that day (picture.ts): tables `metric_person_at` and
   * `metric_act_at`, and from dated history. `met`: counts in the numerator. `days`:
   * only for times; until it happened or, where it did not, until the day.
   */
  facts(at: At): RawBuilder<{ no: number; met: boolean; days: number | null }>
}

export type MetricVersions = { id: MetricId; newest: Metric; earlier: readonly Metric[] }
