/** Looking at the success metrics: what is chosen for each, and holding the review. */
import { sql } from 'kysely'
import type { SuccessMetric } from '../../contract/design.ts'
import {
  type LookedAt,
  type MetricReview,
  type metricReviews,
  openBefore,
  type ReviewChoice,
  type Stood,
} from '../../contract/metric-review.ts'
import type { MetricId } from '../../contract/metrics.ts'
import { type Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { courseKnown, languageOf, numbersKnown, programMeasured, registryOf } from '../metrics/metrics.ts'
import { addDays, type Day, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { changeMetrics, designState, today as todayOf } from '../program/program.ts'
import { firstLives, stateOf } from './due.ts'

type Row = {
  id: string
  program_id: string
  program: string
  months: number
  due_on: Day
  revision: number
  held_at: Instant | null
  held_by: string | null
  holder: string | null
  meeting_id: string | null
  zone: string
}

async function reviewRows(db: Db | Tx, c: Context, id: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select m.id, m.program_id, coalesce(v.brand ->> 'name', '') as program, m.months, m.due_on, m.revision, m.held_at, m.held_by,
      p.full_name as holder, m.meeting_id, o.time_zone as zone
    from metric_review m join organization o on o.id = m.organization_id
    left join person p on p.organization_id = m.organization_id and p.id = m.held_by
    left join lateral (select v.brand from program_version v where v.organization_id = m.organization_id and v.program_id = m.program_id
      order by v.number desc limit 1) v on true
    where m.organization_id = ${c.organizationId} and (${id}::uuid is null or m.id = ${id}) order by m.due_on, m.id limit 200`.execute(
    db,
  )
  return rows
}

async function reviewRow(db: Db | Tx, c: Context, id: string): Promise<Row> {
  const row = (await reviewRows(db, c, id))[0]
  if (!row) throw problem('not_found')
  return row
}

type ChoiceRow = {
  review_id: string
  metric: MetricId
  choice: ReviewChoice
  target: number | null
  by_on: Day | null
  why: string
  replaced_by: MetricId | null
  stood: (Stood & { version: number }) | null
  chosen_by: string
  chooser: string
  chosen_at: Instant
}

async function choiceRows(db: Db | Tx, c: Context, reviewIds: readonly string[]): Promise<ChoiceRow[]> {
  const { rows } = await sql<ChoiceRow>`
    select k.review_id, k.metric, k.choice, k.target, k.by_on, k.why, k.replaced_by, k.stood, k.chosen_by, p.full_name as chooser, k.chosen_at
    from metric_review_choice k join person p on p.organization_id = k.organization_id and p.id = k.chosen_by
    where k.organization_id = ${c.organizationId} and k.review_id = any(${reviewIds as string[]}::uuid[]) order by k.chosen_at, k.metric`.execute(
    db,
  )
  return rows
}

const headOf = (row: Row, choices: readonly ChoiceRow[], metrics: number, today: Day) => {
  const count = (choice: ReviewChoice) => choices.filter((k) => k.choice === choice).length
  return {
    id: row.id,
    programId: row.program_id,
    program: row.program,
    months: row.months,
    dueOn: row.due_on,
    state: stateOf(row, today),
    heldOn: row.held_at ? dayIn(row.held_at, row.zone) : null,
    heldBy: row.held_by ? { id: row.held_by, name: row.holder ?? '' } : null,
    counts: { keep: count('keep'), change: count('change'), retire: count('retire'), metrics },
  }
}

export async function list(c: Context): Promise<Answer<typeof metricReviews.list>> {
  const today = await todayOf(c.db, c)
  const rows = await reviewRows(c.db, c, null)
  const choices = await choiceRows(
    c.db,
    c,
    rows.map((row) => row.id),
  )
  const asked = new Map<string, number>()
  for (const id of new Set(rows.map((row) => row.program_id))) {
    const { version } = await designState(c.db, c, id)
    asked.set(id, version?.design.metrics.length ?? 0)
  }
  return {
    today,
    reviews: rows.map((row) => {
      const mine = choices.filter((k) => k.review_id === row.id)
      return headOf(row, mine, row.held_at ? mine.length : asked.get(row.program_id)!, today)
    }),
  }
}

export const get = async (c: Context, input: Input<typeof metricReviews.get>): Promise<MetricReview> =>
  wholeOf(c.db, c, input.reviewId, input.language)

/** What is looked at, and the aims that hold now: of the newest version. */
async function aimsIn(db: Db | Tx, c: Context, programId: string): Promise<readonly SuccessMetric[]> {
  return (await designState(db, c, programId)).version?.design.metrics ?? []
}

/** How metrics stand today, as they were given out. */
async function standingOf(
  db: Db | Tx,
  c: Context,
  row: Row,
  aims: readonly SuccessMetric[],
  today: Day,
): Promise<Map<MetricId, Stood & { version: number }>> {
  const registry = await registryOf({ db, organizationId: c.organizationId })
  const measured = (await programMeasured({ ...c, db })) === row.program_id
  const firstLive = (await firstLives(db, c)).find((one) => one.programId === row.program_id)?.firstLive ?? null
  const known = measured
    ? await numbersKnown({ ...c, db }, { ids: aims.map((m) => m.id), asOf: today, knownAt: c.clock.now() })
    : []
  return new Map(
    aims.map((aim) => {
      const one = known.find((k) => k.id === aim.id)
      const { baseline, target, by } = aim
      const judged = one
        ? courseKnown(one, { baseline, target, by, firstLive }, today)
        : { course: 'not_yet' as const, expected: null }
      return [
        aim.id,
        {
          version: one?.version ?? registry.metric(aim.id).version,
          now: one?.now ?? null,
          course: judged.course,
          baseline,
          target,
          by,
          expected: judged.expected,
          series: (one?.series ?? []).map(({ interval: _i, ...point }) => point),
        },
      ]
    }),
  )
}

async function wholeOf(db: Db | Tx, c: Context, id: string, asked?: Language): Promise<MetricReview> {
  const language = languageOf(c.viewer, asked)
  const row = await reviewRow(db, c, id)
  const today = await todayOf(db, c)
  const choices = await choiceRows(db, c, [row.id])
  const registry = await registryOf({ db, organizationId: c.organizationId })
  const name = (metricId: MetricId) => registry.describe(metricId, language).name
  const choiceOf = (k: ChoiceRow | undefined): LookedAt['choice'] =>
    k
      ? {
          choice: k.choice,
          target: k.target,
          by: k.by_on,
          why: k.why,
          replacedBy: k.replaced_by ? { id: k.replaced_by, name: name(k.replaced_by) } : null,
          chosenBy: { id: k.chosen_by, name: k.chooser },
          chosenAt: k.chosen_at,
        }
      : null
  let looked: LookedAt[]
  const state = await designState(db, c, row.program_id)
  if (row.held_at) {
    looked = choices.flatMap((k): LookedAt[] => {
      if (!k.stood) return []
      const { version, ...stood } = k.stood
      return [{ definition: registry.describe(k.metric, language, version), stood, choice: choiceOf(k) }]
    })
  } else {
    const aims = state.version?.design.metrics ?? []
    const standing = await standingOf(db, c, row, aims, today)
    looked = aims.map((aim) => {
      const { version, ...stood } = standing.get(aim.id)!
      return {
        definition: registry.describe(aim.id, language, version),
        stood,
        choice: choiceOf(choices.find((k) => k.metric === aim.id)),
      }
    })
  }
  const { rows: meetings } = await sql<{ id: string; startsAt: Instant }>`
    select m.id, m.starts_at as "startsAt" from committee_meeting m where m.organization_id = ${c.organizationId} and m.called_off_at is null
      and ((m.starts_at <= ${c.clock.now()}::timestamptz and m.starts_at > ${c.clock.now()}::timestamptz - interval '60 days') or m.id = ${row.meeting_id})
    order by m.starts_at desc limit 20`.execute(db)
  const heading = headOf(row, choices, looked.length, today)
  const open = heading.state === 'open' || heading.state === 'due'
  return {
    ...heading,
    today,
    revision: row.revision,
    metrics: looked,
    others: registry.all
      .filter(({ id: other, newest }) => !looked.some((one) => one.definition.id === other) && !newest.within)
      .map(({ id: other, newest }) => ({ id: other, name: name(other), layer: newest.layer })),
    meeting: meetings.find((m) => m.id === row.meeting_id) ?? null,
    meetings: meetings.filter((m) => m.startsAt <= c.clock.now()),
    unpublished: state.unpublished.includes('metrics'),
    mayDecide: open && c.viewer.roles.includes('lead'),
  }
}

/** One that can be held, locked; refused where somebody else changed it since it was read. */
async function openReview(tx: Tx, c: Context, id: string, revision: number): Promise<Row> {
  await sql`select 1 from metric_review where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
  const row = await reviewRow(tx, c, id)
  if (row.held_at) throw problem('metric_review_held')
  if (stateOf(row, await todayOf(tx, c)) === 'ahead')
    throw problem('metric_review_not_open', { on: addDays(row.due_on, -openBefore) })
  if (row.revision !== revision) throw problem('conflict')
  return row
}

const bump = (tx: Tx, c: Context, row: Row) =>
  sql`update metric_review set revision = revision + 1 where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )

export async function choose(c: Context, input: Input<typeof metricReviews.choose>): Promise<MetricReview> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openReview(tx, c, input.reviewId, input.revision)
    const aims = await aimsIn(tx, c, row.program_id)
    if (!aims.some((aim) => aim.id === input.metric)) throw problem('not_found')
    const { choice, why } = input
    const today = await todayOf(tx, c)
    const [target, by] = choice === 'change' ? [input.target, input.by] : [null, null]
    const replacedBy = choice === 'retire' ? input.replacedBy : null
    const lacks =
      (choice !== 'keep' && why === '') ||
      (choice === 'change' && (target === null || by === null || by <= today)) ||
      replacedBy === input.metric ||
      (replacedBy !== null && aims.some((aim) => aim.id === replacedBy))
    if (lacks) throw problem('metric_review_choice')
    await sql`insert into metric_review_choice (organization_id, review_id, metric, choice, target, by_on, why, replaced_by, chosen_by, chosen_at)
      values (${c.organizationId}, ${row.id}, ${input.metric}, ${choice}, ${target}, ${by}, ${why}, ${replacedBy}, ${c.viewer.personId}, ${c.clock.now()})
      on conflict (organization_id, review_id, metric) do update set choice = excluded.choice, target = excluded.target, by_on = excluded.by_on,
        why = excluded.why, replaced_by = excluded.replaced_by, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at`.execute(
      tx,
    )
    await bump(tx, c, row)
    await record(tx, c, {
      type: 'metric_review.chosen',
      subject: { kind: 'program', id: row.program_id },
      data: { reviewId: row.id, metric: input.metric, choice },
    })
    return wholeOf(tx, c, row.id)
  })
}

/** What was chosen, on the metrics of the draft. Pure. */
export function appliedTo(
  metrics: readonly SuccessMetric[],
  choices: readonly Pick<ChoiceRow, 'metric' | 'choice' | 'target' | 'by_on' | 'replaced_by'>[],
): SuccessMetric[] {
  const kept = metrics.flatMap((m): SuccessMetric[] => {
    const k = choices.find((one) => one.metric === m.id)
    if (k?.choice === 'change') return [{ ...m, target: k.target, by: k.by_on }]
    if (k?.choice !== 'retire') return [m]
    const { replaced_by: id } = k
    // Its aim is set in the design: a number of the old one says nothing about it. One that is there already stays as it is.
    return id === null || metrics.some((one) => one.id === id)
      ? []
      : [{ id, baseline: null, baselineSource: '', target: null, by: null }]
  })
  // Two that are replaced by one are one afterwards.
  return kept.filter((m, i) => kept.findIndex((one) => one.id === m.id) === i)
}

export async function hold(c: Context, input: Input<typeof metricReviews.hold>): Promise<MetricReview> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openReview(tx, c, input.reviewId, input.revision)
    const aims = await aimsIn(tx, c, row.program_id)
    const chosen = await choiceRows(tx, c, [row.id])
    const mine = chosen.filter((k) => aims.some((aim) => aim.id === k.metric))
    if (aims.length === 0 || mine.length < aims.length)
      throw problem('metric_review_open', { missing: aims.length - mine.length, of: aims.length })
    if (input.meetingId !== null) {
      const { rows } =
        await sql`select 1 from committee_meeting where organization_id = ${c.organizationId} and id = ${input.meetingId}
        and called_off_at is null and starts_at <= ${c.clock.now()}::timestamptz`.execute(tx)
      if (rows.length === 0) throw problem('not_found')
    }
    const today = await todayOf(tx, c)
    const standing = await standingOf(tx, c, row, aims, today)
    // What stood to be chosen for a metric that a version since has dropped was never decided.
    await sql`delete from metric_review_choice where organization_id = ${c.organizationId} and review_id = ${row.id}
      and metric <> all(${aims.map((aim) => aim.id) as string[]}::text[])`.execute(tx)
    for (const aim of aims)
      await sql`update metric_review_choice set stood = ${JSON.stringify(standing.get(aim.id))}::jsonb
        where organization_id = ${c.organizationId} and review_id = ${row.id} and metric = ${aim.id}`.execute(tx)
    await sql`update metric_review set held_at = ${c.clock.now()}, held_by = ${c.viewer.personId}, meeting_id = ${input.meetingId},
      revision = revision + 1 where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    if (mine.some((k) => k.choice !== 'keep')) await changeMetrics(tx, c, row.program_id, (now) => appliedTo(now, mine))
    const of = (choice: ReviewChoice) => mine.filter((k) => k.choice === choice).map((k) => k.metric)
    await record(tx, c, {
      type: 'metric_review.held',
      subject: { kind: 'program', id: row.program_id },
      data: {
        reviewId: row.id,
        keep: of('keep'),
        change: of('change'),
        retire: of('retire'),
        ...(input.meetingId ? { meetingId: input.meetingId } : {}),
      },
    })
    return wholeOf(tx, c, row.id)
  })
}
