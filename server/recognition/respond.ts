/** Joining in: one of a few words, or a sentence. Whoever reads a piece may; what is hidden is left alone. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Recognition, recognition } from '../../contract/recognition.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { lockPiece } from './queries.ts'
import { detailOf, pieceOf } from './read.ts'
import { tell } from './telling.ts'
import { demandRecognition, event } from './write.ts'

async function joinable(tx: Tx, c: Context, id: string): Promise<Recognition> {
  await lockPiece(tx, c, id)
  const piece = await pieceOf(tx, c, id)
  if (!piece.may.respond) throw problem('not_found')
  return piece
}

export async function react(
  c: Context,
  input: Input<typeof recognition.react>,
): Promise<Answer<typeof recognition.react>> {
  await demandRecognition(c)
  return c.db.transaction().execute(async (tx) => {
    const piece = await joinable(tx, c, input.recognitionId)
    const mine = piece.reactions.find((r) => r.mine)?.kind ?? null
    if (mine === input.kind) {
      countRecorded(c, 1) // as it was
      return piece
    }
    if (input.kind === null)
      await sql`delete from recognition_reaction where organization_id = ${c.organizationId} and recognition_id = ${piece.id} and person_id = ${c.viewer.personId}`.execute(
        tx,
      )
    else
      await sql`insert into recognition_reaction (organization_id, recognition_id, person_id, kind, at)
        values (${c.organizationId}, ${piece.id}, ${c.viewer.personId}, ${input.kind}, ${c.clock.now()})
        on conflict (organization_id, recognition_id, person_id) do update set kind = excluded.kind, at = excluded.at`.execute(
        tx,
      )
    await record(tx, c, event(input.kind === null ? 'reaction_taken_back' : 'reacted', piece.id))
    return pieceOf(tx, c, piece.id)
  })
}

export async function comment(
  c: Context,
  input: Input<typeof recognition.comment>,
): Promise<Answer<typeof recognition.comment>> {
  const { name } = await demandRecognition(c)
  return c.db.transaction().execute(async (tx) => {
    const piece = await joinable(tx, c, input.recognitionId)
    const id = input.id ?? randomUUID()
    const said =
      await sql`insert into recognition_comment (organization_id, id, recognition_id, author_id, words, said_at)
      values (${c.organizationId}, ${id}, ${piece.id}, ${c.viewer.personId}, ${input.words}, ${c.clock.now()})
      on conflict do nothing returning 1`.execute(tx)
    if (said.rows.length === 0) {
      countRecorded(c, 1) // the first request said it
      return detailOf(tx, c, piece.id)
    }
    // The first comment tells them; more of them do not knock again.
    const readers = [piece.author, ...piece.people].map((p) => p.id).filter((p) => p !== c.viewer.personId)
    await tell(tx, c, readers, 'recognition_commented', piece.id, { name })
    await record(tx, c, event('commented', piece.id, { commentId: id }))
    return detailOf(tx, c, piece.id)
  })
}

export async function takeBackComment(
  c: Context,
  input: Input<typeof recognition.takeBackComment>,
): Promise<Answer<typeof recognition.takeBackComment>> {
  await demandRecognition(c)
  return c.db.transaction().execute(async (tx) => {
    const piece = await pieceOf(tx, c, input.recognitionId)
    const gone = await sql`update recognition_comment set taken_back_at = ${c.clock.now()}, words = ''
      where organization_id = ${c.organizationId} and id = ${input.commentId} and recognition_id = ${piece.id}
        and author_id = ${c.viewer.personId} and taken_back_at is null and hidden_at is null returning 1`.execute(tx)
    if (gone.rows.length === 0) throw problem('not_found')
    await sql`update recognition_report set settled_at = ${c.clock.now()}, outcome = 'left'
      where organization_id = ${c.organizationId} and comment_id = ${input.commentId} and settled_at is null`.execute(
      tx,
    )
    await record(tx, c, event('comment_taken_back', piece.id, { commentId: input.commentId }))
    return detailOf(tx, c, piece.id)
  })
}
