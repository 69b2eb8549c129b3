/** Notes that nobody but their author reads, nor learns of. */
import * as z from 'zod'
import { named, words } from './checkin-shapes.ts'
import { operation } from './operation.ts'

const note = z.object({
  id: z.uuid(),
  about: named,
  checkinId: z.uuid().nullable(),
  words: z.string(),
  createdAt: z.iso.datetime(),
  savedAt: z.iso.datetime(),
})
export type PrivateNote = z.output<typeof note>
const noteId = z.object({ noteId: z.uuid() })
const silent = 'That a private note exists is known to its author alone; an event would tell.'

export const notes = {
  list: operation({
    id: 'notes.list',
    method: 'GET',
    path: '/notes',
    permission: 'notes.own',
    summary: 'The viewer’s own private notes, newest first',
    query: z.object({
      aboutId: z.uuid().optional(),
      checkinId: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({ notes: z.array(note), next: z.int().nullable() }),
  }),
  create: operation({
    id: 'notes.create',
    method: 'POST',
    path: '/notes',
    permission: 'notes.own',
    summary: 'Write a note that nobody else can read',
    body: z
      .object({
        id: z.uuid().optional(),
        aboutId: z.uuid().optional(),
        /** About the other one in it. */ checkinId: z.uuid().optional(),
        words: words(20_000).min(1),
      })
      .refine((n) => n.aboutId !== undefined || n.checkinId !== undefined, 'name a person or a check-in'),
    response: note,
    problems: ['element_off', 'person_unknown', 'conflict'],
    leavesNoEvent: silent,
  }),
  update: operation({
    id: 'notes.update',
    method: 'PUT',
    path: '/notes/:noteId',
    permission: 'notes.own',
    summary: 'Change one’s own private note',
    params: noteId,
    body: z.object({ words: words(20_000).min(1) }),
    response: note,
    leavesNoEvent: silent,
  }),
  remove: operation({
    id: 'notes.remove',
    method: 'DELETE',
    path: '/notes/:noteId',
    permission: 'notes.own',
    summary: 'Destroy one’s own private note; nothing of it is kept',
    params: noteId,
    response: z.object({ removed: z.literal(true) }),
    leavesNoEvent: silent,
  }),
}
