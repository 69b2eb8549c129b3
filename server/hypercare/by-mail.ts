/** Asking the desk by mail: the same questions, with their letters. Who it is from has been looked up; see the inbound module. */
import { sql } from 'kysely'
import { sendMail } from '../attention/attention.ts'
import type { mailLeftOut } from '../../contract/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { Problem } from '../platform/problem.ts'
import { waveOf } from '../program/program.ts'
import { addWords, putQuestion } from './asking.ts'

/** The letters of the desk to whoever wrote a mail. */
export const byMailKind = 'desk_by_mail'

export type MailToDesk = {
  title: string
  words: string
  /** Of the mail; empty: it has none. */
  messageId: string
  leftOut: readonly (typeof mailLeftOut)[number][]
  /** The question in which it says more; null: a new one. */
  questionId: string | null
}

/**
 * Puts a mail of the viewer to the desk, in the caller's transaction, and tells them that it has arrived: at their
 * address of the people file, so that whoever wrote in somebody else's name gives themself away. `full`: too many of
 * their questions wait already.
 */
export async function takeMail(tx: Tx, c: Context, mail: MailToDesk): Promise<'asked' | 'added' | 'full'> {
  const personId = c.viewer.personId
  const tell = (subject: { kind: string; id: string }) =>
    sendMail(tx, c, { personId, kind: byMailKind, subject, params: { leftOut: mail.leftOut } })
  if (mail.questionId) {
    const id = await addWords(tx, c, {
      questionId: mail.questionId,
      words: mail.words,
      byMail: mail.messageId,
    })
    if (mail.leftOut.length > 0) await tell({ kind: 'desk_message', id })
    return 'added'
  }
  const wave = await waveOf(c, personId)
  try {
    const { title, words, messageId: byMail } = mail
    const id = await putQuestion(tx, c, {
      title,
      words,
      private: false,
      place: null,
      waveId: wave?.waveId ?? null,
      byMail,
    })
    await tell({ kind: 'desk_question', id })
    return 'asked'
  } catch (error) {
    if (error instanceof Problem && error.code === 'desk_many') return 'full'
    throw error
  }
}

/**
 * The viewer's own question that a mail goes on with: of the letters of ours that it answers, or of a link to it in what
 * it quotes, for servers that give letters new ids. Null where there is none, or more than one.
 */
export async function questionOf(
  db: Tx | Context['db'],
  c: Context,
  about: { letters: readonly string[]; links: readonly string[] },
): Promise<string | null> {
  const own = async (ids: ReturnType<typeof sql<string>>) => {
    const { rows } = await sql<{
      id: string
    }>`select q.id from desk_question q where q.organization_id = ${c.organizationId}
      and q.asked_by = ${c.viewer.personId} and q.id in (${ids}) limit 2`.execute(db)
    return rows.length === 1 ? rows[0]!.id : null
  }
  const told = sql<string>`select coalesce(m.question_id, l.subject_id) from outgoing_mail l
    left join desk_message m on m.organization_id = l.organization_id and m.id = l.subject_id
    where l.organization_id = ${c.organizationId} and l.id = any(${about.letters as string[]}::uuid[])
      and l.person_id = ${c.viewer.personId} and l.kind in ('desk_answered', ${byMailKind})`
  return (await own(told)) ?? (await own(sql<string>`select unnest(${about.links as string[]}::uuid[])`))
}
