import type { RawBuilder } from 'kysely'
import type { Definition, MetricElement, MetricId } from '../../contract/metrics.ts'
import type { Language } from '../../contract/library.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'

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
  element: MetricElement | null
  rise?: NonNullable<Definition['rise']>
  within?: MetricId
  /** It looks back over the people file, for longer than a wave has been live. */
  looksBack?: true
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
   * person stands for several things, such as check-ins: `of` how many, `met` how many of them. `waits`: the
   * times of each of those, where the number is one over all of them (survival.ts says how they are written).
   */
  facts(at: At): RawBuilder<{ no: number; met: boolean | number; of?: number; days: number | null; waits?: number[] }>
  /**
   * What a group's number says, where that is not numerator ÷ denominator: a median, a
   * concentration, a mean. Null where the group has none.
   */
  value?(group: Group): number | null
}

/** The facts of a group's people, in no particular order; entry `i` of each array is one person, but of `waits`: those of all. */
export type Group = { met: Int32Array; of: Int32Array; days: Int32Array; waits: Int32Array }

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

/** A number about the company as a whole that rests on no secret: it has no tables, and a floor on its denominator alone. */
export type CompanyMetric = Defined &
  (
    | {
        /** One row or none; `value` in the metric's unit. */
        company(at: At): RawBuilder<Measured>
      }
    | {
        /** Where a rule of another module judges what the statement read. `fewest`: the smaller of two groups that are compared, for the floor. */
        measure(tx: Tx, at: At): Promise<(Measured & { fewest?: number }) | null>
      }
  )
export type Measured = { numerator: number; denominator: number; value: number | null }

/**
 * A metric that reads what surveys have published: the newest round that asked it and has ended. Which
 * groups are shown was decided there, once, with the floor frozen at its launch; nothing is added here.
 */
export type SurveyMetric = Defined & {
  of: 'answers'
  /** Items of the library's surveys. */
  items: readonly string[]
  /**
   * `favourable`: 4 or 5 of 5, over all items. `score`: 9 and 10 less 0 to 6, of a hundred. `mean`: of answers from
   * 1 to 5, over all items. `gap`: favourable among whoever leads people less favourable among all others, in points.
   * `minutes`: mean of spans of time, each by its middle.
   */
  says: 'favourable' | 'score' | 'mean' | 'gap' | 'minutes'
}

/** A number that a company brings. Nothing is counted; `brought`: its definitions, by version. */
export type OwnMetric = Defined & {
  of: 'imported'
  brought: ReadonlyMap<number, OwnMetric>
}

export type Metric = PeopleMetric | AnswersMetric | SurveyMetric | CompanyMetric | OwnMetric
export const isOfPeople = (m: Metric): m is PeopleMetric => 'facts' in m
export const isOfCompany = (m: Metric): m is CompanyMetric => 'company' in m || 'measure' in m
export const isOwn = (m: Metric): m is OwnMetric => 'brought' in m
export const isOfSurveys = (m: Metric): m is SurveyMetric => 'items' in m
/** Whether there are numbers for parts of the company. */
export const hasTables = (m: Metric): boolean => isOfPeople(m) || isOwn(m) || (isOfSurveys(m) && m.says !== 'gap')

export type MetricVersions = { id: MetricId; newest: Metric; earlier: readonly Metric[] }
