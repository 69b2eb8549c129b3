/**
 * A wave that is paused, or that was taken back to before its go-live.
 *
 * Paused, it stays live: its people read and write as before, and nothing asks them. Whoever asks
 * (the post office, the inbox, This week, surveys) looks at `pausedIn` here and nowhere else.
 * Rolled back, it is a wave in preparation again; everything written under it is kept and comes
 * back when it next goes live. What a launch had been stays known, so that past numbers stay the same.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { dayHere } from './days.ts'

export type HaltKind = 'pause' | 'rollback'
export type Halt = {
  id: string
  kind: HaltKind
  reason: string
  letter: string | null
  people: number
  begun: { on: Day; at: Instant; by: { id: string; name: string } }
  ended: { on: Day; at: Instant; by: { id: string; name: string } | null; letter: string | null } | null
}

/**
 * Of halt `h` and its member `hm`: taken back, but of another program a live wave asks them. A pause means quiet,
 * whatever else there is. `many`: those who are in a live wave are looked up once, not for each; else each alone,
 * which an `offset` sees to.
 */
const askedElsewhere = (c: Context, many: boolean) => {
  const live = sql`select om.person_id from wave_member om
    join wave ow on ow.organization_id = om.organization_id and ow.id = om.wave_id and ow.launched_at is not null
    where om.organization_id = ${c.organizationId} and om.superseded is null and om.holds @> ${dayHere(c)}`
  return many
    ? sql<boolean>`(h.kind = 'rollback' and hm.person_id in (${live}))`
    : sql<boolean>`(h.kind = 'rollback' and exists (${live} and om.person_id = hm.person_id offset 0))`
}

/**
 * People of open halts, as rows `(person_id, kind, began_at)`: who is in a wave that is paused, or that was taken
 * back and has not gone live again, and in no other that is live. `many`: to be asked of a long list.
 */
export const haltedPeople = (c: Context, many = false): RawBuilder<unknown> => sql`(
  select hm.person_id, h.kind, h.began_at from wave_halt h
  join wave_member hm on hm.organization_id = h.organization_id and hm.wave_id = h.wave_id and hm.superseded is null and hm.holds @> ${dayHere(c)}
  where h.organization_id = ${c.organizationId} and h.ended_at is null and not ${askedElsewhere(c, many)})`

/**
 * Whether a person, told as SQL, is in a wave that is paused: nothing asks them. Asked of many: those who are paused
 * are looked up once, not for each.
 */
export const pausedIn = (c: Context, personId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${personId} in (select q.person_id from ${haltedPeople(c, true)} q where q.kind = 'pause'))`

/** Of several people, those of an open halt: nothing asks for them. */
export async function haltedAmong(db: Db | Tx, c: Context, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ person_id: string }>`select distinct q.person_id from ${haltedPeople(c)} q
    where q.person_id = any(${ids as string[]}::uuid[])`.execute(db)
  return new Set(rows.map((row) => row.person_id))
}

/** Why nothing asks a person, or why the practice is hidden again: their wave is paused or was taken back. Null: neither. */
export async function haltFor(
  c: Context,
  personId: string,
): Promise<{ kind: HaltKind; on: Day; program: string; by: string; words: string | null } | null> {
  const { rows } = await sql<{ kind: HaltKind; on: Day; program: string; by: string; words: string | null }>`
    select h.kind, h.began_on as "on", b.full_name as by, h.letter as words, coalesce((select v.brand ->> 'name' from program_version v
      where v.organization_id = h.organization_id and v.program_id = hm.program_id order by v.number desc limit 1), '') as program
    from wave_halt h
    join wave_member hm on hm.organization_id = h.organization_id and hm.wave_id = h.wave_id and hm.superseded is null and hm.holds @> ${dayHere(c)}
    join person b on b.organization_id = h.organization_id and b.id = h.began_by
    where h.organization_id = ${c.organizationId} and h.ended_at is null and hm.person_id = ${personId} and not ${askedElsewhere(c, false)}
    order by h.kind, h.began_at limit 1`.execute(c.db)
  return rows[0] ?? null
}

/** Pauses and roll-backs of a wave, the newest first. */
export async function haltsOf(db: Db | Tx, c: Context, waveId: string): Promise<Halt[]> {
  const { rows } = await sql<{
    id: string
    kind: HaltKind
    reason: string
    letter: string | null
    people: number
    began_on: Day
    began_at: Instant
    began_by: string
    began_name: string
    ended_on: Day | null
    ended_at: Instant | null
    ended_by: string | null
    ended_name: string | null
    end_letter: string | null
  }>`select h.id, h.kind, h.reason, h.letter, h.people, h.began_on, h.began_at, h.began_by, b.full_name as began_name,
      h.ended_on, h.ended_at, h.ended_by, e.full_name as ended_name, h.end_letter
    from wave_halt h
    join person b on b.organization_id = h.organization_id and b.id = h.began_by
    left join person e on e.organization_id = h.organization_id and e.id = h.ended_by
    where h.organization_id = ${c.organizationId} and h.wave_id = ${waveId} order by h.began_at desc, h.id limit 50`.execute(
    db,
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    reason: row.reason,
    letter: row.letter,
    people: row.people,
    begun: { on: row.began_on, at: row.began_at, by: { id: row.began_by, name: row.began_name } },
    ended:
      row.ended_on && row.ended_at
        ? {
            on: row.ended_on,
            at: row.ended_at,
            by: row.ended_by ? { id: row.ended_by, name: row.ended_name ?? '' } : null,
            letter: row.end_letter,
          }
        : null,
  }))
}

/** Ends the halt of a wave that is open, if there is one of this kind. */
export async function endHalt(
  tx: Tx,
  c: Context,
  waveId: string,
  kind: HaltKind,
  today: Day,
  letter: string | null = null,
): Promise<void> {
  await sql`update wave_halt set ended_on = greatest(${today}::date, began_on), ended_at = ${c.clock.now()}, ended_by = (
      select p.id from person p where p.organization_id = ${c.organizationId} and p.id = ${c.viewer.personId}), end_letter = ${letter}
    where organization_id = ${c.organizationId} and wave_id = ${waveId} and kind = ${kind} and ended_at is null`.execute(
    tx,
  )
}
