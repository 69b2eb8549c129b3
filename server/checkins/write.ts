import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { checkins } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { dayOf, demandElement } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { carryOver, dueOn, mayRecord, plannedDay, takeOver } from './cadence.ts'
import { questionsFor, usualTemplate } from './questions.ts'
import {
  actionOf,
  type CheckinRow,
  checkinOf,
  copyItems,
  heldOf,
  heldSince,
  insertCheckin,
  insertItem,
  itemsOf,
  type ItemRow,
  lastWithEarlierManager,
  openCheckin,
  pairRows,
  saveAnswer,
  saveNote as writeNote,
  shareAnswers,
} from './queries.ts'
import { conversationOf, toAction, toItem } from './read.ts'
import { asPerson, speakFor } from './wall.ts'

/** A check-in of the viewer, locked; `open` refuses one that is held. */
async function mine(tx: Tx, c: Context, id: string, open = false): Promise<CheckinRow> {
  const row = await checkinOf(tx, c, id, true)
  if (!row) throw problem('not_found')
  if (open && row.held_on) throw problem('checkin_over')
  return row
}

const event = (
  type: string,
  k: { id: string; manager_id: string; report_id: string },
  data: Record<string, unknown> = {},
) => ({
  type: `checkin.${type}`,
  subject: { kind: 'checkin', id: k.id },
  data: { managerId: k.manager_id, reportId: k.report_id, ...data },
})

export async function create(
  c: Context,
  input: Input<typeof checkins.create>,
): Promise<Answer<typeof checkins.create>> {
  return asPerson(c, async (tx, inside) => {
    const { rows } = await sql<{ manager_id: string; report_id: string }>`
      select x.manager_id, x.report_id from (
        select ${c.viewer.personId}::uuid as manager_id, r.person_id as report_id from roster r
          where r.organization_id = ${c.organizationId} and r.person_id = ${input.personId} and ${c.viewer.personId} in (r.manager_id, r.second_manager_id)
        union all
        select ${input.personId}::uuid, r.person_id from roster r
          where r.organization_id = ${c.organizationId} and r.person_id = ${c.viewer.personId} and ${input.personId} in (r.manager_id, r.second_manager_id)
      ) x limit 1`.execute(tx)
    const found = rows[0]
    if (!found) throw problem('checkin_pair')
    const { settings } = await demandElement(inside, 'checkins', found.report_id)
    const { manager_id: managerId, report_id: reportId } = found
    const [pair] = await pairRows(tx, inside, { managerId, reportId })
    const today = await dayOf(inside)
    const due = pair?.since
      ? dueOn({ cadence: settings.cadence, since: pair.since, lastHeldOn: pair.last_held_on })
      : today
    const plannedFor = input.plannedFor ?? plannedDay(due, today)
    const id = await insertCheckin(tx, c, {
      managerId,
      reportId,
      plannedFor,
      template: settings.template ?? usualTemplate,
    })
    if (id === undefined) {
      countRecorded(c, 1) // open already: the first request left the event
      return conversationOf(tx, inside, (await openCheckin(tx, c, managerId, reportId))!)
    }
    const carried = await bringTopics(tx, c, id, managerId, reportId)
    await record(tx, c, event('created', { id, manager_id: managerId, report_id: reportId }, { carried }))
    return conversationOf(tx, inside, id)
  })
}

/** What stayed open in the last one of these two; for a new pair, the report's own topics of their earlier manager. */
async function bringTopics(tx: Tx, c: Context, to: string, managerId: string, reportId: string): Promise<number> {
  const last = (await heldOf(tx, c, managerId, reportId))[0]
  if (last) {
    const topics = carryOver((await itemsOf(tx, c, last.id)).map(facts))
    await copyItems(tx, c, to, topics)
    return topics.length
  }
  const before = await lastWithEarlierManager(tx, c, reportId)
  if (before === undefined) return 0
  // The new manager takes no part in that check-in, so this is read and written on the report's behalf.
  await speakFor(tx, reportId)
  const topics = takeOver((await itemsOf(tx, c, before)).map(facts), reportId)
  await copyItems(tx, c, to, topics)
  await speakFor(tx, c.viewer.personId)
  return topics.length
}
const facts = (i: ItemRow) => ({
  id: i.id,
  authorId: i.author_id,
  shared: i.shared_at !== null,
  done: i.done_at !== null,
})

export async function plan(c: Context, input: Input<typeof checkins.plan>): Promise<Answer<typeof checkins.plan>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId, true)
    await sql`update checkin set planned_for = ${input.plannedFor} where organization_id = ${c.organizationId} and id = ${k.id}`.execute(
      tx,
    )
    await record(tx, c, event('planned', k, { changed: ['plannedFor'] }))
    return conversationOf(tx, inside, k.id)
  })
}

type Answers = readonly { questionId: string; words: string }[]

async function saveAnswers(tx: Tx, c: Context, k: CheckinRow, answers: Answers): Promise<void> {
  if (answers.length === 0) return
  const side = k.manager_id === c.viewer.personId ? 'manager' : 'report'
  const questions = questionsFor(k.template, side, c.viewer)
  for (const answer of answers) {
    const question = questions.find((q) => q.id === answer.questionId)
    if (!question) throw problem('checkin_question')
    await saveAnswer(tx, c, k.id, { questionId: question.id, asked: question.ask, words: answer.words })
  }
}

export async function prepare(
  c: Context,
  input: Input<typeof checkins.prepare>,
): Promise<Answer<typeof checkins.prepare>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId, true)
    await saveAnswers(tx, c, k, input.answers)
    if (input.share && (await shareAnswers(tx, c, k.id)) > 0) await record(tx, c, event('prepared', k))
    const { rows } = await sql<{
      shared: boolean
    }>`select coalesce(bool_or(shared_at is not null), false) as shared from checkin_answer
      where organization_id = ${c.organizationId} and checkin_id = ${k.id} and author_id = ${c.viewer.personId}`.execute(
      tx,
    )
    return { savedAt: c.clock.now(), shared: rows[0]!.shared }
  })
}

export async function hold(c: Context, input: Input<typeof checkins.hold>): Promise<Answer<typeof checkins.hold>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId)
    if (k.held_on) return alreadyHeld(tx, inside, c, k, input.answers)
    await demandElement(inside, 'checkins', k.report_id)
    const today = c.clock.today(c.viewer.timeZone)
    const heldOn = input.heldOn ?? today
    if (!mayRecord(heldOn, today)) throw problem('checkin_date')
    await saveAnswers(tx, c, k, input.answers)
    await shareAnswers(tx, c, k.id)
    for (const action of input.actions) await insertAction(tx, c, k, { ...action, id: randomUUID() })
    await sql`update checkin set held_on = ${heldOn}, held_by = ${c.viewer.personId}, held_recorded_at = ${c.clock.now()}, seen_at = null
      where organization_id = ${c.organizationId} and id = ${k.id}`.execute(tx)
    await record(tx, c, { ...event('held', k, { actions: input.actions.length }), happenedOn: heldOn })
    return conversationOf(tx, inside, k.id)
  })
}

/** Both pressed: the first one recorded it; the second adds their words and has seen it. */
async function alreadyHeld(tx: Tx, inside: Context, c: Context, k: CheckinRow, answers: Answers) {
  await saveAnswers(tx, c, k, answers)
  await shareAnswers(tx, c, k.id)
  if (k.held_by !== c.viewer.personId && !k.seen_at) await markSeen(tx, c, k)
  else countRecorded(c, 1) // pressed twice
  return conversationOf(tx, inside, k.id)
}

async function markSeen(tx: Tx, c: Context, k: CheckinRow): Promise<void> {
  await sql`update checkin set seen_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${k.id}`.execute(
    tx,
  )
  await record(tx, c, event('seen', k))
}

export async function seen(c: Context, input: Input<typeof checkins.seen>): Promise<Answer<typeof checkins.seen>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId)
    if (k.held_by === c.viewer.personId) throw problem('forbidden') // whoever recorded it needs not confirm it
    if (k.held_on && !k.seen_at) await markSeen(tx, c, k)
    else countRecorded(c, 1) // nothing new to see
    return conversationOf(tx, inside, k.id)
  })
}

export async function reopen(
  c: Context,
  input: Input<typeof checkins.reopen>,
): Promise<Answer<typeof checkins.reopen>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId)
    if (!k.held_on) {
      countRecorded(c, 1) // open already
      return conversationOf(tx, inside, k.id)
    }
    if ((await heldSince(tx, c, k)) || (await openCheckin(tx, c, k.manager_id, k.report_id)))
      throw problem('checkin_next')
    await sql`update checkin set held_on = null, held_by = null, held_recorded_at = null, seen_at = null
      where organization_id = ${c.organizationId} and id = ${k.id}`.execute(tx)
    await record(tx, c, event('reopened', k, { heldOn: k.held_on }))
    return conversationOf(tx, inside, k.id)
  })
}

async function itemOf(tx: Tx, c: Context, checkinId: string, itemId: string): Promise<ItemRow> {
  const item = (await itemsOf(tx, c, checkinId)).find((i) => i.id === itemId)
  if (!item) throw problem('not_found')
  return item
}

export async function addItem(
  c: Context,
  input: Input<typeof checkins.addItem>,
): Promise<Answer<typeof checkins.addItem>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId, true)
    const id = input.id ?? randomUUID()
    if (await insertItem(tx, c, k.id, { id, words: input.words }))
      await record(tx, c, event('item_added', k, { itemId: id }))
    else if ((await itemsOf(tx, c, k.id)).some((i) => i.id === id && i.author_id === c.viewer.personId))
      countRecorded(c, 1) // sent twice
    else throw problem('conflict')
    return toItem(await itemOf(tx, c, k.id, id), c)
  })
}

export async function updateItem(
  c: Context,
  input: Input<typeof checkins.updateItem>,
): Promise<Answer<typeof checkins.updateItem>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId, true)
    const item = await itemOf(tx, c, k.id, input.itemId)
    const own = item.author_id === c.viewer.personId
    // Ticking off is for both; the words are their author's.
    if ((input.words !== undefined || input.shared) && !own) throw problem('forbidden')
    const now = c.clock.now()
    const done = input.done ?? item.done_at !== null
    await sql`update checkin_item set words = ${input.words ?? item.words},
        done_at = ${done ? (item.done_at ?? now) : null}, done_by = ${done ? c.viewer.personId : null},
        shared_at = coalesce(shared_at, ${input.shared ? now : null}::timestamptz)
      where organization_id = ${c.organizationId} and id = ${item.id}`.execute(tx)
    const changed = (['words', 'done', 'shared'] as const).filter((field) => input[field] !== undefined)
    await record(tx, c, event('item_updated', k, { itemId: item.id, changed }))
    return toItem(await itemOf(tx, c, k.id, item.id), c)
  })
}

export async function removeItem(
  c: Context,
  input: Input<typeof checkins.removeItem>,
): Promise<Answer<typeof checkins.removeItem>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId, true)
    const item = await itemOf(tx, c, k.id, input.itemId)
    if (item.author_id !== c.viewer.personId) throw problem('forbidden')
    await sql`delete from checkin_item where organization_id = ${c.organizationId} and id = ${item.id}`.execute(tx)
    await record(tx, c, event('item_removed', k, { itemId: item.id }))
    return { removed: true }
  })
}

export async function saveNote(
  c: Context,
  input: Input<typeof checkins.saveNote>,
): Promise<Answer<typeof checkins.saveNote>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId)
    const revision = await writeNote(tx, c, k.id, input.words, input.revision)
    if (revision === undefined) throw problem('conflict')
    // Saving goes on while somebody types: the first save of each of the two is the event.
    const { rows } =
      await sql`select 1 from event where organization_id = ${c.organizationId} and subject_kind = 'checkin' and subject_id = ${k.id}
      and type = 'checkin.note_saved' and actor_id = ${c.viewer.personId} limit 1`.execute(tx)
    if (rows.length === 0) await record(tx, c, event('note_saved', k))
    return { revision, savedAt: c.clock.now() }
  })
}

type NewAction = { id: string; words: string; ownerId: string; dueOn: string | null }

async function insertAction(tx: Tx, c: Context, k: CheckinRow, action: NewAction): Promise<boolean> {
  if (action.ownerId !== k.manager_id && action.ownerId !== k.report_id) throw problem('checkin_pair')
  const { rows } = await sql`
    insert into checkin_action (organization_id, id, checkin_id, owner_id, words, due_on, created_by, created_at)
    values (${c.organizationId}, ${action.id}, ${k.id}, ${action.ownerId}, ${action.words}, ${action.dueOn}, ${c.viewer.personId}, ${c.clock.now()})
    on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

export async function addAction(
  c: Context,
  input: Input<typeof checkins.addAction>,
): Promise<Answer<typeof checkins.addAction>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId)
    const id = input.id ?? randomUUID()
    if (await insertAction(tx, c, k, { id, words: input.words, ownerId: input.ownerId, dueOn: input.dueOn })) {
      await record(tx, c, event('action_added', k, { actionId: id, ownerId: input.ownerId }))
    } else countRecorded(c, 1) // sent twice
    const action = await actionOf(tx, c, k.id, id)
    if (!action) throw problem('conflict')
    return toAction(action)
  })
}

export async function updateAction(
  c: Context,
  input: Input<typeof checkins.updateAction>,
): Promise<Answer<typeof checkins.updateAction>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId)
    const action = await actionOf(tx, c, k.id, input.actionId)
    if (!action) throw problem('not_found')
    const ownerId = input.ownerId ?? action.owner_id
    if (ownerId !== k.manager_id && ownerId !== k.report_id) throw problem('checkin_pair')
    const done = input.done ?? action.done_at !== null
    await sql`update checkin_action set words = ${input.words ?? action.words}, owner_id = ${ownerId},
        due_on = ${input.dueOn === undefined ? action.due_on : input.dueOn},
        done_at = ${done ? (action.done_at ?? c.clock.now()) : null}, done_by = ${done ? c.viewer.personId : null}
      where organization_id = ${c.organizationId} and id = ${action.id}`.execute(tx)
    const changed = (['words', 'ownerId', 'dueOn', 'done'] as const).filter((field) => input[field] !== undefined)
    await record(tx, c, event('action_updated', k, { actionId: action.id, changed }))
    return toAction((await actionOf(tx, c, k.id, action.id))!)
  })
}

export async function removeAction(
  c: Context,
  input: Input<typeof checkins.removeAction>,
): Promise<Answer<typeof checkins.removeAction>> {
  return asPerson(c, async (tx) => {
    const k = await mine(tx, c, input.checkinId)
    const gone =
      await sql`delete from checkin_action where organization_id = ${c.organizationId} and checkin_id = ${k.id} and id = ${input.actionId} returning 1`.execute(
        tx,
      )
    if (gone.rows.length === 0) throw problem('not_found')
    await record(tx, c, event('action_removed', k, { actionId: input.actionId }))
    return { removed: true }
  })
}
