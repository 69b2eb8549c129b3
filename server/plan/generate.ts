/** A wave's plan from its design: first what has to be heard, then what usually goes out as well. Pure. */
import type { Caps } from '../../contract/plan.ts'
import { counted } from './calendar.ts'
import { fillerOf, fits, gapsOf, kept, messageFrom } from './coverage.ts'
import { type Piece, pieces } from './pieces.ts'
import { counts, handOverDay, type Message, pieceOf, roomFor, spanOf, startsLate, type Wave } from './planned.ts'

/** As many days from its usual day a text still means what it says, where that is not past. */
const drift = 10

/** Nobody hears details before they have heard why; champions are asked before all others. */
function firstWord(piece: Piece, messages: readonly Message[]): number {
  if (piece.phase !== 'before' || piece.purpose === 'why' || piece.readers === 'champions') return -Infinity
  const whys = messages.flatMap((m) =>
    counts(m) && m.day !== null && pieceOf(m)?.purpose === 'why' && m.readers === 'everyone' ? [m.day] : [],
  )
  return whys.length === 0 ? -Infinity : Math.min(...whys)
}

export type Made = { template: string; day: number }

/**
 * What is not there yet; nothing that is. A text that was left out, or swapped for another, stays
 * so: it is known by what it was made from. What finds no room in its weeks is left to somebody
 * who wants it.
 */
export function generate(wave: Wave, there: readonly Message[], caps: Caps): Made[] {
  const made: Made[] = []
  const messages = [...there]
  const known = new Set(there.flatMap((m) => [m.template, ...(m.madeFrom ? [m.madeFrom] : [])]))
  const add = (template: string, day: number) => {
    known.add(template)
    made.push({ template, day })
    messages.push(messageFrom(wave, pieces().get(template)!, counted(wave, day)))
  }
  if (startsLate(wave)) return []
  for (;;) {
    const fix = gapsOf(wave, messages)
      .map((gap) => fillerOf(wave, messages, caps, gap))
      .find((one) => one.act === 'add' && !known.has(one.template))
    if (fix?.act !== 'add') break
    add(fix.template, fix.day)
  }
  for (const piece of pieces().values()) {
    if (piece.day === null || piece.use !== 'usual' || known.has(piece.id) || !fits(wave, piece)) continue
    const usual = counted(wave, piece.day)
    const moment = spanOf(wave, piece, usual, Math.max(handOverDay(messages), usual))
    const span = { from: Math.max(moment.from, firstWord(piece, messages)), to: moment.to }
    span.from = Math.max(span.from, Math.min(usual - drift, span.to))
    span.to = Math.min(span.to, Math.max(usual + drift, moment.from))
    // What was for a moment that has passed is not told afterwards.
    if (wave.live && usual < moment.from) continue
    const day = roomFor(wave, messages, caps, piece, usual, span)
    if (day !== null) add(piece.id, kept(wave, piece, day))
  }
  return made
}
