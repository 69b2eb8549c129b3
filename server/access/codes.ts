/** Printed one-time codes, for people in shops and plants who have no e-mail address to sign in with. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import type { Context } from '../platform/context.ts'
import { addDays, type Day, type Instant, instantAt } from '../platform/clock.ts'
import { countRecorded } from '../platform/events.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { drawSlips } from './code-paper.ts'
import { keyedHash, newCode, plainCode } from './secrets.ts'

/** In one answer that a script reads, and on one print. A plant of any size is one print. */
const most = { list: 500, sheet: 25_000 }

/** Present employees without an address that signs in. Two people with one address have none either. */
const withoutMail = sql`
  from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id
  left join account a on a.organization_id = r.organization_id and a.person_id = r.person_id`
const needsCode = sql`r.employed and p.email_key is null and p.employee_number is not null and a.closed_at is null`

/** A printed code's hash; keyed by the installation and bound to the person, since it is short. */
export function hashOfCode(c: { config: { secret: string } }, personId: string, code: string): Buffer {
  return keyedHash(c.config.secret, 'code', personId, plainCode(code))
}

export async function codeGroups(c: Context): Promise<Answer<typeof access.codeGroups>> {
  const { rows } = await sql<{ location: string; people: number; with_code: number; signed_in: number }>`
    select r.location, count(*)::int as people, count(k.person_id)::int as with_code, count(a.last_signed_in_at)::int as signed_in
    ${withoutMail}
    left join sign_in_key k on k.organization_id = r.organization_id and k.person_id = r.person_id and k.kind = 'code'
      and k.used_at is null and k.revoked_at is null and k.expires_at > ${c.clock.now()}
    where r.organization_id = ${c.organizationId} and ${needsCode}
    group by r.location order by r.location`.execute(c.db)
  return {
    groups: rows.map((g) => ({
      location: g.location,
      people: g.people,
      withCode: g.with_code,
      signedInBefore: g.signed_in,
    })),
    most: most.sheet,
  }
}

type Printed = {
  organization: { name: string; slug: string; locale: string; time_zone: string }
  printedAt: Instant
  /** The last day, whole, in the organization's zone. */
  lastDay: Day
  expiresAt: Instant
  slips: { person: Person; code: string }[]
}
type Person = {
  id: string
  full_name: string
  employee_number: string
  department: string
  location: string
  locale: string
}
type Whom = { location?: string | undefined; personIds?: string[] | undefined; onlyNew: boolean; days: number }

export async function printCodes(
  c: Context,
  input: Input<typeof access.printCodes>,
): Promise<Answer<typeof access.printCodes>> {
  const { organization, printedAt, expiresAt, slips } = await makeCodes(c, input, most.list, (made) => made)
  return {
    organization: organization.name,
    address: addressOf(c, organization.slug),
    printedAt,
    expiresAt,
    codes: slips.map(({ person, code }) => ({
      personId: person.id,
      name: person.full_name,
      employeeNumber: person.employee_number,
      department: person.department,
      location: person.location,
      code,
    })),
  }
}

/** The same on paper: slips to cut out, each in its person's language. */
export async function codeSheets(c: Context, input: Input<typeof access.codeSheets>): Promise<FileAnswer> {
  // Drawn before the old codes are given up: what cannot be drawn leaves everything as it was.
  const body = await makeCodes(c, input, most.sheet, ({ organization, lastDay, slips }) =>
    drawSlips(
      slips.map(({ person, code }) => ({
        name: person.full_name,
        number: person.employee_number,
        place: [person.department, person.location].filter(Boolean).join(' · '),
        code,
        locale: person.locale,
      })),
      { ...organization, address: addressOf(c, organization.slug), expiresOn: lastDay },
    ),
  )
  const name = ['codes', input.location].filter(Boolean).join(' ')
  return { type: 'application/pdf', body, fileName: `${name.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').slice(0, 120)}.pdf` }
}

const addressOf = (c: Context, slug: string) => `${c.config.publicUrl}/o/${slug}/`

async function makeCodes<T>(
  c: Context,
  input: Whom,
  limit: number,
  finish: (made: Printed) => T | Promise<T>,
): Promise<T> {
  const now = c.clock.now()
  return c.db.transaction().execute(async (tx) => {
    // One print at a time in a company: two at once would each revoke the other's codes.
    const {
      rows: [organization],
    } = await sql<
      Printed['organization']
    >`select name, slug, locale, time_zone from organization where id = ${c.organizationId} for no key update`.execute(
      tx,
    )
    const { rows: people } = await sql<Person>`
      select r.person_id as id, r.full_name, p.employee_number, r.department, r.location, r.locale
      ${withoutMail}
      where r.organization_id = ${c.organizationId} and ${needsCode}
        and (${input.location ?? null}::text is null or r.location = ${input.location ?? null})
        and (${input.personIds ?? null}::uuid[] is null or r.person_id = any(${input.personIds ?? null}::uuid[]))
        and (not ${input.onlyNew} or a.last_signed_in_at is null)
      order by r.department, r.sort_name, r.person_id limit ${limit + 1}`.execute(tx)
    if (people.length === 0) throw problem('codes_nobody')
    const lastDay = addDays(c.clock.today(organization!.time_zone), input.days)
    const expiresAt = instantAt(addDays(lastDay, 1), '00:00', organization!.time_zone)
    if (people.length > limit) throw problem('codes_too_many', { people: `${limit}+`, most: limit })
    const slips = people.map((person) => ({ person, code: newCode() }))
    const ids = people.map((person) => person.id)
    await sql`update sign_in_key set revoked_at = ${now}
      where organization_id = ${c.organizationId} and person_id = any(${ids}::uuid[]) and kind = 'code' and used_at is null and revoked_at is null`.execute(
      tx,
    )
    await sql`
      insert into sign_in_key (organization_id, person_id, kind, secret_hash, created_by, created_at, expires_at)
      select ${c.organizationId}, person_id, 'code', decode(hash, 'hex'), ${c.viewer.personId}, ${now}, ${expiresAt}
      from unnest(${ids}::uuid[], ${slips.map(({ person, code }) => hashOfCode(c, person.id, code).toString('hex'))}::text[]) as t (person_id, hash)`.execute(
      tx,
    )
    // One event for each person: they may ask who made a way in for them, and when.
    await sql`
      insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
      select ${c.organizationId}, ${now}, (${now}::timestamptz at time zone o.time_zone)::date, 'code.printed', ${c.viewer.personId}, ${c.viewer.via}, 'person', t.id,
        jsonb_build_object('expiresAt', ${expiresAt}::text)
      from unnest(${ids}::uuid[]) as t (id) join organization o on o.id = ${c.organizationId}`.execute(tx)
    countRecorded(c, ids.length)
    return finish({ organization: organization!, printedAt: now, lastDay, expiresAt, slips })
  })
}
