import { type RawBuilder, sql } from 'kysely'
import type { CampaignState, CampaignTexts, Reach, ReaderKind, Voice } from '../../contract/campaigns.ts'
import type { FieldName, Language } from '../../contract/library.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { stateOf, type Times } from './state.ts'

export type ListedRow = Times & {
  id: string
  program_id: string
  wave_id: string
  wave_name: string
  wave_audience_id: string | null
  prepares_on: Day | null
  goes_live_on: Day | null
  launched_at: Instant | null
  readers: ReaderKind
  voice: Voice
  audience_id: string | null
  audience_name: string | null
  /** The message that it comes of, and whom of its readers it is for. */
  derived_from: string | null
  derived_template: string | null
  reach: Reach | null
  template: string
  sender_id: string | null
  sender_name: string | null
  sender_title: string | null
  sender_email: string | null
  sends_on: Day | null
  sends_at: string
  sender_here: boolean
  /** What is said otherwise since its sender read it last. */
  changed: FieldName[]
  approved_at: Instant | null
  /** Why its sender said no, in their words. */
  declined_because: string | null
  /** The go-live day of its wave when it was set to go out. */
  scheduled_for: Day | null
  created_at: Instant
  /** Letters of it still wait or are on the way, or it goes out to whoever comes. */
  unsent: boolean
}
/** With the words, which are long and which a list does without. */
export type Row = ListedRow & {
  texts: CampaignTexts
  /** What it said that the lead has let stand, by field. */
  let_stand: Partial<Record<FieldName, string>>
}

const columns = sql`
  k.id, k.program_id, k.wave_id, w.name as wave_name, w.audience_id as wave_audience_id, w.prepares_on, w.goes_live_on, w.launched_at,
  k.readers, k.voice, k.audience_id, a.name as audience_name, k.derived_from, d.template as derived_template, k.reach, k.template, k.sender_id, s.full_name as sender_name, coalesce(sr.title, '') as sender_title, s.email as sender_email,
  sr.person_id is not null as sender_here, coalesce(kw.changed, '{}') as changed,
  k.sends_on, to_char(k.sends_at, 'HH24:MI') as sends_at, k.revision, k.asked_at, k.approved_revision, k.approved_at, k.declined_at, k.declined_because, k.scheduled_at, k.scheduled_for,
  k.started_at, k.cancelled_at, k.created_at,
  k.started_at is not null and k.cancelled_at is null and (k.readers = 'newcomers' or exists (select from outgoing_mail m where m.organization_id = k.organization_id
    and m.subject_id = k.id and m.state in ('waiting', 'sending') union all select from campaign_trial t where t.organization_id = k.organization_id
    and t.campaign_id = k.id and t.decided_at is null)) as unsent`
const joins = sql`campaign k
  join wave w on w.organization_id = k.organization_id and w.id = k.wave_id
  left join audience a on a.organization_id = k.organization_id and a.id = k.audience_id
  left join campaign d on d.organization_id = k.organization_id and d.id = k.derived_from
  left join person s on s.organization_id = k.organization_id and s.id = k.sender_id
  left join roster sr on sr.organization_id = k.organization_id and sr.person_id = k.sender_id
  left join campaign_words kw on kw.organization_id = k.organization_id and kw.campaign_id = k.id and kw.revision = k.revision`

export async function campaignRow(db: Db | Tx, organizationId: string, id: string): Promise<Row> {
  const { rows } =
    await sql<Row>`select ${columns}, k.texts, k.let_stand from ${joins} where k.organization_id = ${organizationId} and k.id = ${id}`.execute(
      db,
    )
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

/** What changes with every change of a message. */
export async function revisionOf(db: Db | Tx, organizationId: string, id: string): Promise<number> {
  const { rows } = await sql<{
    revision: number
  }>`select revision from campaign where organization_id = ${organizationId} and id = ${id}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0].revision
}

/** What is still to come, the soonest first; then what has gone out or was stopped, the newest first. */
export async function campaignRows(
  db: Db,
  organizationId: string,
  where: RawBuilder<unknown> = sql`true`,
): Promise<ListedRow[]> {
  const { rows } =
    await sql<ListedRow>`select ${columns} from ${joins} where k.organization_id = ${organizationId} and ${where}
    order by k.started_at is not null or k.cancelled_at is not null,
      case when k.started_at is null and k.cancelled_at is null then k.sends_on end nulls last,
      coalesce(k.started_at, k.cancelled_at) desc, k.created_at limit 500`.execute(db)
  return rows
}

export type NamedPerson = { id: string; name: string; title: string; email: string | null }
export async function namedPeople(
  db: Db | Tx,
  organizationId: string,
  ids: readonly (string | null)[],
): Promise<Map<string, NamedPerson>> {
  const wanted = ids.filter((id) => id !== null)
  const { rows } = await sql<NamedPerson>`select p.id, p.full_name as name, coalesce(r.title, '') as title, p.email
    from person p left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    where p.organization_id = ${organizationId} and p.id = any(${wanted}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** A message as a plan of several sees it. */
export type PlannedCampaign = {
  id: string
  waveId: string
  template: string
  readers: ReaderKind
  audience: string | null
  /** It goes to readers of another message. */
  derived: boolean
  /** Its audience is all who lead a team, under whichever name. */
  managersOnly: boolean
  senderId: string | null
  voice: Voice
  sendsOn: Day | null
  state: CampaignState
  /** Languages in which it has words of the company's own. */
  own: Language[]
}

/** All of a program, without counting letters: a plan asks only whether any are left. */
export async function campaignsOf(db: Db | Tx, organizationId: string, programId: string): Promise<PlannedCampaign[]> {
  const { rows } = await sql<Times & Omit<PlannedCampaign, 'state'> & { unsent: boolean }>`
    select k.id, k.wave_id as "waveId", k.template, k.readers, a.name as audience, k.derived_from is not null as derived, coalesce(a.rule = '{"managers": true}'::jsonb, false) as "managersOnly", k.sender_id as "senderId", k.voice, k.sends_on as "sendsOn",
      array(select jsonb_object_keys(k.texts)) as own, k.revision, k.asked_at, k.approved_revision, k.declined_at, k.scheduled_at, k.started_at, k.cancelled_at,
      k.started_at is not null and k.cancelled_at is null and (k.readers = 'newcomers' or exists (select from outgoing_mail m where m.organization_id = k.organization_id
        and m.subject_id = k.id and m.state in ('waiting', 'sending') union all select from campaign_trial t where t.organization_id = k.organization_id
        and t.campaign_id = k.id and t.decided_at is null)) as unsent
    from campaign k
    left join audience a on a.organization_id = k.organization_id and a.id = k.audience_id
    where k.organization_id = ${organizationId} and k.program_id = ${programId}
    order by k.created_at, k.id limit 1000`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    waveId: row.waveId,
    template: row.template,
    readers: row.readers,
    audience: row.audience,
    derived: row.derived,
    managersOnly: row.managersOnly,
    senderId: row.senderId,
    voice: row.voice,
    sendsOn: row.sendsOn,
    own: row.own,
    state: stateOf(row, row.unsent),
  }))
}

/** Why somebody addressed gets no letter; null: they get one. In the inbox it stands all the same. */
export const excludedBecause = sql<string | null>`case
  when r.status = 'leave' then 'on_leave'
  when p.email is null then 'no_address'
  when p.email_key is null then 'shared_address'
  when exists (select from bounced_address d where d.organization_id = p.organization_id and d.address = lower(p.email)) then 'dead_address'
end`
