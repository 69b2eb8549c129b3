import {
  changeHours,
  type Recognition,
  type recognition,
  type RecognitionComment,
  type RecognitionDetail,
} from '../../contract/recognition.ts'
import type { CompanyValue } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demandOpen, practiceOf } from '../goals/goals.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { valueIn } from '../program/program.ts'
import { type CommentRow, commentsOf, type PieceRow, piecesOf, valuesOf } from './queries.ts'

/** Until when an author may change what they gave. */
export function changeUntil(givenAt: Instant, now: Instant): Instant | null {
  const until = addMs(givenAt, changeHours * 3_600_000)
  return until > now ? until : null
}

const hiddenOf = (row: Pick<PieceRow, 'hidden_at' | 'hidden_because' | 'hidden_by'>) =>
  row.hidden_at && row.hidden_by ? { because: row.hidden_because ?? '', by: row.hidden_by, at: row.hidden_at } : null

export async function toPieces(db: Db | Tx, c: Context, rows: readonly PieceRow[]): Promise<Recognition[]> {
  const versions = new Map(
    rows.flatMap((r) =>
      r.program_id && r.version
        ? [[`${r.program_id} ${r.version}`, { programId: r.program_id, version: r.version }] as const]
        : [],
    ),
  )
  const values = await valuesOf(db, c, [...versions.values()])
  return rows.map((row) => toPiece(row, c, values.get(`${row.program_id} ${row.version}`) ?? []))
}

function toPiece(row: PieceRow, c: Context, values: readonly CompanyValue[]): Recognition {
  const mine = row.author_id === c.viewer.personId
  const value = values.find((v) => v.id === row.value_id)
  return {
    id: row.id,
    author: { id: row.author_id, name: row.author_name },
    people: row.people,
    words: row.words,
    mentions: row.mentions,
    value: value ? valueIn(value, c.viewer.locale) : null,
    goal: row.goal_id && row.goal_title ? { id: row.goal_id, title: row.goal_title } : null,
    quiet: row.quiet,
    at: row.given_at,
    editedAt: row.edited_at,
    reactions: row.reactions,
    comments: row.comments,
    hidden: hiddenOf(row),
    changeUntil: mine && row.hidden_at === null ? changeUntil(row.given_at, c.clock.now()) : null,
    may: {
      respond: row.hidden_at === null,
      report: !mine && row.hidden_at === null && !row.reported,
      decide: row.decides && !mine,
    },
  }
}

export function toComment(row: CommentRow, c: Context): RecognitionComment {
  const mine = row.author_id === c.viewer.personId
  return {
    id: row.id,
    author: { id: row.author_id, name: row.author_name },
    words: row.words,
    at: row.said_at,
    hidden: hiddenOf(row),
    may: {
      takeBack: mine && row.hidden_at === null,
      report: !mine && row.hidden_at === null && !row.reported,
      decide: row.decides && !mine,
    },
  }
}

/** One piece as the viewer reads it; not there for anybody else. */
export async function pieceOf(db: Db | Tx, c: Context, id: string): Promise<Recognition> {
  const [piece] = await toPieces(db, c, await piecesOf(db, c, [id]))
  if (!piece) throw problem('not_found')
  return piece
}

export async function detailOf(db: Db | Tx, c: Context, id: string): Promise<RecognitionDetail> {
  const piece = await pieceOf(db, c, id)
  return { ...piece, talk: (await commentsOf(db, c, id)).map((m) => toComment(m, c)) }
}

export async function get(c: Context, input: Input<typeof recognition.get>): Promise<Answer<typeof recognition.get>> {
  demandOpen(await practiceOf(c, 'recognition'), 'recognition')
  return detailOf(c.db, c, input.recognitionId)
}
