import type { checkins, Conversation, Pair, Side } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { dayOf, demandOpen, practiceOf } from '../goals/goals.ts'
import { addDays, addMs, type Day, dayIn, instantAt } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { nameOf } from './acting.ts'
import { dueOn, moreFrequent, nextDue, plannedDay, undoHours, usualDay } from './cadence.ts'
import { agendasFor, type Question, questionsFor } from './questions.ts'
import {
  actionsOf,
  type ActionRow,
  answersOf,
  type AnswerRow,
  arrangementOf,
  type ArrangementRow,
  cadenceRows,
  type CheckinRow,
  checkinOf,
  handOversAbout,
  heldOf,
  itemsOf,
  type ItemRow,
  managerNow,
  meetingOf,
  type MeetingRow,
  noteOf,
  openCheckin,
  type PairRow,
  pairRows,
  personNamed,
  readinessOf,
  stepsToBring,
} from './queries.ts'
import { isAsked } from './usefulness.ts'
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
    const reader = { zone: c.viewer.timeZone, today: c.clock.today(c.viewer.timeZone) }
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
        cadence: rhythmOf(row),
        due: dueOf(row, reader),
        windowEndsOn: windowOf(row),
        lastHeldOn: row.last_held_on,
        held: row.held,
        open:
          row.open_id && row.planned_for
            ? {
                id: row.open_id,
                plannedFor: plannedIn(row, reader.zone) ?? row.planned_for,
                mineReady: open?.mine ?? false,
                theirsReady: open?.theirs ?? false,
                items: open?.items ?? 0,
                startsAt: row.starts_at,
              }
            : null,
        lastId: row.last_id,
        disputedId: row.disputed_id,
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

type Rhythm = Pick<PairRow, 'current' | 'settings' | 'cadence'> & { own_cadence?: PairRow['own_cadence'] }

/** How often these two talk: as the program asks, or more often where they agreed on it. */
function rhythmOf(row: Rhythm): PairRow['cadence'] {
  return row.current && row.settings && row.cadence ? moreFrequent(row.cadence, row.own_cadence ?? null) : null
}

/**
 * The day that was planned. A meeting has a time, so its day is the reader's own: to somebody
 * in Auckland it may be Tuesday while it is Monday in Berlin, on every page alike.
 */
function plannedIn(row: Pick<PairRow, 'planned_for' | 'starts_at'>, zone: string): Day | null {
  return row.starts_at ? dayIn(row.starts_at, zone) : row.planned_for
}

/** What the list says is what the check-in page says once it is opened: by the reader's own day, and on a working one. */
export function dueOf(
  row: Rhythm & Pick<PairRow, 'second' | 'since' | 'last_held_on' | 'planned_for' | 'starts_at'>,
  reader: { zone: string; today: Day },
) {
  const cadence = rhythmOf(row)
  // A second manager may hold check-ins; only the direct manager is expected to.
  if (!cadence || !row.since || (row.second && !row.planned_for)) return null
  const facts = { cadence, since: row.since, lastHeldOn: row.last_held_on }
  const due = dueOn(facts)
  const planned = plannedIn(row, reader.zone) ?? (due > reader.today ? plannedDay(due, reader.today) : null)
  return nextDue(facts, planned, reader.today)
}

/** By the program's rhythm: nobody is held to what two people agreed on between themselves. */
function windowOf(row: PairRow): Day | null {
  if (!row.current || row.second || !row.settings || !row.cadence || !row.since) return null
  return dueOn({ cadence: row.cadence, since: row.since, lastHeldOn: row.last_held_on })
}

export function ownRhythm(a: ArrangementRow | undefined): Conversation['rhythm']['own'] {
  if (!a?.cadence || !a.cadence_by) return null
  return {
    cadence: a.cadence,
    by: { id: a.cadence_by, name: a.cadence_by_name ?? '' },
    agreed: a.cadence_agreed_at !== null,
  }
}

function usualOf(a: ArrangementRow | undefined): Conversation['rhythm']['usual'] {
  return a?.weekday && a.at && a.minutes ? { weekday: a.weekday, at: a.at, minutes: a.minutes, place: a.place } : null
}

/** The next time at which the two usually meet: proposed, never in a calendar before one of them says so. */
function proposalOf(
  a: ArrangementRow | undefined,
  pair: PairRow | undefined,
  row: CheckinRow,
  today: Day,
  c: Context,
): Conversation['proposal'] {
  const usual = usualOf(a)
  const cadence = pair && rhythmOf(pair)
  if (!usual || !a?.time_zone || !pair?.since || !cadence) return null
  const due =
    row.held_on || row.ended_at ? dueOn({ cadence, since: pair.since, lastHeldOn: pair.last_held_on }) : row.planned_for
  let day = usualDay(due, usual.weekday, today)
  if (instantAt(day, usual.at, a.time_zone) <= c.clock.now()) day = addDays(day, 7)
  const { at, minutes, place } = usual
  return { day, at, minutes, place, startsAt: instantAt(day, at, a.time_zone) }
}

const toMeeting = (m: MeetingRow): NonNullable<Conversation['meeting']> => ({
  startsAt: m.starts_at,
  minutes: m.minutes,
  place: m.place,
  timeZone: m.time_zone,
  off: m.off,
  setBy: { id: m.set_by, name: m.set_by_name },
  setAt: m.set_at,
})

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
  const meeting = await meetingOf(tx, c, id)
  const arrangement = await arrangementOf(tx, c, row.manager_id, row.report_id)
  const today = await dayOf(c)
  const handOvers = await handOversAbout(tx, c, row.report_id)
  const own = handOvers.find((h) => h.checkin_id === id && h.author_id === c.viewer.personId)
  const over = row.held_on !== null || row.ended_at !== null
  const mine = answers.filter((a) => a.author_id === c.viewer.personId)
  const theirs = answers.filter((a) => a.author_id !== c.viewer.personId)
  return {
    id,
    side,
    manager: { id: row.manager_id, name: row.manager_name },
    report: { id: row.report_id, name: row.report_name },
    current: pair?.current ?? false,
    plannedFor: meeting && !meeting.off ? dayIn(meeting.starts_at, c.viewer.timeZone) : row.planned_for,
    cadence: pair ? rhythmOf(pair) : null,
    held: heldBy(row, c),
    endedAt: row.ended_at,
    meeting: meeting ? toMeeting(meeting) : null,
    proposal: pair?.current && (over || !meeting || meeting.off) ? proposalOf(arrangement, pair, row, today, c) : null,
    rhythm: {
      program: pair?.current ? pair.cadence : null,
      own: ownRhythm(arrangement),
      usual: usualOf(arrangement),
    },
    template: row.template,
    agendas: over ? [] : agendasFor(pair?.settings ?? null, c.viewer),
    questions: withWords(questionsFor(row, side, c.viewer), mine, over),
    shared: mine.some((a) => a.shared_at !== null),
    savedAt:
      mine
        .map((a) => a.saved_at)
        .toSorted()
        .at(-1) ?? null,
    theirs:
      theirs.length === 0
        ? null
        : voiceOf(questionsFor(row, side === 'manager' ? 'report' : 'manager', c.viewer), theirs),
    agenda: items.map((i) => toItem(i, c)),
    note: note
      ? {
          words: note.words,
          revision: note.revision,
          savedBy: { id: note.saved_by, name: note.saved_by_name },
          savedAt: note.saved_at,
        }
      : { words: '', revision: 0, savedBy: null, savedAt: null },
    actions: actions.map((a) => toAction(a, id)),
    earlier: earlier.slice(0, 60),
    nextId,
    toBring: await stepsToBring(tx, c, row),
    // Shown where the viewer is not its author: beside the talk with the new manager, or to the report in the old one.
    handOvers: handOvers
      .filter((h) => h.author_id !== c.viewer.personId && (h.checkin_id === id || pair?.current))
      .map((h) => ({
        from: { id: h.author_id, name: h.author_name },
        words: h.words,
        at: h.written_at,
        forManager: newManager(h),
      })),
    handOver:
      side === 'manager' && !pair?.current
        ? {
            newManager: await managerNow(tx, c, row.report_id),
            mine: own ? { words: own.words, forManager: newManager(own) } : null,
          }
        : null,
    asked: side === 'report' && row.held_on !== null && row.disputed_at === null && (await isAsked(tx, c, id)),
  }
}

const newManager = (h: { new_manager_id: string | null; new_manager_name: string | null }) =>
  h.new_manager_id ? { id: h.new_manager_id, name: h.new_manager_name ?? '' } : null

function heldBy(row: CheckinRow, c: Context): Conversation['held'] {
  if (!row.held_on || !row.held_by || !row.held_recorded_at) return null
  const named = (id: string) => ({ id, name: nameOf(row, id) })
  const undoUntil = addMs(row.held_recorded_at, undoHours * 3_600_000)
  return {
    on: row.held_on,
    by: named(row.held_by),
    recordedAt: row.held_recorded_at,
    seen: row.seen_at !== null,
    disputed: row.disputed_by && row.disputed_at ? { by: named(row.disputed_by), at: row.disputed_at } : null,
    undoUntil:
      row.held_by === c.viewer.personId && row.seen_at === null && c.clock.now() <= undoUntil ? undoUntil : null,
  }
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

export const toAction = (a: ActionRow, inCheckin = a.checkin_id): Conversation['actions'][number] => ({
  id: a.id,
  checkinId: a.checkin_id,
  words: a.words,
  owner: { id: a.owner_id, name: a.owner_name },
  dueOn: a.due_on,
  done: a.done_at !== null,
  doneAt: a.done_at,
  carried: a.checkin_id !== inCheckin,
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
  const reader = { zone: c.viewer.timeZone, today: c.clock.today(c.viewer.timeZone) }
  return {
    person,
    pairs: rows
      .filter((row) => row.held.length > 0 || (row.current && row.settings))
      .map((row) => ({
        manager: { id: row.manager_id, name: row.manager_name },
        current: row.current,
        cadence: rhythmOf(row),
        heldOn: row.held as Day[],
        due: dueOf({ ...row, planned_for: null, starts_at: null }, reader),
      })),
  }
}
