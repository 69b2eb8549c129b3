/** A wave's plan as plain data: what the rules in coverage, load, checks and generate read. */
import type { CampaignState, ReaderKind } from '../../contract/campaigns.ts'
import type { ElementId } from '../../contract/design.ts'
import type { Caps, Hearer } from '../../contract/plan.ts'
import { type Day, daysBetween, workingDay } from '../platform/clock.ts'
import { addWorkingDays, counted, weekOf } from './calendar.ts'
import { pieces, reaches, type Piece } from './pieces.ts'

export type SenderKind = Piece['sender']

export type Wave = {
  id: string
  preparesOn: Day | null
  goesLiveOn: Day | null
  live: boolean
  today: Day
  /** On which nobody in the company works. */
  off?: ReadonlySet<Day>
  on: readonly ElementId[]
  published: boolean
  /** Who speaks for each part; absent where nobody has it. */
  speakers: Partial<Record<SenderKind, string>>
}

export type Message = {
  id: string
  waveId: string
  template: string
  madeFrom: string | null
  /** Days from go-live, weekends and days off moved; null: a campaign without a date. */
  day: number | null
  readers: ReaderKind | null
  senderKind: SenderKind
  senderId: string | null
  /** The sender has left the company. */
  gone: boolean
  state: 'planned' | CampaignState | 'removed'
  /** Days by which its date is behind a go-live date that moved. */
  behind: number
  /** The company's own words are missing in a language that has readers. */
  unspoken: boolean
  planned: boolean
  /** It comes of another message: a correction, a follow-up. When it goes out is no rule's to say. */
  derived: boolean
}

export type Plan = { waves: readonly Wave[]; messages: readonly Message[]; caps: Caps; accepted: readonly string[] }

/** Working days that a sender has to read and approve. */
export const approvalDays = 3
/** The day of the library's hand-over; later than this is for whoever took over to say. */
const lastDay = 63

export const counts = (m: Message): boolean => m.state !== 'removed' && m.state !== 'cancelled'
/** May still be changed without stopping something that is on its way. */
export const open = (m: Message): boolean =>
  m.state === 'planned' || m.state === 'draft' || m.state === 'asked' || m.state === 'approved'
export const pieceOf = (m: Pick<Message, 'template'>): Piece | undefined => pieces().get(m.template)

export const capOf = (caps: Caps, hearer: Hearer): Caps['others'] =>
  hearer === 'managers' || hearer === 'leaders' ? caps.managers : caps.others

const far = 400
/** From `from` to `to`, counted from go-live, both included. */
export type Span = { from: number; to: number }

/** The first day on which something new can go out: prepared, not past, and with time to approve. */
export function earliest(wave: Wave, needed = approvalDays): number {
  if (wave.goesLiveOn === null) return -60
  const free = addWorkingDays(wave.today, needed, wave.off)
  const day =
    !wave.live && wave.preparesOn !== null && wave.preparesOn > free ? workingDay(wave.preparesOn, wave.off) : free
  return daysBetween(wave.goesLiveOn, day)
}

export const goLiveDay = (wave: Wave): number => counted(wave, 0)
export const startsLate = (wave: Wave): boolean =>
  !wave.live && wave.goesLiveOn !== null && wave.goesLiveOn < wave.today

export function handOverDay(messages: readonly Message[]): number {
  const said = messages.find((m) => counts(m) && m.template === 'hand-over' && m.day !== null)
  return Math.max(lastDay, said?.day ?? 0)
}

/** When a text may go out, by the moment it was written for; empty where that has passed. */
export function spanOf(wave: Wave, piece: Piece | undefined, day: number, last: number): Span {
  const from = earliest(wave)
  const phase = piece?.phase === 'before' || (piece?.phase !== 'at' && piece?.phase !== 'after' && day < 0)
  const zero = goLiveDay(wave)
  if (phase) return { from, to: Math.max(-1, from <= zero ? Math.min(from, zero) : -1) }
  if (piece?.phase === 'at') return { from: Math.max(from, zero), to: Math.max(zero, 6) }
  return { from: Math.max(from, piece?.phase === 'after' ? 1 : -far), to: last }
}

export type Load = { letters: number; minutes: number; messages: Message[] }
/** What a kind of person gets, week by week. */
export function weeksOf(wave: Wave, messages: readonly Message[], hearer: Hearer): Map<number, Load> {
  const weeks = new Map<number, Load>()
  for (const m of messages) {
    if (!counts(m) || m.day === null || !reaches(m.readers).includes(hearer)) continue
    const week = weekOf(wave.goesLiveOn, m.day)
    const load = weeks.get(week) ?? { letters: 0, minutes: 0, messages: [] }
    load.letters++
    load.minutes += pieceOf(m)?.minutes ?? 1
    load.messages.push(m)
    weeks.set(week, load)
  }
  return weeks
}

/**
 * The working day nearest to the wanted one at which a message fits: on a day without another
 * for the same people if there is one. Null where the whole span is full.
 */
export function roomFor(
  wave: Wave,
  messages: readonly Message[],
  caps: Caps,
  one: { readers: ReaderKind | null; minutes: number },
  wanted: number,
  span: Span,
): number | null {
  const here = reaches(one.readers)
  const taken = (day: number) =>
    messages.some((m) => counts(m) && m.day === day && reaches(m.readers).some((hearer) => here.includes(hearer)))
  const loads = here.map((hearer) => ({ cap: capOf(caps, hearer), weeks: weeksOf(wave, messages, hearer) }))
  const hasRoom = (day: number): boolean => {
    const week = weekOf(wave.goesLiveOn, day)
    return loads.every(({ cap, weeks }) => {
      const load = weeks.get(week)
      return (load?.letters ?? 0) + 1 <= cap.letters && (load?.minutes ?? 0) + one.minutes <= cap.minutes
    })
  }
  const days = nearest(wave, wanted, span).filter(hasRoom)
  return days.find((day) => !taken(day)) ?? days[0] ?? null
}

/** Working days of a span, the nearest to the wanted one first; of two equally near, the earlier. */
export function nearest(wave: Wave, wanted: number, { from, to }: Span): number[] {
  const days: number[] = []
  for (let day = Math.max(from, -far); day <= Math.min(to, far); day++) if (counted(wave, day) === day) days.push(day)
  return days.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
}
