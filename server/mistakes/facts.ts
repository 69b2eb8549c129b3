/** The facts that the mistake audit is judged on: a program's own, read in a handful of statements whatever the company's size. */
import { sql } from 'kysely'
import type { Design } from '../../contract/design.ts'
import type { BegunPlace } from '../../contract/operation.ts'
import type { Wave } from '../../contract/program.ts'
import { designOfWave } from '../campaigns/campaigns.ts'
import { aimOf, coverageOf } from '../champions/champions.ts'
import { factsOf as gateFacts, type Finding, judge, type Person } from '../launch/launch.ts'
import { companyNumber, coursesOf, metric } from '../metrics/metrics.ts'
import { faultsOf } from '../plan/plan.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { acknowledgementsIn, designState, dueOn, listWaves, newSince, today as todayOf } from '../program/program.ts'
import { managersTrained } from '../training/training.ts'
import { lastProgramAct, sponsorActs } from './acts.ts'
import { type Facts, leastTalks, planDays, sponsorDays, trainedDays, type WaveFacts } from './checks.ts'
import { committeeFacts } from '../governance/governance.ts'

/** Longer ago nobody remembers who did what. */
const lookBack = 366

export async function factsFor(c: Context, programId: string | null): Promise<Facts> {
  const today = await todayOf(c.db, c)
  const committee = await committeeFacts(c.db, c.organizationId, today)
  if (programId === null) return { ...nothing(today), committee }
  const state = await designState(c.db, c, programId)
  const design = state.version?.design ?? state.draft
  const waves = (await listWaves(c, { programId })).waves
  const live = waves.filter((w) => w.state.phase === 'live')
  const { lead, sponsor } = await holdersOf(c, design)
  const facts: Facts = {
    ...nothing(today),
    design,
    missing: state.missing,
    firstLive: live.reduce<Day | null>(
      (first, w) => (first === null || w.goesLiveOn! < first ? w.goesLiveOn : first),
      null,
    ),
    lead,
    sponsor,
    committee,
  }
  // Of a design that was never published nothing more is asked; see checks.ts.
  if (!state.version) return facts
  const { number } = state.version
  const next = waves.find((w) => w.state.phase !== 'live' && isNear(w, today)) ?? null
  const counted = facts.firstLive !== null && design.elements.checkins.on
  const from = addDays(today, -lookBack)
  // Nothing of this waits for anything else of it.
  const [since, acts, lastLeadAct, talks, begun, reached, ofWaves, gates, understood, courses, champions] =
    await Promise.all([
      sinceWhen(c, programId, design),
      design.sponsorId ? sponsorActs(c, design.sponsorId, from, today) : [],
      design.leadId ? lastProgramAct(c, design.leadId, from) : null,
      counted ? talkLengths(c, programId, today) : null,
      counted ? talksBegun(c, programId, today) : null,
      facts.firstLive === null ? null : actsBegun(c, programId, today),
      waveFacts(c, programId, waves, today),
      next ? gatesOf(c, next.id) : null,
      companyNumber(c, 'L6'),
      coursesOf(c, programId),
      live.length > 0 ? championsOf(c, programId) : null,
    ])
  const lately = acts.filter((one) => one.on > addDays(today, -sponsorDays))
  return {
    ...facts,
    version: { number, ...since },
    reviewedOn: await lastReview(c, programId),
    sponsorActs: {
      count: lately.filter((one) => one.seen).length,
      own: lately.some((one) => !one.seen),
      last: acts.find((one) => one.seen)?.on ?? null,
    },
    lastLeadAct,
    talks,
    begun,
    reached,
    waves: ofWaves,
    next: gates,
    understanding: {
      now: understood,
      target: design.metrics.find((m) => m.id === 'L6')?.target ?? metric('L6').target!,
    },
    courses,
    champions,
  }
}

const nothing = (today: Day): Facts => ({
  today,
  design: null,
  version: null,
  reviewedOn: null,
  missing: [],
  firstLive: null,
  sponsor: null,
  lead: null,
  sponsorActs: { count: 0, own: false, last: null },
  lastLeadAct: null,
  talks: null,
  begun: null,
  reached: null,
  waves: [],
  next: null,
  understanding: { now: null, target: 0 },
  courses: [],
  committee: undefined,
  champions: null,
})

const isNear = (wave: Wave, today: Day): boolean =>
  wave.state.phase === 'preparing' || (wave.goesLiveOn !== null && wave.goesLiveOn <= addDays(today, planDays))

async function holdersOf(c: Context, design: Design): Promise<{ lead: Person | null; sponsor: Person | null }> {
  const { rows } = await sql<{ role: 'lead' | 'sponsor'; name: string; present: boolean; holds: boolean }>`
    select x.role, p.full_name as name, r.person_id is not null as present, g.id is not null as holds
    from (values ('lead', ${design.leadId}::uuid), ('sponsor', ${design.sponsorId}::uuid)) x (role, person_id)
    join person p on p.organization_id = ${c.organizationId} and p.id = x.person_id
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    left join role_grant g on g.organization_id = p.organization_id and g.person_id = p.id and g.role = x.role and g.ended_at is null`.execute(
    c.db,
  )
  const of = (role: 'lead' | 'sponsor'): Person | null => {
    const row = rows.find((one) => one.role === role)
    return row ? { name: row.name, present: row.present, holdsRole: row.holds } : null
  }
  return { lead: of('lead'), sponsor: of('sponsor') }
}

/** When the newest version came, and since when versions have named the sponsor and the lead of today. */
async function sinceWhen(c: Context, programId: string, design: Design) {
  const named = (
    field: string,
    id: string | null,
  ) => sql<Day>`(select (min(v.published_at) at time zone o.time_zone)::date from version v
    where v.number > coalesce((select max(b.number) from version b where b.${sql.ref(field)} is distinct from ${id}), 0))`
  const { rows } = await sql<{ publishedOn: Day; sponsorSince: Day | null; leadSince: Day | null }>`
    with version as (
      select v.number, v.published_at, v.design ->> 'sponsorId' as sponsor, v.design ->> 'leadId' as lead
      from program_version v where v.organization_id = ${c.organizationId} and v.program_id = ${programId}
    )
    select (select (max(v.published_at) at time zone o.time_zone)::date from version v) as "publishedOn",
      ${named('sponsor', design.sponsorId)} as "sponsorSince", ${named('lead', design.leadId)} as "leadSince"
    from organization o where o.id = ${c.organizationId}`.execute(c.db)
  const { publishedOn, sponsorSince, leadSince } = rows[0]!
  return { publishedOn, sponsorSince: sponsorSince ?? publishedOn, leadSince: leadSince ?? publishedOn }
}

/** When the success metrics were last looked at, one by one. */
async function lastReview(c: Context, programId: string): Promise<Day | null> {
  const { rows } = await sql<{ on: Day | null }>`
    select max((m.held_at at time zone o.time_zone)::date) as on from metric_review m join organization o on o.id = m.organization_id
    where m.organization_id = ${c.organizationId} and m.program_id = ${programId}`.execute(c.db)
  return rows[0]!.on
}

/** So many of the newest say how long check-ins take, in a company of any size. */
const mostTimed = 2000
/** A longer pause begins anew: whoever prepared in the morning did not talk until the evening. */
const pauseMinutes = 60

/**
 * How long a check-in takes whoever records it: from their first touch, without a long pause, to the
 * record that it was held. Of the last 35 days, company-wide figures of a program alone, and none where
 * it is about a few. A record made in one go says nothing about the time and is left out.
 */
async function talkLengths(c: Context, programId: string, today: Day): Promise<Facts['talks']> {
  const { rows } = await sql<{ timed: number; people: number; floor: number; median: number | null }>`
    with talk as materialized (
      select e.subject_id, e.actor_id, e.recorded_at, e.data ->> 'reportId' as report
      from event e
      where e.organization_id = ${c.organizationId} and e.type = 'checkin.held' and e.recorded_at > ${addDays(today, -sponsorDays)}::timestamptz
        and exists (select from wave_member m where m.organization_id = e.organization_id and m.person_id = (e.data ->> 'reportId')::uuid
          and m.program_id = ${programId} and m.superseded is null and m.holds @> ${today}::date)
      order by e.recorded_at desc limit ${mostTimed}
    ), touch as (
      select t.subject_id, t.report, t.recorded_at as held, e.recorded_at as at,
        e.recorded_at - lag(e.recorded_at) over (partition by t.subject_id order by e.recorded_at, e.id) as pause
      from talk t
      join event e on e.organization_id = ${c.organizationId} and e.subject_kind = 'checkin' and e.subject_id = t.subject_id
        and e.actor_id = t.actor_id and e.recorded_at <= t.recorded_at and e.recorded_at > t.recorded_at - interval '6 hours'
    ), length as (
      select report, extract(epoch from held - max(at) filter (where pause is null or pause > make_interval(mins => ${pauseMinutes}))) / 60 as minutes
      from touch group by subject_id, report, held
    )
    select count(*) as timed, count(distinct report) as people, smallest_group(${c.organizationId}) as floor,
      percentile_cont(0.5) within group (order by minutes)::float8 as median
    from length where minutes > 0`.execute(c.db)
  const { timed, people, floor, median } = rows[0]!
  return timed < leastTalks || people < floor || median === null ? null : { timed, median }
}

/** Check-ins begun two to nine weeks ago, and those of them that lie open although their day is two weeks past. */
async function talksBegun(c: Context, programId: string, today: Day): Promise<Facts['begun']> {
  const { rows } = await sql<{
    begun: number
    left: number
    people: number
    leftPeople: number
    others: number
    floor: number
  }>`
    select count(*) as begun, count(distinct k.report_id) as people, smallest_group(${c.organizationId}) as floor,
      count(*) filter (where lies) as "left", count(distinct k.report_id) filter (where lies) as "leftPeople",
      count(distinct k.report_id) filter (where lies is not true) as others
    from checkin k
    cross join lateral (select k.held_on is null and k.planned_for < ${addDays(today, -14)}::date as lies) o
    where k.organization_id = ${c.organizationId} and k.created_at > ${addDays(today, -63)}::timestamptz and k.created_at < ${addDays(today, -13)}::timestamptz
      and k.ended_at is null
      and exists (select from wave_member m where m.organization_id = k.organization_id and m.person_id = k.report_id
        and m.program_id = ${programId} and m.superseded is null and m.holds @> ${today}::date)`.execute(c.db)
  const { begun, left, people, leftPeople, others, floor } = rows[0]!
  if (begun < leastTalks || people < floor) return null
  return { begun, left, small: leftPeople < floor || others < floor }
}

/** Where acts of the practice began, of the program's people in the last 35 days: how many from a letter, a calendar or This week. */
async function actsBegun(c: Context, programId: string, today: Day): Promise<Facts['reached']> {
  const { rows } = await sql<{
    acts: number
    near: number
    people: number
    nearPeople: number
    farPeople: number
    floor: number
  }>`
    with act as (
      select distinct e.actor_id, e.recorded_at, e.data ->> 'begun' <> ${'app' satisfies BegunPlace} as near from event e
      where e.organization_id = ${c.organizationId} and e.recorded_at > ${addDays(today, -sponsorDays)}::timestamptz and e.data ? 'begun'
        -- As a value, so that the members are hashed once and not looked up for each act.
        and coalesce(e.actor_id in (select m.person_id from wave_member m where m.organization_id = ${c.organizationId}
          and m.program_id = ${programId} and m.superseded is null and m.holds @> ${today}::date), false)
    )
    select count(*) as acts, count(*) filter (where near) as near, count(distinct actor_id) as people,
      count(distinct actor_id) filter (where near) as "nearPeople", count(distinct actor_id) filter (where not near) as "farPeople",
      smallest_group(${c.organizationId}) as floor from act`.execute(c.db)
  const { acts, near, people, nearPeople, farPeople, floor } = rows[0]!
  if (acts < leastTalks || people < floor) return null
  return { acts, near, small: nearPeople < floor || farPeople < floor }
}

async function waveFacts(c: Context, programId: string, waves: readonly Wave[], today: Day): Promise<WaveFacts[]> {
  const near = waves.filter((w) => w.state.phase !== 'live' && isNear(w, today))
  const faults = near.length > 0 ? await faultsOf(c, programId) : []
  const { rows: sent } = await sql<{ wave_id: string; messages: number; senders: number }>`
    select k.wave_id, count(*) as messages, count(distinct k.sender_id) as senders from campaign k
    where k.organization_id = ${c.organizationId} and k.program_id = ${programId} and k.started_at is not null group by k.wave_id`.execute(
    c.db,
  )
  const looked = waves.filter((w) => w.state.phase !== 'planned' || near.includes(w))
  return Promise.all(
    looked.map(async (wave): Promise<WaveFacts> => {
      const begun = wave.state.phase !== 'planned'
      const live = wave.state.phase === 'live'
      const of = (...codes: string[]) => faults.filter((one) => one.waveId === wave.id && codes.includes(one.code))
      const mine = sent.find((row) => row.wave_id === wave.id)
      const soon = wave.goesLiveOn !== null && wave.goesLiveOn <= addDays(today, trainedDays)
      return {
        name: wave.name,
        live,
        goesLiveOn: wave.goesLiveOn,
        training: begun && (live || soon) ? await managersTrained(c.db, c, wave.id) : null,
        texts: begun ? await textsDue(c, programId, wave, today) : null,
        sent: { messages: mine?.messages ?? 0, senders: mine?.senders ?? 0 },
        plan: live
          ? null
          : {
              gaps: of('gap', 'one_voice', 'sender_missing', 'sender_left').length,
              unplanned: of('unplanned').length > 0,
              full: of('overload').length,
            },
      }
    }),
  )
}

/** Texts to confirm whose days are over; null where there is none. */
async function textsDue(c: Context, programId: string, wave: Wave, today: Day): Promise<WaveFacts['texts']> {
  const design = (await designOfWave(c.db, c, programId, wave.id))?.design
  const asking = design?.policies.filter((p) => p.acknowledge) ?? []
  const from = wave.preparesOn ?? wave.goesLiveOn
  if (asking.length === 0 || from === null) return null
  const isLive = wave.state.phase === 'live'
  const since = await newSince(c, { waveId: wave.id, programId, live: isLive }, asking)
  const due = asking.map(
    (p) => dueOn(p, { since: from, preparesOn: wave.preparesOn }, since.get(p.id) ?? null) <= today,
  )
  if (!due.includes(true)) return null
  // In the order of the design, as they are asked.
  const read = await acknowledgementsIn(c.db, c, wave, today)
  return read?.filter((_, i) => due[i]) ?? null
}

/** How many people of live waves have a champion. */
async function championsOf(c: Context, programId: string): Promise<NonNullable<Facts['champions']>> {
  const inLive = sql<boolean>`exists (select from wave_member m join wave w on w.organization_id = m.organization_id and w.id = m.wave_id
    where m.organization_id = r.organization_id and m.person_id = r.person_id and m.program_id = ${programId} and w.launched_at is not null
      and m.superseded is null and m.holds @> ${await todayOf(c.db, c)}::date)`
  return { ...(await coverageOf(c.db, c, inLive)), aim: (await aimOf(c.db, c)).aim.peopleEach }
}

/** What readiness says of the wave that comes next. */
async function gatesOf(c: Context, waveId: string): Promise<NonNullable<Facts['next']>> {
  const checks = judge((await gateFacts(c.db, c, waveId, 'as_planned')).facts)
  const of = (id: 'preparation' | 'message'): Finding => {
    const { result, reason, evidence } = checks.find((one) => one.id === id)!
    return { result, reason, evidence }
  }
  return { preparation: of('preparation'), message: of('message') }
}
