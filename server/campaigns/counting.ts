/** Counting what became of messages, now and then, for pages that add up many: see docs/decisions/funnel.md. */
import { sql } from 'kysely'
import { actKinds } from '../../contract/campaigns.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { schedule } from '../platform/jobs.ts'

const hours = (n: number): number => n * 3_600_000
/** On its first day a message is counted again and again, then every night, and after so many days not any more. */
const firstDay = 26
const between = 2
const untilDays = 90
/** Messages that are counted in one statement. */
const together = 20

/** From the first reader's hour on. */
export async function countFrom(tx: Tx, c: Context, campaignId: string, startedAt: Instant): Promise<void> {
  await schedule(tx, {
    organizationId: c.organizationId,
    kind: 'campaigns.count',
    subjectId: campaignId,
    dueAt: addMs(startedAt, hours(1)),
  })
}

/** So many hours after the start, however late the last count was; null once the first day is over. */
function nextCount(startedAt: Instant, now: Instant): Instant | null {
  for (let after = 1; after < firstDay; after += between) {
    const at = addMs(startedAt, hours(after))
    if (Date.parse(at) > Date.parse(now)) return at
  }
  return null
}

/** One that goes out now, and when it is to be looked at next. */
export async function countOne(c: Context, campaignId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ started_at: Instant }>`select started_at from campaign
      where organization_id = ${c.organizationId} and id = ${campaignId} and started_at is not null and ${isCounted}`.execute(
      tx,
    )
    if (!rows[0]) return
    await count(tx, c, [campaignId])
    const next = nextCount(rows[0].started_at, c.clock.now())
    if (next)
      await schedule(tx, {
        organizationId: c.organizationId,
        kind: 'campaigns.count',
        subjectId: campaignId,
        dueAt: next,
      })
  })
}

/** At night: all of the last months, and whatever was never counted. */
export async function countAll(c: Context): Promise<void> {
  const { rows } = await sql<{ id: string }>`select k.id from campaign k
    where k.organization_id = ${c.organizationId} and k.started_at is not null and ${isCounted}
      and (k.started_at > ${addMs(c.clock.now(), -hours(24 * untilDays))} or (k.readers = 'newcomers' and k.cancelled_at is null) or not exists (select from campaign_count n
        where n.organization_id = k.organization_id and n.campaign_id = k.id)) order by k.started_at, k.id`.execute(
    c.db,
  )
  for (let from = 0; from < rows.length; from += together)
    await count(
      c.db,
      c,
      rows.slice(from, from + together).map((row) => row.id),
    )
}

/** How many a reminder went to is told to nobody, and so not counted either. */
export const isCounted = sql<boolean>`(reach is null or reach <> all(${[...actKinds]}::text[]))`

async function count(db: Db | Tx, c: Context, ids: readonly string[]): Promise<void> {
  await sql`
    insert into campaign_count (organization_id, campaign_id, counted_at, letters, submitted, pending, undelivered, left_out, in_app, opened)
    with app as (
      select i.subject_id as id, count(*) as in_app, count(i.read_at) as opened from inbox_item i
      where i.organization_id = ${c.organizationId} and i.subject_id = any(${ids as string[]}::uuid[]) and i.subject_kind = 'campaign' and i.kind = 'message'
      group by i.subject_id),
    mail as (
      select m.subject_id as id, count(*) as letters, count(*) filter (where m.state = 'submitted') as submitted,
        count(*) filter (where m.state in ('waiting', 'sending')) as pending,
        count(*) filter (where m.state in ('bounced', 'failed', 'uncertain')) as undelivered,
        count(*) filter (where m.state = 'excluded') as left_out
      from outgoing_mail m
      where m.organization_id = ${c.organizationId} and m.subject_id = any(${ids as string[]}::uuid[]) and m.subject_kind = 'campaign'
      group by m.subject_id)
    select ${c.organizationId}::uuid, k.id, ${c.clock.now()}::timestamptz, coalesce(mail.letters, 0), coalesce(mail.submitted, 0), coalesce(mail.pending, 0),
      coalesce(mail.undelivered, 0), coalesce(mail.left_out, 0), coalesce(app.in_app, 0), coalesce(app.opened, 0)
    from unnest(${ids as string[]}::uuid[]) as k (id) left join mail on mail.id = k.id left join app on app.id = k.id
    on conflict (organization_id, campaign_id) do update set counted_at = excluded.counted_at, letters = excluded.letters, submitted = excluded.submitted,
      pending = excluded.pending, undelivered = excluded.undelivered, left_out = excluded.left_out, in_app = excluded.in_app, opened = excluded.opened`.execute(
    db,
  )
}
