/** In which waves a person is today, and the design they see there. */
import { sql } from 'kysely'
import { Design } from '../../contract/design.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { dayHere } from './days.ts'
import { opensTo } from './testers.ts'

export type Membership = {
  programId: string
  waveId: string
  waveName: string
  /** In it since; may lie before go-live. */
  since: Day
  preparesOn: Day | null
  goesLiveOn: Day | null
  live: boolean
  /** It is not live, and they test it. */
  trying: boolean
  /** The version the wave runs on; while it prepares, the newest published one. */
  versionNumber: number
  design: Design
}

/**
 * The waves a person is in today, one per program, each with the design they see:
 * from the preparation date on. Nothing before, and nothing of an unpublished program.
 */
export async function wavesOf(c: Context, personId: string): Promise<Membership[]> {
  const today = dayHere(c)
  const { rows } = await sql<{
    program_id: string
    wave_id: string
    name: string
    since: Day
    prepares_on: Day | null
    goes_live_on: Day | null
    live: boolean
    trying: boolean
    number: number
    design: unknown
  }>`
    select m.program_id, m.wave_id, w.name, lower(m.holds) as since, w.prepares_on, w.goes_live_on, w.launched_at is not null as live,
      w.launched_at is null and ${opensTo(sql`m.person_id`)} as trying, v.number, v.design
    from wave_member m
    join wave w on w.organization_id = m.organization_id and w.id = m.wave_id
    left join wave_version wv on wv.organization_id = m.organization_id and wv.wave_id = m.wave_id and wv.superseded is null and wv.holds @> ${today}
    join lateral (
      select v.number, v.design from program_version v
      where v.organization_id = m.organization_id and v.program_id = m.program_id and v.number = coalesce(wv.number, v.number)
      order by v.number desc limit 1
    ) v on true
    where m.organization_id = ${c.organizationId} and m.person_id = ${personId} and m.superseded is null and m.holds @> ${today}
    order by w.launched_at nulls last, w.goes_live_on, m.program_id`.execute(c.db)
  return rows.map((r) => ({
    programId: r.program_id,
    waveId: r.wave_id,
    waveName: r.name,
    since: r.since,
    preparesOn: r.prepares_on,
    goesLiveOn: r.goes_live_on,
    live: r.live,
    trying: r.trying,
    versionNumber: r.number,
    design: Design.parse(r.design),
  }))
}

/** The wave that a person is in today; of several programs the one that is live, then the one that comes first. */
export async function waveOf(c: Context, personId: string): Promise<Membership | null> {
  return (await wavesOf(c, personId))[0] ?? null
}
