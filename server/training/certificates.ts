/** Certificates: given when a course or a curriculum is finished, renewed before they end, taken back with a reason. */
import { sql } from 'kysely'
import { type certificates, type certificateStates, curriculumOf } from '../../contract/certificates.ts'
import { trainingRoles } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox } from '../attention/attention.ts'
import { allCourses } from '../packages/packages.ts'
import { foundBy } from '../people/people.ts'
import { addDays, addMonths, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { giveCurricula } from './curriculum-certificates.ts'
import { give, renewalDays } from './giving.ts'
import { readerOf } from './queries.ts'

type State = (typeof certificateStates)[number]
export type CertificateRow = {
  id: string
  number: string
  person_id: string
  course_id: string
  title: string
  issued_on: Day
  expires_on: Day | null
  revoked_at: string | null
  revoked_reason: string | null
  covers: readonly { id: string; version: number }[] | null
}

export function stateOf(row: Pick<CertificateRow, 'expires_on' | 'revoked_at'>, today: Day): State {
  if (row.revoked_at !== null) return 'revoked'
  if (row.expires_on === null) return 'valid'
  if (row.expires_on < today) return 'expired'
  return row.expires_on <= addDays(today, renewalDays) ? 'ending' : 'valid'
}

const shown = (row: CertificateRow, today: Day) => ({
  id: row.id,
  number: row.number,
  courseId: row.course_id,
  title: row.title,
  issuedOn: row.issued_on,
  expiresOn: row.expires_on,
  state: stateOf(row, today),
})

/** Whoever has just finished a course that gives one gets it, and with the last of a curriculum that of the whole; a renewal ends. */
export async function issue(tx: Tx, c: Context, personId: string, courseId: string, day: Day): Promise<void> {
  await sql`update training_renewal set done_on = ${day} where organization_id = ${c.organizationId}
    and person_id = ${personId} and course_id = ${courseId} and done_on is null`.execute(tx)
  const { rows } = await sql<{
    title: string
    months: number | null
  }>`select title, months from training_certificate_rule
    where organization_id = ${c.organizationId} and course_id = ${courseId}`.execute(tx)
  const rule = rows[0]
  if (rule) {
    const expires = rule.months === null ? null : addMonths(day, rule.months)
    await give(tx, c, { personId, id: courseId, title: rule.title, day, expires })
  }
  await giveCurricula(tx, c, day, personId)
}

/** They did not come after all, so what was given for it does not hold. */
export async function withdraw(tx: Tx, c: Context, personId: string, courseId: string, issuedOn: Day): Promise<void> {
  const { rows } = await sql<{
    id: string
    course_id: string
  }>`update training_certificate set revoked_at = ${c.clock.now()}, revoked_by = ${c.viewer.personId}, revoked_reason = ''
    where organization_id = ${c.organizationId} and person_id = ${personId} and issued_on = ${issuedOn} and revoked_at is null
      and (course_id = ${courseId} or covers @> ${JSON.stringify([{ id: courseId }])}::jsonb)
    returning id, course_id`.execute(tx)
  for (const { id, course_id } of rows)
    await record(tx, c, {
      type: 'training.certificate_revoked',
      subject: { kind: 'person', id: personId },
      data: { courseId: course_id, certificateId: id },
    })
}

export async function mine(c: Context): Promise<Answer<typeof certificates.mine>> {
  const today = await todayOf(c.db, c)
  const { rows } = await sql<CertificateRow>`select distinct on (course_id) * from training_certificate
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}
    order by course_id, issued_on desc, revoked_at nulls first`.execute(c.db)
  return {
    today,
    certificates: rows
      .toSorted((a, b) => b.issued_on.localeCompare(a.issued_on))
      .map((row) => ({ ...shown(row, today), reason: row.revoked_reason || null })),
  }
}

export async function look(
  c: Context,
  input: Input<typeof certificates.look>,
): Promise<Answer<typeof certificates.look>> {
  const { rows } = await sql<
    CertificateRow & { name: string }
  >`select k.*, p.full_name as name from training_certificate k
    join person p on p.organization_id = k.organization_id and p.id = k.person_id
    where k.organization_id = ${c.organizationId} and k.number = ${input.number}`.execute(c.db)
  const row = rows[0]
  if (!row) throw problem('not_found')
  const { organization } = await readerOf(c)
  const { id: _id, courseId: _course, ...rest } = shown(row, await todayOf(c.db, c))
  return { ...rest, person: { name: row.name }, organization }
}

export async function rules(c: Context): Promise<Answer<typeof certificates.rules>> {
  return rulesIn(c.db, c)
}

async function rulesIn(db: Db | Tx, c: Context): Promise<Answer<typeof certificates.rules>> {
  const { language } = await readerOf(c)
  const courses = await allCourses(db, c, language)
  const { rows } = await sql<{ course_id: string; title: string; months: number | null; strict: boolean }>`
    select course_id, title, months, strict from training_certificate_rule where organization_id = ${c.organizationId}`.execute(
    db,
  )
  // Curricula first; the page has their names.
  const all = [...trainingRoles.map((role) => ({ id: curriculumOf(role), title: '' })), ...courses]
  return {
    rules: all.flatMap((one) => {
      const rule = rows.find((row) => row.course_id === one.id)
      return rule
        ? [{ courseId: one.id, course: one.title, title: rule.title, months: rule.months, strict: rule.strict }]
        : []
    }),
    courses: courses.map(({ id, title }) => ({ id, title })),
  }
}

export async function setRule(
  c: Context,
  input: Input<typeof certificates.setRule>,
): Promise<Answer<typeof certificates.setRule>> {
  return c.db.transaction().execute(async (tx) => {
    const whole = trainingRoles.some((role) => curriculumOf(role) === input.courseId)
    if (!whole && !(await allCourses(tx, c, 'en')).some((one) => one.id === input.courseId)) throw problem('not_found')
    // That all its courses count as open again would ask for them twice.
    const strict = input.strict && !whole
    await sql`insert into training_certificate_rule (organization_id, course_id, title, months, strict, set_by, set_at)
      values (${c.organizationId}, ${input.courseId}, ${input.title}, ${input.months}, ${strict}, ${c.viewer.personId}, ${c.clock.now()})
      on conflict (organization_id, course_id) do update set title = excluded.title, months = excluded.months, strict = excluded.strict,
        set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx)
    await record(tx, c, {
      type: 'training.certificate_rule_set',
      subject: { kind: 'organization', id: c.organizationId },
      data: { courseId: input.courseId, months: input.months, strict },
    })
    return rulesIn(tx, c)
  })
}

export async function dropRule(
  c: Context,
  input: Input<typeof certificates.dropRule>,
): Promise<Answer<typeof certificates.dropRule>> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql`delete from training_certificate_rule where organization_id = ${c.organizationId}
      and course_id = ${input.courseId} returning 1`.execute(tx)
    if (rows.length === 0) throw problem('not_found')
    await record(tx, c, {
      type: 'training.certificate_rule_dropped',
      subject: { kind: 'organization', id: c.organizationId },
      data: { courseId: input.courseId },
    })
    return rulesIn(tx, c)
  })
}

type Held = CertificateRow & { name: string; job: string }
const heldShown = (row: Held, today: Day) => ({
  ...shown(row, today),
  person: { id: row.person_id, name: row.name, title: row.job },
  reason: row.revoked_reason || null,
})

export async function list(
  c: Context,
  input: Input<typeof certificates.list>,
): Promise<Answer<typeof certificates.list>> {
  const today = await todayOf(c.db, c)
  const soon = addDays(today, renewalDays)
  const wanted = {
    valid: sql`k.revoked_at is null and (k.expires_on is null or k.expires_on > ${soon}::date)`,
    ending: sql`k.revoked_at is null and k.expires_on between ${today}::date and ${soon}::date`,
    expired: sql`k.revoked_at is null and k.expires_on < ${today}::date`,
    revoked: sql`k.revoked_at is not null`,
  }
  const found = await foundBy(c.db, input.q)
  // As it stands on paper, from its beginning on.
  const number = input.q && /\d|-/.test(input.q) ? `${input.q.toUpperCase().replace(/[%_\\]/g, '\\$&')}%` : null
  const where = sql`where k.organization_id = ${c.organizationId}
    and (${input.courseId ?? null}::text is null or k.course_id = ${input.courseId ?? null})
    and ${number === null ? found : sql`(k.number like ${number} or ${found})`}
    and ${input.state ? wanted[input.state] : sql`true`}`
  const from = sql`from training_certificate k join roster r on r.organization_id = k.organization_id and r.person_id = k.person_id`
  const { rows } = await sql<Held>`select k.*, r.full_name as name, r.title as job ${from} ${where}
    order by k.issued_on desc, k.id limit ${input.limit} offset ${input.offset}`.execute(c.db)
  const { rows: counted } = await sql<{
    n: number
  }>`select count(*) as n ${input.q ? from : sql`from training_certificate k`} ${where}`.execute(c.db)
  return { today, total: counted[0]!.n, certificates: rows.map((row) => heldShown(row, today)) }
}

export async function revoke(
  c: Context,
  input: Input<typeof certificates.revoke>,
): Promise<Answer<typeof certificates.revoke>> {
  return c.db.transaction().execute(async (tx) => {
    const today = await todayOf(tx, c)
    const { rows } = await sql<Held>`select k.*, r.full_name as name, r.title as job from training_certificate k
      join roster r on r.organization_id = k.organization_id and r.person_id = k.person_id
      where k.organization_id = ${c.organizationId} and k.id = ${input.certificateId} for update of k`.execute(tx)
    const row = rows[0]
    if (!row) throw problem('not_found')
    if (row.revoked_at !== null) throw problem('certificate_revoked')
    await sql`update training_certificate set revoked_at = ${c.clock.now()}, revoked_by = ${c.viewer.personId}, revoked_reason = ${input.reason}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: 'training.certificate_revoked',
      subject: { kind: 'person', id: row.person_id },
      data: { courseId: row.course_id, certificateId: row.id },
    })
    if (row.person_id !== c.viewer.personId)
      await putInInbox(tx, c, row.person_id, {
        kind: 'certificate_revoked',
        subject: { kind: 'certificate', id: row.id },
        params: { name: row.title },
      })
    return heldShown({ ...row, revoked_at: c.clock.now(), revoked_reason: input.reason }, today)
  })
}
