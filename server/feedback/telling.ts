/** Notices of feedback: in the inbox, and as a letter where the reader wants one. No words of anybody. */
import { putInInbox, sendMail } from '../attention/attention.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { PersonRow } from './queries.ts'

export type Notice = {
  kind:
    | 'feedback_received'
    | 'feedback_answer'
    | 'feedback_asked'
    | 'feedback_reminder'
    | 'feedback_about_you'
    | 'feedback_to_approve'
    | 'feedback_ready'
  itemId?: string
  requestId?: string
  /** Who is named in it: never whoever wrote confidentially. */
  from?: string
  name?: string
  letter?: boolean
  /** The last day on which a letter is of use. */
  lastDay?: Day
}

export async function tell(tx: Tx, c: Context, reader: Pick<PersonRow, 'id'>, notice: Notice): Promise<void> {
  const subject = notice.itemId
    ? { kind: 'feedback', id: notice.itemId }
    : { kind: 'feedback_request', id: notice.requestId! }
  const params = notice.name ? { name: notice.name } : {}
  await putInInbox(tx, c, reader.id, { kind: notice.kind, subject, params })
  if (notice.letter)
    await sendMail(tx, c, {
      personId: reader.id,
      kind: notice.kind,
      subject,
      params: notice.from ? { from: notice.from } : {},
      ...(notice.lastDay ? { lastDay: notice.lastDay } : {}),
    })
}
