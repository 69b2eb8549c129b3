/** Counting what became of messages, now and then, for pages that add up many: see docs/decisions/funnel.md. */
import { sql } from 'kysely'
import { actKinds } from '../../contract/campaigns.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { schedule } from '../platform/jobs.ts'
import { actsOf, doneBy } from './reaching.ts'

const hours = (n: number): number => n * 3_600_000
/** On its first day a message is counted again and again, then every night, and after so many days not any more. */
const firstDay = 26
const between = 2
const untilDays = 90

/** From the first reader's hour on. */
export async function countFrom(tx: Tx, c: Context, campaignId: string, startedAt: Instant): Promise<void> {
  await schedule(tx, {
    organizationId: c.organizationId,
    kind: 'campaigns.count',
    subjectId: campaignId,
    dueAt: addMs(startedAt, hours(1)),
  })
}

/** One that goes out now, and when it is to be looked at next. */
export async function countOne(c: Context, campaignId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Started>`select id, program_id, wave_id, started_at from campaign
      where organization_id = ${c.organizationId} and id = ${campaignId} and started_at is not null ${counted}`.execute(
      tx,
    )
    const row = rows[0]
    if (!row) return
    await count(tx, c, [row])
    const next = addMs(c.clock.now(), hours(between))
    if (next < addMs(row.started_at, hours(firstDay)))
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
  const { rows } = await sql<Started>`select k.id, k.program_id, k.wave_id, k.started_at from campaign k
    where k.organization_id = ${c.organizationId} and k.started_at is not null ${counted}
      and (k.started_at > ${addMs(c.clock.now(), -hours(24 * untilDays))} or not exists (select from campaign_count n
        where n.organization_id = k.organization_id and n.campaign_id = k.id)) order by k.wave_id, k.started_at`.execute(
    c.db,
  )
  for (const [, ofWave] of Map.groupBy(rows, (row) => row.wave_id))
    await c.db.transaction().execute((tx) => count(tx, c, ofWave))
}

type Started = { id: string; program_id: string; wave_id: string; started_at: Instant }

/** How many a reminder went to is told to nobody, and so not counted either. */
const counted = sql`and (reach is null or reach <> all(${[...actKinds]}::text[]))`

/** Messages of one wave. */
async function count(tx: Tx, c: Context, of: readonly Started[]): Promise<void> {
  const wave = of[0]!
  const ids = of.map((one) => one.id)
  const acts = await actsOf(tx, c, wave)
  const first = (['first_goal', 'first_checkin'] as const).filter((act) => acts.includes(act))
  const trained = acts.includes('training') ? await doneBy(tx, c, wave, 'training') : sql`null::boolean`
  const acted =
    first.length > 0
      ? sql`(${sql.join(await Promise.all(first.map((act) => doneBy(tx, c, wave, act))), sql` or `)})`
      : sql`null::boolean`
  const some = (known: boolean, flag: string) =>
    known ? sql`coalesce(${sql.ref(`app.${flag}`)}, 0)` : sql`null::integer`
  await sql`
    insert into campaign_count (organization_id, campaign_id, counted_at, letters, submitted, pending, undelivered, left_out, in_app, opened, people, trained, acted)
    with here as materialized (
      select r.person_id, ${trained} as trained, ${acted} as acted from roster r
      where r.organization_id = ${c.organizationId} and r.employed),
    app as (
      select i.subject_id as id, count(*) as in_app, count(i.read_at) as opened,
        count(h.person_id) filter (where i.appears_at <= ${c.clock.now()}) as people,
        count(*) filter (where h.trained and i.appears_at <= ${c.clock.now()}) as trained,
        count(*) filter (where h.acted and i.appears_at <= ${c.clock.now()}) as acted
      from inbox_item i left join here h on h.person_id = i.person_id
      where i.organization_id = ${c.organizationId} and i.subject_id = any(${ids}::uuid[]) and i.subject_kind = 'campaign' and i.kind = 'message'
      group by i.subject_id),
    mail as (
      select m.subject_id as id, count(*) as letters, count(*) filter (where m.state = 'submitted') as submitted,
        count(*) filter (where m.state in ('waiting', 'sending')) as pending,
        count(*) filter (where m.state in ('bounced', 'failed', 'uncertain')) as undelivered,
        count(*) filter (where m.state = 'excluded') as left_out
      from outgoing_mail m
      where m.organization_id = ${c.organizationId} and m.subject_id = any(${ids}::uuid[]) and m.subject_kind = 'campaign'
      group by m.subject_id)
    select ${c.organizationId}::uuid, k.id, ${c.clock.now()}::timestamptz, coalesce(mail.letters, 0), coalesce(mail.submitted, 0), coalesce(mail.pending, 0),
      coalesce(mail.undelivered, 0), coalesce(mail.left_out, 0), coalesce(app.in_app, 0), coalesce(app.opened, 0), coalesce(app.people, 0),
      ${some(acts.includes('training'), 'trained')}, ${some(first.length > 0, 'acted')}
    from unnest(${ids}::uuid[]) as k (id) left join mail on mail.id = k.id left join app on app.id = k.id
    on conflict (organization_id, campaign_id) do update set counted_at = excluded.counted_at, letters = excluded.letters, submitted = excluded.submitted,
      pending = excluded.pending, undelivered = excluded.undelivered, left_out = excluded.left_out, in_app = excluded.in_app, opened = excluded.opened,
      people = excluded.people, trained = excluded.trained, acted = excluded.acted`.execute(tx)
}
