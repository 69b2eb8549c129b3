import type { checkins, Conversation, Pair, Side } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { demandOpen, practiceOf } from '../goals/goals.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { dueOn, nextDue } from './cadence.ts'
import { type Question, questionsFor } from './questions.ts'
import {
  actionsOf,
  type ActionRow,
  answersOf,
  type AnswerRow,
  cadenceRows,
  type CheckinRow,
  checkinOf,
  heldOf,
  itemsOf,
  type ItemRow,
  noteOf,
  openCheckin,
  type PairRow,
  pairRows,
  personNamed,
  readinessOf,
} from './queries.ts'
import { asPerson } from './wall.ts'

export async function list(c: Context): Promise<Answer<typeof checkins.list>> {
  const practice = await practiceOf(c, 'checkins')
  const pairs = await pairsOf(c)
  // Somebody without the element still reads what was said with them before.
  if (pairs.length === 0) demandOpen(practice, 'checkins')
  return { pairs, today: practice.today }
}

/** Everybody the viewer has check-ins with, the most pressing first. */
export async function pairsOf(c: Context): Promise<Pair[]> {
  return asPerson(c, async (tx, inside) => {
    const rows = await pairRows(tx, inside)
    const ready = await readinessOf(
      tx,
      c,
      rows.flatMap((r) => (r.open_id ? [r.open_id] : [])),
    )
    const pairs = rows.map((row): Pair => {
      const side: Side = row.manager_id === c.viewer.personId ? 'manager' : 'report'
      const open = row.open_id ? ready.get(row.open_id) : undefined
      return {
        person: {
          id: side === 'manager' ? row.report_id : row.manager_id,
          name: side === 'manager' ? row.report_name : row.manager_name,
          title: row.title,
        },
        side,
        second: row.second && row.current,
        cadence: row.current ? (row.settings?.cadence ?? null) : null,
        due: dueOf(row),
        windowEndsOn: windowOf(row),
        lastHeldOn: row.last_held_on,
        held: row.held,
        open:
          row.open_id && row.planned_for
            ? {
                id: row.open_id,
                plannedFor: row.planned_for,
                mineReady: open?.mine ?? false,
                theirsReady: open?.theirs ?? false,
                items: open?.items ?? 0,
              }
            : null,
        lastId: row.last_id,
      }
    })
    return pairs.toSorted(
      (a, b) =>
        Number(a.due === null) - Number(b.due === null) ||
        (a.due?.days ?? 0) - (b.due?.days ?? 0) ||
        a.person.name.localeCompare(b.person.name),
    )
  })
}

export function dueOf(
  row: Pick<PairRow, 'current' | 'second' | 'settings' | 'since' | 'last_held_on' | 'planned_for' | 'today'>,
) {
  // A second manager may hold check-ins; only the direct manager is expected to.
  if (!row.current || !row.settings || !row.since || (row.second && !row.planned_for)) return null
  return nextDue(
    { cadence: row.settings.cadence, since: row.since, lastHeldOn: row.last_held_on },
    row.planned_for,
    row.today,
  )
}

function windowOf(row: PairRow): Day | null {
  if (!row.current || row.second || !row.settings || !row.since) return null
  return dueOn({ cadence: row.settings.cadence, since: row.since, lastHeldOn: row.last_held_on })
}

export async function get(c: Context, input: Input<typeof checkins.get>): Promise<Answer<typeof checkins.get>> {
  return asPerson(c, (tx, inside) => conversationOf(tx, inside, input.checkinId))
}

/** One check-in as the viewer sees it. Inside the wall. */
export async function conversationOf(tx: Tx, c: Context, id: string): Promise<Conversation> {
  const row = await checkinOf(tx, c, id)
  if (!row) throw problem('not_found')
  const side: Side = row.manager_id === c.viewer.personId ? 'manager' : 'report'
  // One connection works through these in turn; together they are one page.
  const [pair] = await pairRows(tx, c, { managerId: row.manager_id, reportId: row.report_id })
  const answers = await answersOf(tx, c, id)
  const items = await itemsOf(tx, c, id)
  const note = await noteOf(tx, c, id)
  const actions = await actionsOf(tx, c, row)
  const earlier = (await heldOf(tx, c, row.manager_id, row.report_id)).filter((h) => h.id !== id)
  const nextId = row.held_on ? ((await openCheckin(tx, c, row.manager_id, row.report_id)) ?? null) : null
  const mine = answers.filter((a) => a.author_id === c.viewer.personId)
  const theirs = answers.filter((a) => a.author_id !== c.viewer.personId)
  return {
    id,
    side,
    manager: { id: row.manager_id, name: row.manager_name },
    report: { id: row.report_id, name: row.report_name },
    current: pair?.current ?? false,
    plannedFor: row.planned_for,
    cadence: pair?.current ? (pair.settings?.cadence ?? null) : null,
    held: heldBy(row),
    questions: withWords(questionsFor(row.template, side, c.viewer), mine, row.held_on !== null),
    shared: mine.some((a) => a.shared_at !== null),
    savedAt:
      mine
        .map((a) => a.saved_at)
        .toSorted()
        .at(-1) ?? null,
    theirs:
      theirs.length === 0
        ? null
        : voiceOf(questionsFor(row.template, side === 'manager' ? 'report' : 'manager', c.viewer), theirs),
    agenda: items.map((i) => toItem(i, c)),
    note: note
      ? {
          words: note.words,
          revision: note.revision,
          savedBy: { id: note.saved_by, name: note.saved_by_name },
          savedAt: note.saved_at,
        }
      : { words: '', revision: 0, savedBy: null, savedAt: null },
    actions: actions.map(toAction),
    earlier: earlier.slice(0, 60),
    nextId,
  }
}

function heldBy(row: CheckinRow): Conversation['held'] {
  if (!row.held_on || !row.held_by || !row.held_recorded_at) return null
  const by = { id: row.held_by, name: row.held_by === row.manager_id ? row.manager_name : row.report_name }
  return { on: row.held_on, by, recordedAt: row.held_recorded_at, seen: row.seen_at !== null }
}

/** The template's questions with one's own words; of a held check-in only what was answered, as it was asked then. */
function withWords(
  questions: readonly Question[],
  mine: readonly AnswerRow[],
  held: boolean,
): Conversation['questions'] {
  const words = new Map(mine.map((a) => [a.question_id, a]))
  const asked = questions.map((q) => ({ ...q, words: words.get(q.id)?.words ?? '' }))
  const others = mine
    .filter((a) => !questions.some((q) => q.id === a.question_id))
    .map((a) => ({ id: a.question_id, ask: a.asked, hint: '', words: a.words }))
  const all = [...asked, ...others]
  return held ? all.filter((q) => q.words !== '') : all
}

function voiceOf(questions: readonly Question[], answers: readonly AnswerRow[]): NonNullable<Conversation['theirs']> {
  const place = (a: AnswerRow) => {
    const at = questions.findIndex((q) => q.id === a.question_id)
    return at < 0 ? questions.length : at
  }
  return answers
    .toSorted((a, b) => place(a) - place(b))
    .map((a) => ({
      id: a.question_id,
      ask: questions.find((q) => q.id === a.question_id)?.ask ?? a.asked,
      words: a.words,
    }))
}

export const toItem = (i: ItemRow, c: Context): Conversation['agenda'][number] => ({
  id: i.id,
  author: { id: i.author_id, name: i.author_name },
  words: i.words,
  mine: i.author_id === c.viewer.personId,
  shared: i.shared_at !== null,
  done: i.done_at !== null,
  carried: i.carried_from !== null,
})

export const toAction = (a: ActionRow): Conversation['actions'][number] => ({
  id: a.id,
  checkinId: a.checkin_id,
  words: a.words,
  owner: { id: a.owner_id, name: a.owner_name },
  dueOn: a.due_on,
  done: a.done_at !== null,
  doneAt: a.done_at,
})

/** For the line above and HR: that check-ins were held and when. */
export async function cadence(
  c: Context,
  input: Input<typeof checkins.cadence>,
): Promise<Answer<typeof checkins.cadence>> {
  await demand(c, 'checkins.cadence', input.personId)
  const person = await personNamed(c.db, c, input.personId)
  if (!person) throw problem('not_found')
  const rows = await cadenceRows(c.db, c, input.personId)
  return {
    person,
    pairs: rows
      .filter((row) => row.held.length > 0 || (row.current && row.settings))
      .map((row) => ({
        manager: { id: row.manager_id, name: row.manager_name },
        current: row.current,
        cadence: row.current ? (row.settings?.cadence ?? null) : null,
        heldOn: row.held as Day[],
        due: dueOf({ ...row, planned_for: null }),
      })),
  }
}
