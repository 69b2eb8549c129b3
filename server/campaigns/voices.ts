/**
 * Messages that champions send: whose names are asked for, and in whose name each reader gets it. A reader's champion is
 * the one their own page names first; see docs/decisions/champions-speak.md.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Campaign, campaigns } from '../../contract/campaigns.ts'
import type { Answer } from '../../contract/operation.ts'
import { putInInboxes, takeFromInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import type { NamedPerson, Row } from './queries.ts'
import type { Script } from './words.ts'

/** What was said by whoever was asked for this revision; whoever was asked for another one was not asked for this. */
const asked = (c: Context, row: Pick<Row, 'id' | 'revision'>): RawBuilder<unknown> => sql`
  select v.person_id, case when v.approved_at is not null then 'approved' when v.declined_at is not null then 'declined' else 'waiting' end as said
  from campaign_voice v where v.organization_id = ${c.organizationId} and v.campaign_id = ${row.id} and v.revision = ${row.revision}`

/** `near`: each reader that `people` selects with each champion who covers them, what that one said, and in which order. */
const near = (c: Context, row: Pick<Row, 'id' | 'revision'>, people: RawBuilder<boolean>): RawBuilder<unknown> => sql`
  place as materialized (select * from champion_place(${c.organizationId})),
  asked as materialized (${asked(c, row)}),
  near as materialized (
    select r.person_id as reader, p.person_id as voice, coalesce(a.said, 'unasked') as said,
      champion_order(champion_near(p.person_id, p.manager_id, p.location, p.department, r.manager_id, r.location, r.department),
        p.language = lower(split_part(r.locale, '-', 1)), p.person_id, r.person_id) as rank
    from roster r cross join lateral (values ('location', r.location), ('department', r.department)) w (kind, key)
    join place p on p.kind = w.kind and p.key = w.key and p.person_id <> r.person_id
    left join asked a on a.person_id = p.person_id
    where ${people}
  )`

/**
 * `covers`: each part of the readers that `people` selects, by site and department, with each champion who covers it and what
 * that one said: a few thousand rows of a company of any size. `own`: readers who are champions, who write to themselves never.
 */
const covering = (
  c: Context,
  row: Pick<Row, 'id' | 'revision'>,
  people: RawBuilder<boolean>,
): RawBuilder<unknown> => sql`
  place as materialized (select * from champion_place(${c.organizationId})),
  asked as materialized (${asked(c, row)}),
  cell as materialized (select r.location, r.department, count(*)::integer as people from roster r where ${people} group by 1, 2),
  own as materialized (select r.person_id, r.location, r.department from roster r where ${people} and r.person_id in (select person_id from place)),
  covers as materialized (
    select distinct k.location, k.department, k.people, p.person_id, coalesce(a.said, 'unasked') as said
    from cell k cross join lateral (values ('location', k.location), ('department', k.department)) w (kind, key)
    join place p on p.kind = w.kind and p.key = w.key left join asked a on a.person_id = p.person_id
  )`

type Champions = NonNullable<Answer<typeof campaigns.audience>['champions']>
const mostNamed = 100

/** Who has said what, and for how many readers it holds. Names are for the program team. */
export async function championsOf(
  db: Db | Tx,
  c: Context,
  row: Row,
  people: RawBuilder<boolean>,
  named: boolean,
): Promise<Champions> {
  type One = { id: string; name: string; title: string; is: Champions['people'][number]['is']; readers: number }
  /** Readers of a part, and of those who are champions themselves each one, whom somebody else covers. */
  const covered = (said: RawBuilder<boolean>) => sql`(
    select coalesce(sum(n), 0)::integer from (
      select k.people - (select count(*) from own o where o.location = k.location and o.department = k.department) as n from cell k
      where exists (select from covers v where v.location = k.location and v.department = k.department and ${said})
      union all
      select 1 from own o where exists (select from covers v where v.location = o.location and v.department = o.department
        and v.person_id <> o.person_id and ${said})) x)`
  const { rows } = await sql<{ readers: number; near: number; approved: number; all: One[] }>`
    with ${covering(c, row, people)},
    each_one as (select v.person_id, min(v.said) as said,
      (sum(v.people) - (select count(*) from own o where o.person_id = v.person_id))::integer as readers from covers v group by v.person_id)
    select (select coalesce(sum(people), 0)::integer from cell) as readers, ${covered(sql<boolean>`true`)} as near, ${covered(sql<boolean>`v.said = 'approved'`)} as approved,
      coalesce((select jsonb_agg(jsonb_build_object('id', e.person_id, 'name', p.full_name, 'title', coalesce(r.title, ''), 'is', e.said, 'readers', e.readers)
          order by p.full_name, e.person_id) from each_one e
        join person p on p.organization_id = ${c.organizationId} and p.id = e.person_id
        left join roster r on r.organization_id = p.organization_id and r.person_id = p.id), '[]') as all`.execute(db)
  const { all, readers, near: close, approved } = rows[0]!
  const of = (is: One['is']) => all.filter((one) => one.is === is).length
  return {
    inTheirName: approved,
    notYet: close - approved,
    without: readers - close,
    approved: of('approved'),
    waiting: of('waiting'),
    declined: of('declined'),
    unasked: of('unasked'),
    people: named ? all.slice(0, mostNamed) : [],
    yours: all.find((one) => one.id === c.viewer.personId)?.readers ?? null,
  }
}

export type Asked = { id: string; readers: number }

/** Asks every champion who is near a reader and was not asked for this revision, in the app; their letters are the caller's. */
export async function askVoices(tx: Tx, c: Context, row: Row, people: RawBuilder<boolean>): Promise<Asked[]> {
  if (row.voice !== 'champion') return []
  const { rows } = await sql<Asked>`
    with ${covering(c, row, people)},
    put as (
      insert into campaign_voice (organization_id, campaign_id, person_id, revision, name, title, asked_at)
      select ${c.organizationId}, ${row.id}, r.person_id, ${row.revision}, r.full_name, r.title, ${c.clock.now()}
      from roster r where r.organization_id = ${c.organizationId} and r.person_id in (select person_id from covers where said = 'unasked')
      on conflict (organization_id, campaign_id, person_id) do update set revision = excluded.revision, name = excluded.name, title = excluded.title,
        asked_at = excluded.asked_at, approved_at = null, declined_at = null
      returning person_id)
    select p.person_id as id, (select sum(v.people) from covers v where v.person_id = p.person_id)::integer as readers from put p order by 1`.execute(
    tx,
  )
  if (rows.length === 0) return []
  await putInInboxes(
    tx,
    c,
    sql`select x.id as person_id, ${c.clock.now()}::timestamptz as appears_at from unnest(${rows.map((one) => one.id)}::uuid[]) as x (id)
      where x.id is distinct from ${row.sender_id}::uuid`,
    { kind: 'campaign_approval', subject: { kind: 'campaign_approval', id: row.id } },
  )
  await record(tx, c, {
    type: 'campaign.champions_asked',
    subject: { kind: 'campaign', id: row.id },
    data: { champions: rows.length, revision: row.revision },
  })
  return rows
}

type Own = NonNullable<Campaign['asChampion']>
/** What the viewer was asked for as a champion, as each message stands now. */
export async function ownVoices(c: Context, campaignId?: string): Promise<Map<string, Own>> {
  const { rows } = await sql<Own & { id: string }>`
    select v.campaign_id as id, v.approved_at as "approvedAt", v.declined_at as "declinedAt" from campaign_voice v
    join campaign k on k.organization_id = v.organization_id and k.id = v.campaign_id and k.revision = v.revision and k.voice = 'champion'
    where v.organization_id = ${c.organizationId} and v.person_id = ${c.viewer.personId}
      and ${campaignId ? sql`v.campaign_id = ${campaignId}` : sql`true`}`.execute(c.db)
  return new Map(rows.map(({ id, ...own }) => [id, own]))
}

/** Messages that wait for a champion's word, as a condition over `campaign k`. */
export const waitsForVoice = (c: Context, personId: string): RawBuilder<boolean> =>
  sql<boolean>`(k.voice = 'champion' and k.started_at is null and k.cancelled_at is null and exists (select from campaign_voice v
    where v.organization_id = k.organization_id and v.campaign_id = k.id and v.person_id = ${personId}
      and v.revision = k.revision and v.approved_at is null and v.declined_at is null))`

/** Lends the viewer's name to a message, or takes it back. False: they were not asked for it as it stands. */
export async function say(tx: Tx, c: Context, row: Row, what: 'approved' | 'declined'): Promise<boolean> {
  const at = c.clock.now()
  const { rows } =
    await sql`update campaign_voice set approved_at = ${what === 'approved' ? at : null}, declined_at = ${what === 'declined' ? at : null}
    where organization_id = ${c.organizationId} and campaign_id = ${row.id} and person_id = ${c.viewer.personId} and revision = ${row.revision}
      and ${row.voice} = 'champion' returning 1`.execute(tx)
  if (rows.length === 0) return false
  await takeFromInboxes(tx, c, { kind: 'campaign_approval', id: row.id, personId: c.viewer.personId })
  await record(tx, c, {
    type: what === 'approved' ? 'campaign.name_lent' : 'campaign.name_not_lent',
    subject: { kind: 'campaign', id: row.id },
    data: { revision: row.revision },
  })
  return true
}

/** What it said is forgotten, so nobody has approved it. */
export async function forgetVoices(tx: Tx, c: Context, campaignId: string): Promise<void> {
  await sql`delete from campaign_voice where organization_id = ${c.organizationId} and campaign_id = ${campaignId}`.execute(
    tx,
  )
}

/** In whose name each reader gets it, from the moment it begins: the nearest of their champions who approved it as it stands. */
export async function fixVoices(tx: Tx, c: Context, row: Row, people: RawBuilder<boolean>): Promise<void> {
  if (row.voice !== 'champion') return
  await sql`insert into campaign_reader_voice (organization_id, campaign_id, person_id, voice_id)
    with ${near(c, row, people)}
    select distinct on (reader) ${c.organizationId}::uuid, ${row.id}::uuid, reader, voice from near where said = 'approved' order by reader, rank`.execute(
    tx,
  )
}

/** What the list in the app says of the sender, as SQL over `x.person_id`; null where all get it in one name. */
export const eachName = (c: Context, row: Row): RawBuilder<unknown> | undefined =>
  row.voice === 'champion'
    ? sql`coalesce((select jsonb_build_object('sender', v.name) from campaign_reader_voice s
        join campaign_voice v on v.organization_id = s.organization_id and v.campaign_id = s.campaign_id and v.person_id = s.voice_id
        where s.organization_id = ${c.organizationId} and s.campaign_id = ${row.id} and s.person_id = x.person_id), '{}')`
    : undefined

/** Who speaks to each of a batch of readers of a message that has begun; nobody where it is the sender. */
export async function voicesTo(
  c: Context,
  row: Pick<Row, 'id' | 'voice'>,
  people: readonly string[],
): Promise<ReadonlyMap<string, NamedPerson>> {
  if (row.voice !== 'champion') return new Map()
  const { rows } = await sql<NamedPerson & { reader: string }>`
    select s.person_id as reader, v.person_id as id, v.name, v.title, p.email from campaign_reader_voice s
    join campaign_voice v on v.organization_id = s.organization_id and v.campaign_id = s.campaign_id and v.person_id = s.voice_id
    join person p on p.organization_id = v.organization_id and p.id = v.person_id
    where s.organization_id = ${c.organizationId} and s.campaign_id = ${row.id} and s.person_id = any(${people as string[]}::uuid[])`.execute(
    c.db,
  )
  return new Map(rows.map(({ reader, ...one }) => [reader, one]))
}

/** Who would speak to somebody if all who are asked say yes; for whoever is asked, they themselves. Null: the sender. */
export async function voiceFor(c: Context, row: Row, readerId: string | null): Promise<NamedPerson | null> {
  if (row.voice !== 'champion') return null
  if (readerId && row.started_at) return (await voicesTo(c, row, [readerId])).get(readerId) ?? null
  const own = (await ownVoices(c, row.id)).has(row.id) && row.sender_id !== c.viewer.personId
  if (!readerId && !own) return null
  const which = own
    ? sql`select ${c.viewer.personId}::uuid as voice`
    : sql`select voice from near where said <> 'declined' order by said <> 'approved', rank limit 1`
  const { rows } = await sql<NamedPerson>`
    with ${near(c, row, sql<boolean>`(r.organization_id = ${c.organizationId} and r.person_id = ${readerId})`)}
    select r.person_id as id, r.full_name as name, r.title, r.email from (${which}) x
    join roster r on r.organization_id = ${c.organizationId} and r.person_id = x.voice`.execute(c.db)
  return rows[0] ?? null
}

/** The same words in somebody else's name: signature, sender and whoever gets the replies. */
export const inName = (script: Script, voice: NamedPerson | null | undefined): Script =>
  voice
    ? { ...script, sender: voice, facts: { ...script.facts, sender: { name: voice.name, title: voice.title } } }
    : script

/** Of one that has begun: in how many names it went out, and to how many. */
export async function voicesReport(
  c: Context,
  row: Row,
  recipients: number,
): Promise<Answer<typeof campaigns.report>['voices']> {
  if (row.voice !== 'champion') return null
  const { rows } = await sql<{ champions: number; n: number }>`
    select count(distinct voice_id) as champions, count(*) as n from campaign_reader_voice
    where organization_id = ${c.organizationId} and campaign_id = ${row.id}`.execute(c.db)
  const { champions, n } = rows[0]!
  return { champions, inTheirName: n, inSendersName: Math.max(0, recipients - n) }
}
