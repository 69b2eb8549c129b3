/** Decisions: what was decided and why, who sees to it until when, and what became of it. */
import { sql } from 'kysely'
import type { Effect } from '../../contract/governance-shapes.ts'
import type { governance } from '../../contract/governance.ts'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox } from '../attention/attention.ts'
import { metricsNow } from '../metrics/metrics.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { listWaves, today as todayOf } from '../program/program.ts'
import { settleRequest } from './agenda.ts'
import { charterOf, demandRun, lockCommittee, mayRun } from './committee.ts'
import { decisionRows, type DecisionRow, headsOf, stateOfDecision } from './decision-rows.ts'
import { meetingRow } from './queries.ts'
import { openRequest, requestRows } from './request-rows.ts'
import { sayChange, sayPoint, sayValue, type Speaker, speakerFor } from './saying.ts'

type Decision = Answer<typeof governance.decision>
type Step = Decision['history'][number]['what']
const readers = ['lead', 'sponsor', 'committee'] as const
const readsAll = (c: Context) => readers.some((role) => c.viewer.roles.includes(role))

export async function list(c: Context): Promise<Answer<typeof governance.decisions>> {
  const today = await todayOf(c.db, c)
  return { today, decisions: await headsOf(c, await decisionRows(c.db, c), today) }
}

export const decision = (c: Context, input: Input<typeof governance.decision>): Promise<Decision> =>
  decisionOf(c.db, c, input.decisionId, input.language)

/** Whoever sees to it finds it too. */
async function rowFor(db: Db | Tx, c: Context, id: string): Promise<DecisionRow> {
  const row = (await decisionRows(db, c, { id }))[0]
  if (!row || !(readsAll(c) || row.owner_id === c.viewer.personId)) throw problem('not_found')
  return row
}

async function decisionOf(db: Db | Tx, c: Context, id: string, language?: Language): Promise<Decision> {
  const inside = { ...c, db }
  const row = await rowFor(db, c, id)
  const head = (await headsOf(inside, [row], await todayOf(db, c)))[0]!
  const run = await mayRun(db, c)
  // Minutes and requests are the committee's; who only sees to a decision reads that alone.
  const all = readsAll(c)
  const [meeting, request] = [
    all && row.meeting_id ? await meetingRow(db, c, row.meeting_id) : null,
    all && row.request_id ? (await requestRows(db, c, sql`q.id = ${row.request_id}`))[0] : null,
  ]
  return {
    ...head,
    meeting: meeting ? { id: meeting.id, startsAt: meeting.starts_at } : null,
    request: request ? { id: request.id, title: request.title } : null,
    options: row.options,
    why: row.why,
    cost: row.cost,
    decidedBy: { id: row.decided_by, name: row.decider },
    aim: aimOf(await speakerFor(db, c, language), row, head.effect),
    withdrawn:
      row.withdrawn_at && row.withdrawn_by
        ? {
            at: row.withdrawn_at,
            by: { id: row.withdrawn_by, name: row.withdrawer ?? '' },
            reason: row.withdrawn_reason ?? '',
          }
        : null,
    history: await historyOf(db, c, row.id),
    may: {
      change: run && !row.withdrawn_at && !row.done_at,
      finish: !row.withdrawn_at && (run || row.owner_id === c.viewer.personId),
      read: all,
    },
  }
}

function aimOf(s: Speaker, row: DecisionRow, effect: Effect): Decision['aim'] {
  if (!row.metric || !row.segment_kind || row.expected === null || !row.review_on) return null
  const id = row.metric
  const { name, unit } = s.numbers.describe(id, s.language)
  const before = 'before' in effect ? effect.before : null
  const after = 'after' in effect ? effect.after : null
  const change = 'change' in effect ? effect.change : null
  return {
    metric: id,
    name,
    unit,
    segment: { kind: row.segment_kind, key: row.segment_key ?? '', label: row.segment_label },
    expected: row.expected,
    reviewOn: row.review_on,
    said: {
      expected: sayChange(s, unit, row.expected),
      before: before && sayPoint(s, id, before),
      after: after && sayPoint(s, id, after),
      change: change === null ? null : sayChange(s, unit, change),
    },
  }
}

async function historyOf(db: Db | Tx, c: Context, id: string): Promise<Decision['history']> {
  const { rows } = await sql<{
    at: Instant
    by_id: string
    by: string
    what: Step
    was: string
    became: string
    words: string
  }>`select h.at, h.by_id, p.full_name as by, h.what, h.was, h.became, h.words from committee_decision_step h
    join person p on p.organization_id = h.organization_id and p.id = h.by_id
    where h.organization_id = ${c.organizationId} and h.decision_id = ${id} order by h.at desc, h.id limit 200`.execute(
    db,
  )
  return rows.map(({ by_id, by, ...step }) => ({ ...step, by: { id: by_id, name: by } }))
}

export async function options(
  c: Context,
  input: Input<typeof governance.options>,
): Promise<Answer<typeof governance.options>> {
  const s = await speakerFor(c.db, c, input.language)
  const charter = await charterOf(c.db, c)
  const { waves } = charter ? await listWaves(c, { programId: charter.program_id }) : { waves: [] }
  const numbers = await metricsNow(c, { ids: 'all', language: s.language })
  return {
    today: await todayOf(c.db, c),
    metrics: numbers
      // A part of another number is told with it, and aims at nothing of its own.
      .filter((m) => m.definition.within === null)
      .map((m) => {
        const shown = m.now?.state === 'shown' || m.now?.state === 'held' ? m.published.at(-1) : undefined
        return {
          id: m.definition.id,
          name: m.definition.name,
          unit: m.definition.unit,
          direction: m.definition.direction,
          now: shown ? sayValue(s, m.definition.unit, shown.value) : null,
          value: shown?.value ?? null,
          chosen: m.chosen,
        }
      })
      .toSorted((a, b) => Number(b.chosen) - Number(a.chosen)),
    waves: waves.filter((w) => w.state.phase === 'live').map(({ id, name }) => ({ id, name })),
  }
}

export const decide = (c: Context, input: Input<typeof governance.decide>): Promise<Decision> =>
  c.db.transaction().execute((tx) => decideIn(tx, c, input))

/** The same inside a transaction of whoever ties something else to the decision. */
export async function decideIn(tx: Tx, c: Context, input: Input<typeof governance.decide>): Promise<Decision> {
  const charter = await lockCommittee(tx, c)
  await demandRun(tx, c)
  const today = await todayOf(tx, c)
  const { aim } = input
  if (aim) {
    const { waves } = await listWaves({ ...c, db: tx }, { programId: charter.program_id })
    const live = waves.some((w) => w.id === aim.waveId && w.state.phase === 'live')
    if (aim.expected === 0 || aim.reviewOn <= today || (aim.waveId && !live)) throw problem('decision_aim')
  }
  if (input.meetingId && (await meetingRow(tx, c, input.meetingId)).called_off_at) throw problem('not_found')
  if (input.requestId) await openRequest(tx, c, input.requestId)
  await demandPerson(tx, c, input.ownerId)
  const now = c.clock.now()
  const { rows } = await sql<{ id: string; number: number }>`
    insert into committee_decision (organization_id, number, meeting_id, request_id, question, options, decided, why, cost, owner_id, due_on,
      metric, segment_kind, segment_key, expected, review_on, decided_on, decided_by, decided_at)
    select ${c.organizationId}::uuid, coalesce(max(d.number), 0) + 1, ${input.meetingId}::uuid, ${input.requestId}::uuid, ${input.question}, ${input.options as string[]}::text[],
      ${input.decided}, ${input.why}, ${input.cost}, ${input.ownerId}::uuid, ${input.dueOn}::date, ${aim?.metric ?? null}::text,
      ${aim ? (aim.waveId ? 'wave' : 'organization') : null}::text, ${aim ? (aim.waveId ?? '') : null}::text, ${aim?.expected ?? null}::double precision,
      ${aim?.reviewOn ?? null}::date, ${today}::date, ${c.viewer.personId}::uuid, ${now}::timestamptz
    from committee_decision d where d.organization_id = ${c.organizationId}
    returning id, number`.execute(tx)
  const { id } = rows[0]!
  await record(tx, c, {
    type: 'governance.decided',
    subject: { kind: 'committee_decision', id },
    data: { ownerId: input.ownerId, ...(input.meetingId ? { meetingId: input.meetingId } : {}) },
  })
  if (input.requestId) {
    await sql`update change_request set outcome = 'accepted', answered_at = ${now}, answered_by = ${c.viewer.personId}, until = null,
      decision_id = ${id} where organization_id = ${c.organizationId} and id = ${input.requestId}`.execute(tx)
    await settleRequest(tx, c, input.requestId)
    await tellAsker(tx, c, input.requestId)
  }
  await tellOwner(tx, c, { id, question: input.question }, input.ownerId)
  return decisionOf(tx, c, id)
}

async function demandPerson(tx: Tx, c: Context, personId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from roster where organization_id = ${c.organizationId} and person_id = ${personId}`.execute(tx)
  if (rows.length === 0) throw problem('person_unknown')
}

async function tellOwner(
  tx: Tx,
  c: Context,
  one: Pick<DecisionRow, 'id' | 'question'>,
  ownerId: string,
): Promise<void> {
  if (ownerId !== c.viewer.personId)
    await putInInbox(tx, c, ownerId, {
      kind: 'decision_owned',
      subject: { kind: 'committee_decision', id: one.id },
      params: { name: one.question },
    })
}

/** Whoever asked hears that there is an answer; what it says stands on its page. */
export async function tellAsker(tx: Tx, c: Context, requestId: string): Promise<void> {
  const { rows } = await sql<{ asked_by: string; title: string }>`select asked_by, title from change_request
    where organization_id = ${c.organizationId} and id = ${requestId}`.execute(tx)
  const row = rows[0]
  if (row && row.asked_by !== c.viewer.personId)
    await putInInbox(tx, c, row.asked_by, {
      kind: 'change_answered',
      subject: { kind: 'change_request', id: requestId },
      params: { name: row.title },
    })
}

async function step(
  tx: Tx,
  c: Context,
  id: string,
  one: { what: Step; was?: string; became?: string; words?: string },
): Promise<void> {
  await sql`insert into committee_decision_step (organization_id, decision_id, at, by_id, what, was, became, words)
    values (${c.organizationId}, ${id}, ${c.clock.now()}, ${c.viewer.personId}, ${one.what}, ${one.was ?? ''}, ${one.became ?? ''}, ${one.words ?? ''})`.execute(
    tx,
  )
}

/** Locked, and open to be changed. */
async function openDecision(tx: Tx, c: Context, id: string): Promise<DecisionRow> {
  await sql`select 1 from committee_decision where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
  const row = await rowFor(tx, c, id)
  if (row.withdrawn_at) throw problem('decision_closed')
  return row
}

export async function changeDecision(c: Context, input: Input<typeof governance.changeDecision>): Promise<Decision> {
  return c.db.transaction().execute(async (tx) => {
    await demandRun(tx, c)
    const row = await openDecision(tx, c, input.decisionId)
    if (row.done_at) throw problem('decision_closed')
    await demandPerson(tx, c, input.ownerId)
    await sql`update committee_decision set owner_id = ${input.ownerId}, due_on = ${input.dueOn}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    const after = (await decisionRows(tx, c, { id: row.id }))[0]!
    const changed: string[] = []
    if (after.owner_id !== row.owner_id) {
      changed.push('owner')
      await step(tx, c, row.id, { what: 'owner', was: row.owner, became: after.owner, words: input.reason })
      await tellOwner(tx, c, after, after.owner_id)
    }
    if (after.due_on !== row.due_on) {
      changed.push('due')
      await step(tx, c, row.id, {
        what: 'due',
        was: row.due_on ?? '',
        became: after.due_on ?? '',
        words: changed.length > 1 ? '' : input.reason,
      })
    }
    await record(tx, c, {
      type: 'governance.decision_changed',
      subject: { kind: 'committee_decision', id: row.id },
      data: { changed },
    })
    return decisionOf(tx, c, row.id)
  })
}

export async function finish(c: Context, input: Input<typeof governance.finish>): Promise<Decision> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openDecision(tx, c, input.decisionId)
    // A sponsor reads every decision; done is said by whoever sees to it, or by the committee.
    if (row.owner_id !== c.viewer.personId && !(await mayRun(tx, c))) throw problem('forbidden')
    const today = await todayOf(tx, c)
    if (input.done !== (stateOfDecision(row, today) === 'done')) {
      const now = input.done ? c.clock.now() : null
      await sql`update committee_decision set done_at = ${now}, done_by = ${input.done ? c.viewer.personId : null}
        where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
      await step(tx, c, row.id, { what: input.done ? 'done' : 'open_again', words: input.words })
    }
    await record(tx, c, {
      type: input.done ? 'governance.decision_done' : 'governance.decision_reopened',
      subject: { kind: 'committee_decision', id: row.id },
    })
    return decisionOf(tx, c, row.id)
  })
}

export async function withdraw(c: Context, input: Input<typeof governance.withdraw>): Promise<Decision> {
  return c.db.transaction().execute(async (tx) => {
    await demandRun(tx, c)
    const row = await openDecision(tx, c, input.decisionId)
    await sql`update committee_decision set withdrawn_at = ${c.clock.now()}, withdrawn_by = ${c.viewer.personId}, withdrawn_reason = ${input.reason}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await step(tx, c, row.id, { what: 'withdrawn', words: input.reason })
    await record(tx, c, { type: 'governance.decision_withdrawn', subject: { kind: 'committee_decision', id: row.id } })
    return decisionOf(tx, c, row.id)
  })
}
