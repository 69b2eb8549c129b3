/** One certificate, of a course or of a whole curriculum. */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'

/** Days before its end from which on a certificate can be renewed, and its holder is reminded. */
export const renewalDays = 30

/** Without letters that look alike on paper. */
const letters = '34679ACDEFGHJKMNPQRTWXY'
const newNumber = () =>
  Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join(
    '-',
  )

type Given = {
  personId: string
  /** Of a course or of a curriculum. */
  id: string
  title: string
  day: Day
  expires: Day | null
  /** Of a curriculum, the courses in it. */
  covers?: readonly { id: string; version: number }[]
}

export async function give(tx: Tx, c: Context, one: Given): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`insert into training_certificate (organization_id, number, person_id, course_id, title, issued_on, expires_on, covers)
    values (${c.organizationId}, ${newNumber()}, ${one.personId}, ${one.id}, ${one.title}, ${one.day}, ${one.expires},
      ${one.covers ? JSON.stringify(one.covers) : null}::jsonb)
    returning id`.execute(tx)
  await record(tx, c, {
    type: 'training.certificate_issued',
    subject: { kind: 'person', id: one.personId },
    happenedOn: one.day,
    data: { courseId: one.id, certificateId: rows[0]!.id },
  })
}
