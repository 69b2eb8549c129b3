import { sql } from 'kysely'
import { each, type Letters, pageAddress } from '../attention/attention.ts'
import type { Day } from '../platform/clock.ts'

export const letters: Letters = {
  /** A launch that was to happen by itself did not. Launched since, it needs no letter. */
  launch_refused: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ id: string; name: string; live: boolean; program: string | null; day: Day }>`
      select w.id, w.name, w.launched_at is not null as live,
        (select v.brand ->> 'name' from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id order by v.number desc limit 1) as program,
        (t.attempted_at at time zone o.time_zone)::date as day
      from launch_attempt t
      join wave w on w.organization_id = t.organization_id and w.id = t.wave_id
      join organization o on o.id = t.organization_id
      where t.organization_id = ${c.organizationId} and t.id = ${letter.subjectId}`.execute(c.db)
    const wave = rows[0]
    if (!wave || wave.live) return { excluded: 'not_needed' }
    return {
      template: 'launch-refused',
      facts: {
        program: { name: wave.program ?? organization.name },
        wave: { name: wave.name, goLive: wave.day },
        action: { url: `${pageAddress(c, organization.slug, 'readiness')}?wave=${wave.id}` },
      },
    }
  }),
}
