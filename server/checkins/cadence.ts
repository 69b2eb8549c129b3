/** When check-ins are due, without a database. */
import type { Due } from '../../contract/checkins.ts'
import { type Cadence, type cadenceAttributes, cadenceDays, type OtherCadence } from '../../contract/design.ts'
import { addDays, type Day, daysBetween } from '../platform/clock.ts'

type CadenceAttribute = (typeof cadenceAttributes)[number]

export type CadenceFacts = {
  cadence: Cadence
  /** From when on the two are expected to talk: go-live, joining the wave, or the new manager, whichever was last. */
  since: Day
  lastHeldOn: Day | null
}

/** The last day of the window that the cadence gives the two for their next check-in. */
export function dueOn({ cadence, since, lastHeldOn }: CadenceFacts): Day {
  const from = lastHeldOn !== null && lastHeldOn > since ? lastHeldOn : since
  return addDays(from, cadenceDays[cadence])
}

/** From this many days before on, a check-in is worth preparing. */
export const soonDays = 3

/** What the two planned goes before what the cadence says. */
export function nextDue(facts: CadenceFacts, plannedFor: Day | null, today: Day): Due {
  const on = plannedFor ?? dueOn(facts)
  const days = daysBetween(today, on)
  return { on, days, state: days < 0 ? 'waiting' : days === 0 ? 'today' : days <= soonDays ? 'soon' : 'later' }
}

/** Whether the two talked within their window: what the team page shows and C1 counts. */
export function inWindow(facts: CadenceFacts, today: Day): boolean {
  return dueOn(facts) >= today
}

/** The day that a new check-in is planned for: when it is due, on a working day, not in the past. */
export function plannedDay(due: Day, today: Day): Day {
  if (due <= today) return today
  const weekday = new Date(`${due}T00:00:00Z`).getUTCDay()
  const friday = addDays(due, weekday === 6 ? -1 : weekday === 0 ? -2 : 0)
  return friday > today ? friday : due
}

/** How far back a check-in may be recorded. */
export const recordableDays = 60

export function mayRecord(heldOn: Day, today: Day): boolean {
  const back = daysBetween(heldOn, today)
  return back >= 0 && back <= recordableDays
}

/** What history keeps of a person with dates, as far as rhythms ask for it. */
export type Placed = Record<CadenceAttribute, string> & { joined: Day | null }

/** How often the program asks somebody and their manager to talk. The twin of `checkin_cadence` in 0016. */
export function programCadence(
  settings: { cadence: Cadence; others?: readonly Pick<OtherCadence, 'who' | 'cadence'>[] },
  person: Placed,
  day: Day,
): Cadence {
  const rule = settings.others?.find(({ who }) =>
    who.kind === 'joiners'
      ? person.joined !== null && day < addDays(person.joined, who.days)
      : who.values.includes(person[who.attribute]),
  )
  return rule?.cadence ?? settings.cadence
}

/** The more frequent of two rhythms: what two people agreed on never makes it rarer than the program asks. */
export function moreFrequent(program: Cadence, own: Cadence | null): Cadence {
  return own !== null && cadenceDays[own] < cadenceDays[program] ? own : program
}

/** The day nearest to the due one on which the two usually meet (1 is Monday), not in the past. */
export function usualDay(due: Day, weekday: number, today: Day): Day {
  const from = due < today ? today : due
  const is = ((new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
  const ahead = (weekday - is + 7) % 7
  const nearest = addDays(from, ahead > 3 ? ahead - 7 : ahead)
  return nearest < today ? addDays(nearest, 7) : nearest
}

/** How long whoever recorded a check-in may take it back alone, until the other one confirms. */
export const undoHours = 24

/** Nobody is asked how useful a check-in was more often than this; the question stands for `askStands` days. */
export const askEvery = 56
export const askStands = 14

/** Every second check-in is in the sample: by its random id, so that nobody chooses. */
export function inSample(checkinId: string): boolean {
  return Number.parseInt(checkinId.slice(0, 8), 16) % 2 === 0
}

export type OpenItem = { id: string; authorId: string; shared: boolean; done: boolean }
export type Carried = { from: string; authorId: string; shared: boolean }

/** Between the same two: whatever is open and was shared comes along. */
export function carryOver(items: readonly OpenItem[]): Carried[] {
  return items.filter((i) => !i.done && i.shared).map((i) => ({ from: i.id, authorId: i.authorId, shared: true }))
}

/**
 * To a new manager: only what the report brought up comes along, and only the report
 * sees it until they share it. It was written for somebody else's eyes.
 */
export function takeOver(items: readonly OpenItem[], reportId: string): Carried[] {
  return items
    .filter((i) => !i.done && i.shared && i.authorId === reportId)
    .map((i) => ({ from: i.id, authorId: i.authorId, shared: false }))
}
