import { sql } from 'kysely'
import { checkins, type notes } from '../../contract/checkins.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { create as createNote } from './notes.ts'
import { addAction, addItem, create, hold } from './write.ts'

/** The open check-in of the subject and their direct manager. */
async function talk(w: World, subject: string): Promise<{ checkinId: string }> {
  return { checkinId: (await create(await w.as(subject), { personId: await managerOf(w, subject) })).id }
}
async function managerOf(w: World, personId: string): Promise<string> {
  const { rows } = await sql<{
    manager_id: string
  }>`select manager_id from roster where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(
    w.base.database.for(w.organizationId),
  )
  return rows[0]!.manager_id
}
const practising = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave.',
}
const theTwo = {
  parts: ['self', 'manager'],
  because: 'The words of a check-in are for the two who take part in it.',
} as const
const ownTopic = { parts: ['self'], because: 'A topic’s words belong to whoever brought it; here the report.' } as const
const anItem = async (w: World, subject: string) => {
  const k = await talk(w, subject)
  return { ...k, itemId: (await addItem(await w.as(subject), { ...k, words: w.unique('Topic') })).id }
}
const anAction = async (w: World, subject: string) => {
  const k = await talk(w, subject)
  return {
    ...k,
    actionId: (await addAction(await w.as(subject), { ...k, words: w.unique('Step'), ownerId: subject, dueOn: null }))
      .id,
  }
}
const held = async (w: World, subject: string) => {
  const k = await talk(w, subject)
  await hold(await w.as(subject), { ...k, ...checkins.hold.body!.parse({}) })
  return k
}
const aNote = async (w: World, subject: string) => ({
  noteId: (await createNote(await w.as(subject), { aboutId: w.people.peer, words: w.unique('Note') })).id,
})

export const cases: CasesFor<typeof checkins> & CasesFor<typeof notes> = {
  'checkins.list': { about: 'viewer', only: practising },
  'checkins.get': { input: talk, only: theTwo },
  'checkins.create': {
    about: 'viewer',
    // With their manager, or at the top with somebody who reports to them; the last one held, so that a new one begins.
    async input(w, viewer) {
      const personId =
        viewer === w.people.top
          ? w.people.leader
          : viewer === w.people.admin
            ? w.people.self
            : await managerOf(w, viewer)
      if (viewer === w.people.admin) return { personId }
      const c = await w.as(viewer)
      await hold(c, { checkinId: (await create(c, { personId })).id, ...checkins.hold.body!.parse({}) })
      return { personId }
    },
    only: practising,
  },
  'checkins.plan': {
    input: async (w, subject) => ({ ...(await talk(w, subject)), plannedFor: w.base.clock.now().slice(0, 10) }),
    only: theTwo,
  },
  'checkins.prepare': {
    input: async (w, subject) => ({ ...(await talk(w, subject)), answers: [], share: false }),
    only: theTwo,
  },
  'checkins.hold': { input: talk, only: theTwo },
  'checkins.seen': {
    input: held,
    only: { parts: ['manager'], because: 'The other one confirms; here the report recorded it.' },
  },
  'checkins.reopen': { input: held, only: theTwo },
  'checkins.addItem': {
    input: async (w, subject) => ({ ...(await talk(w, subject)), words: w.unique('Topic') }),
    only: theTwo,
  },
  'checkins.updateItem': { input: async (w, subject) => ({ ...(await anItem(w, subject)), done: true }), only: theTwo },
  'checkins.removeItem': { input: anItem, only: ownTopic },
  'checkins.saveNote': {
    async input(w, subject) {
      const k = await talk(w, subject)
      await hold(await w.as(subject), { ...k, ...checkins.hold.body!.parse({}) }) // a note begins at revision 0 in each new one
      return { ...(await talk(w, subject)), words: w.unique('Note'), revision: 0 }
    },
    only: theTwo,
  },
  'checkins.addAction': {
    input: async (w, subject) => ({ ...(await talk(w, subject)), words: w.unique('Step'), ownerId: subject }),
    only: theTwo,
  },
  'checkins.updateAction': {
    input: async (w, subject) => ({ ...(await anAction(w, subject)), done: true }),
    only: theTwo,
  },
  'checkins.removeAction': { input: anAction, only: theTwo },
  'checkins.cadence': { input: (_w, subject) => ({ personId: subject }) },
  'notes.list': { about: 'viewer' },
  'notes.create': {
    about: 'viewer',
    input: (w) => ({ aboutId: w.people.peer, words: w.unique('Note') }),
    only: practising,
  },
  'notes.update': {
    input: async (w, subject) => ({ ...(await aNote(w, subject)), words: w.unique('Note') }),
    only: { parts: ['self'], because: 'A private note is its author’s alone.' },
  },
  'notes.remove': { input: aNote, only: { parts: ['self'], because: 'A private note is its author’s alone.' } },
}
