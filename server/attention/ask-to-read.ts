/**
 * Who is in a wave that has begun is asked once by letter and in the inbox to read each text that
 * wants their word: from the preparation date on, at nine on their own clock. Joiners and new
 * versions are asked the night after. Whoever is on leave is asked when they are back; whoever
 * has confirmed, or is past the date already, is not.
 */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { askedTexts } from '../program/program.ts'
import { departures } from './departures.ts'
import { putInInboxes } from './inbox.ts'
import { planLetters } from './outgoing.ts'

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
