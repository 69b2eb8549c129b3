/** The facts that readiness is judged on, read in a handful of statements. */
import { sql } from 'kysely'
import type { Wave } from '../../contract/program.ts'
import { aimOf, coverageOf } from '../champions/champions.ts'
import { audienceCondition, countable, ruleOf } from '../directory/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { acknowledgementsIn, designState, readWave, today as todayOf } from '../program/program.ts'
import { companyNumber, metric } from '../metrics/metrics.ts'
import { testedOf } from '../test-plans/test-plans.ts'
import { managersTrained } from '../training/training.ts'
import type { Facts } from './judge.ts'

/** Whom the checks of lead and sponsor speak of: as published, and until then as drafted. */
export type Holders = { lead: string | null; sponsor: string | null }

export async function factsOf(
  db: Db | Tx,
  c: Context,
  waveId: string,
  how: Facts['when'] | 'as_planned',
): Promise<{ wave: Wave; facts: Facts; holders: Holders }> {
  const day = await todayOf(db, c)
  const wave = await readWave(db, c, waveId)
  const when = how !== 'as_planned' ? how : wave.goesLiveOn !== null && wave.goesLiveOn > day ? 'on_date' : 'now'
  const state = await designState(db, c, wave.programId)
  const design = state.version?.design ?? null
  const { leadId, sponsorId } = design ?? state.draft
  const begun = wave.state.phase !== 'planned'
  // While it is only planned, a wave is whom its audience selects and no other wave holds.
  const rule = !begun && wave.audience ? await ruleOf(db, c.organizationId, wave.audience.id) : null
  const other = sql<boolean>`exists (select 1 from wave_member m where m.organization_id = r.organization_id and m.person_id = r.person_id
    and m.program_id = ${wave.programId} and m.wave_id <> ${wave.id} and m.superseded is null and m.holds @> ${day}::date)`
  const mine = sql<boolean>`exists (select 1 from wave_member m where m.organization_id = r.organization_id and m.person_id = r.person_id
    and m.wave_id = ${wave.id} and m.superseded is null and m.holds @> ${day}::date)`
  const asked = rule ? countable(rule, 'joined') : null
  const selected = begun ? mine : asked ? audienceCondition(asked.rule, day) : sql<boolean>`false`
  const elsewhere = begun ? sql<boolean>`false` : other
  const people = await sql<Omit<Facts['people'], 'upTo'>>`
    select count(*) filter (where not elsewhere) as "all", count(*) filter (where not elsewhere and manages) as managers,
      count(*) filter (where not elsewhere and manager_id is null) as "withoutManager",
      count(*) filter (where not elsewhere and unreachable) as unreachable, count(*) filter (where elsewhere) as elsewhere
    from (
      select r.manager_id, r.direct_reports > 0 as manages, ${elsewhere} as elsewhere,
        r.email is null and not exists (
          select 1 from sign_in_key k where k.organization_id = r.organization_id and k.person_id = r.person_id and k.kind = 'code' and k.revoked_at is null
        ) and not exists (
          select 1 from account a where a.organization_id = r.organization_id and a.person_id = r.person_id and a.last_signed_in_at is not null
        ) as unreachable
      from roster r where r.organization_id = ${c.organizationId} and r.employed and ${selected}
    ) p`.execute(db)
  const holders = await sql<{ id: string; name: string; role: 'lead' | 'sponsor'; present: boolean; holds: boolean }>`
    select p.id, p.full_name as name, x.role, r.person_id is not null as present, g.id is not null as holds
    from (values ('lead', ${design?.leadId ?? null}::uuid), ('sponsor', ${design?.sponsorId ?? null}::uuid)) x (role, person_id)
    join person p on p.organization_id = ${c.organizationId} and p.id = x.person_id
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    left join role_grant g on g.organization_id = p.organization_id and g.person_id = p.id and g.role = x.role and g.ended_at is null`.execute(
    db,
  )
  const holder = (role: 'lead' | 'sponsor') => {
    const row = holders.rows.find((h) => h.role === role)
    return row ? { name: row.name, present: row.present, holdsRole: row.holds } : null
  }
  const messages = await sql<Facts['messages']>`
    select count(*) filter (where ready) as ready, count(*) filter (where ready and sender_id = ${design?.sponsorId ?? null}::uuid) as "fromSponsor",
      (min(started_at at time zone zone) filter (where sender_id = ${design?.sponsorId ?? null}::uuid))::date as "spokeOn",
      count(*) filter (where not ready) as waiting,
      (array_agg(id order by created_at desc, id) filter (where not ready and sender_id = ${design?.sponsorId ?? null}::uuid))[1] as draft
    from (
      select k.id, k.created_at, k.sender_id, k.started_at, o.time_zone as zone, (k.scheduled_at is not null or k.started_at is not null) and (${wave.goesLiveOn}::date is null or k.sends_on <= ${wave.goesLiveOn}::date) as ready
      from campaign k join organization o on o.id = k.organization_id
      where k.organization_id = ${c.organizationId} and k.wave_id = ${wave.id} and k.cancelled_at is null
    ) m`.execute(db)
  const letters = await sql<Facts['letters']>`
    select count(*) filter (where m.state in ('submitted', 'bounced', 'failed')) as sent, count(*) filter (where m.state in ('bounced', 'failed')) as failed
    from outgoing_mail m where m.organization_id = ${c.organizationId} and m.subject_kind = 'campaign' and m.subject_id = (
      select k.id from campaign k where k.organization_id = ${c.organizationId} and k.wave_id = ${wave.id} and k.started_at is not null
      order by k.started_at desc, k.id limit 1)`.execute(db)
  const committee = await sql<{ n: number }>`
    select count(distinct g.person_id) as n from role_grant g
    join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    where g.organization_id = ${c.organizationId} and g.role = 'committee' and g.ended_at is null`.execute(db)
  const trouble = await sql<{
    code: string
  }>`select code from mail_trouble where organization_id = ${c.organizationId}`.execute(db)
  return {
    wave,
    holders: { lead: leadId, sponsor: sponsorId },
    facts: {
      today: day,
      when,
      version: state.version,
      missing: state.missing,
      unpublished: state.unpublished,
      lead: holder('lead'),
      sponsor: holder('sponsor'),
      committee: committee.rows[0]!.n,
      wave: {
        audience: wave.audience?.name ?? null,
        preparesOn: wave.preparesOn,
        goesLiveOn: wave.goesLiveOn,
        prepared: begun,
        live: wave.state.phase === 'live',
      },
      people: asked?.upTo ? { ...people.rows[0]!, all: wave.people, upTo: true } : { ...people.rows[0]!, upTo: false },
      messages: messages.rows[0]!,
      letters: letters.rows[0]!,
      understanding: {
        now: await companyNumber({ ...c, db: db as Db }, 'L6'),
        target: design?.metrics.find((one) => one.id === 'L6')?.target ?? metric('L6').target!,
      },
      mail: { configured: c.config.smtpUrl !== null, trouble: trouble.rows[0]?.code ?? null },
      policies: await acknowledgementsIn(db, c, wave, day),
      tested: await testedOf(db, c, wave),
      champions: {
        ...(await coverageOf(db, c, sql<boolean>`${selected} and not ${elsewhere}`)),
        aim: (await aimOf(db, c)).aim.peopleEach,
      },
      training: begun ? await managersTrained(db, c, wave.id) : null,
    },
  }
}
