/**
 * Whom a message addresses that comes of another one, as conditions over `roster r`. Who has not done something is found
 * out in the moment of sending and told to nobody; see docs/decisions/messages-from-messages.md.
 */
import { type RawBuilder, sql } from 'kysely'
import type { ActKind, Reach } from '../../contract/campaigns.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { staleIn } from './corrected.ts'
import { designOfWave } from './designs.ts'

type Wave = { program_id: string; wave_id: string }

/** Why letters of a message stopped on their way: what it says does not hold any more. */
export const outOfDate = 'out_of_date'

/** Those who have a message in the app by now. */
export const reachedBy = (c: Context, campaignId: string): RawBuilder<boolean> => reachedByAny(c, [campaignId])

const reachedByAny = (c: Context, campaignIds: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(r.organization_id = ${c.organizationId} and r.employed and r.person_id in (select i.person_id from inbox_item i
    where i.organization_id = ${c.organizationId} and i.subject_id = any(${campaignIds as string[]}::uuid[]) and i.subject_kind = 'campaign' and i.kind = 'message'
      and i.appears_at <= ${c.clock.now()}))`

/** Those who may have read it, here or by letter. */
const seenBy = (c: Context, campaignIds: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(${reachedByAny(c, campaignIds)} or r.person_id in (select m.person_id from outgoing_mail m
    where m.organization_id = ${c.organizationId} and m.subject_id = any(${campaignIds as string[]}::uuid[]) and m.subject_kind = 'campaign' and m.state in ('sending', 'submitted', 'uncertain')))`

/** Those whom it was meant for and had not reached when it was stopped. */
const unseenBy = (c: Context, campaignId: string): RawBuilder<boolean> =>
  sql<boolean>`(r.person_id in (select m.person_id from outgoing_mail m where m.organization_id = ${c.organizationId}
    and m.subject_id = ${campaignId} and m.subject_kind = 'campaign' and m.state = 'excluded' and m.reason = ${outOfDate}) and not ${seenBy(c, [campaignId])})`

export async function readersOf(
  db: Db | Tx,
  c: Context,
  wave: Wave,
  campaignId: string,
  reach: Reach,
): Promise<RawBuilder<boolean>> {
  const here = sql`r.organization_id = ${c.organizationId} and r.employed`
  if (reach === 'seen') {
    const outdated = (await staleIn(c, wave.wave_id)).map(({ row }) => row.id)
    return sql<boolean>`(${here} and ${seenBy(c, outdated.length > 0 ? outdated : [campaignId])})`
  }
  if (reach === 'unseen') return sql<boolean>`(${here} and ${unseenBy(c, campaignId)})`
  return sql<boolean>`(${reachedBy(c, campaignId)} and not ${await doneBy(db, c, wave, reach)})`
}

/**
 * Whoever has done it. What is done once stays done, in whichever program it was. `here`: whether somebody still is;
 * of who is not it holds what held when they left, though their courses and seats ended then.
 */
export async function doneBy(
  db: Db | Tx,
  c: Context,
  wave: Wave,
  act: ActKind,
  here: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<RawBuilder<boolean>> {
  switch (act) {
    case 'first_goal':
      // A draft is a beginning.
      return sql<boolean>`exists (select from goal g where g.organization_id = r.organization_id and (g.owner_id = r.person_id or (g.created_by = r.person_id and not ${here})) and g.removed_at is null)`
    case 'first_checkin':
      return sql<boolean>`(exists (select from checkin k where k.organization_id = r.organization_id and k.report_id = r.person_id and k.held_on is not null)
        or exists (select from checkin k where k.organization_id = r.organization_id and k.manager_id = r.person_id and k.held_on is not null))`
    case 'training':
      return sql<boolean>`not exists (select from training_assignment a where a.organization_id = r.organization_id and a.person_id = r.person_id
        and a.program_id = ${wave.program_id} and a.need = 'required' and (a.ended_on is null or not ${here}) and not exists (select from training_work k
          where k.organization_id = a.organization_id and k.person_id = a.person_id and k.course_id = a.course_id and k.completed_on is not null))`
    case 'session':
      return sql<boolean>`(exists (select from training_booking b join training_session s on s.organization_id = b.organization_id and s.id = b.session_id
          where b.organization_id = r.organization_id and b.person_id = r.person_id and (b.given_back_at is null or not ${here}) and s.program_id = ${wave.program_id} and s.called_off_at is null)
        or exists (select from training_attendance a join training_session s on s.organization_id = a.organization_id and s.id = a.session_id
          where a.organization_id = r.organization_id and a.person_id = r.person_id and s.program_id = ${wave.program_id}))`
    case 'acknowledge': {
      const asking =
        (await designOfWave(db, c, wave.program_id, wave.wave_id))?.design.policies.filter((p) => p.acknowledge) ?? []
      const open = asking.map(
        ({ id, version, audience }) =>
          sql`(${audience === 'everyone' ? sql`true` : audience === 'managers' ? sql`r.direct_reports > 0` : sql`r.direct_reports = 0`}
            and not exists (select from policy_acknowledgement a where a.organization_id = r.organization_id and a.person_id = r.person_id
              and a.program_id = ${wave.program_id} and a.policy_id = ${id} and a.version = ${version}))`,
      )
      return open.length > 0 ? sql<boolean>`not (${sql.join(open, sql` or `)})` : sql<boolean>`true`
    }
  }
}

/** Which acts a wave's people can do by now. */
export async function actsOf(db: Db | Tx, c: Context, wave: Wave): Promise<ActKind[]> {
  const design = (await designOfWave(db, c, wave.program_id, wave.wave_id))?.design
  if (!design) return []
  const { rows } = await sql<{ live: boolean; courses: boolean; sessions: boolean }>`
    select w.launched_at is not null as live,
      exists (select from training_assignment a where a.organization_id = w.organization_id and a.program_id = w.program_id and a.wave_id = w.id
        and a.need = 'required' and a.ended_on is null) as courses,
      exists (select from training_session s where s.organization_id = w.organization_id and s.program_id = w.program_id and (s.wave_id is null or s.wave_id = w.id)
        and s.called_off_at is null and s.starts_at > ${c.clock.now()}) as sessions
    from wave w where w.organization_id = ${c.organizationId} and w.id = ${wave.wave_id}`.execute(db)
  const { live, courses, sessions } = rows[0]!
  return [
    ...(design.policies.some((p) => p.acknowledge) ? ['acknowledge' as const] : []),
    ...(live && design.elements.goals.on ? ['first_goal' as const] : []),
    ...(live && design.elements.checkins.on ? ['first_checkin' as const] : []),
    ...(courses ? ['training' as const] : []),
    ...(sessions ? ['session' as const] : []),
  ]
}
