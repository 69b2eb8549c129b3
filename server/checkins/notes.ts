/**
 * Private notes: read and written by their author alone. Every statement runs behind the
 * second wall, records no event, sorts and counts nothing that another could watch.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { notes, PrivateNote } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demandOpen, practiceOf } from '../goals/goals.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { checkinOf, personNamed } from './queries.ts'
import { asPerson } from './wall.ts'

type Row = {
  id: string
  about_id: string
  about_name: string
  checkin_id: string | null
  words: string
  created_at: Instant
  saved_at: Instant
}

const columns = sql`n.id, n.about_id, p.full_name as about_name, n.checkin_id, n.words, n.created_at, n.saved_at`
const toNote = (r: Row): PrivateNote => ({
  id: r.id,
  about: { id: r.about_id, name: r.about_name },
  checkinId: r.checkin_id,
  words: r.words,
  createdAt: r.created_at,
  savedAt: r.saved_at,
})

async function own(tx: Tx, c: Context, id: string): Promise<PrivateNote> {
  const { rows } =
    await sql<Row>`select ${columns} from private_note n join person p on p.organization_id = n.organization_id and p.id = n.about_id
    where n.organization_id = ${c.organizationId} and n.author_id = ${c.viewer.personId} and n.id = ${id}`.execute(tx)
  if (!rows[0]) throw problem('not_found')
  return toNote(rows[0])
}

export async function list(c: Context, input: Input<typeof notes.list>): Promise<Answer<typeof notes.list>> {
  return asPerson(c, async (tx) => {
    const { rows } =
      await sql<Row>`select ${columns} from private_note n join person p on p.organization_id = n.organization_id and p.id = n.about_id
      where n.organization_id = ${c.organizationId} and n.author_id = ${c.viewer.personId}
        and (${input.aboutId ?? null}::uuid is null or n.about_id = ${input.aboutId ?? null}::uuid)
        and (${input.checkinId ?? null}::uuid is null or n.checkin_id = ${input.checkinId ?? null}::uuid)
      order by n.created_at desc, n.id limit ${input.limit + 1} offset ${input.offset}`.execute(tx)
    return {
      notes: rows.slice(0, input.limit).map(toNote),
      next: rows.length > input.limit ? input.offset + input.limit : null,
    }
  })
}

export async function create(c: Context, input: Input<typeof notes.create>): Promise<Answer<typeof notes.create>> {
  demandOpen(await practiceOf(c, 'checkins'), 'checkins')
  return asPerson(c, async (tx) => {
    const id = input.id ?? randomUUID()
    const now = c.clock.now()
    const made =
      await sql`insert into private_note (organization_id, id, author_id, about_id, checkin_id, words, created_at, saved_at)
      values (${c.organizationId}, ${id}, ${c.viewer.personId}, ${await aboutWhom(tx, c, input)}, ${input.checkinId ?? null}, ${input.words}, ${now}, ${now})
      on conflict do nothing returning 1`.execute(tx)
    if (made.rows.length === 0) {
      const { rows } =
        await sql`select 1 from private_note where organization_id = ${c.organizationId} and author_id = ${c.viewer.personId} and id = ${id}`.execute(
          tx,
        )
      if (rows.length === 0) throw problem('conflict')
    }
    return own(tx, c, id)
  })
}

async function aboutWhom(tx: Tx, c: Context, input: Input<typeof notes.create>): Promise<string> {
  if (input.checkinId) {
    const k = await checkinOf(tx, c, input.checkinId)
    if (!k) throw problem('not_found')
    return k.manager_id === c.viewer.personId ? k.report_id : k.manager_id
  }
  const person = await personNamed(tx, c, input.aboutId!)
  if (!person) throw problem('person_unknown')
  return person.id
}

export async function update(c: Context, input: Input<typeof notes.update>): Promise<Answer<typeof notes.update>> {
  return asPerson(c, async (tx) => {
    await sql`update private_note set words = ${input.words}, saved_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and author_id = ${c.viewer.personId} and id = ${input.noteId}`.execute(
      tx,
    )
    return own(tx, c, input.noteId)
  })
}

export async function remove(c: Context, input: Input<typeof notes.remove>): Promise<Answer<typeof notes.remove>> {
  return asPerson(c, async (tx) => {
    const gone = await sql`delete from private_note
      where organization_id = ${c.organizationId} and author_id = ${c.viewer.personId} and id = ${input.noteId} returning 1`.execute(
      tx,
    )
    if (gone.rows.length === 0) throw problem('not_found')
    return { removed: true }
  })
}
