/** Packs: made of a day, written by the lead, released to sponsor and committee, and the same ever after. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { businessReviews, Pack, PackAnswer, PackSection } from '../../contract/business-review.ts'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { holdersOf } from '../access/access.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { askOnAgenda, membersOf, mayRun, requestStates, speakerFor } from '../governance/governance.ts'
import { businessReviewWords } from '../library/library.ts'
import { givenDays, programMeasured, registryOf } from '../metrics/metrics.ts'
import { type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { documentOf, judgedOf, type Said, type Written } from './document.ts'
import { differences, type Facts, gather, numbersAgain, numbersOf } from './facts.ts'
import { verdictOf } from './verdict.ts'

type HeadRow = {
  id: string
  program_id: string
  program: string
  as_of: Day
  known_at: Instant
  answer: PackAnswer
  revision: number
  made_by: string
  maker: string
  made_at: Instant
  released_at: Instant | null
  released_by: string | null
  releaser: string | null
  superseded: boolean
  zone: string
}
export type PackRow = HeadRow & { facts: Facts }

export const leads = (c: Context) => c.viewer.roles.includes('lead')

const head = sql`r.id, r.program_id, r.facts -> 'program' -> 'brand' ->> 'name' as program, r.as_of, r.known_at, r.answer, r.revision,
  r.made_by, m.full_name as maker, r.made_at, r.released_at, r.released_by, p.full_name as releaser, o.time_zone as zone,
  exists (select from business_review n where n.organization_id = r.organization_id and n.program_id = r.program_id
    and n.released_at > r.released_at) as superseded`
/** Drafts are the lead's alone. */
const readable = (c: Context) => sql`from business_review r join organization o on o.id = r.organization_id
  join person m on m.organization_id = r.organization_id and m.id = r.made_by
  left join person p on p.organization_id = r.organization_id and p.id = r.released_by
  where r.organization_id = ${c.organizationId} and (r.released_at is not null or ${leads(c)})`

/** The newest first; without what they rest on. */
export async function packHeads(db: Db | Tx, c: Context): Promise<HeadRow[]> {
  const { rows } =
    await sql<HeadRow>`select ${head} ${readable(c)} order by r.released_at desc nulls first, r.made_at desc, r.id limit 60`.execute(
      db,
    )
  return rows
}

export async function packRow(db: Db | Tx, c: Context, id: string): Promise<PackRow> {
  const { rows } = await sql<PackRow>`select ${head}, r.facts ${readable(c)} and r.id = ${id}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export const headOf = (row: HeadRow) => ({
  id: row.id,
  programId: row.program_id,
  program: row.program,
  asOf: row.as_of,
  madeAt: row.made_at,
  madeBy: { id: row.made_by, name: row.maker },
  releasedAt: row.released_at,
  releasedBy: row.released_by ? { id: row.released_by, name: row.releaser ?? '' } : null,
  superseded: row.superseded,
  answer: row.answer,
})

/** The day that a pack is of: one whose numbers were given out. */
async function dayFor(c: Context, programId: string, asked: Day | null): Promise<Day> {
  const { newest, has } = await givenDays(c, c.clock.now())
  if ((await programMeasured(c)) !== programId || newest === null) throw problem('pack_no_numbers')
  const day = asked ?? newest
  if (!has(day)) throw problem('pack_day', { newest })
  return day
}

const answerOf = async (c: Context, facts: Facts) => verdictOf(judgedOf(facts, await registryOf(c))).answer
const subject = (id: string) => ({ kind: 'business_review', id })

export async function make(c: Context, input: Input<typeof businessReviews.make>): Promise<{ id: string }> {
  const asOf = await dayFor(c, input.programId, input.asOf)
  const knownAt = c.clock.now()
  const facts = await gather(c, { programId: input.programId, asOf, knownAt })
  const answer = await answerOf(c, facts)
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into business_review (organization_id, program_id, as_of, known_at, facts, answer, made_by, made_at)
      values (${c.organizationId}, ${input.programId}, ${asOf}, ${knownAt}, ${JSON.stringify(facts)}::jsonb, ${answer}, ${c.viewer.personId}, ${knownAt})
      on conflict (organization_id, program_id) where released_at is null do nothing returning id`.execute(tx)
    const made = rows[0]
    if (!made) throw problem('pack_draft')
    await record(tx, c, { type: 'business_review.made', subject: subject(made.id), data: { asOf } })
    return made
  })
}

/** A draft, locked; refused where somebody else changed it since it was read. */
async function draft(tx: Tx, c: Context, id: string, revision: number | null): Promise<PackRow> {
  await sql`select 1 from business_review where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
  const row = await packRow(tx, c, id)
  if (row.released_at) throw problem('pack_released')
  if (revision !== null && row.revision !== revision) throw problem('conflict')
  return row
}

async function bump(tx: Tx, c: Context, row: PackRow): Promise<{ revision: number }> {
  await sql`update business_review set revision = revision + 1 where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )
  return { revision: row.revision + 1 }
}

export async function takeAnew(
  c: Context,
  input: Input<typeof businessReviews.takeAnew>,
): Promise<{ revision: number }> {
  const before = await packRow(c.db, c, input.packId)
  if (before.released_at) throw problem('pack_released')
  const asOf = await dayFor(c, before.program_id, input.asOf)
  const knownAt = c.clock.now()
  const facts = await gather(c, { programId: before.program_id, asOf, knownAt })
  const answer = await answerOf(c, facts)
  return c.db.transaction().execute(async (tx) => {
    const row = await draft(tx, c, input.packId, input.revision)
    await sql`update business_review set as_of = ${asOf}, known_at = ${knownAt}, facts = ${JSON.stringify(facts)}::jsonb, answer = ${answer}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, { type: 'business_review.taken_anew', subject: subject(row.id), data: { asOf } })
    return bump(tx, c, row)
  })
}

export async function comment(c: Context, input: Input<typeof businessReviews.comment>): Promise<{ revision: number }> {
  return c.db.transaction().execute(async (tx) => {
    const row = await draft(tx, c, input.packId, input.seen === undefined ? input.revision : null)
    const said = (await writtenFor(tx, c, row)).comments[input.section] ?? ''
    if (input.seen !== undefined && input.seen !== said) throw problem('conflict')
    if (input.words === '')
      await sql`delete from business_review_comment where organization_id = ${c.organizationId} and review_id = ${row.id} and section = ${input.section}`.execute(
        tx,
      )
    else
      await sql`insert into business_review_comment (organization_id, review_id, section, words, written_by, written_at)
        values (${c.organizationId}, ${row.id}, ${input.section}, ${input.words}, ${c.viewer.personId}, ${c.clock.now()})
        on conflict (organization_id, review_id, section) do update set words = excluded.words, written_by = excluded.written_by,
          written_at = excluded.written_at`.execute(tx)
    await record(tx, c, {
      type: 'business_review.commented',
      subject: subject(row.id),
      data: { section: input.section },
    })
    return bump(tx, c, row)
  })
}

export async function setAsks(c: Context, input: Input<typeof businessReviews.setAsks>): Promise<{ revision: number }> {
  return c.db.transaction().execute(async (tx) => {
    const row = await draft(tx, c, input.packId, input.revision)
    const named = [...new Set(input.asks.flatMap((a) => a.personId ?? []))]
    const { rows: here } = await sql<{
      id: string
    }>`select person_id as id from roster where organization_id = ${c.organizationId}
      and employed and person_id = any(${named}::uuid[])`.execute(tx)
    if (here.length < named.length) throw problem('person_unknown')
    await sql`delete from business_review_ask where organization_id = ${c.organizationId} and review_id = ${row.id}`.execute(
      tx,
    )
    for (const [place, { title, why, cost, personId }] of input.asks.entries())
      await sql`insert into business_review_ask (organization_id, review_id, place, title, why, cost, person_id)
        values (${c.organizationId}, ${row.id}, ${place}, ${title}, ${why}, ${cost}, ${personId})`.execute(tx)
    await record(tx, c, {
      type: 'business_review.asks_set',
      subject: subject(row.id),
      data: { asks: input.asks.length },
    })
    return bump(tx, c, row)
  })
}

export async function release(c: Context, input: Input<typeof businessReviews.release>): Promise<{ revision: number }> {
  return c.db.transaction().execute(async (tx) => {
    const row = await draft(tx, c, input.packId, input.revision)
    const { rows: summary } =
      await sql`select 1 from business_review_comment where organization_id = ${c.organizationId}
      and review_id = ${row.id} and section = 'summary'`.execute(tx)
    if (summary.length === 0) throw problem('pack_summary')
    await sql`update business_review set released_at = ${c.clock.now()}, released_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, { type: 'business_review.released', subject: subject(row.id), data: { asOf: row.as_of } })
    const readers = new Set([
      ...(await holdersOf(tx, c.organizationId, 'sponsor')),
      ...(await membersOf(tx, c)).map((m) => m.person.id),
    ])
    readers.delete(c.viewer.personId)
    for (const personId of readers) {
      await putInInbox(tx, c, personId, {
        kind: 'pack_released',
        subject: subject(row.id),
        params: { name: row.facts.program.brand.name },
      })
      await sendMail(tx, c, { personId, kind: 'pack_released', subject: subject(row.id) })
    }
    return bump(tx, c, row)
  })
}

export async function remove(c: Context, input: Input<typeof businessReviews.remove>): Promise<{ removed: true }> {
  return c.db.transaction().execute(async (tx) => {
    const row = await draft(tx, c, input.packId, null)
    await sql`delete from business_review where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, { type: 'business_review.removed', subject: subject(row.id) })
    return { removed: true as const }
  })
}

export async function writtenFor(db: Db | Tx, c: Context, row: PackRow): Promise<Written> {
  const { rows: comments } = await sql<{
    section: PackSection
    words: string
  }>`select section, words from business_review_comment
    where organization_id = ${c.organizationId} and review_id = ${row.id}`.execute(db)
  const { rows: asks } = await sql<{
    id: string
    title: string
    why: string
    cost: string
    person_id: string | null
    person: string | null
    request_id: string | null
  }>`select k.id, k.title, k.why, k.cost, k.person_id, p.full_name as person, k.request_id from business_review_ask k
    left join person p on p.organization_id = k.organization_id and p.id = k.person_id
    where k.organization_id = ${c.organizationId} and k.review_id = ${row.id} order by k.place`.execute(db)
  const states = await requestStates(
    db,
    c,
    asks.flatMap((a) => a.request_id ?? []),
  )
  return {
    comments: Object.fromEntries(comments.map((one) => [one.section, one.words])),
    asks: asks.map((a) => {
      const request = a.request_id ? states.get(a.request_id) : undefined
      return {
        id: a.id,
        title: a.title,
        why: a.why,
        cost: a.cost,
        person: a.person_id && a.person ? { id: a.person_id, name: a.person } : null,
        request: a.request_id && request ? { id: a.request_id, ...request } : null,
      }
    }),
    released: row.released_at ? { at: row.released_at, by: row.releaser ?? '' } : null,
  }
}

export async function saidFor(c: Context, row: Pick<PackRow, 'zone'>, language: Language | undefined): Promise<Said> {
  const s = await speakerFor(c.db, c, language)
  return { s, words: businessReviewWords(s.language), zone: row.zone }
}

export async function get(c: Context, input: Input<typeof businessReviews.get>): Promise<Pack> {
  const row = await packRow(c.db, c, input.packId)
  const document = documentOf(
    await saidFor(c, row, input.language),
    row.facts,
    await writtenFor(c.db, c, row),
    c.viewer.locale,
  )
  return {
    ...headOf(row),
    knownAt: row.known_at,
    revision: row.revision,
    ...document,
    mayWrite: leads(c) && row.released_at === null,
    mayRelease: leads(c) && row.released_at === null,
    mayRun: await mayRun(c.db, c),
  }
}

/** A short word for all numbers of a pack: two packs with the same one say the same. */
export const fingerprintOf = (facts: Facts): string =>
  createHash('sha256')
    .update(JSON.stringify(numbersOf(facts), sorted))
    .digest('hex')
    .slice(0, 16)

/** The database keeps an object's keys in an order of its own. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

export async function verify(
  c: Context,
  input: Input<typeof businessReviews.verify>,
): Promise<Answer<typeof businessReviews.verify>> {
  const row = await packRow(c.db, c, input.packId)
  const kept = numbersOf(row.facts)
  const again = JSON.parse(JSON.stringify(await numbersAgain(c, row.facts))) as typeof kept
  const differs = differences(kept, again)
  return {
    checkedAt: c.clock.now(),
    numbers:
      kept.metrics.reduce((sum, m) => sum + m.series.length + 1, 0) + kept.decisions.length + kept.mistakes.length,
    same: differs.length === 0,
    differs: differs.slice(0, 20),
    fingerprint: fingerprintOf(row.facts),
  }
}

export async function bring(c: Context, input: Input<typeof businessReviews.bring>): Promise<{ requestId: string }> {
  return c.db.transaction().execute(async (tx) => {
    const row = await packRow(tx, c, input.packId)
    if (!row.released_at) throw problem('pack_not_released')
    const { rows } = await sql<{ title: string; why: string; cost: string; request_id: string | null }>`
      select title, why, cost, request_id from business_review_ask where organization_id = ${c.organizationId} and review_id = ${row.id}
        and id = ${input.askId} for update`.execute(tx)
    const ask = rows[0]
    if (!ask) throw problem('not_found')
    // Twice is once.
    const requestId =
      ask.request_id ??
      (await askOnAgenda(tx, c, { title: ask.title, words: ask.cost, why: ask.why, priority: 'normal' }))
    await sql`update business_review_ask set request_id = ${requestId} where organization_id = ${c.organizationId} and id = ${input.askId}`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'business_review.brought',
      subject: subject(row.id),
      data: { askId: input.askId, requestId },
    })
    return { requestId }
  })
}

/** The newest pack that was released. */
export async function newestReleased(db: Db | Tx, c: Context, programId: string): Promise<PackRow | null> {
  const { rows } =
    await sql<PackRow>`select ${head}, r.facts ${readable(c)} and r.program_id = ${programId} and r.released_at is not null
    order by r.released_at desc, r.made_at desc, r.id limit 1`.execute(db)
  return rows[0] ?? null
}
