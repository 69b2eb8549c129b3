import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { checkins } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, takeFromInboxes } from '../attention/attention.ts'
import { dayOf, demandElement } from '../goals/goals.ts'
import { addDays, addMs, type Day, instantAt } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { event, mine, nameOf, otherOf } from './acting.ts'
import { carryOver, dueOn, mayRecord, moreFrequent, plannedDay, takeOver, undoHours, usualDay } from './cadence.ts'
import { cancelMeeting, moveMeeting, setMeeting, tellOfDay } from './meetings.ts'
import { askingOf, questionsFor, usualTemplate } from './questions.ts'
import {
  actionOf,
  arrangementOf,
  type ArrangementRow,
  type CheckinRow,
  copyItems,
  heldSince,
  insertCheckin,
  insertItem,
  itemsOf,
  type ItemRow,
  lastOver,
  lastWithEarlierManager,
  meetingOf,
  openCheckin,
  pairRows,
  pairWith,
  saveAnswer,
  saveNote as writeNote,
  shareAnswers,
} from './queries.ts'
import { conversationOf, toAction, toItem } from './read.ts'
import { askIfDue, unask } from './usefulness.ts'
import { asPerson, speakFor } from './wall.ts'

export async function create(
  c: Context,
  input: Input<typeof checkins.create>,
): Promise<Answer<typeof checkins.create>> {
  return asPerson(c, async (tx, inside) => {
    const two = await pairWith(tx, c, input.personId)
    if (!two) throw problem('checkin_pair')
    const { settings } = await demandElement(inside, 'checkins', two.reportId)
    const { managerId, reportId } = two
    const [pair] = await pairRows(tx, inside, two)
    const usual = await arrangementOf(tx, c, managerId, reportId)
    const today = await dayOf(inside)
    const cadence = moreFrequent(pair?.cadence ?? settings.cadence, pair?.own_cadence ?? null)
    const due = pair?.since ? dueOn({ cadence, since: pair.since, lastHeldOn: pair.last_held_on }) : today
    const plannedFor =
      input.plannedFor ?? (usual?.weekday ? usualDay(due, usual.weekday, today) : plannedDay(due, today))
    const asking = askingOf(settings, settings.template ?? usualTemplate, c.viewer)
    const made = await insertCheckin(tx, c, {
      managerId,
      reportId,
      plannedFor,
      template: asking?.template ?? usualTemplate,
      agenda: asking?.agenda ?? null,
    })
    const id = made ?? (await openCheckin(tx, c, managerId, reportId))!
    if (made === undefined) {
      countRecorded(c, 1) // open already: the first request left the event
    } else {
      const carried = await bringTopics(tx, c, id, two)
      await record(tx, c, event('created', { id, manager_id: managerId, report_id: reportId }, { carried }))
    }
    if (input.usual && usual?.weekday) await meetAsUsual(tx, c, id, usual, plannedFor)
    return conversationOf(tx, inside, id)
  })
}

/** At the time at which the two usually meet, unless a time is set already; today’s may be over, then a week later. */
async function meetAsUsual(tx: Tx, c: Context, id: string, usual: ArrangementRow, day: Day): Promise<void> {
  const m = await meetingOf(tx, c, id)
  if (m && !m.off) return
  const k = await mine(tx, c, id, true)
  const { at, minutes, time_zone: timeZone, place } = usual
  let startsAt = instantAt(day, at!, timeZone!)
  if (startsAt <= c.clock.now()) startsAt = instantAt(addDays(day, 7), at!, timeZone!)
  await setMeeting(tx, c, k, { startsAt, minutes: minutes!, timeZone: timeZone!, place })
}

/** What stayed open in the last one of these two; for a new pair, the report's own topics of their earlier manager. */
async function bringTopics(
  tx: Tx,
  c: Context,
  to: string,
  { managerId, reportId, second }: { managerId: string; reportId: string; second: boolean },
): Promise<number> {
  const last = await lastOver(tx, c, managerId, reportId)
  if (last) {
    const topics = carryOver((await itemsOf(tx, c, last)).map(facts))
    await copyItems(tx, c, to, topics)
    return topics.length
  }
  // A second manager's talks are a line of their own: nothing moves over to them.
  if (second) return 0
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
    if (k.planned_for === input.plannedFor) countRecorded(c, 1) // nothing new
    else if (!(await moveMeeting(tx, c, k, input.plannedFor))) {
      await sql`update checkin set planned_for = ${input.plannedFor} where organization_id = ${c.organizationId} and id = ${k.id}`.execute(
        tx,
      )
      await record(tx, c, event('planned', k, { changed: ['plannedFor'] }))
      await tellOfDay(tx, c, k)
    }
    return conversationOf(tx, inside, k.id)
  })
}

type Answers = readonly { questionId: string; words: string }[]

async function saveAnswers(tx: Tx, c: Context, k: CheckinRow, answers: Answers): Promise<void> {
  if (answers.length === 0) return
  const side = k.manager_id === c.viewer.personId ? 'manager' : 'report'
  const questions = questionsFor(k, side, c.viewer)
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
    const k = await mine(tx, c, input.checkinId)
    // Once it was held, what was written before can still be shown; nothing more is written.
    if (k.ended_at || (k.held_on && (!input.share || input.answers.length > 0))) throw problem('checkin_over')
    await saveAnswers(tx, c, k, input.answers)
    if (input.share && (await shareAnswers(tx, c, k.id)) > 0) {
      if (k.held_on) await record(tx, c, event('words_added', k, { voices: await voicesOf(tx, c, k) }))
      else await record(tx, c, event('prepared', k))
    }
    const { rows } = await sql<{
      shared: boolean
    }>`select coalesce(bool_or(shared_at is not null), false) as shared from checkin_answer
      where organization_id = ${c.organizationId} and checkin_id = ${k.id} and author_id = ${c.viewer.personId}`.execute(
      tx,
    )
    return { savedAt: c.clock.now(), shared: rows[0]!.shared }
  })
}

export async function chooseAgenda(
  c: Context,
  input: Input<typeof checkins.chooseAgenda>,
): Promise<Answer<typeof checkins.chooseAgenda>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId, true)
    const [pair] = await pairRows(tx, inside, { managerId: k.manager_id, reportId: k.report_id })
    const asking = askingOf(pair?.settings ?? {}, input.template, c.viewer)
    if (!asking) throw problem('checkin_agenda')
    await sql`update checkin set template = ${asking.template}, agenda = ${asking.agenda && JSON.stringify(asking.agenda)}::jsonb
      where organization_id = ${c.organizationId} and id = ${k.id}`.execute(tx)
    await record(tx, c, event('agenda_chosen', k, { changed: ['template'] }))
    return conversationOf(tx, inside, k.id)
  })
}

/** Whose words stand in it, for C2: sides, never words. Shared answers and topics, not topics of an earlier time. */
async function voicesOf(tx: Tx, c: Context, k: CheckinRow): Promise<('manager' | 'report')[]> {
  const { rows } = await sql<{ author_id: string }>`
    select a.author_id from checkin_answer a
    where a.organization_id = ${c.organizationId} and a.checkin_id = ${k.id} and a.shared_at is not null
    union
    select i.author_id from checkin_item i
    where i.organization_id = ${c.organizationId} and i.checkin_id = ${k.id} and i.shared_at is not null and i.carried_from is null`.execute(
    tx,
  )
  return (['manager', 'report'] as const).filter((side) => rows.some((r) => r.author_id === k[`${side}_id`]))
}

export async function hold(c: Context, input: Input<typeof checkins.hold>): Promise<Answer<typeof checkins.hold>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId)
    if (k.held_on) return alreadyHeld(tx, inside, c, k, input.answers)
    if (k.ended_at) throw problem('checkin_over')
    await demandElement(inside, 'checkins', k.report_id)
    const today = c.clock.today(c.viewer.timeZone)
    const heldOn = input.heldOn ?? today
    if (!mayRecord(heldOn, today)) throw problem('checkin_date')
    await saveAnswers(tx, c, k, input.answers)
    await shareAnswers(tx, c, k.id)
    for (const action of input.actions) await insertAction(tx, c, k, { ...action, id: randomUUID() })
    await sql`update checkin set held_on = ${heldOn}, held_by = ${c.viewer.personId}, held_recorded_at = ${c.clock.now()}, seen_at = null
      where organization_id = ${c.organizationId} and id = ${k.id}`.execute(tx)
    const voices = await voicesOf(tx, c, k)
    await record(tx, c, { ...event('held', k, { actions: input.actions.length, voices }), happenedOn: heldOn })
    // They talked before the time that stands in their calendars: it goes.
    await cancelMeeting(tx, c, k, true)
    await askIfDue(tx, c, k)
    return conversationOf(tx, inside, k.id)
  })
}

/** Both pressed: the first one recorded it; the second adds their words and has seen it. */
async function alreadyHeld(tx: Tx, inside: Context, c: Context, k: CheckinRow, answers: Answers) {
  await saveAnswers(tx, c, k, answers)
  if ((await shareAnswers(tx, c, k.id)) > 0)
    await record(tx, c, event('words_added', k, { voices: await voicesOf(tx, c, k) }))
  if (k.disputed_by === c.viewer.personId) await withdrawDispute(tx, c, k)
  else if (k.held_by !== c.viewer.personId && !k.seen_at && !k.disputed_at) await markSeen(tx, c, k)
  else countRecorded(c, 1) // pressed twice
  return conversationOf(tx, inside, k.id)
}

async function markSeen(tx: Tx, c: Context, k: CheckinRow): Promise<void> {
  await sql`update checkin set seen_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${k.id}`.execute(
    tx,
  )
  await record(tx, c, event('seen', k, { voices: await voicesOf(tx, c, k) }))
}

async function withdrawDispute(tx: Tx, c: Context, k: CheckinRow): Promise<void> {
  await sql`update checkin set disputed_by = null, disputed_at = null,
      seen_at = case when held_by = ${c.viewer.personId} then seen_at else ${c.clock.now()}::timestamptz end
    where organization_id = ${c.organizationId} and id = ${k.id}`.execute(tx)
  await record(tx, c, event('dispute_withdrawn', k))
}

export async function seen(c: Context, input: Input<typeof checkins.seen>): Promise<Answer<typeof checkins.seen>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId)
    if (k.disputed_at) {
      // Only who said that they did not talk can say that they did; the other one waits for them.
      if (k.disputed_by !== c.viewer.personId) throw problem('forbidden')
      await withdrawDispute(tx, c, k)
      return conversationOf(tx, inside, k.id)
    }
    if (k.held_by === c.viewer.personId) throw problem('forbidden') // whoever recorded it needs not confirm it
    if (k.held_on && !k.seen_at) await markSeen(tx, c, k)
    else countRecorded(c, 1) // nothing new to see
    return conversationOf(tx, inside, k.id)
  })
}

export async function dispute(
  c: Context,
  input: Input<typeof checkins.dispute>,
): Promise<Answer<typeof checkins.dispute>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId)
    if (!k.held_on) throw problem('checkin_open')
    if (k.disputed_at) {
      countRecorded(c, 1) // one of the two said so already
      return conversationOf(tx, inside, k.id)
    }
    await sql`update checkin set disputed_by = ${c.viewer.personId}, disputed_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${k.id}`.execute(
      tx,
    )
    await record(tx, c, event('disputed', k))
    await unask(tx, c, k)
    const subject = { kind: 'checkin_dispute', id: k.id }
    await takeFromInboxes(tx, c, subject)
    await putInInbox(tx, c, otherOf(c, k), {
      kind: 'checkin_not_held',
      subject,
      params: { checkinId: k.id, by: nameOf(k, c.viewer.personId) },
    })
    return conversationOf(tx, inside, k.id)
  })
}

/** Whether the viewer may take back alone that it was held. */
export function mayUndo(k: Pick<CheckinRow, 'held_by' | 'held_recorded_at' | 'seen_at'>, c: Context): boolean {
  return (
    k.held_by === c.viewer.personId &&
    k.held_recorded_at !== null &&
    k.seen_at === null &&
    c.clock.now() <= addMs(k.held_recorded_at, undoHours * 3_600_000)
  )
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
    const agreed = k.disputed_at !== null && k.disputed_by !== c.viewer.personId
    if (!agreed && !mayUndo(k, c)) throw problem(k.held_by === c.viewer.personId ? 'checkin_undo_over' : 'forbidden')
    const next = (await heldSince(tx, c, k)) || (await openCheckin(tx, c, k.manager_id, k.report_id)) !== undefined
    if (next && !agreed) throw problem('checkin_next')
    // Where the next one has begun it cannot be open again: it ends without having been held.
    await sql`update checkin set held_on = null, held_by = null, held_recorded_at = null, seen_at = null, disputed_by = null, disputed_at = null,
        ended_at = ${next ? c.clock.now() : null}
      where organization_id = ${c.organizationId} and id = ${k.id}`.execute(tx)
    await record(tx, c, event('reopened', k, { heldOn: k.held_on }))
    await unask(tx, c, k)
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
