/** What a roadmap rests on: the company, the waves with their dates, and what the product has seen happen. */
import { companyDaysOff, daysOffOf } from '../directory/directory.ts'
import { sql } from 'kysely'
import { type WatchedFact, watchedFacts } from '../../contract/roadmap.ts'
import { liveWaves, stageOf } from '../hypercare/hypercare.ts'
import { addDays, type Day, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { leastDays } from '../../contract/hypercare.ts'
import type { Company } from './wanted.ts'

export type RoadmapWave = {
  id: string
  name: string
  preparesOn: Day | null
  goesLiveOn: Day | null
  live: boolean
  /** The day on which its first weeks are over, as far as that is known. */
  overOn: Day | null
  /** What was reached, and on which day. */
  reached: ReadonlyMap<WatchedFact, Day>
}
export type Facts = {
  today: Day
  /** On which nobody in the company works. */
  off: ReadonlySet<Day>
  /** Beside them, on which days an owner of a task does not work, by what holds at their place. */
  offOf: ReadonlyMap<string, ReadonlySet<Day>>
  reached: ReadonlyMap<WatchedFact, Day>
  waves: readonly RoadmapWave[]
}

/** As last counted, at night or when a roadmap was made; where nobody has counted yet, now. */
export async function companyFacts(db: Db | Tx, c: Context): Promise<Company> {
  const { rows } =
    await sql<Company>`select people, countries, languages, without_address as "withoutAddress" from roadmap_company
      where organization_id = ${c.organizationId}`.execute(db)
  return rows[0] ?? count(db, c)
}

/** Counts everybody and keeps it. */
export async function countCompany(tx: Tx, c: Context): Promise<Company> {
  const found = await count(tx, c)
  await sql`insert into roadmap_company as x (organization_id, people, countries, languages, without_address, read_at)
    values (${c.organizationId}, ${found.people}, ${found.countries as string[]}::text[], ${found.languages}, ${found.withoutAddress}, ${c.clock.now()})
    on conflict (organization_id) do update set people = excluded.people, countries = excluded.countries, languages = excluded.languages,
      without_address = excluded.without_address, read_at = excluded.read_at`.execute(tx)
  return found
}

async function count(db: Db | Tx, c: Context): Promise<Company> {
  const { rows } = await sql<{ people: number; countries: string[]; languages: number; without: boolean }>`
    select count(*) as people, coalesce(array_agg(distinct r.country) filter (where r.country <> ''), '{}') as countries,
      count(distinct lower(left(spoken_locale(p.language, r.locale), 2))) filter (where spoken_locale(p.language, r.locale) <> '') as languages,
      coalesce(bool_or(r.email is null), false) as without
    from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id
    where r.organization_id = ${c.organizationId} and r.employed`.execute(db)
  const { people, countries, languages, without } = rows[0]!
  return { people, countries, languages, withoutAddress: without }
}

/** What the product sees of a program and its waves. */
export async function factsOf(db: Db | Tx, c: Context, programId: string): Promise<Facts> {
  const { rows: programs } = await sql<{
    today: Day
    zone: string
    published: Day | null
    policies: Day | null
    sponsor: Day | null
    committee: Day | null
  }>`
    select (${c.clock.now()}::timestamptz at time zone o.time_zone)::date as today, o.time_zone as zone,
      (select (min(v.published_at) at time zone o.time_zone)::date from program_version v where v.organization_id = o.id and v.program_id = p.id) as published,
      (select (min(v.published_at) at time zone o.time_zone)::date from program_version v where v.organization_id = o.id and v.program_id = p.id
        and exists (select from jsonb_array_elements(v.design -> 'policies') q where q -> 'texts' <> '{}'::jsonb)) as policies,
      (select (min(k.started_at) at time zone o.time_zone)::date from campaign k where k.organization_id = o.id and k.program_id = p.id
        and k.sender_id::text in (select n.design ->> 'sponsorId' from program_version n where n.organization_id = o.id and n.program_id = p.id)) as sponsor,
      (select min(e.happened_on) from event e where e.organization_id = o.id and e.type = 'governance.meeting_held'
        and e.recorded_at >= p.created_at) as committee
    from program p join organization o on o.id = p.organization_id
    where p.organization_id = ${c.organizationId} and p.id = ${programId}`.execute(db)
  const program = programs[0]!
  const { rows: waves } = await sql<{
    id: string
    name: string
    prepares_on: Day | null
    goes_live_on: Day | null
    live: boolean
    prepared: Day | null
    message: Day | null
  }>`
    select w.id, w.name, w.prepares_on, w.goes_live_on, w.launched_at is not null as live,
      (w.prepared_at at time zone ${program.zone})::date as prepared,
      (select (min(k.started_at) at time zone ${program.zone})::date from campaign k where k.organization_id = w.organization_id and k.wave_id = w.id) as message
    from wave w where w.organization_id = ${c.organizationId} and w.program_id = ${programId}
    order by coalesce(w.goes_live_on, 'infinity'::date), w.created_at, w.id`.execute(db)
  const { rows: owners } = await sql<{ id: string }>`select distinct owner_id as id from roadmap_task
    where organization_id = ${c.organizationId} and program_id = ${programId} and owner_id is not null`.execute(db)
  const running = new Map((await liveWaves(db, c, null)).map((one) => [one.id, one]))
  return {
    today: program.today,
    off: await companyDaysOff(db, c),
    offOf: await daysOffOf(
      db,
      c,
      owners.map((row) => row.id),
    ),
    reached: dated({
      published: program.published,
      policies_published: program.policies,
      sponsor_acted: program.sponsor,
      committee_met: program.committee,
    }),
    waves: waves.map((w) => {
      const run = running.get(w.id)
      const over = run ? stageOf(run, program.today).overOn : w.goes_live_on && addDays(w.goes_live_on, leastDays)
      return {
        id: w.id,
        name: w.name,
        preparesOn: w.prepares_on,
        goesLiveOn: w.goes_live_on,
        live: w.live,
        overOn: over,
        reached: dated({
          prepared: w.prepared,
          message_sent: w.message,
          live: w.live ? w.goes_live_on : null,
          hypercare_over: run && over && over <= program.today ? over : null,
          handed_over: run?.completed_at ? dayIn(run.completed_at, run.time_zone) : null,
        }),
      }
    }),
  }
}

const dated = (found: Partial<Record<WatchedFact, Day | null>>): Map<WatchedFact, Day> =>
  new Map(watchedFacts.flatMap((id) => (found[id] ? [[id, found[id]] as const] : [])))
