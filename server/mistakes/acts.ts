/** What the sponsor and the lead did, read from what was done and never from a box that somebody ticked. */
import { sql } from 'kysely'
import { addDays, type Day } from '../platform/clock.ts'
import type { SponsorAct } from '../plan/plan.ts'
import type { Context } from '../platform/context.ts'

/** Newest first. A message approved or sent in their name, a session led, an own goal shown, an own check-in held. */
export async function sponsorActs(c: Context, sponsorId: string, from: Day, today: Day): Promise<SponsorAct[]> {
  const { rows } = await sql<SponsorAct>`
    with zone as materialized (select time_zone as name from organization where id = ${c.organizationId}),
    act as (
      select 'message' as kind, (coalesce(k.started_at, k.approved_at) at time zone zone.name)::date as on, k.id as "subjectId", true as seen
      from campaign k, zone where k.organization_id = ${c.organizationId} and k.sender_id = ${sponsorId}
        and k.cancelled_at is null and coalesce(k.started_at, k.approved_at) is not null
      union all
      select 'session', (s.starts_at at time zone zone.name)::date, s.id, true
      from training_session_leader l
      join training_session s on s.organization_id = l.organization_id and s.id = l.session_id, zone
      where l.organization_id = ${c.organizationId} and l.person_id = ${sponsorId}
        and s.called_off_at is null and s.starts_at <= ${c.clock.now()}
      union all
      select 'goal', (u.created_at at time zone zone.name)::date, g.id, true
      from goal g join goal_update u on u.organization_id = g.organization_id and u.goal_id = g.id, zone
      where g.organization_id = ${c.organizationId} and g.owner_id = ${sponsorId} and g.removed_at is null and g.visibility = 'public'
        and g.published_at is not null and u.author_id = ${sponsorId} and u.kind in ('published', 'progressed', 'closed')
      union all
      select 'checkin', k.held_on, k.id, false
      from checkin k where k.organization_id = ${c.organizationId} and (k.manager_id = ${sponsorId} or k.report_id = ${sponsorId})
        and k.held_on > ${from}::date and k.disputed_at is null
    )
    select distinct kind, "on", "subjectId", seen from act where "on" > ${from}::date and "on" <= ${today}::date
    order by "on" desc, kind, "subjectId" limit 200`.execute(c.db)
  return rows
}

/** Events of running a program; what somebody does as one of its people is not among them. */
export const running = [
  'program',
  'wave',
  'campaign',
  'plan',
  'audience',
  'survey',
  'budget',
  'letter',
  'review_cycle',
  'competencies',
  'metrics',
  'alert',
  'waiver',
  'calibration',
  'governance',
  'sponsor_act',
  'hypercare',
  'handover',
  'test_plan',
  'test_finding',
  'metric_review',
  'business_review',
  'year_end',
  'roadmap',
  'package',
  'own_course',
  'holidays',
]
/** Of what others do too, the acts of those who run it: planning sessions, answering questions, asking champions. */
export const runningActs = [
  'training.session_planned',
  'training.session_moved',
  'training.session_changed',
  'training.session_called_off',
  'training.certificate_rule_set',
  'training.certificate_rule_dropped',
  'training.audience_invited',
  'trainers.named',
  'trainers.delivery_arranged',
  'trainers.delivery_withdrawn',
  'trainers.signed_off',
  'trainers.not_yet',
  'trainers.rule_set',
  'trainers.handed_over',
  'champions.aimed',
  'champions.invited',
  'champions.withdrawn',
  'champions.judged',
  'champions.placed',
  'champions.note_brought',
  'champions.note_left',
  'desk.taken',
  'desk.answered',
  'desk.replied',
  'desk.closed',
  'desk.kept',
  'desk.rewritten',
  'desk.compared',
  'desk.retired',
  'desk.restored',
]

/** The last day on which somebody did something for the program; null: none after `from`. */
export async function lastProgramAct(c: Context, personId: string, from: Day): Promise<Day | null> {
  const { rows } = await sql<{ on: Day }>`
    select (e.recorded_at at time zone o.time_zone)::date as on
    from event e join organization o on o.id = e.organization_id
    where e.organization_id = ${c.organizationId} and e.actor_id = ${personId} and e.recorded_at > ${addDays(from, -1)}::timestamptz
      and (split_part(e.type, '.', 1) = any(${running}::text[]) or e.type = any(${runningActs}::text[]))
    order by e.recorded_at desc limit 1`.execute(c.db)
  return rows[0]?.on ?? null
}
