import { sql } from 'kysely'
import { checkins, type notes } from '../../contract/checkins.ts'
import { addDays } from '../platform/clock.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { arrange } from './agreement.ts'
import { meet } from './meetings.ts'
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
/** Each move is to another day: to the same one would be none. */
let moves = 0

const aMeeting = async (w: World, subject: string) => {
  const k = await talk(w, subject)
  const day = addDays(w.base.clock.now().slice(0, 10), 3)
  await meet(await w.as(subject), { ...k, ...checkins.meet.body!.parse({ day, at: '10:00', place: w.unique('Room') }) })
  return k
}
/** Their manager; at the top somebody who reports to them. */
const partner = async (w: World, viewer: string) =>
  viewer === w.people.top ? w.people.leader : viewer === w.people.admin ? w.people.self : managerOf(w, viewer)

/** A held check-in of the time when somebody else, here the peer, was the subject's manager, as rows: the line of the world does not move. */
async function anEarlierTalk(w: World, subject: string, managerId = w.people.peer): Promise<{ checkinId: string }> {
  const now = w.base.clock.now()
  const { rows } = await sql<{ id: string }>`
    insert into checkin (organization_id, manager_id, report_id, planned_for, template, created_by, created_at, held_on, held_by, held_recorded_at)
    values (${w.organizationId}, ${managerId}, ${subject}, '2020-03-02', 'quick', ${managerId}, ${now}, '2020-03-02', ${managerId}, ${now}) returning id`.execute(
    w.base.database.for(w.organizationId),
  )
  return { checkinId: rows[0]!.id }
}
async function anEarlierStep(w: World, subject: string): Promise<{ actionId: string }> {
  const { checkinId } = await anEarlierTalk(w, subject)
  const step = { checkinId, words: w.unique('Step'), ownerId: subject, dueOn: null }
  return { actionId: (await addAction(await w.as(subject), step)).id }
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
    input: async (w, subject) => ({
      ...(await talk(w, subject)),
      plannedFor: addDays(w.base.clock.now().slice(0, 10), ++moves),
    }),
    only: theTwo,
  },
  'checkins.meet': {
    input: async (w, subject) => ({
      ...(await talk(w, subject)),
      day: addDays(w.base.clock.now().slice(0, 10), 2),
      at: '09:30',
      place: w.unique('Room'),
    }),
    only: theTwo,
  },
  'checkins.callOff': { input: aMeeting, only: theTwo },
  'checkins.calendar': { input: aMeeting, only: theTwo },
  'checkins.chooseAgenda': {
    input: async (w, subject) => ({ ...(await talk(w, subject)), template: 'full' }),
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
  'checkins.dispute': { input: held, only: theTwo },
  'checkins.reopen': {
    input: held,
    only: {
      parts: ['self'],
      because: 'Whoever recorded it takes it back; here the report. The other one disputes it.',
    },
  },
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
  'checkins.bring': {
    input: async (w, subject) => ({ ...(await talk(w, subject)), ...(await anEarlierStep(w, subject)) }),
    only: { parts: ['self'], because: 'The report alone takes their steps along to a new manager.' },
  },
  'checkins.handOver': {
    about: 'viewer',
    // Of a time when somebody of the other branch reported to the viewer.
    input: async (w, viewer) => ({
      ...(await anEarlierTalk(w, viewer === w.people.trainer ? w.people.champion : w.people.trainer, viewer)),
      words: w.unique('Word'),
    }),
  },
  'checkins.rate': {
    input: async (w, subject) => ({ ...(await held(w, subject)), score: 4 }),
    only: { parts: ['self'], because: 'The report is asked, not the manager.' },
  },
  'checkins.arrange': {
    about: 'viewer',
    async input(w, viewer) {
      const personId = await partner(w, viewer)
      if (viewer !== w.people.admin) await arrange(await w.as(viewer), { personId, cadence: null })
      return { personId, cadence: 'weekly' }
    },
    only: practising,
  },
  'checkins.agree': {
    about: 'viewer',
    async input(w, viewer) {
      const personId = await partner(w, viewer)
      if (viewer === w.people.admin) return { personId }
      const other = await w.as(personId)
      await arrange(other, { personId: viewer, cadence: null })
      await arrange(other, { personId: viewer, cadence: 'weekly' })
      return { personId }
    },
    only: practising,
  },
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
