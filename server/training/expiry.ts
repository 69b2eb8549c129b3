/** What expires: opened for renewal and told of in one letter, thirty days before; and its consequence, where the lead says so. */
import { sql } from 'kysely'
import {
  type Broken,
  houseOf,
  type Letters,
  pageAddress,
  planAtNine,
  type Ready,
  wantsLetters,
  write,
} from '../attention/attention.ts'
import { letterBrand } from '../library/library.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { today as todayOf } from '../program/program.ts'
import { backLately } from './assign.ts'
import { giveCurricula, renewCurricula } from './curriculum-certificates.ts'
import { renewalDays } from './giving.ts'
import { standing } from './queries.ts'
import { openAgain } from './renewing.ts'

/** Of each person and course only the newest that holds; whoever got a new one has nothing to renew. */
const newest = sql`k.revoked_at is null and not exists (select from training_certificate later where later.organization_id = k.organization_id
  and later.person_id = k.person_id and later.course_id = k.course_id and later.revoked_at is null and later.issued_on > k.issued_on)`

export async function expire(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const day = await todayOf(tx, c)
    await openRenewals(tx, c, day)
    await giveCurricula(tx, c, day, null)
    await lapse(tx, c, day)
    await tell(tx, c, day)
  })
}

/** The lessons are open again; that the course was finished holds until the certificate ends. */
async function openRenewals(tx: Tx, c: Context, day: Day): Promise<void> {
  const { rows } = await sql<{ person_id: string; course_id: string }>`
    with due as (
      update training_certificate k set renewal_on = ${day}::date
      where k.organization_id = ${c.organizationId} and k.renewal_on is null and k.expires_on <= ${addDays(day, renewalDays)}::date and k.lapsed_on is null and ${newest}
        and exists (select from training_certificate_rule r where r.organization_id = k.organization_id and r.course_id = k.course_id)
        and exists (select from training_assignment a where a.organization_id = k.organization_id and a.person_id = k.person_id and a.course_id = k.course_id and ${standing(c)})
      returning k.id, k.person_id, k.course_id, k.expires_on
    )
    insert into training_renewal (organization_id, person_id, course_id, certificate_id, opened_on, due_on)
    select ${c.organizationId}, person_id, course_id, id, ${day}::date, expires_on from due
    returning person_id, course_id`.execute(tx)
  await openAgain(tx, c, rows)
  const people = rows.length + (await renewCurricula(tx, c, day))
  if (people === 0) return
  await record(tx, c, {
    type: 'training.renewals_opened',
    subject: { kind: 'organization', id: c.organizationId },
    happenedOn: day,
    data: { people },
  })
}

/** Where the lead says so, whoever let it end counts as not trained: in the gate, in every number, for their manager. */
async function lapse(tx: Tx, c: Context, day: Day): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    with over as (
      update training_certificate k set lapsed_on = ${day}::date
      where k.organization_id = ${c.organizationId} and k.lapsed_on is null and k.expires_on < ${day}::date and ${newest}
        and exists (select from training_certificate_rule r where r.organization_id = k.organization_id and r.course_id = k.course_id and r.strict)
      returning k.person_id, k.course_id
    ), reopened as (
      update training_work w set completed_on = null, completed_version = null, begun_version = null from over
      where w.organization_id = ${c.organizationId} and w.person_id = over.person_id and w.course_id = over.course_id returning 1
    )
    select count(*) as n from reopened`.execute(tx)
  if (rows[0]!.n > 0)
    await record(tx, c, {
      type: 'training.certificates_lapsed',
      subject: { kind: 'organization', id: c.organizationId },
      happenedOn: day,
      data: { people: rows[0]!.n },
    })
}

/**
 * To whoever has a renewal that no letter was planned for, on their next working day. Whoever was on leave until the
 * certificate had ended is written to all the same, on the first one after.
 */
async function tell(tx: Tx, c: Context, day: Day): Promise<void> {
  const untold = sql<boolean>`(n.organization_id = ${c.organizationId} and n.done_on is null and n.told_on is null and (n.due_on >= ${day}::date
    or exists (select from placement p where p.organization_id = n.organization_id and p.person_id = n.person_id and p.superseded is null
      and p.status = 'leave' and lower(p.holds) <= n.due_on and upper(p.holds) > n.opened_on
      and upper(p.holds) between ${addDays(day, -backLately)}::date and ${day}::date)))`
  const whom = sql`from training_renewal n
    join roster r on r.organization_id = n.organization_id and r.person_id = n.person_id and r.employed and r.status <> 'leave'
    where ${untold} and ${wantsLetters(c, 'certificate_expires', sql`n.person_id`)}`
  const { rows: any } = await sql`select 1 ${whom} limit 1`.execute(tx)
  if (any.length === 0) return
  const { rows } = await sql<{
    id: string
  }>`insert into training_expiry (organization_id, planned_on) values (${c.organizationId}, ${day})
    on conflict do nothing returning id`.execute(tx)
  if (!rows[0]) return
  const { letters: people } = await planAtNine(tx, c, sql`select distinct n.person_id ${whom}`, {
    kind: 'certificate_expires',
    subject: { kind: 'training_expiry', id: rows[0].id },
  })
  await sql`update training_renewal n set told_on = ${day} where ${untold}
    and n.person_id in (select o.person_id from outgoing_mail o where o.organization_id = ${c.organizationId} and o.subject_id = ${rows[0].id})`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'training.expiry_reminded',
    subject: { kind: 'training_expiry', id: rows[0].id },
    happenedOn: day,
    data: { people },
  })
}

type Due = { person_id: string; title: string; due_on: Day; program: string; accent: string; logoFileId: string | null }

/** What is still to be renewed when the letter leaves. */
export async function expiryLetters(
  c: Context,
  batch: Parameters<Letters[string]>[1],
): Promise<Map<string, Ready | Broken>> {
  const house = await houseOf(c)
  const today = c.clock.today(house.timeZone)
  const { rows } = await sql<Due>`
    select distinct on (n.person_id, n.course_id) n.person_id, k.title, n.due_on, b.brand ->> 'name' as program, b.brand ->> 'accent' as accent, b.brand ->> 'logoFileId' as "logoFileId"
    from training_renewal n
    join training_certificate k on k.organization_id = n.organization_id and k.id = n.certificate_id and k.revoked_at is null
    join training_assignment a on a.organization_id = n.organization_id and a.person_id = n.person_id and a.course_id = n.course_id and ${standing(c)}
    join roster r on r.organization_id = n.organization_id and r.person_id = n.person_id and r.employed
    left join account u on u.organization_id = n.organization_id and u.person_id = n.person_id
    cross join lateral (select v.brand from program_version v where v.organization_id = a.organization_id and v.program_id = a.program_id order by v.number desc limit 1) b
    where n.organization_id = ${c.organizationId} and n.person_id = any(${batch.map((l) => l.personId)}::uuid[]) and n.done_on is null and u.closed_at is null
      and ${wantsLetters(c, 'certificate_expires', sql`n.person_id`)}
    order by n.person_id, n.course_id, a.program_id`.execute(c.db)
  const due = Map.groupBy(rows, (row) => row.person_id)
  const made = new Map<string, Ready | Broken>()
  for (const letter of batch) {
    const open = due.get(letter.personId)?.toSorted((a, b) => a.due_on.localeCompare(b.due_on))
    if (!open) {
      made.set(letter.id, { excluded: 'not_needed' })
      continue
    }
    const first = open[0]!
    made.set(
      letter.id,
      write(c, house, letter, {
        template: first.due_on < today ? 'certificate-ended' : 'certificate-expires',
        facts: {
          program: { name: first.program },
          training: { courses: [...new Set(open.map((one) => one.title))], due: first.due_on },
          action: { url: pageAddress(c, house.slug, 'learning') },
        },
        brand: await letterBrand(c, first),
        fromName: first.program,
      }),
    )
  }
  return made
}
