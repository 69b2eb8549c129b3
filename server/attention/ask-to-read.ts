/**
 * Who is in a wave that has begun is asked once by letter and in the inbox to read each text that
 * wants their word: from the preparation date on, at nine on their own clock. Joiners and new
 * versions are asked the night after. Whoever is on leave is asked when they are back; whoever
 * has confirmed, or is past the date already, is not.
 */
import { sql } from 'kysely'
import { letterBrand } from '../library/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { appliesTo, askedTexts, dueOn, textFor } from '../program/program.ts'
import { pageAddress } from './addresses.ts'
import { departures } from './departures.ts'
import { putInInboxes } from './inbox.ts'
import type { Broken, Ready, Waiting } from './letters.ts'
import { planLetters } from './outgoing.ts'
import { houseOf, write } from './writing.ts'

export async function askToRead(c: Context): Promise<void> {
  const organization = await c.db
    .selectFrom('organization')
    .select('time_zone')
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
  const day = c.clock.today(organization.time_zone)
  for (const asked of await askedTexts(c)) {
    const { policy } = asked
    const managers = policy.audience === 'everyone' ? null : policy.audience === 'managers'
    await c.db.transaction().execute(async (tx) => {
      const { zones, times } = await departures(tx, c, day, '09:00')
      const whom = sql`
        from wave_member m
        join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed and r.status <> 'leave'
        join person p on p.organization_id = r.organization_id and p.id = r.person_id
        join unnest(${zones}::text[], ${times}::timestamptz[]) as z (zone, due_at) on z.zone = r.time_zone
        where m.organization_id = ${c.organizationId} and m.wave_id = ${asked.waveId} and m.superseded is null and m.holds @> ${day}::date
          and (${managers}::boolean is null or (r.direct_reports > 0) = ${managers})
          and greatest(lower(m.holds), ${asked.preparesOn}::date, ${asked.newSince}::date) + ${policy.withinDays}::integer >= ${day}::date
          and not exists (
            select from policy_acknowledgement a where a.organization_id = m.organization_id and a.person_id = m.person_id
              and a.program_id = ${asked.programId} and a.policy_id = ${policy.id} and a.version = ${policy.version}
          )`
      const subject = { kind: 'policy', id: asked.subjectId }
      const letters = await planLetters(
        tx,
        c,
        sql`select r.person_id, coalesce(p.email, '') as address, z.due_at,
          case when p.email is null then 'no_address' when p.email_key is null then 'shared_address' end as excluded ${whom}`,
        { kind: 'policy_due', subject },
      )
      await putInInboxes(tx, c, sql`select r.person_id, z.due_at as appears_at ${whom}`, { kind: 'policy', subject })
      if (letters > 0)
        await record(tx, c, {
          type: 'policy.asked',
          subject: { kind: 'policy', id: policy.id },
          happenedOn: day,
          data: { programId: asked.programId, waveId: asked.waveId, version: policy.version, people: letters },
        })
    })
  }
}

/** The words of those letters, set-wise, for a whole company may be asked on one morning. Whoever has confirmed since gets none. */
export async function policyLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const house = await houseOf(c)
  const made = new Map<string, Ready | Broken>()
  const texts = Map.groupBy(await askedTexts(c), (asked) => asked.subjectId)
  for (const [subjectId, letters] of Map.groupBy(batch, (letter) => letter.subjectId!)) {
    const asked = new Map((texts.get(subjectId) ?? []).map((text) => [text.waveId, text]))
    const readers = await readersOf(
      c,
      letters.map((letter) => letter.personId),
      [...asked.values()],
      c.clock.today(house.timeZone),
    )
    for (const letter of letters) {
      const reader = readers.get(letter.personId)
      const text = reader && asked.get(reader.wave_id)
      const words = text && textFor(text.policy, letter.locale, house.locale)
      if (!reader || !text || !words?.title || !appliesTo(text.policy, reader)) {
        made.set(letter.id, { excluded: 'not_needed' })
        continue
      }
      made.set(
        letter.id,
        write(c, house, letter, {
          template: 'policy-to-acknowledge',
          facts: {
            policy: { title: words.title, due: dueOn(text.policy, { ...text, since: reader.since }, text.newSince) },
            program: { name: text.brand.name },
            lead: { name: text.lead ?? house.name },
            action: { url: pageAddress(c, house.slug, 'policy') },
          },
          brand: await letterBrand(c, text.brand),
          fromName: text.brand.name,
        }),
      )
    }
  }
  return made
}

type Reader = { person_id: string; wave_id: string; since: Day; manages: boolean }

/** Who of them is in one of the waves, can sign in, and has not confirmed the text. */
async function readersOf(
  c: Context,
  people: readonly string[],
  asked: Awaited<ReturnType<typeof askedTexts>>,
  day: Day,
): Promise<Map<string, Reader>> {
  const [text] = asked
  if (!text) return new Map()
  const { rows } = await sql<Reader>`
    select m.person_id, m.wave_id, lower(m.holds) as since, r.direct_reports > 0 as manages from wave_member m
    join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed
    left join account a on a.organization_id = m.organization_id and a.person_id = m.person_id
    where m.organization_id = ${c.organizationId} and m.person_id = any(${people as string[]}::uuid[])
      and m.wave_id = any(${asked.map((t) => t.waveId)}::uuid[]) and m.superseded is null
      and m.holds @> ${day}::date and a.closed_at is null
      and not exists (
        select from policy_acknowledgement k where k.organization_id = m.organization_id and k.person_id = m.person_id
          and k.program_id = ${text.programId} and k.policy_id = ${text.policy.id} and k.version = ${text.policy.version}
      )`.execute(c.db)
  return new Map(rows.map((row) => [row.person_id, row]))
}
