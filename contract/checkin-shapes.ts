/** What a check-in is made of. */
import * as z from 'zod'
import { cadences } from './design.ts'

export const words = (most: number) => z.string().trim().max(most)
export const day = z.iso.date()
export const named = z.object({ id: z.uuid(), name: z.string() })
/** A wall clock, such as 09:30. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:30')
export const minutes = z.int().min(5).max(480)

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
const sides = ['manager', 'report'] as const
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

export const item = z.object({
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
export const action = z.object({
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

export const checkinId = z.object({ checkinId: z.uuid() })
export const answers = z.array(z.object({ questionId: z.string().max(60), words: words(4000) })).max(20)
export const actionBody = { words: words(500).min(1), ownerId: z.uuid(), dueOn: day.nullable() }
