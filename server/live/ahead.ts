/** What stands in somebody's next days: sessions in which they have a seat, and those they were invited to and can still book. */
import { sql } from 'kysely'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { bookable } from './queries.ts'

export type SeatAhead = {
  sessionId: string
  title: string
  startsAt: Instant
  endsAt: Instant
  place: string
  seat: 'seated' | 'waiting' | 'invited'
}

/** A seat is told of in its last week, an invitation three weeks before. */
const [near, far] = [7, 21]
const dayMs = 86_400_000

/** One invitation to the same thing at most: of several sessions of a course or workshop one is attended. */
export async function seatsAhead(c: Context): Promise<SeatAhead[]> {
  const now = c.clock.now()
  const matter = (s: string) => sql.raw(`coalesce(${s}.workshop_id, ${s}.course_id, lower(${s}.title))`)
  const { rows } = await sql<SeatAhead & { matter: string }>`
    select s.id as "sessionId", s.title, s.starts_at as "startsAt", s.ends_at as "endsAt", s.place,
      case when b.seated_at is not null then 'seated' when b.person_id is not null then 'waiting' else 'invited' end as seat, ${matter('s')} as matter
    from training_session s
    left join training_booking b on b.organization_id = s.organization_id and b.session_id = s.id and b.person_id = ${c.viewer.personId} and b.given_back_at is null
    where s.organization_id = ${c.organizationId} and s.called_off_at is null and s.ends_at > ${now} and s.starts_at < ${addMs(now, far * dayMs)}
      and case when b.person_id is not null then s.starts_at < ${addMs(now, near * dayMs)} else
        exists (select from inbox_item i where i.organization_id = s.organization_id and i.person_id = ${c.viewer.personId} and i.kind = 'live_invited'
          and i.subject_id = s.id and i.appears_at <= ${now})
        and s.starts_at > ${now}
        and (select count(*) from training_booking t where t.organization_id = s.organization_id and t.session_id = s.id and t.given_back_at is null) < s.seats
        and exists (select from (${bookable(c)}) k where k.person_id = ${c.viewer.personId})
        and not exists (select from training_booking o join training_session x on x.organization_id = o.organization_id and x.id = o.session_id
          where o.organization_id = s.organization_id and o.person_id = ${c.viewer.personId} and o.given_back_at is null and x.called_off_at is null
            and x.program_id = s.program_id and ${matter('x')} = ${matter('s')}) end
    order by s.starts_at, s.id limit 20`.execute(c.db)
  const said = new Set<string>()
  return rows.flatMap(({ matter: about, ...row }) => {
    if (row.seat === 'invited' && said.has(about)) return []
    said.add(about)
    return [row]
  })
}
