/** The library's messages as a plan sees them. */
import type { ReaderKind } from '../../contract/campaigns.ts'
import type { ElementId } from '../../contract/design.ts'
import type { Language, Template } from '../../contract/library.ts'
import { heard, type Heard, type Hearer } from '../../contract/plan.ts'
import { readersOf } from '../campaigns/campaigns.ts'
import { templates } from '../library/library.ts'

type Sender = Exclude<Template['sender'], 'belay'>

export type Piece = {
  id: string
  /** Days from go-live on which it usually goes out; null: it hangs on something else. */
  day: number | null
  phase: Template['phase']
  use: Template['plan']
  readers: ReaderKind
  needs: readonly ElementId[]
  sender: Sender
  /** What it is for first of all. */
  purpose: Template['purpose']
  tells: readonly Heard[]
  /** Talking points: managers pass them on. */
  kit: boolean
  minutes: number
  titles: Partial<Record<Language, string>>
  languages: readonly Language[]
}

let kept: ReadonlyMap<string, Piece> | undefined
export function pieces(): ReadonlyMap<string, Piece> {
  kept ??= new Map(
    templates()
      .filter((t) => t.kind === 'communication')
      .map((t) => [t.id, pieceOf(t)] as const)
      .sort(([, a], [, b]) => (a.day ?? 1000) - (b.day ?? 1000) || (a.id < b.id ? -1 : 1)),
  )
  return kept
}

function pieceOf(t: Template): Piece {
  const said = new Set<string>([t.purpose, ...t.tells])
  return {
    id: t.id,
    day: t.day,
    phase: t.phase,
    use: t.plan,
    readers: readersOf[t.audience],
    needs: t.needs,
    sender: t.sender === 'belay' ? 'lead' : t.sender,
    purpose: t.purpose,
    tells: heard.filter((one) => said.has(one)),
    kit: t.purpose === 'pass-on',
    minutes: Math.max(...t.texts.map((text) => text.minutes)),
    titles: Object.fromEntries(t.texts.map((text) => [text.language, text.title])),
    languages: t.texts.map((text) => text.language),
  }
}

const parts: Record<ReaderKind, readonly Hearer[]> = {
  everyone: ['employees', 'managers', 'leaders', 'hr', 'champions'],
  // HR partners and champions are counted as people without a team.
  employees: ['employees', 'hr', 'champions'],
  managers: ['managers', 'leaders'],
  leaders: ['leaders'],
  hr: ['hr'],
  champions: ['champions'],
  // One by one, in weeks that nobody knows: in no count of a week, and nobody's way of hearing of a start.
  newcomers: [],
}

/** In whose inbox it lands. Null: an audience of the company’s own, so it may be anybody’s. */
export const reaches = (readers: ReaderKind | null): readonly Hearer[] => parts[readers ?? 'everyone']

/** Who hears what it says: talking points reach whole teams. */
export const hearersOf = (piece: Piece, readers: ReaderKind | null): readonly Hearer[] =>
  readers === null ? [] : piece.kit && readers === 'managers' ? parts.everyone : parts[readers]
