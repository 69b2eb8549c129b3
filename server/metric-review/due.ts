/** When success metrics are looked at: the rows of each program, and telling lead and committee. */
import { sql } from 'kysely'
import { firstReviews, openBefore, type ReviewState } from '../../contract/metric-review.ts'
import { languages } from '../../contract/library.ts'
import { holdersOf } from '../access/access.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { charterOf, fill, putOn } from '../governance/governance.ts'
import { chooseLanguage, businessReviewWords } from '../library/library.ts'
import { addDays, addMonths, type Day, instantAt, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { today as todayOf } from '../program/program.ts'

/** The months of the first reviews, and of one a year after them, up to a day. Pure. */
export function monthsUntil(firstLive: Day, until: Day): number[] {
  const months: number[] = [...firstReviews]
  // The next one stands there before the last is held, so that somebody can plan.
  for (let n = firstReviews.at(-1)! + 12; addMonths(firstLive, n - 12) <= until; n += 12) months.push(n)
  return months
}

export function stateOf(row: { due_on: Day; held_at: Instant | null }, today: Day): ReviewState {
  if (row.held_at) return 'held'
  if (row.due_on <= today) return 'due'
  return addDays(row.due_on, -openBefore) <= today ? 'open' : 'ahead'
}

/** When the first wave of each program went live; programs without one are left out. */
export async function firstLives(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
): Promise<{ programId: string; name: string; firstLive: Day; zone: string; locale: string }[]> {
  const { rows } = await sql<{ programId: string; name: string; firstLive: Day; zone: string; locale: string }>`
    select w.program_id as "programId", coalesce(v.brand ->> 'name', '') as name, min(w.goes_live_on) as "firstLive", o.time_zone as zone, o.locale
    from wave w join organization o on o.id = w.organization_id
    left join lateral (select v.brand from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id
      order by v.number desc limit 1) v on true
    where w.organization_id = ${c.organizationId} and w.launched_at is not null
    group by w.program_id, v.brand, o.time_zone, o.locale order by 3, 1`.execute(db)
  return rows
}

/** Every night: each program has its reviews, and of one whose day has come lead and committee hear once. */
export async function nightly(c: Context): Promise<void> {
  const today = await todayOf(c.db, c)
  for (const program of await firstLives(c.db, c)) {
    for (const months of monthsUntil(program.firstLive, today)) {
      const dueOn = addMonths(program.firstLive, months)
      await c.db.transaction().execute(async (tx) => {
        // A launch that was moved to another day moves what nobody has held yet.
        const { rows } = await sql<{ id: string; fresh: boolean }>`
          insert into metric_review (organization_id, program_id, months, due_on, due_at)
          values (${c.organizationId}, ${program.programId}, ${months}, ${dueOn}, ${instantAt(dueOn, '06:00', program.zone)})
          on conflict (organization_id, program_id, months) do update set due_on = excluded.due_on, due_at = excluded.due_at
            where metric_review.held_at is null and metric_review.told_at is null and metric_review.due_on <> excluded.due_on
          returning id, xmax = 0 as fresh`.execute(tx)
        if (rows[0]?.fresh)
          await record(tx, c, {
            type: 'metric_review.planned',
            subject: { kind: 'program', id: program.programId },
            data: { reviewId: rows[0].id, months, dueOn },
          })
      })
    }
  }
  const { rows: due } = await sql<{ id: string; program_id: string; months: number }>`
    select id, program_id, months from metric_review where organization_id = ${c.organizationId} and due_at <= ${c.clock.now()}::timestamptz
      and told_at is null and held_at is null and exists (select from wave w where w.organization_id = metric_review.organization_id
        and w.program_id = metric_review.program_id and w.launched_at is not null) order by due_at, id`.execute(c.db)
  for (const review of due) await c.db.transaction().execute((tx) => tellOf(tx, c, review))
}

async function tellOf(tx: Tx, c: Context, review: { id: string; program_id: string; months: number }): Promise<void> {
  const { rows } =
    await sql`update metric_review set told_at = ${c.clock.now()} where organization_id = ${c.organizationId}
    and id = ${review.id} and told_at is null returning id`.execute(tx)
  if (rows.length === 0) return
  const program = (await firstLives(tx, c)).find((one) => one.programId === review.program_id)
  const subject = { kind: 'metric_review', id: review.id }
  const params = { name: program?.name ?? '' }
  for (const personId of await holdersOf(tx, c.organizationId, 'lead')) {
    await putInInbox(tx, c, personId, { kind: 'metric_review_due', subject, params })
    await sendMail(tx, c, { personId, kind: 'metric_review_due', subject })
  }
  const charter = await charterOf(tx, c)
  if (program && charter?.program_id === review.program_id) {
    // What stands on an agenda is written once for all who read it.
    const words = businessReviewWords(chooseLanguage(languages, null, program.locale).language)
    await putOn(tx, c, { title: fill(words.agendaReview, { n: review.months }) })
  }
  await record(tx, c, {
    type: 'metric_review.due',
    subject: { kind: 'program', id: review.program_id },
    data: { reviewId: review.id },
  })
}

export type ReviewDue = { reviewId: string; programId: string; program: string; dueOn: Day }

/** Reviews whose day has come and that nobody has held, for whoever leads the program. */
export async function reviewsDue(c: Context, today: Day): Promise<ReviewDue[]> {
  if (!c.viewer.roles.includes('lead')) return []
  const { rows } = await sql<ReviewDue>`
    select m.id as "reviewId", m.program_id as "programId", coalesce(v.brand ->> 'name', '') as program, m.due_on as "dueOn" from metric_review m
    left join lateral (select v.brand from program_version v where v.organization_id = m.organization_id and v.program_id = m.program_id
      order by v.number desc limit 1) v on true
    where m.organization_id = ${c.organizationId} and m.held_at is null and m.due_on <= ${today}::date
      and exists (select from wave w where w.organization_id = m.organization_id and w.program_id = m.program_id and w.launched_at is not null) order by m.due_on, m.id limit 5`.execute(
    c.db,
  )
  return rows
}
