/** Who has heard what by go-live, and what would close a gap. Pure. */
import { heard, type Heard, type Hearer, type PlanFix } from '../../contract/plan.ts'
import type { Caps } from '../../contract/plan.ts'
import { counted } from './calendar.ts'
import { hearersOf, pieces, type Piece } from './pieces.ts'
import {
  counts,
  goLiveDay,
  handOverDay,
  type Message,
  nearest,
  open,
  pieceOf,
  roomFor,
  spanOf,
  startsLate,
  type Wave,
} from './planned.ts'

/**
 * Everyone is either without a team or a manager. Leaders get what managers get, HR partners
 * and champions what the others get, so whatever these two have heard, all have.
 */
export const listeners = ['employees', 'managers'] as const
/** Why is believed when more than one person says it. */
const voicesOfWhy = 2

export const inTime = (wave: Wave, m: Message): boolean => m.day !== null && (wave.live || m.day <= goLiveDay(wave))

const saysTo = (m: Message, hearer: Hearer, what: Heard): boolean => {
  const piece = pieceOf(m)
  return Boolean(piece?.tells.includes(what)) && hearersOf(piece!, m.readers).includes(hearer)
}

export const tellers = (wave: Wave, messages: readonly Message[], hearer: Hearer, what: Heard): Message[] =>
  messages.filter((m) => counts(m) && inTime(wave, m) && saysTo(m, hearer, what))

/** In whose voice a message is heard: talking points in that of one's own manager, and champions' in that of one's own. */
const voiceOf = (wave: Wave, m: Pick<Message, 'template' | 'senderKind' | 'senderId'>): string =>
  pieceOf(m)?.kit
    ? 'own manager'
    : m.senderKind === 'champion'
      ? 'own champion'
      : (m.senderId ?? wave.speakers[m.senderKind] ?? m.senderKind)

export type Gap = { hearer: (typeof listeners)[number]; what: Heard; kind: 'gap' | 'one_voice' }

/** What somebody would not hear in time. Before go-live only: afterwards it can only be told late. */
export function gapsOf(wave: Wave, messages: readonly Message[]): Gap[] {
  if (wave.live || startsLate(wave)) return []
  const gaps: Gap[] = []
  for (const hearer of listeners)
    for (const what of heard)
      if (tellers(wave, messages, hearer, what).length === 0) gaps.push({ hearer, what, kind: 'gap' })
  for (const hearer of listeners) {
    const voices = new Set(tellers(wave, messages, hearer, 'why').map((m) => voiceOf(wave, m)))
    if (voices.size > 0 && voices.size < voicesOfWhy) gaps.push({ hearer, what: 'why', kind: 'one_voice' })
  }
  return gaps
}

/** Whether taking it away would leave somebody without something. */
export const isNeeded = (wave: Wave, messages: readonly Message[], m: Message): boolean =>
  gapsOf(
    wave,
    messages.filter((other) => other.id !== m.id),
  ).length > gapsOf(wave, messages).length

/** Whether a text makes sense for a wave, and there is somebody to say and to hear it. */
export function fits(wave: Wave, piece: Piece): boolean {
  return (
    piece.needs.every((id) => wave.on.includes(id)) &&
    ((piece.readers !== 'champions' && piece.sender !== 'champion') || wave.speakers.champion !== undefined)
  )
}

/** The better text for a gap first: written for it, then for this program rather than for any. */
function candidates(wave: Wave, what: Heard): Piece[] {
  return [...pieces().values()]
    .filter((p) => p.day !== null && p.day <= 0 && p.use !== 'chosen' && p.tells.includes(what) && fits(wave, p))
    .sort(
      (a, b) =>
        Number(b.purpose === what) - Number(a.purpose === what) ||
        b.needs.length - a.needs.length ||
        a.day! - b.day! ||
        (a.id < b.id ? -1 : 1),
    )
}

/** What would close a gap: something that is too late, something left out, or a text of the library. */
export function fillerOf(wave: Wave, messages: readonly Message[], caps: Caps, gap: Gap): PlanFix {
  const helps = (m: Message): boolean => {
    const there = messages.filter((other) => other.id !== m.id)
    return !gapsOf(wave, [...there, m]).some(
      (g) => g.hearer === gap.hearer && g.what === gap.what && g.kind === gap.kind,
    )
  }
  const place = (piece: Piece | undefined, m: Message): number | null => {
    const usual = counted(wave, piece?.day ?? m.day ?? 0)
    const span = spanOf(wave, piece, usual, handOverDay(messages))
    const until = { from: span.from, to: Math.min(span.to, goLiveDay(wave)) }
    const others = messages.filter((other) => other.id !== m.id)
    const size = { readers: m.readers, minutes: piece?.minutes ?? 1 }
    // Where the time to approve is gone, telling it in a hurry is better than not at all.
    const soon = { from: Math.min(until.from, goLiveDay(wave)), to: until.from > until.to ? goLiveDay(wave) : until.to }
    return roomFor(wave, others, caps, size, usual, until) ?? nearest(wave, usual, soon)[0] ?? null
  }
  /** What has neither a day nor a start to count one from is dated on its own page. */
  const movable = (m: Message): boolean => !m.derived && (m.day !== null || wave.goesLiveOn !== null)
  for (const m of messages)
    if (counts(m) && open(m) && movable(m) && !inTime(wave, m) && saysTo(m, gap.hearer, gap.what)) {
      const day = place(pieceOf(m), m)
      if (day !== null && helps({ ...m, day })) return { act: 'move', messageId: m.id, day }
    }
  const known = new Set(messages.filter(counts).map((m) => m.template))
  for (const piece of candidates(wave, gap.what)) {
    if (known.has(piece.id)) continue
    const out = messages.find((m) => m.state === 'removed' && m.template === piece.id)
    const m = out ? { ...out, state: 'planned' as const } : messageFrom(wave, piece, 0)
    const day = place(piece, m)
    if (day === null || !helps({ ...m, day })) continue
    return out
      ? { act: 'bring_back', messageId: out.id, day }
      : { act: 'add', waveId: wave.id, template: piece.id, day: kept(wave, piece, day) }
  }
  return { act: 'go', to: gap.kind === 'one_voice' && !wave.speakers.sponsor ? 'people' : 'new' }
}

/** The usual day itself where it falls on that date, so that it stays usual when go-live moves. */
export const kept = (wave: Wave, piece: Piece, day: number): number =>
  piece.day !== null && counted(wave, piece.day) === day ? piece.day : day

/** A text of the library as a planned message; `day` counted. */
export const messageFrom = (wave: Wave, piece: Piece, day: number): Message => ({
  id: `new ${wave.id} ${piece.id}`,
  waveId: wave.id,
  template: piece.id,
  madeFrom: piece.id,
  day,
  readers: piece.readers,
  senderKind: piece.sender,
  senderId: wave.speakers[piece.sender] ?? null,
  gone: false,
  state: 'planned',
  behind: 0,
  unspoken: false,
  planned: true,
  derived: false,
})
