/** Asking for feedback: about oneself, about a report, of one's team, and rounds of nominated people. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { feedback, RaterCategory, RequestKind } from '../../contract/feedback.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { relationsTo } from '../access/access.ts'
import { asPerson } from '../checkins/checkins.ts'
import { dayOf } from '../goals/goals.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { elementOfEach } from '../program/program.ts'
import { closeRequest } from './closing.ts'
import {
  lockRequest,
  namesOf,
  openFor,
  peopleOf,
  type PersonRow,
  ratersOf,
  type RequestRow,
  requestOf,
} from './queries.ts'
import { detailOf, mayClose } from './requests.ts'
import { longestDays, modeFor } from './rules.ts'
import { tell } from './telling.ts'
import { teamOf, type Terms, termsOf } from './terms.ts'
import { event } from './write.ts'

export async function ask(c: Context, input: Input<typeof feedback.ask>): Promise<Answer<typeof feedback.ask>> {
  const aboutId = input.aboutId ?? c.viewer.personId
  const relation = await relationsTo(c, aboutId)
  const self = relation.includes('self')
  if (
    input.kind === 'about'
      ? !relation.includes('manager')
      : !self && (input.kind !== 'round' || !relation.includes('manager'))
  )
    throw problem('forbidden')
  const terms = await termsOf(c, input.kind, aboutId)
  if (input.kind === 'round' && !terms.settings.rounds) throw problem('feedback_rounds_off')
  if (!terms.modes.includes(input.mode)) throw problem('feedback_mode')
  const today = await dayOf(c)
  demandDate(input.dueOn, today)
  const chosen =
    input.kind === 'upward'
      ? await teamChosen(c, input.raters, terms)
      : await demandRaters(c, input.kind, terms, input.raters)
  demandEnough(input.kind, input.mode, terms.floor, chosen)
  return asPerson(c, async (tx, inside) => {
    const id = input.id ?? randomUUID()
    const waits = input.kind === 'round' && self && terms.about.manager_id !== null
    const now = c.clock.now()
    const made = await sql`
      insert into feedback_request (organization_id, id, kind, about_id, asked_by, names_to, mode, floor, known, template, questions, note, due_on, asked_on,
        created_at, opened_at, approved_by)
      values (${c.organizationId}, ${id}, ${input.kind}, ${aboutId}, ${c.viewer.personId}, ${waits ? null : (terms.namesTo?.id ?? null)}, ${input.mode}, ${terms.floor},
        ${input.kind !== 'about' || terms.settings.aboutKnown}, ${input.template}, ${JSON.stringify(input.questions)}::jsonb, ${input.note}, ${input.dueOn}, ${today},
        ${now}, ${waits ? null : now}, ${input.kind === 'round' && !waits ? c.viewer.personId : null})
      on conflict do nothing returning 1`.execute(tx)
    if (made.rows.length === 0) {
      const there = await requestOf(tx, c, id)
      if (there?.asked_by !== c.viewer.personId) throw problem('conflict')
      countRecorded(c, 1) // the first request left the event
      return detailOf(tx, inside, id)
    }
    await insertRaters(tx, c, id, chosen)
    await record(tx, c, event('asked', id, { kind: input.kind, mode: input.mode, people: chosen.length }))
    if (waits) {
      const [manager] = await peopleOf(tx, c, [terms.about.manager_id!])
      if (manager) await tell(tx, c, manager, { kind: 'feedback_to_approve', requestId: id, name: terms.about.name })
    } else await sendOut(tx, c, (await requestOf(tx, c, id))!)
    return detailOf(tx, inside, id)
  })
}

function demandDate(dueOn: Day, today: Day): void {
  if (dueOn <= today || dueOn > addDays(today, longestDays)) throw problem('feedback_date')
}

type Chosen = PersonRow & { category: RaterCategory }

function categoryOf(about: PersonRow, person: PersonRow): RaterCategory {
  if (person.id === about.id) return 'self'
  if (person.id === about.manager_id || person.id === about.second_manager_id) return 'manager'
  if (person.manager_id === about.id || person.second_manager_id === about.id) return 'report'
  return 'peer'
}

/** The whole team, unless some are chosen; whoever has enough to answer is left out kindly. */
async function teamChosen(c: Context, chosen: readonly string[], terms: Terms): Promise<Chosen[]> {
  const team = (await teamOf(c)).filter((p) => chosen.length === 0 || chosen.includes(p.id))
  const open = await openFor(
    c.db,
    c,
    team.map((p) => p.id),
  )
  return team.filter((p) => (open.get(p.id) ?? 0) < terms.settings.maxOpen).map((p) => ({ ...p, category: 'report' }))
}

/** People who are there, have feedback on and not too much of it to answer. A round asks the person and their manager too. */
async function demandRaters(
  c: Context,
  kind: RequestKind,
  terms: Terms,
  raters: readonly string[],
  except?: string,
): Promise<Chosen[]> {
  const { about } = terms
  const asked = new Set(raters)
  const own = kind === 'round' ? [about.id, ...(about.manager_id ? [about.manager_id] : [])] : []
  const ids = [...new Set([...own, ...asked])]
  const there = await peopleOf(c.db, c, ids)
  const on = await elementOfEach(c, ids, 'feedback')
  // Nobody answers about themself but in a round, nor what they asked for.
  const cannot = (p: { id: string }) => kind !== 'round' && (p.id === about.id || p.id === c.viewer.personId)
  const wrong = [...asked].filter((id) => {
    const found = there.find((p) => p.id === id)
    return !found || !on.has(id) || cannot(found)
  })
  if (wrong.length > 0) {
    const names = await namesOf(c.db, c, wrong)
    throw problem('feedback_raters', { names: wrong.map((id) => names.get(id) ?? '–').join(', ') })
  }
  const people = there.filter((p) => on.has(p.id))
  const open = await openFor(
    c.db,
    c,
    people.map((p) => p.id),
  )
  const busy = people.filter(
    (p) => asked.has(p.id) && p.id !== except && (open.get(p.id) ?? 0) >= terms.settings.maxOpen,
  )
  if (busy.length > 0) throw problem('feedback_busy', { names: busy.map((p) => p.name).join(', ') })
  return people.map((p) => ({ ...p, category: categoryOf(about, p) }))
}

/** Answers without names need as many people as the floor, unless whoever asks learns them; any request needs somebody. */
function demandEnough(
  kind: RequestKind,
  mode: RequestRow['mode'],
  floor: number,
  chosen: readonly { category: RaterCategory }[],
): void {
  const others = chosen.filter((p) => p.category !== 'self')
  const hidden = others.filter((p) => modeFor(kind, mode, p.category) !== 'attributed')
  const named = mode === 'attributed' || (mode === 'confidential' && kind === 'about')
  if (!named && hidden.length < floor) throw problem('feedback_few', { floor, count: hidden.length })
  if (others.length === 0) throw problem('feedback_raters', { names: '–' })
}

async function insertRaters(tx: Tx, c: Context, requestId: string, chosen: readonly Chosen[]): Promise<void> {
  await sql`insert into feedback_rater (organization_id, request_id, person_id, category, nominated_by)
    select ${c.organizationId}::uuid, ${requestId}::uuid, x.id, x.category, ${c.viewer.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(chosen.map(({ id, category }) => ({ id, category })))}::jsonb) as x (id uuid, category text)`.execute(
    tx,
  )
}

/** The questions reach everybody who is asked, and the person hears of it where they may. */
async function sendOut(tx: Tx, c: Context, q: RequestRow): Promise<void> {
  const raters = await peopleOf(
    tx,
    c,
    (await ratersOf(tx, c, q.id)).map((r) => r.id),
  )
  for (const reader of raters) {
    const own = reader.id === c.viewer.personId
    await tell(tx, c, reader, {
      kind: 'feedback_asked',
      requestId: q.id,
      from: q.asked_by,
      name: q.asker_name,
      letter: !own,
      lastDay: q.due_on,
    })
  }
  if (q.kind === 'about' && q.known) {
    const [about] = await peopleOf(tx, c, [q.about_id])
    if (about) await tell(tx, c, about, { kind: 'feedback_about_you', requestId: q.id, name: q.asker_name })
  }
}

/** A request that the viewer may see, locked. */
async function seen(tx: Tx, c: Context, id: string): Promise<RequestRow> {
  await lockRequest(tx, c, id)
  await detailOf(tx, c, id) // refuses whoever may not see it
  return (await requestOf(tx, c, id))!
}

const nominates = (q: RequestRow, c: Context) => q.about_id === c.viewer.personId || leads(q, c)
const leads = (q: RequestRow, c: Context) =>
  q.about_manager_id === c.viewer.personId || q.about_second_id === c.viewer.personId

export async function nominate(
  c: Context,
  input: Input<typeof feedback.nominate>,
): Promise<Answer<typeof feedback.nominate>> {
  return asPerson(c, async (tx, inside) => {
    const q = await seen(tx, inside, input.requestId)
    if (q.kind !== 'round' || !nominates(q, c)) throw problem('forbidden')
    if (q.opened_at) throw problem('feedback_begun')
    const terms = await termsOf(inside, 'round', q.about_id)
    const chosen = await demandRaters(inside, 'round', terms, input.raters)
    demandEnough(q.kind, q.mode, q.floor, chosen)
    await sql`delete from feedback_rater where organization_id = ${c.organizationId} and request_id = ${q.id}`.execute(
      tx,
    )
    await insertRaters(tx, c, q.id, chosen)
    await record(tx, c, event('nominated', q.id, { people: chosen.length }))
    return detailOf(tx, inside, q.id)
  })
}

/** Whoever approves becomes the one who reads the report with the person and learns confidential authors. */
export async function approve(
  c: Context,
  input: Input<typeof feedback.approve>,
): Promise<Answer<typeof feedback.approve>> {
  return asPerson(c, async (tx, inside) => {
    const q = await seen(tx, inside, input.requestId)
    if (q.kind !== 'round' || !leads(q, c)) throw problem('forbidden')
    if (q.opened_at) {
      countRecorded(c, 1) // approved already
      return detailOf(tx, inside, q.id)
    }
    if (q.due_on <= (await dayOf(inside))) throw problem('feedback_date')
    demandEnough(q.kind, q.mode, q.floor, await ratersOf(tx, c, q.id))
    await sql`update feedback_request set opened_at = ${c.clock.now()}, approved_by = ${c.viewer.personId}, names_to = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${q.id}`.execute(tx)
    await record(tx, c, event('approved', q.id))
    await sendOut(tx, c, q)
    return detailOf(tx, inside, q.id)
  })
}

export async function close(c: Context, input: Input<typeof feedback.close>): Promise<Answer<typeof feedback.close>> {
  return asPerson(c, async (tx, inside) => {
    const q = await seen(tx, inside, input.requestId)
    if (!mayClose(q, c)) throw problem(q.closed_at ? 'feedback_closed' : 'forbidden')
    await closeRequest(tx, c, q, c.viewer.personId)
    return detailOf(tx, inside, q.id)
  })
}
