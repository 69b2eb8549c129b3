import type { competencies } from '../../contract/competencies.ts'
import type { growth } from '../../contract/growth.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { get, getDraft, publish, save, takeStarter } from './draft.ts'
import { saveView, unshareView } from './looks.ts'
import * as plans from './plans.ts'

// program/permission.cases.ts makes the wave in which everybody employed has growth on.

/** Published competencies, so that there is something to read. */
export async function prepare(w: World): Promise<void> {
  const lead = await w.as('lead')
  const { revision } = await takeStarter(lead, { revision: 0 })
  await publish(lead, { revision, note: '' })
}

/** The draft, whole and with a level renamed, so that there is something to save and to publish. */
async function changed(w: World) {
  const lead = await w.as('lead')
  const { revision, framework } = await takeStarter(lead, { revision: (await getDraft(lead)).revision })
  const [first, ...rest] = framework.levels
  return {
    revision,
    framework: {
      ...framework,
      levels: [{ ...first!, texts: { en: { name: w.unique('Level') } } }, ...rest],
      roles: framework.roles.map((r) => ({ ...r, expects: { [framework.competencies[0]!.id]: first!.id } })),
    },
  }
}

const employed = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave.',
} as const
const notOfAdmin = (w: World, viewer: string) => (viewer === w.people.admin ? w.people.stranger : viewer)

/** A look of the subject with each of their managers, with words of all, shared by nobody. */
async function looked(w: World, subject: string): Promise<{ personId: string; answers: Answers }> {
  const { framework } = await get(await w.as('lead'))
  const [competency, level] = [framework!.competencies[0]!.id, framework!.levels[0]!.id]
  const answers = [{ competencyId: competency, levelId: level, example: w.unique('Yesterday') }]
  const pairs: [string, string][] = [
    [subject, w.people.manager],
    [subject, w.people.second_manager],
    [w.people.manager, w.people.manager],
    [w.people.second_manager, w.people.second_manager],
  ]
  for (const [by, managerId] of pairs) {
    const c = await w.as(by)
    // Shared by an earlier request; where both had, the next words begin a new look.
    await unshareView(c, { personId: subject, managerId }).catch(() => {})
    await saveView(c, { personId: subject, managerId, answers })
  }
  return { personId: subject, answers }
}
type Answers = Parameters<typeof saveView>[1]['answers']

/** A plan of somebody with one thing to learn and one action, shared with whoever is their manager. */
async function planned(w: World, personId: string): Promise<{ focusId: string; actionId: string; noteId: string }> {
  const c = await w.as(notOfAdmin(w, personId))
  const [focusId, actionId, noteId] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  await plans.addFocus(c, { id: focusId, title: w.unique('Listen'), why: '', competencyId: null })
  await plans.share(c, { with: 'whoever' })
  await plans.addAction(c, { focusId, id: actionId, kind: 'try', words: w.unique('Ask first'), dueOn: null })
  await plans.addNote(c, { focusId, id: noteId, words: w.unique('Goes well') })
  return { focusId, actionId, noteId }
}
const own = { about: 'viewer', only: employed } as const
const shown = {
  parts: ['self', 'manager'],
  because: 'A plan is seen by whom its person says; here, whoever is their manager.',
} as const

export const cases: CasesFor<typeof competencies> & CasesFor<typeof growth> = {
  'competencies.get': { about: 'viewer' },
  'competencies.draft': {},
  'competencies.save': { input: changed },
  'competencies.takeStarter': {
    input: async (w) => {
      const lead = await w.as('lead')
      const { revision, framework } = await getDraft(lead)
      // One of the library's was taken out, so that there is something to take.
      const left = await save(lead, {
        revision,
        framework: { ...framework, competencies: framework.competencies.slice(1) },
      })
      return { revision: left.revision }
    },
  },
  'competencies.import': {
    input: () => ({ name: 'competencies.csv', dryRun: 'false' }),
    file: (w) => Buffer.from(`Role,Job title\n${w.unique('Role')},Specialist\n`),
  },
  'competencies.reach': {},
  'competencies.publish': {
    input: async (w) => {
      const { revision } = await save(await w.as('lead'), await changed(w))
      return { revision, note: '' }
    },
  },
  'competencies.versions': {},
  'competencies.difference': {},
  'growth.get': { input: (_w, subject) => ({ personId: subject }) },
  'growth.team': {},
  'growth.openActionsFor': { input: (_w, subject) => ({ personId: subject }) },
  'growth.saveView': { input: looked },
  'growth.shareView': { input: async (w, subject) => ({ personId: (await looked(w, subject)).personId }) },
  'growth.unshareView': { input: async (w, subject) => ({ personId: (await looked(w, subject)).personId }) },
  'growth.share': { input: async (w, viewer) => (await planned(w, viewer), { with: 'whoever' }), ...own },
  'growth.addFocus': { input: (w) => ({ title: w.unique('Listen') }), ...own },
  'growth.updateFocus': {
    input: async (w, viewer) => ({ focusId: (await planned(w, viewer)).focusId, why: w.unique('To hear more') }),
    ...own,
  },
  'growth.removeFocus': { input: async (w, viewer) => ({ focusId: (await planned(w, viewer)).focusId }), ...own },
  'growth.restoreFocus': {
    async input(w, viewer) {
      const { focusId } = await planned(w, viewer)
      await plans.removeFocus(await w.as(notOfAdmin(w, viewer)), { focusId })
      return { focusId }
    },
    ...own,
  },
  'growth.addAction': {
    input: async (w, viewer) => ({
      focusId: (await planned(w, viewer)).focusId,
      kind: 'learn',
      words: w.unique('Read about it'),
    }),
    ...own,
  },
  'growth.updateAction': {
    input: async (w, viewer) => ({ actionId: (await planned(w, viewer)).actionId, done: true }),
    ...own,
  },
  'growth.removeAction': { input: async (w, viewer) => ({ actionId: (await planned(w, viewer)).actionId }), ...own },
  'growth.addNote': {
    input: async (w, subject) => ({ focusId: (await planned(w, subject)).focusId, words: w.unique('Like this') }),
    only: shown,
  },
  'growth.removeNote': {
    async input(w, subject) {
      const { focusId, noteId } = await planned(w, subject)
      return { focusId, noteId }
    },
    only: { parts: ['self'], because: 'Only its author takes a note back.' },
  },
  'growth.closePlan': { input: async (w, viewer) => (await planned(w, viewer), {}), ...own },
  'growth.reopenPlan': {
    async input(w, viewer) {
      await planned(w, viewer)
      await plans.closePlan(await w.as(notOfAdmin(w, viewer)), { reflection: '' })
      return {}
    },
    ...own,
  },
}
