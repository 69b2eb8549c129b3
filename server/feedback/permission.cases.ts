import type { feedback as operations } from '../../contract/feedback.ts'
import { feedback } from '../../contract/feedback.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { approve, ask } from './ask.ts'
import { give, share } from './write.ts'

// program/permission.cases.ts makes the wave in which everybody employed has feedback on.

const questions = [{ id: 'keep', ask: 'What should go on?', hint: '' }]
const due = (w: World) => addDays(w.base.clock.today('UTC'), 10)

/** From a colleague to the subject. */
async function given(w: World, subject: string, author?: Context): Promise<string> {
  const body = feedback.give.body!.parse({ aboutId: subject, answers: [{ ask: '', words: w.unique('Well said') }] })
  return (await give(author ?? (await w.as(somebody(w, subject))), body)).id
}

let turn = 0
const askable = ['stranger', 'peer', 'committee', 'champion', 'trainer'] as const
/** Not always the same: nobody has more than twenty requests to answer. */
function somebody(w: World, subject: string): string {
  const people = askable.map((p) => w.people[p]).filter((id) => id !== subject)
  return people[turn++ % people.length]!
}
/** A 360 of the subject that waits for their manager. */
async function nominated(w: World, subject: string): Promise<string> {
  const body = feedback.ask.body!.parse({
    kind: 'round',
    mode: 'attributed',
    raters: [somebody(w, subject)],
    questions,
    dueOn: due(w),
  })
  return (await ask(await w.as(subject), body)).id
}
/** Of somebody else, to whoever asks. */
async function toAnswer(w: World, viewer: string): Promise<string> {
  const asker = viewer === w.people.committee ? 'champion' : 'committee'
  const body = feedback.ask.body!.parse({
    kind: 'self',
    mode: 'attributed',
    raters: [viewer],
    questions,
    dueOn: due(w),
  })
  return (await ask(await w.as(asker), body)).id
}

const employed = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave.',
} as const
const notOfAdmin = (w: World, viewer: string) => (viewer === w.people.admin ? w.people.stranger : viewer)

export const cases: CasesFor<typeof operations> = {
  'feedback.terms': { input: (_w, subject) => ({ aboutId: subject, kind: 'give' }) },
  'feedback.templates': {},
  'feedback.list': { about: 'viewer', only: employed },
  'feedback.export': { about: 'viewer', only: employed },
  'feedback.about': { input: (_w, subject) => ({ personId: subject }) },
  'feedback.get': {
    async input(w, subject) {
      // From the manager, so that nobody else reads it as its author.
      const id = await given(w, subject, await w.as('manager'))
      await share(await w.as(subject), { itemId: id, withManager: true })
      return { itemId: id }
    },
  },
  'feedback.give': {
    input: (w) => ({ aboutId: w.people.peer, answers: [{ ask: '', words: w.unique('Thank you for this') }] }),
    only: {
      parts: employed.parts.filter((p) => p !== 'peer'),
      because: 'Nobody gives feedback to themself; an administrator outside the people file is in no wave.',
    },
  },
  'feedback.takeBack': {
    async input(w, subject) {
      const by = notOfAdmin(w, subject)
      const item = await give(
        await w.as(by),
        feedback.give.body!.parse({ aboutId: somebody(w, by), answers: [{ ask: '', words: w.unique('Too early') }] }),
      )
      return { itemId: item.id }
    },
    about: 'viewer',
    only: employed,
  },
  'feedback.read': {
    input: async (w, subject) => ({ itemId: await given(w, notOfAdmin(w, subject)) }),
    about: 'viewer',
    only: employed,
  },
  'feedback.respond': {
    input: async (w, subject) => ({ itemId: await given(w, notOfAdmin(w, subject)), thanks: true }),
    about: 'viewer',
    only: employed,
  },
  'feedback.share': {
    input: async (w, subject) => ({ itemId: await given(w, notOfAdmin(w, subject)), withManager: true }),
    about: 'viewer',
    only: employed,
  },
  'feedback.requests': { about: 'viewer', only: employed },
  'feedback.request': {
    async input(w, subject) {
      const requestId = await nominated(w, subject)
      return { requestId }
    },
  },
  'feedback.ask': {
    input: (w, subject) => ({
      kind: 'round',
      aboutId: subject,
      mode: 'attributed',
      raters: [somebody(w, subject)],
      questions,
      dueOn: due(w),
    }),
  },
  'feedback.nominate': {
    input: async (w, subject) => ({ requestId: await nominated(w, subject), raters: [w.people.stranger] }),
  },
  'feedback.approve': {
    input: async (w, subject) => ({ requestId: await nominated(w, subject) }),
    only: { parts: ['manager', 'second_manager'], because: 'Nobody approves who is asked about themself.' },
  },
  'feedback.answer': {
    async input(w, subject) {
      const requestId = await toAnswer(w, notOfAdmin(w, subject))
      return { requestId, answers: [{ questionId: 'keep', words: w.unique('All of it') }] }
    },
    about: 'viewer',
    only: employed,
  },
  'feedback.decline': {
    input: async (w, subject) => ({ requestId: await toAnswer(w, notOfAdmin(w, subject)) }),
    about: 'viewer',
    only: employed,
  },
  'feedback.close': {
    async input(w, subject) {
      const requestId = await nominated(w, subject)
      await approve(await w.as('manager'), { requestId })
      return { requestId }
    },
    only: { parts: ['self', 'manager'], because: 'Whoever asked, or approved it as the one who reads the report.' },
  },
}
