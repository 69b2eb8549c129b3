/** A session as whoever leads it sees it: seats, who came, the code for the room, what people thought. */
import { sql } from 'kysely'
import type { live } from '../../contract/live.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { visibleTo } from '../access/access.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { readerOf } from '../training/training.ts'
import { resultsOf } from './evaluation.ts'
import { ledRow, sessionOf, type SessionRow } from './queries.ts'

type Room = Answer<typeof live.room>

/** From so long before it begins whoever came can be noted. */
const earlier = 60 * 60_000
export const mayMark = (row: Pick<SessionRow, 'starts_at' | 'called_off_at'>, now: Instant): boolean =>
  !row.called_off_at && addMs(row.starts_at, -earlier) <= now

export async function roomOf(db: Db | Tx, c: Context, sessionId: string): Promise<Room> {
  const row = await ledRow(db, c, sessionId)
  const { language } = await readerOf({ ...c, db })
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    seat: 'seated' | 'waiting' | 'none'
    at: Instant | null
    by: string | null
    how: 'list' | 'code' | null
  }>`
    select r.person_id as id, r.full_name as name, r.title,
      case when b.seated_at is not null then 'seated' when b.person_id is not null and b.given_back_at is null then 'waiting' else 'none' end as seat,
      a.marked_at as at, q.full_name as by, a.how
    from roster r
    left join training_booking b on b.organization_id = r.organization_id and b.session_id = ${row.id} and b.person_id = r.person_id
    left join training_attendance a on a.organization_id = r.organization_id and a.session_id = ${row.id} and a.person_id = r.person_id
    left join person q on q.organization_id = a.organization_id and q.id = a.marked_by
    where ${visibleTo(c.viewer)} and ((b.person_id is not null and b.given_back_at is null) or a.person_id is not null)
    order by b.seated_at is null, case when b.seated_at is null then b.turn end nulls last, r.sort_name, r.person_id limit 2000`.execute(
    db,
  )
  const code = await sql<{ code: string; expires_at: Instant }>`select code, expires_at from training_session_code
    where organization_id = ${c.organizationId} and session_id = ${row.id} and expires_at > ${c.clock.now()}`.execute(
    db,
  )
  return {
    ...(await sessionOf(db, row, c, language)),
    programId: row.program_id,
    wave: row.wave_id && row.wave_name !== null ? { id: row.wave_id, name: row.wave_name } : null,
    who: row.who,
    site: row.site,
    link: row.link,
    materials: row.materials,
    plannedBy: { id: row.planned_by, name: row.planner },
    mayMark: mayMark(row, c.clock.now()),
    people: rows.map(({ id, name, title, seat, at, by, how }) => ({
      person: { id, name, title },
      seat,
      came: at && how ? { at, by: by ?? '', how } : null,
    })),
    code: code.rows[0] ? { code: code.rows[0].code, until: code.rows[0].expires_at } : null,
    evaluation: await resultsOf(db, c, row),
  }
}

export const room = (c: Context, input: Input<typeof live.room>): Promise<Room> => roomOf(c.db, c, input.sessionId)
