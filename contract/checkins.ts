/**
 * Check-ins: the short regular talk of a manager and somebody who reports to them.
 * Its words are for these two. Others may learn that it was held and when.
 */
import * as z from 'zod'
import { cadences } from './design.ts'
import { operation } from './operation.ts'

const words = (most: number) => z.string().trim().max(most)
const day = z.iso.date()
const named = z.object({ id: z.uuid(), name: z.string() })
/** A wall clock, such as 09:30. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:30')
const minutes = z.int().min(5).max(480)

/** When the next one is due, by the program's cadence and what the two planned. */
export const due = z.object({
  on: day,
  /** `waiting`: the day has passed. */
  state: z.enum(['later', 'soon', 'today', 'waiting']),
  /** Days until then; below 0 where it has passed. */
  days: z.int(),
})
export type Due = z.output<typeof due>

/** What the viewer is in a pair. */
export const sides = ['manager', 'report'] as const
export type Side = (typeof sides)[number]

export const pair = z.object({
  person: named.extend({ title: z.string() }),
  /** What the viewer is to them here. */
  side: z.enum(sides),
  /** The reporting line's second manager. */
  second: z.boolean(),
  /** Null: one of them reports to somebody else now; what was said stays readable. */
  cadence: z.enum(cadences).nullable(),
  due: due.nullable(),
  /** The last day that the cadence gives the two, whatever they planned; null where none is expected. */
  windowEndsOn: day.nullable(),
  lastHeldOn: day.nullable(),
  held: z.int(),
  open: z
    .object({
      id: z.uuid(),
      plannedFor: day,
      /** Whether each has shared their side of it. */
      mineReady: z.boolean(),
      theirsReady: z.boolean(),
      items: z.int(),
      /** When the two meet, where they set a time. */
      startsAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** To read: the newest held one, or the one in which an earlier pair ended. */
  lastId: z.uuid().nullable(),
  /** The newest of which one of the two says that they did not talk. */
  disputedId: z.uuid().nullable(),
})
export type Pair = z.output<typeof pair>

const item = z.object({
  id: z.uuid(),
  author: named,
  words: z.string(),
  mine: z.boolean(),
  /** False: brought along from an earlier manager and seen by its author only. */
  shared: z.boolean(),
  done: z.boolean(),
  carried: z.boolean(),
})
const question = z.object({
  id: z.string(),
  ask: z.string(),
  hint: z.string(),
  words: z.string(),
})
const answer = z.object({ id: z.string(), ask: z.string(), words: z.string() })
const action = z.object({
  id: z.uuid(),
  checkinId: z.uuid(),
  words: z.string(),
  owner: named,
  dueOn: day.nullable(),
  done: z.boolean(),
  doneAt: z.iso.datetime().nullable(),
  /** Agreed in an earlier check-in. */
  carried: z.boolean(),
})

const usual = z.object({
  /** 1 is Monday. */
  weekday: z.int().min(1).max(7),
  at: clockTime,
  minutes,
  place: z.string(),
})

export const conversation = z.object({
  id: z.uuid(),
  side: z.enum(sides),
  manager: named,
  report: named,
  /** The two are manager and report today. */
  current: z.boolean(),
  plannedFor: day,
  cadence: z.enum(cadences).nullable(),
  held: z
    .object({
      on: day,
      by: named,
      recordedAt: z.iso.datetime(),
      /** The other one confirmed it. */
      seen: z.boolean(),
      /** One of the two says that they did not talk; it counts nowhere until they agree. */
      disputed: z.object({ by: named, at: z.iso.datetime() }).nullable(),
      /** Until when the viewer may take it back alone. */
      undoUntil: z.iso.datetime().nullable(),
    })
    .nullable(),
  /** Over without having been held: the two do not report to each other any more. */
  endedAt: z.iso.datetime().nullable(),
  meeting: z
    .object({
      startsAt: z.iso.datetime(),
      minutes,
      place: z.string(),
      timeZone: z.string(),
      off: z.boolean(),
      setBy: named,
      setAt: z.iso.datetime(),
    })
    .nullable(),
  /** The next time the two usually meet; of this one where it is open and has no time yet, else of the next. */
  proposal: z.object({ day, at: clockTime, minutes, place: z.string(), startsAt: z.iso.datetime() }).nullable(),
  rhythm: z.object({
    program: z.enum(cadences).nullable(),
    own: z.object({ cadence: z.enum(cadences), by: named, agreed: z.boolean() }).nullable(),
    usual: usual.nullable(),
  }),
  /** Which agenda asks the questions, and which others there are. */
  template: z.string(),
  agendas: z.array(z.object({ id: z.string(), name: z.string() })),
  /** What the viewer is asked, with what they wrote; shared once they say so, or hold it. */
  questions: z.array(question),
  shared: z.boolean(),
  savedAt: z.iso.datetime().nullable(),
  /** What the other one shared; null: nothing yet. */
  theirs: z.array(answer).nullable(),
  agenda: z.array(item),
  note: z.object({
    words: z.string(),
    revision: z.int(),
    savedBy: named.nullable(),
    savedAt: z.iso.datetime().nullable(),
  }),
  /** Of this check-in, and those of earlier ones of these two that are open or were done since it was opened. */
  actions: z.array(action),
  earlier: z.array(z.object({ id: z.uuid(), heldOn: day })),
  /** The open one of these two, where this is a held one. */
  nextId: z.uuid().nullable(),
  /** For the report alone: their own open steps of an earlier manager, to take along if they like. */
  toBring: z.array(z.object({ id: z.uuid(), words: z.string(), dueOn: day.nullable(), with: named })),
  /** A word that an earlier manager left; the new manager never reads one that the report does not. */
  handOvers: z.array(z.object({ from: named, words: z.string(), at: z.iso.datetime(), forManager: named.nullable() })),
  /** For an earlier manager: who the report works with now, and the word they left. */
  handOver: z
    .object({
      newManager: named.nullable(),
      mine: z.object({ words: z.string(), forManager: named.nullable() }).nullable(),
    })
    .nullable(),
  /** The viewer is asked how useful it was. */
  asked: z.boolean(),
})
export type Conversation = z.output<typeof conversation>

const checkinId = z.object({ checkinId: z.uuid() })
const answers = z.array(z.object({ questionId: z.string().max(60), words: words(4000) })).max(20)
const actionBody = { words: words(500).min(1), ownerId: z.uuid(), dueOn: day.nullable() }

export const checkins = {
  list: operation({
    id: 'checkins.list',
    method: 'GET',
    path: '/checkins',
    permission: 'checkins.read',
    summary: 'With whom the viewer has check-ins, when the next one is due, and when the last one was',
    response: z.object({ pairs: z.array(pair), today: day }),
    problems: ['element_off'],
  }),
  get: operation({
    id: 'checkins.get',
    method: 'GET',
    path: '/checkins/:checkinId',
    permission: 'checkins.read',
    summary: 'One check-in of the viewer: both voices, agenda, shared note, next steps',
    params: checkinId,
    response: conversation,
  }),
  create: operation({
    id: 'checkins.create',
    method: 'POST',
    path: '/checkins',
    permission: 'checkins.write',
    summary: 'Open the next check-in with somebody; the one that is open already, if there is',
    body: z.object({
      /** The manager or report to talk with. */
      personId: z.uuid(),
      /** By cadence unless told. */
      plannedFor: day.optional(),
      /** At the time at which the two usually meet, with an invitation to both. */
      usual: z.boolean().optional(),
    }),
    response: conversation,
    problems: ['element_off', 'checkin_pair'],
  }),
  plan: operation({
    id: 'checkins.plan',
    method: 'PUT',
    path: '/checkins/:checkinId/plan',
    permission: 'checkins.write',
    summary: 'Move an open check-in to another day; a meeting that is set moves along',
    params: checkinId,
    body: z.object({ plannedFor: day }),
    response: conversation,
    problems: ['checkin_over', 'checkin_past'],
  }),
  meet: operation({
    id: 'checkins.meet',
    method: 'PUT',
    path: '/checkins/:checkinId/meeting',
    permission: 'checkins.write',
    summary: 'Set or move the meeting; both get an invitation by mail that their calendar understands',
    params: checkinId,
    body: z.object({
      day,
      at: clockTime,
      minutes: minutes.default(30),
      /** A room, a telephone, a link. */
      place: words(300).default(''),
      /** Of the wall clock; the viewer’s unless told. */
      timeZone: z.string().max(60).optional(),
      /** Also the time at which the two usually meet from now on. */
      usual: z.boolean().default(false),
    }),
    response: conversation,
    problems: ['checkin_over', 'checkin_past'],
  }),
  callOff: operation({
    id: 'checkins.callOff',
    method: 'DELETE',
    path: '/checkins/:checkinId/meeting',
    permission: 'checkins.write',
    summary: 'Call the meeting off; the check-in stays open, the calendar entry goes',
    params: checkinId,
    response: conversation,
    problems: ['checkin_over'],
  }),
  calendar: operation({
    id: 'checkins.calendar',
    method: 'GET',
    path: '/checkins/:checkinId/calendar',
    permission: 'checkins.read',
    summary: 'The meeting as a calendar file (RFC 5545)',
    params: checkinId,
    response: z.unknown(),
    rawResponse: true,
  }),
  chooseAgenda: operation({
    id: 'checkins.chooseAgenda',
    method: 'PUT',
    path: '/checkins/:checkinId/agenda',
    permission: 'checkins.write',
    summary: 'Choose which agenda asks the questions; what was answered stays',
    params: checkinId,
    body: z.object({ template: z.string().max(60) }),
    response: conversation,
    problems: ['checkin_over', 'checkin_agenda'],
  }),
  prepare: operation({
    id: 'checkins.prepare',
    method: 'PUT',
    path: '/checkins/:checkinId/voice',
    permission: 'checkins.write',
    summary: 'Save one’s own side; only the writer sees it until it is shared. Once it was held, it can only be shared',
    params: checkinId,
    body: z.object({ answers, share: z.boolean().default(false) }),
    response: z.object({ savedAt: z.iso.datetime(), shared: z.boolean() }),
    problems: ['checkin_over', 'checkin_question'],
    leavesNoEvent: 'A draft is its writer’s own affair; sharing it records checkin.prepared.',
  }),
  hold: operation({
    id: 'checkins.hold',
    act: true,
    method: 'PUT',
    path: '/checkins/:checkinId/holding',
    permission: 'checkins.write',
    summary: 'Record that it was held, in one act with one’s own side of it',
    params: checkinId,
    body: z.object({
      /** Today unless told; up to 60 days back. */
      heldOn: day.optional(),
      answers: answers.default([]),
      actions: z
        .array(z.object({ ...actionBody, dueOn: actionBody.dueOn.default(null) }))
        .max(20)
        .default([]),
    }),
    response: conversation,
    problems: ['element_off', 'checkin_date', 'checkin_question', 'checkin_pair'],
  }),
  seen: operation({
    id: 'checkins.seen',
    act: true,
    method: 'PUT',
    path: '/checkins/:checkinId/sight',
    permission: 'checkins.write',
    summary: 'Confirm what the other recorded as held, or take back that one did not talk',
    params: checkinId,
    response: conversation,
  }),
  dispute: operation({
    id: 'checkins.dispute',
    method: 'PUT',
    path: '/checkins/:checkinId/dispute',
    permission: 'checkins.write',
    summary: 'Say that the two did not talk; it counts nowhere until they agree',
    params: checkinId,
    response: conversation,
    problems: ['checkin_open'],
  }),
  reopen: operation({
    id: 'checkins.reopen',
    method: 'DELETE',
    path: '/checkins/:checkinId/holding',
    permission: 'checkins.write',
    summary:
      'Take back that it was held: by whoever recorded it, within a short time; later by agreeing that the two did not talk',
    params: checkinId,
    response: conversation,
    problems: ['checkin_next', 'checkin_undo_over'],
  }),
  addItem: operation({
    id: 'checkins.addItem',
    method: 'POST',
    path: '/checkins/:checkinId/items',
    permission: 'checkins.write',
    summary: 'Put a topic on the agenda',
    params: checkinId,
    body: z.object({ id: z.uuid().optional(), words: words(1000).min(1) }),
    response: item,
    problems: ['checkin_over', 'conflict'],
  }),
  updateItem: operation({
    id: 'checkins.updateItem',
    method: 'PATCH',
    path: '/checkins/:checkinId/items/:itemId',
    permission: 'checkins.write',
    summary: 'Change one’s own topic, share one brought along, or tick a topic off',
    params: checkinId.extend({ itemId: z.uuid() }),
    body: z.object({
      words: words(1000).min(1).optional(),
      done: z.boolean().optional(),
      shared: z.literal(true).optional(),
    }),
    response: item,
    problems: ['checkin_over'],
  }),
  removeItem: operation({
    id: 'checkins.removeItem',
    method: 'DELETE',
    path: '/checkins/:checkinId/items/:itemId',
    permission: 'checkins.write',
    summary: 'Take one’s own topic off the agenda',
    params: checkinId.extend({ itemId: z.uuid() }),
    response: z.object({ removed: z.literal(true) }),
    problems: ['checkin_over'],
  }),
  saveNote: operation({
    id: 'checkins.saveNote',
    method: 'PUT',
    path: '/checkins/:checkinId/note',
    permission: 'checkins.write',
    summary: 'Save the note that both write and read',
    params: checkinId,
    body: z.object({
      words: words(20_000),
      /** As read; another means the other one wrote in the meantime. */ revision: z.int().min(0),
    }),
    response: z.object({ revision: z.int(), savedAt: z.iso.datetime() }),
    problems: ['conflict'],
    leavesNoEvent: 'Saving goes on while somebody types; the first save of each of the two records checkin.note_saved.',
  }),
  addAction: operation({
    id: 'checkins.addAction',
    method: 'POST',
    path: '/checkins/:checkinId/actions',
    permission: 'checkins.write',
    summary: 'Agree a next step of one of the two',
    params: checkinId,
    body: z.object({ id: z.uuid().optional(), ...actionBody, dueOn: actionBody.dueOn.default(null) }),
    response: action,
    problems: ['checkin_pair', 'conflict'],
  }),
  updateAction: operation({
    id: 'checkins.updateAction',
    method: 'PATCH',
    path: '/checkins/:checkinId/actions/:actionId',
    permission: 'checkins.write',
    summary: 'Change a next step or tick it off',
    params: checkinId.extend({ actionId: z.uuid() }),
    body: z.object({
      words: actionBody.words.optional(),
      ownerId: z.uuid().optional(),
      dueOn: actionBody.dueOn.optional(),
      done: z.boolean().optional(),
    }),
    response: action,
    problems: ['checkin_pair'],
  }),
  removeAction: operation({
    id: 'checkins.removeAction',
    method: 'DELETE',
    path: '/checkins/:checkinId/actions/:actionId',
    permission: 'checkins.write',
    summary: 'Take back a next step',
    params: checkinId.extend({ actionId: z.uuid() }),
    response: z.object({ removed: z.literal(true) }),
  }),
  bring: operation({
    id: 'checkins.bring',
    method: 'POST',
    path: '/checkins/:checkinId/brought',
    permission: 'checkins.write',
    summary: 'Take one’s own open step along from an earlier manager; the new one reads it from then on',
    params: checkinId,
    body: z.object({ actionId: z.uuid() }),
    response: conversation,
    problems: ['checkin_over'],
  }),
  handOver: operation({
    id: 'checkins.handOver',
    method: 'PUT',
    path: '/checkins/:checkinId/hand-over',
    permission: 'checkins.write',
    summary: 'As an earlier manager, leave a word: to the report alone, or to the report and their new manager',
    params: checkinId,
    body: z.object({
      /** Empty: taken back. */
      words: words(4000),
      /** The new manager reads it too; the report always does. */
      forManager: z.boolean().default(false),
    }),
    response: conversation,
    problems: ['checkin_current'],
  }),
  rate: operation({
    id: 'checkins.rate',
    method: 'PUT',
    path: '/checkins/:checkinId/usefulness',
    permission: 'checkins.write',
    summary: 'Answer how useful it was, anonymously, or pass',
    params: checkinId,
    body: z.object({ /** Null: pass. */ score: z.int().min(1).max(5).nullable() }),
    response: z.object({ thanks: z.literal(true) }),
    leavesNoEvent: 'An event would tell who answered or when; the answer is kept apart from both.',
  }),
  arrange: operation({
    id: 'checkins.arrange',
    method: 'PUT',
    path: '/people/:personId/checkin-rhythm',
    permission: 'checkins.write',
    summary:
      'Propose to talk more often than the program asks; it holds once the other agrees. Null: as the program asks',
    params: z.object({ personId: z.uuid() }),
    body: z.object({ cadence: z.enum(cadences).nullable() }),
    response: z.object({ own: conversation.shape.rhythm.shape.own }),
    problems: ['element_off', 'checkin_pair', 'checkin_rarer'],
  }),
  agree: operation({
    id: 'checkins.agree',
    method: 'PUT',
    path: '/people/:personId/checkin-rhythm/agreement',
    permission: 'checkins.write',
    summary: 'Agree to the rhythm that the other one proposed',
    params: z.object({ personId: z.uuid() }),
    response: z.object({ own: conversation.shape.rhythm.shape.own }),
    problems: ['element_off', 'checkin_pair'],
  }),
  cadence: operation({
    id: 'checkins.cadence',
    method: 'GET',
    path: '/people/:personId/checkin-cadence',
    permission: 'checkins.cadence',
    summary: 'That somebody’s check-ins as a report were held and when; nothing of what was said',
    params: z.object({ personId: z.uuid() }),
    response: z.object({
      person: named,
      pairs: z.array(
        z.object({
          manager: named,
          current: z.boolean(),
          cadence: z.enum(cadences).nullable(),
          heldOn: z.array(day),
          due: due.nullable(),
        }),
      ),
    }),
  }),
}

const note = z.object({
  id: z.uuid(),
  about: named,
  checkinId: z.uuid().nullable(),
  words: z.string(),
  createdAt: z.iso.datetime(),
  savedAt: z.iso.datetime(),
})
export type PrivateNote = z.output<typeof note>
const noteId = z.object({ noteId: z.uuid() })
const silent = 'That a private note exists is known to its author alone; an event would tell.'

export const notes = {
  list: operation({
    id: 'notes.list',
    method: 'GET',
    path: '/notes',
    permission: 'notes.own',
    summary: 'The viewer’s own private notes, newest first',
    query: z.object({
      aboutId: z.uuid().optional(),
      checkinId: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({ notes: z.array(note), next: z.int().nullable() }),
  }),
  create: operation({
    id: 'notes.create',
    method: 'POST',
    path: '/notes',
    permission: 'notes.own',
    summary: 'Write a note that nobody else can read',
    body: z
      .object({
        id: z.uuid().optional(),
        aboutId: z.uuid().optional(),
        /** About the other one in it. */ checkinId: z.uuid().optional(),
        words: words(20_000).min(1),
      })
      .refine((n) => n.aboutId !== undefined || n.checkinId !== undefined, 'name a person or a check-in'),
    response: note,
    problems: ['element_off', 'person_unknown', 'conflict'],
    leavesNoEvent: silent,
  }),
  update: operation({
    id: 'notes.update',
    method: 'PUT',
    path: '/notes/:noteId',
    permission: 'notes.own',
    summary: 'Change one’s own private note',
    params: noteId,
    body: z.object({ words: words(20_000).min(1) }),
    response: note,
    leavesNoEvent: silent,
  }),
  remove: operation({
    id: 'notes.remove',
    method: 'DELETE',
    path: '/notes/:noteId',
    permission: 'notes.own',
    summary: 'Destroy one’s own private note; nothing of it is kept',
    params: noteId,
    response: z.object({ removed: z.literal(true) }),
    leavesNoEvent: silent,
  }),
}
