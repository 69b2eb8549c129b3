/**
 * Certificates for a whole curriculum: given with the last course of a role, renewed by taking its courses again.
 * What counts is what is required today, in whichever version each course was finished.
 */
import { sql } from 'kysely'
import { curriculumOf, type CurriculumId } from '../../contract/certificates.ts'
import { type TrainingRole, trainingRoles } from '../../contract/design.ts'
import { addDays, addMonths, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { curricula } from '../program/program.ts'
import { give, renewalDays } from './giving.ts'
import { standing } from './queries.ts'
import { openAgain } from './renewing.ts'

const seats: readonly TrainingRole[] = ['hr', 'champions', 'trainers']

type Rule = { id: CurriculumId; role: TrainingRole; title: string; months: number | null; day: Day }

async function rulesOf(tx: Tx, c: Context): Promise<Rule[]> {
  const ids = trainingRoles.map(curriculumOf)
  const { rows } = await sql<{ course_id: CurriculumId; title: string; months: number | null; day: Day }>`
    select r.course_id, r.title, r.months, (r.set_at at time zone o.time_zone)::date as day from training_certificate_rule r
    join organization o on o.id = r.organization_id
    where r.organization_id = ${c.organizationId} and r.course_id = any(${ids}::text[])`.execute(tx)
  return rows.map(({ course_id: id, title, months, day }) => ({
    id,
    role: trainingRoles.find((role) => curriculumOf(role) === id)!,
    title,
    months,
    day,
  }))
}

/** What each role is required to learn, as rows of wave, role and course; and who it is required of today. */
async function asked(tx: Tx, c: Context, rules: readonly Rule[]) {
  const rows = (await curricula(tx, c)).flatMap((wave) =>
    rules.flatMap(({ role }) =>
      wave.training.courses
        .filter((one) => one.required.includes(role))
        .map((one) => ({ wave: wave.waveId, role, course: one.id })),
    ),
  )
  return sql`
    given as materialized (
      select * from unnest(${rows.map((r) => r.wave)}::uuid[], ${rows.map((r) => r.role)}::text[], ${rows.map((r) => r.course)}::text[]) as g (wave_id, role, course_id)
    ),
    seat as materialized (
      select person_id, case role when 'hr' then 'hr' else role || 's' end as role from role_grant
      where organization_id = ${c.organizationId} and role in ('hr', 'champion', 'trainer') and ended_at is null
    ),
    holder as (
      select distinct a.person_id, a.wave_id, g.role from training_assignment a
      join given g on g.wave_id = a.wave_id and g.course_id = a.course_id
      where a.organization_id = ${c.organizationId} and a.need = 'required' and ${standing(c)}
        and (a.role = g.role or (g.role = any(${[...seats]}::text[]) and exists (select from seat s where s.person_id = a.person_id and s.role = g.role)))
    )`
}

/** Where somebody has just finished a course, to them; in the night to everybody whose curriculum became shorter. */
export async function giveCurricula(tx: Tx, c: Context, day: Day, personId: string | null): Promise<void> {
  const rules = await rulesOf(tx, c)
  if (rules.length === 0) return
  const { rows } = await sql<{ person_id: string; role: TrainingRole; covers: { id: string; version: number }[] }>`
    with ${await asked(tx, c, rules)},
    rule as (select * from unnest(${rules.map((r) => r.role)}::text[], ${rules.map((r) => r.id)}::text[], ${rules.map((r) => r.day)}::date[]) as r (role, id, day)),
    done as (
      select h.person_id, h.role, h.wave_id, max(k.completed_on) as last,
        jsonb_agg(jsonb_build_object('id', g.course_id, 'version', k.completed_version) order by g.course_id) as covers
      from holder h join given g on g.wave_id = h.wave_id and g.role = h.role
      left join training_work k on k.organization_id = ${c.organizationId} and k.person_id = h.person_id and k.course_id = g.course_id
      where ${personId === null ? sql`true` : sql`h.person_id = ${personId}`}
      group by h.person_id, h.role, h.wave_id
      having bool_and(k.completed_on is not null)
    )
    select distinct on (d.person_id, d.role) d.person_id, d.role, d.covers from done d
    join rule r on r.role = d.role
    left join lateral (select x.* from training_certificate x where x.organization_id = ${c.organizationId} and x.person_id = d.person_id and x.course_id = r.id
      order by x.issued_on desc, x.revoked_at nulls first limit 1) x on true
    where d.last >= r.day and case
      when x.id is null then true
      -- What was taken back comes back by learning alone, never by itself.
      when x.revoked_at is not null then ${personId !== null}::boolean
      else d.last >= coalesce(x.renewal_on, x.expires_on + 1) and not exists (select from training_renewal n
        where n.organization_id = ${c.organizationId} and n.person_id = d.person_id and n.certificate_id = x.id and n.done_on is null) end
    order by d.person_id, d.role, d.wave_id`.execute(tx)
  for (const row of rows) {
    const { id, title, months } = rules.find((r) => r.role === row.role)!
    const expires = months === null ? null : addMonths(day, months)
    await give(tx, c, { personId: row.person_id, id, title, day, expires, covers: row.covers })
  }
}

/** Thirty days before its end the courses that the curriculum requires by now are open again. */
export async function renewCurricula(tx: Tx, c: Context, day: Day): Promise<number> {
  const rules = await rulesOf(tx, c)
  if (rules.length === 0) return 0
  const { rows } = await sql<{ person_id: string; course_id: string }>`
    with ${await asked(tx, c, rules)},
    due as (
      update training_certificate k set renewal_on = ${day}::date
      where k.organization_id = ${c.organizationId} and k.course_id = any(${rules.map((r) => r.id)}::text[]) and k.renewal_on is null
        and k.revoked_at is null and k.expires_on <= ${addDays(day, renewalDays)}::date
        and exists (select from holder h where h.person_id = k.person_id and k.course_id = 'curriculum:' || h.role)
        and not exists (select from training_certificate l where l.organization_id = k.organization_id and l.person_id = k.person_id
          and l.course_id = k.course_id and l.revoked_at is null and l.issued_on > k.issued_on)
      returning k.id, k.person_id, k.course_id, k.expires_on
    ),
    wanted as (
      select distinct d.person_id, g.course_id, d.id, d.expires_on from due d
      join holder h on h.person_id = d.person_id and d.course_id = 'curriculum:' || h.role
      join given g on g.wave_id = h.wave_id and g.role = h.role
    )
    insert into training_renewal (organization_id, person_id, course_id, certificate_id, opened_on, due_on)
    select ${c.organizationId}, person_id, course_id, id, ${day}::date, greatest(expires_on, ${day}::date) from wanted
    returning person_id, course_id`.execute(tx)
  await openAgain(tx, c, rows)
  return new Set(rows.map((row) => row.person_id)).size
}
