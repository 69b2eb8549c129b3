/** Looking after what is written: reports, and hiding a piece or a comment with a reason that its author reads. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { recognition, RecognitionReport } from '../../contract/recognition.ts'
import { demand, holdersOf } from '../access/access.ts'
import { takeFromInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { commentsOf, lockPiece, looksAfter, piecesOf } from './queries.ts'
import { pieceOf, toComment, toPieces } from './read.ts'
import { tell } from './telling.ts'
import { demandRecognition, event } from './write.ts'

export async function report(
  c: Context,
  input: Input<typeof recognition.report>,
): Promise<Answer<typeof recognition.report>> {
  await demandRecognition(c)
  return c.db.transaction().execute(async (tx) => {
    const piece = await pieceOf(tx, c, input.recognitionId)
    if (piece.hidden) throw problem('not_found')
    const authorId = await authorOf(tx, c, piece.id, piece.author.id, input.commentId)
    if (authorId === c.viewer.personId) throw problem('not_found')
    const made = await sql`
      insert into recognition_report (organization_id, recognition_id, comment_id, reporter_id, because, reported_at)
      values (${c.organizationId}, ${piece.id}, ${input.commentId ?? null}, ${c.viewer.personId}, ${input.because}, ${c.clock.now()})
      on conflict do nothing returning 1`.execute(tx)
    if (made.rows.length === 0) countRecorded(c, 1) // waits already
    else {
      const lookers = [
        ...(await holdersOf(c.db, c.organizationId, 'lead')),
        ...(await partnersOf(tx, c, authorId)),
      ].filter((id) => id !== authorId)
      await tell(tx, c, [...new Set(lookers)], 'recognition_reported', piece.id)
      await record(tx, c, event('reported', piece.id, input.commentId ? { commentId: input.commentId } : {}))
    }
    return { reported: true }
  })
}

/** HR partners whose population holds somebody. */
async function partnersOf(tx: Tx, c: Context, personId: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select distinct g.person_id from role_grant g
    join population_member m on m.organization_id = g.organization_id and m.population_id = g.population_id and m.person_id = ${personId}
    where g.organization_id = ${c.organizationId} and g.role = 'hr' and g.ended_at is null`.execute(tx)
  return rows.map((r) => r.person_id)
}

/** Who wrote the piece, or the comment that it is about. */
async function authorOf(
  tx: Tx,
  c: Context,
  recognitionId: string,
  author: string,
  commentId?: string,
): Promise<string> {
  if (!commentId) return author
  const { rows } = await sql<{ author_id: string }>`select author_id from recognition_comment
    where organization_id = ${c.organizationId} and id = ${commentId} and recognition_id = ${recognitionId} and taken_back_at is null`.execute(
    tx,
  )
  if (!rows[0]) throw problem('not_found')
  return rows[0].author_id
}

type Open = {
  id: string
  recognition_id: string
  comment_id: string | null
  reporter_id: string
  reporter: string
  because: string
  reported_at: string
}

export async function reports(c: Context): Promise<Answer<typeof recognition.reports>> {
  const { rows } = await sql<Open>`
    select o.id, o.recognition_id, o.comment_id, o.reporter_id, n.full_name as reporter, o.because, o.reported_at ${openReports(c)}
    order by o.reported_at, o.id limit 100`.execute(c.db)
  const pieces = new Map(
    (
      await toPieces(
        c.db,
        c,
        await piecesOf(
          c.db,
          c,
          rows.map((r) => r.recognition_id),
        ),
      )
    ).map((p) => [p.id, p]),
  )
  const found: RecognitionReport[] = []
  for (const row of rows) {
    const piece = pieces.get(row.recognition_id)
    if (!piece) continue
    const comment = row.comment_id
      ? (await commentsOf(c.db, c, piece.id)).find((m) => m.id === row.comment_id)
      : undefined
    if (row.comment_id && !comment) continue
    found.push({
      id: row.id,
      reporter: { id: row.reporter_id, name: row.reporter },
      because: row.because,
      at: row.reported_at,
      recognition: piece,
      comment: comment ? toComment(comment, c) : null,
    })
  }
  return { reports: found }
}

/** Reports that wait for the viewer. What somebody wrote themself is for others to look at. */
const openReports = (c: Context) => sql`
  from recognition_report o
  join recognition k on k.organization_id = o.organization_id and k.id = o.recognition_id
  join person n on n.organization_id = o.organization_id and n.id = o.reporter_id
  left join recognition_comment m on m.organization_id = o.organization_id and m.id = o.comment_id
  where o.organization_id = ${c.organizationId} and o.settled_at is null and k.taken_back_at is null and m.taken_back_at is null
    and coalesce(m.author_id, k.author_id) <> ${c.viewer.personId} and ${looksAfter(c.viewer, sql`coalesce(m.author_id, k.author_id)`)}`

export async function openReportsFor(c: Context): Promise<number | null> {
  if (!c.viewer.roles.includes('lead') && !c.viewer.roles.includes('hr')) return null
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n ${openReports(c)}`.execute(c.db)
  return rows[0]!.n
}

export async function decide(
  c: Context,
  input: Input<typeof recognition.decide>,
): Promise<Answer<typeof recognition.decide>> {
  return c.db.transaction().execute(async (tx) => {
    await lockPiece(tx, c, input.recognitionId)
    const piece = await pieceOf(tx, c, input.recognitionId)
    const authorId = await authorOf(tx, c, piece.id, piece.author.id, input.commentId)
    // Nobody decides about their own words.
    if (authorId === c.viewer.personId) throw problem('forbidden')
    await demand({ ...c, db: tx }, 'recognition.decide', authorId)
    const now = c.clock.now()
    const what = input.commentId
      ? sql`recognition_comment where organization_id = ${c.organizationId} and id = ${input.commentId}`
      : sql`recognition where organization_id = ${c.organizationId} and id = ${piece.id}`
    const { rows } = await sql<{ hidden: boolean }>`select hidden_at is not null as hidden from ${what}`.execute(tx)
    const was = rows[0]!.hidden
    const table = sql.table(input.commentId ? 'recognition_comment' : 'recognition')
    await sql`update ${table} set hidden_at = ${input.hide ? now : null}, hidden_by = ${input.hide ? c.viewer.personId : null},
      hidden_because = ${input.hide ? input.because : null} where organization_id = ${c.organizationId} and id = ${input.commentId ?? piece.id}`.execute(
      tx,
    )
    await sql`update recognition_report set settled_at = ${now}, settled_by = ${c.viewer.personId}, outcome = ${input.hide ? 'hidden' : 'left'}
      where organization_id = ${c.organizationId} and recognition_id = ${piece.id} and settled_at is null
        and comment_id is not distinct from ${input.commentId ?? null}::uuid`.execute(tx)
    if (input.hide && !input.commentId) await takeFromInboxes(tx, c, { kind: 'recognition', id: piece.id })
    const kind = input.commentId ? 'recognition_comment_hidden' : 'recognition_hidden'
    if (input.hide) await tell(tx, c, [authorId], kind, piece.id)
    else if (was && !input.commentId) await tell(tx, c, [authorId], 'recognition_shown', piece.id)
    await record(
      tx,
      c,
      input.commentId
        ? event(input.hide ? 'comment_hidden' : was ? 'comment_shown' : 'comment_left', piece.id, {
            commentId: input.commentId,
          })
        : event(input.hide ? 'hidden' : was ? 'shown' : 'left', piece.id),
    )
    return { hidden: input.hide }
  })
}
