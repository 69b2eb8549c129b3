/**
 * What a pack rests on: of a day, as it was known at an instant. Kept as facts and not as sentences, so that it
 * reads the same in every language and for ever. Numbers come from the registry as they were given out; what they
 * were taken from can be taken again, and comes out the same.
 */
import { sql } from 'kysely'
import type { CourseWord } from '../../contract/business-review.ts'
import { type Brand, Design, elementIds, type SuccessMetric } from '../../contract/design.ts'
import { type DeskTopic, deskTopics, topicDays } from '../../contract/desk.ts'
import type { Effect } from '../../contract/governance-shapes.ts'
import type { MistakeFound } from '../../contract/mistakes.ts'
import type { Annotation, MetricId, Point, Standing } from '../../contract/metrics.ts'
import { type DecisionRow, decisionRows, effectOf } from '../governance/governance.ts'
import {
  annotationsOf,
  courseKnown,
  type Known,
  numbersKnown,
  registryOf,
  type Joined,
  wavesIn,
} from '../metrics/metrics.ts'
import { findingsKnown } from '../mistakes/mistakes.ts'
import { addDays, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { daysClosed } from '../pulse/pulse.ts'

export type MetricFact = {
  id: MetricId
  /** Of the definition that the number was made with. */
  version: number
  aim: Pick<SuccessMetric, 'baseline' | 'baselineSource' | 'target' | 'by'>
  now: Standing | null
  course: CourseWord
  expected: number | null
  series: Point[]
}
export type DecisionFact = {
  number: number
  question: string
  decided: string
  owner: string
  decidedOn: Day
  dueOn: Day | null
  state: 'open' | 'late' | 'done'
  aim: { metric: MetricId; wave: string | null; expected: number; reviewOn: Day } | null
  effect: Effect
}
export type Facts = {
  asOf: Day
  knownAt: Instant
  house: string
  companyLocale: string
  floor: number
  program: {
    id: string
    version: number
    publishedOn: Day
    firstLive: Day | null
    sponsor: string | null
    lead: string | null
    brand: Brand
    words: Pick<Design, 'why' | 'whyNow' | 'whyIn' | 'whyNowIn' | 'objectives'>
    elements: string[]
    /** Titles by language. */
    policies: { titles: Record<string, string>; version: number }[]
  }
  metrics: MetricFact[]
  /** What happened on the way, for the charts. */
  /** Of packs that were made earlier some kinds are missing. */
  events: { on: Day; kind: Annotation['kind']; label: string }[]
  waves: {
    name: string
    stage: 'live' | 'handed_over' | 'preparing' | 'planned'
    preparesOn: Day | null
    goesLiveOn: Day | null
    people: number | null
    handedOverOn: Day | null
  }[]
  decisions: DecisionFact[]
  falls: {
    label: string
    metric: MetricId
    reference: { on: Day; met: number; of: number }
    found: { on: Day; met: number; of: number }
    closedOn: Day | null
  }[]
  mistakes: { id: MistakeFound['id']; state: MistakeFound['state']; days: number; looked: number }[]
  waivers: { wave: string | null; check: string; reason: string; by: string; until: Day }[]
  topics: { topic: DeskTopic; questions: number | null }[]
  risks: { wave: string; words: string; by: string; acceptedBy: string | null }[]
}

export type At = { programId: string; asOf: Day; knownAt: Instant }

/** The version that was newest at an instant. */
async function versionKnown(c: Context, { programId, asOf, knownAt }: At) {
  const { rows } = await sql<{
    number: number
    design: unknown
    on: Day
    house: string
    locale: string
    floor: number
  }>`
    select v.number, v.design, (v.published_at at time zone o.time_zone)::date as on, o.name as house, o.locale, smallest_group(o.id) as floor
    from program_version v join organization o on o.id = v.organization_id
    where v.organization_id = ${c.organizationId} and v.program_id = ${programId} and v.published_at <= ${knownAt}::timestamptz
      and (v.published_at at time zone o.time_zone)::date <= ${asOf}::date order by v.number desc limit 1`.execute(c.db)
  const row = rows[0]
  if (!row) throw problem('pack_no_numbers')
  return { ...row, design: Design.parse(row.design) }
}

async function wavesKnown(
  c: Context,
  { programId, asOf, knownAt }: At,
): Promise<(Facts['waves'][number] & { id: string })[]> {
  const { rows } = await sql<{
    id: string
    name: string
    prepares: Day | null
    live: Day | null
    launched: boolean
    people: number | null
    handed: Day | null
  }>`select w.id, w.name, w.prepares_on as prepares, coalesce(b.went_live_on, w.goes_live_on) as live,
      coalesce(b.launched_people, w.launched_people) as people,
      coalesce(coalesce(b.launched_at, w.launched_at) <= ${knownAt}::timestamptz and coalesce(b.went_live_on, w.goes_live_on) <= ${asOf}::date, false) as launched,
      (select (h.completed_at at time zone o.time_zone)::date from handover h where h.organization_id = w.organization_id and h.wave_id = w.id
        and h.completed_at <= ${knownAt}::timestamptz) as handed
    from wave w join organization o on o.id = w.organization_id
    -- Taken back since: then it was live.
    left join lateral (select h.launched_at, h.went_live_on, h.launched_people from wave_halt h where h.organization_id = w.organization_id
      and h.wave_id = w.id and h.kind = 'rollback' and h.began_at > ${knownAt}::timestamptz and h.launched_at <= ${knownAt}::timestamptz
      order by h.began_at limit 1) b on true
    where w.organization_id = ${c.organizationId} and w.program_id = ${programId} and (w.created_at at time zone o.time_zone)::date <= ${asOf}::date
    order by 4 nulls last, w.created_at, w.id`.execute(c.db)
  return rows.map((w) => ({
    id: w.id,
    name: w.name,
    preparesOn: w.prepares,
    goesLiveOn: w.live,
    people: w.launched ? w.people : null,
    handedOverOn: w.handed !== null && w.handed <= asOf ? w.handed : null,
    stage: w.launched
      ? w.handed !== null && w.handed <= asOf
        ? 'handed_over'
        : 'live'
      : w.prepares !== null && w.prepares <= asOf
        ? 'preparing'
        : 'planned',
  }))
}

/** A number that is hidden is not one that is not there yet. */
const courseOf = (known: Known, course: ReturnType<typeof courseKnown>['course']): CourseWord =>
  course === 'not_yet' && known.now?.state === 'hidden' ? 'hidden' : course

async function metricsKnown(
  c: Context,
  at: At,
  metrics: Design['metrics'],
  firstLive: Day | null,
): Promise<MetricFact[]> {
  const known = await numbersKnown(c, { ids: metrics.map((m) => m.id), asOf: at.asOf, knownAt: at.knownAt })
  return metrics.map(({ id, baseline, baselineSource, target, by }, i) => {
    const mine = known[i]!
    const { course, expected } = courseKnown(mine, { baseline, target, by, firstLive }, at.asOf)
    return {
      id,
      version: mine.version,
      aim: { baseline, baselineSource, target, by },
      now: mine.now,
      course: courseOf(mine, course),
      expected,
      series: mine.series,
    }
  })
}

/** Decisions up to the day, each as it stood on it. */
async function decisionsKnown(c: Context, { asOf, knownAt }: At, endOf: Instant): Promise<DecisionFact[]> {
  const rows = (await decisionRows(c.db, c)).filter(
    (d) => d.decided_on <= asOf && !(d.withdrawn_at !== null && d.withdrawn_at < endOf && d.withdrawn_at <= knownAt),
  )
  const effects = new Map<string, Effect>()
  for (const [wave, some] of Map.groupBy(rows, (d) => (d.segment_kind === 'wave' ? d.segment_key : null))) {
    const ids = [...new Set(some.flatMap((d) => d.metric ?? []))]
    const known = ids.length === 0 ? [] : await numbersKnown(c, { ids, wave, asOf, knownAt })
    const waves = wave === null ? await wavesIn(c, ids, { asOf, knownAt }) : null
    for (const d of some)
      effects.set(d.id, await effectKnown(c, d, known, asOf, d.metric ? waves?.get(d.metric) : undefined))
  }
  return rows.slice(0, 60).map((d) => {
    const done = d.done_at !== null && d.done_at < endOf && d.done_at <= knownAt
    return {
      number: d.number,
      question: d.question,
      decided: d.decided,
      owner: d.owner,
      decidedOn: d.decided_on,
      dueOn: d.due_on,
      state: done ? 'done' : d.due_on !== null && d.due_on < asOf ? 'late' : 'open',
      aim:
        d.metric && d.expected !== null && d.review_on
          ? { metric: d.metric, wave: d.segment_label, expected: d.expected, reviewOn: d.review_on }
          : null,
      effect: effects.get(d.id)!,
    }
  })
}

async function effectKnown(
  c: Context,
  d: DecisionRow,
  known: readonly Known[],
  asOf: Day,
  waves: readonly Joined[] | undefined,
): Promise<Effect> {
  const of = d.metric ? (await registryOf(c)).metric(d.metric) : null
  const mine = known.find((k) => k.id === d.metric)
  return effectOf({
    aim: d.metric && d.review_on ? { expected: d.expected!, reviewOn: d.review_on } : null,
    decidedOn: d.decided_on,
    today: asOf,
    published: mine?.published ?? [],
    hidden: mine?.hidden ?? [],
    closed: of && 'items' in of ? await daysClosed(c.db, c.organizationId, of.items) : undefined,
    waves,
  })
}

/** Habits that had fallen back, as numbers that were given out. */
async function fallsKnown(c: Context, { programId, asOf, knownAt }: At): Promise<Facts['falls']> {
  const { rows } = await sql<{
    label: string
    metric: MetricId
    reference_on: Day
    reference_met: number
    reference_of: number
    found_on: Day
    found_met: number
    found_of: number
    closed_on: Day | null
  }>`select case f.kind when 'wave' then w.name else f.key end as label, f.metric, f.reference_on, f.reference_met, f.reference_of,
      f.found_on, f.found_met, f.found_of, case when f.closed_on <= ${asOf}::date then f.closed_on end as closed_on
    from hypercare_fall f join wave w on w.organization_id = f.organization_id and w.id = f.wave_id and w.program_id = ${programId}
    where f.organization_id = ${c.organizationId} and f.found_on <= ${asOf}::date and f.found_at <= ${knownAt}::timestamptz
      and (f.closed_on is null or f.closed_on > ${addDays(asOf, -366)}::date) and not (f.lost and f.closed_on <= ${asOf}::date)
    order by f.closed_on is not null, f.found_on desc, f.id limit 20`.execute(c.db)
  return rows.map((f) => ({
    label: f.label,
    metric: f.metric,
    reference: { on: f.reference_on, met: f.reference_met, of: f.reference_of },
    found: { on: f.found_on, met: f.found_met, of: f.found_of },
    closedOn: f.closed_on,
  }))
}

async function waiversKnown(c: Context, { programId, asOf }: At, endOf: Instant): Promise<Facts['waivers']> {
  const { rows } = await sql<Facts['waivers'][number]>`
    select w.name as wave, x.check_id as "check", x.reason, p.full_name as by, x.until from waiver x
    join person p on p.organization_id = x.organization_id and p.id = x.given_by
    left join wave w on w.organization_id = x.organization_id and w.id = x.wave_id
    where x.organization_id = ${c.organizationId} and x.program_id = ${programId} and x.given_on <= ${asOf}::date and x.until >= ${asOf}::date
      and (x.ended_at is null or x.ended_at >= ${endOf}::timestamptz) order by x.until, x.id limit 20`.execute(c.db)
  return rows
}

/** What was asked most at the desk: topics of enough people with their number, of fewer without; no private question. */
async function topicsKnown(c: Context, { asOf, knownAt }: At, floor: number): Promise<Facts['topics']> {
  const { rows } = await sql<{ topic: DeskTopic; questions: number; people: number }>`
    select q.topic, count(*) as questions, count(distinct q.asked_by) as people
    from desk_question q join organization o on o.id = q.organization_id
    where q.organization_id = ${c.organizationId} and q.topic is not null and not q.private and q.asked_at <= ${knownAt}::timestamptz
      and (q.asked_at at time zone o.time_zone)::date between ${addDays(asOf, 1 - topicDays)}::date and ${asOf}::date
    group by q.topic order by 2 desc, 1`.execute(c.db)
  const few = deskTopics.filter((topic) => rows.some((row) => row.topic === topic && row.people < floor))
  return [
    ...rows.filter((row) => row.people >= floor).map(({ topic, questions }) => ({ topic, questions })),
    // In the order of the list: a place by number would say how many.
    ...few.map((topic) => ({ topic, questions: null })),
  ]
}

async function risksKnown(c: Context, { programId }: At, endOf: Instant): Promise<Facts['risks']> {
  const { rows } = await sql<Facts['risks'][number]>`
    select w.name as wave, k.words, n.full_name as by, case when k.accepted_at < ${endOf}::timestamptz then a.full_name end as "acceptedBy"
    from handover_risk k join wave w on w.organization_id = k.organization_id and w.id = k.wave_id and w.program_id = ${programId}
    join person n on n.organization_id = k.organization_id and n.id = k.named_by
    left join person a on a.organization_id = k.organization_id and a.id = k.accepted_by
    where k.organization_id = ${c.organizationId} and k.named_at < ${endOf}::timestamptz
      and (k.removed_at is null or k.removed_at >= ${endOf}::timestamptz) order by k.named_at, k.id limit 30`.execute(
    c.db,
  )
  return rows
}

export async function gather(c: Context, at: At): Promise<Facts> {
  const version = await versionKnown(c, at)
  const { design } = version
  const waves = await wavesKnown(c, at)
  const firstLive = waves.find((w) => w.stage === 'live' || w.stage === 'handed_over')?.goesLiveOn ?? null
  const { rows } = await sql<{ end: Instant; sponsor: string | null; lead: string | null }>`
    select ((${addDays(at.asOf, 1)}::date)::timestamp at time zone o.time_zone) as end,
      (select full_name from person where organization_id = o.id and id = ${design.sponsorId}::uuid) as sponsor,
      (select full_name from person where organization_id = o.id and id = ${design.leadId}::uuid) as lead
    from organization o where o.id = ${c.organizationId}`.execute(c.db)
  const { end, sponsor, lead } = rows[0]!
  const { rows: versions } = await sql<{ number: number; on: Day }>`
    select v.number, (v.published_at at time zone o.time_zone)::date as on from program_version v join organization o on o.id = v.organization_id
    where v.organization_id = ${c.organizationId} and v.program_id = ${at.programId} and v.number > 1 and v.published_at < ${end}::timestamptz
    order by v.number`.execute(c.db)
  return {
    asOf: at.asOf,
    knownAt: at.knownAt,
    house: version.house,
    companyLocale: version.locale,
    floor: version.floor,
    program: {
      id: at.programId,
      version: version.number,
      publishedOn: version.on,
      firstLive,
      sponsor,
      lead,
      brand: design.brand,
      words: {
        why: design.why,
        whyNow: design.whyNow,
        objectives: design.objectives,
        ...(design.whyIn ? { whyIn: design.whyIn } : {}),
        ...(design.whyNowIn ? { whyNowIn: design.whyNowIn } : {}),
      },
      elements: elementIds.filter((e) => design.elements[e].on),
      policies: design.policies.map((p) => ({
        titles: Object.fromEntries(Object.entries(p.texts).map(([l, text]) => [l, text.title])),
        version: p.version,
      })),
    },
    metrics: await metricsKnown(c, at, design.metrics, firstLive),
    events: [
      ...waves.flatMap((w): Facts['events'] =>
        (w.stage === 'live' || w.stage === 'handed_over') && w.goesLiveOn !== null
          ? [{ on: w.goesLiveOn, kind: 'go_live', label: w.name }]
          : [],
      ),
      ...versions.map(({ number, on }) => ({ on, kind: 'version' as const, label: String(number) })),
      ...(await annotationsOf(c, { programId: at.programId }, { kind: 'organization', key: '' })).filter(
        ({ on, kind }) => kind !== 'go_live' && kind !== 'version' && on <= at.asOf,
      ),
    ].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    waves: waves.map(({ id: _id, ...wave }) => wave),
    decisions: await decisionsKnown(c, at, end),
    falls: await fallsKnown(c, at),
    mistakes: await findingsKnown(c, at.programId, at.asOf),
    waivers: await waiversKnown(c, at, end),
    topics: await topicsKnown(c, at, version.floor),
    risks: await risksKnown(c, at, end),
  }
}

/**
 * The part that is numbers: it can be taken from the dated rows at any time and comes out the same. Names, titles and
 * planned dates may be corrected later; of them the pack keeps what stood there.
 */
export const numbersOf = (facts: Facts) => ({
  version: facts.program.version,
  firstLive: facts.program.firstLive,
  metrics: facts.metrics,
  decisions: facts.decisions.map(({ number, state, aim, effect }) => ({
    number,
    state,
    aim: aim && { metric: aim.metric, expected: aim.expected, reviewOn: aim.reviewOn },
    effect,
  })),
  mistakes: facts.mistakes,
})

/** Takes the numbers again, of the same day and as known then. */
export async function numbersAgain(c: Context, kept: Facts): Promise<ReturnType<typeof numbersOf>> {
  return numbersOf(await gather(c, { programId: kept.program.id, asOf: kept.asOf, knownAt: kept.knownAt }))
}

/** Where two differ, as paths; keys in any order. Pure. */
export function differences(a: unknown, b: unknown, path = ''): string[] {
  if (Object.is(a, b)) return []
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return [path]
  if (Array.isArray(a) !== Array.isArray(b)) return [path]
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return keys.flatMap((key) =>
    differences(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      path === '' ? key : `${path}.${key}`,
    ),
  )
}
