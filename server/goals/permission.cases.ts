import type { goals as operations } from '../../contract/goals.ts'
import { goals } from '../../contract/goals.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { comment } from './talk.ts'
import { change } from './together.ts'
import { close, create, progress, remove } from './write.ts'

// program/permission.cases.ts makes the wave in which everybody employed has the practice.
const practising = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave.',
}

async function goalOf(w: World, subject: string, extra: Record<string, unknown> = {}) {
  return create(await w.as(subject), goals.create.body!.parse({ title: w.unique('Goal'), ...extra }))
}
const aGoal = async (w: World, subject: string) => ({ goalId: (await goalOf(w, subject)).id })

export const cases: CasesFor<typeof operations> = {
  'goals.list': { input: (_w, subject) => ({ scope: 'person', ownerId: subject }), only: practising },
  'goals.export': { input: (_w, subject) => ({ scope: 'person', ownerId: subject }), only: practising },
  'goals.get': { input: aGoal, only: practising },
  'goals.create': { input: (w, subject) => ({ ownerId: subject, title: w.unique('Goal') }) },
  'goals.update': { input: async (w, subject) => ({ ...(await aGoal(w, subject)), title: w.unique('Title') }) },
  'goals.publish': {
    input: async (w, subject) => ({ goalId: (await goalOf(w, subject, { draft: true })).id }),
    only: { parts: ['self'], because: 'A draft is seen by its author alone; here the owner wrote it.' },
  },
  'goals.progress': { input: async (w, subject) => ({ ...(await aGoal(w, subject)), reached: 0.5 }) },
  'goals.takeBack': {
    async input(w, subject) {
      const { id: goalId } = await goalOf(w, subject)
      const { updateId } = await progress(await w.as(subject), {
        goalId,
        ...goals.progress.body!.parse({ reached: 0.5 }),
      })
      return { goalId, updateId }
    },
    only: { parts: ['self'], because: 'Only whoever said it takes it back; here that is the owner.' },
  },
  'goals.close': { input: async (w, subject) => ({ ...(await aGoal(w, subject)), outcome: 'achieved' }) },
  'goals.reopen': {
    async input(w, subject) {
      const goal = await aGoal(w, subject)
      await close(await w.as(subject), { ...goal, outcome: 'partly', reflection: '' })
      return goal
    },
  },
  'goals.remove': { input: aGoal },
  'goals.restore': {
    async input(w, subject) {
      const goal = await aGoal(w, subject)
      await remove(await w.as(subject), goal)
      return goal
    },
  },
  'goals.level': {
    input: async (w, subject) => ({ ...(await aGoal(w, subject)), level: 'company' }),
    only: {
      parts: ['lead', 'sponsor', 'top'],
      because: 'Of the managers, only whoever has nobody above sets a goal of the company.',
    },
  },
  'goals.contributors': {
    input: async (w, subject) => ({ ...(await aGoal(w, subject)), personIds: [w.people.peer] }),
  },
  'goals.share': {
    input: async (w, subject) => ({
      goalId: (await goalOf(w, subject, { visibility: 'private' })).id,
      personIds: [w.people.peer],
    }),
  },
  'goals.comment': {
    input: async (w, subject) => ({ ...(await aGoal(w, subject)), words: 'Good.' }),
    only: practising,
  },
  'goals.takeBackComment': {
    async input(w, subject) {
      const goal = await aGoal(w, subject)
      const said = await comment(await w.as(subject), { ...goal, words: 'Good.', mentions: [] })
      return { ...goal, ...said }
    },
    only: { parts: ['self'], because: 'Only whoever said it takes it back; here that is the owner.' },
  },
  'goals.cheer': { input: async (w, subject) => ({ ...(await aGoal(w, subject)), on: true }), only: practising },
  'goals.tree': { only: practising },
  'goals.aligned': { only: practising },
  'goals.path': { input: aGoal, only: practising },
  'goals.handOver': {
    input: async (w, subject) => ({ ...(await aGoal(w, subject)), personId: w.people.peer }),
    only: {
      parts: ['manager'],
      because: 'Only to somebody who reports to whoever hands it over; the peer reports to the manager.',
    },
  },
  'goals.change': {
    input: async (w, subject) => ({ goalIds: [(await aGoal(w, subject)).goalId], change: { endsOn: '2030-12-31' } }),
  },
  'goals.copy': { input: async (w, subject) => ({ goalIds: [(await aGoal(w, subject)).goalId] }) },
  'goals.undo': {
    async input(w, subject) {
      const { goalId } = await aGoal(w, subject)
      const { batchId } = await change(await w.as(subject), {
        goalIds: [goalId],
        change: { endsOn: '2030-12-31' },
        dryRun: false,
      })
      return { batchId }
    },
    only: { parts: ['self'], because: 'Only whoever made the act takes it back; here that is the owner.' },
  },
  'goals.feed': {
    about: 'viewer',
    async input(w, viewer) {
      const key = w.unique('key')
      const owner = viewer === w.people.admin ? w.people.self : viewer // an administrator owns none; the key opens it
      await goalOf(w, owner, { keyResults: [{ title: 'Wins', target: 5, externalKey: key }] })
      return { source: 'Elsewhere', rows: [{ id: w.unique('sent'), key, value: 1 }] }
    },
  },
  'goals.import': {
    input: (w) => ({ name: w.unique('goals'), dryRun: 'false' }),
    file: (w) => Buffer.from(`Goal ID,Goal,Employee number,Due date\n${w.unique('g')},A goal,1004,2030-12-31\n`),
  },
  'goals.imports': {},
}
