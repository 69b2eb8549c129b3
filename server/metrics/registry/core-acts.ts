/** What counts as doing something of use: rows `person_id`, `day`, to be joined under an alias. */
import { type RawBuilder, sql } from 'kysely'

export type CoreActs = RawBuilder<unknown>

/** A goal saved, a check-in held. */
export const coreActsBefore: CoreActs = sql`metric_act_at`

/** A goal saved, a check-in held, feedback given; of anonymous feedback, that somebody took part, by day. */
export const coreActs: CoreActs = sql`(select person_id, day from metric_act_at union all select person_id, day from metric_feedback_at)`
