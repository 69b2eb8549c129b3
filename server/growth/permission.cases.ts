import type { competencies } from '../../contract/competencies.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { getDraft, publish, save, takeStarter } from './draft.ts'

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

export const cases: CasesFor<typeof competencies> = {
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
  'competencies.reach': {},
  'competencies.publish': {
    input: async (w) => {
      const { revision } = await save(await w.as('lead'), await changed(w))
      return { revision, note: '' }
    },
  },
  'competencies.versions': {},
  'competencies.difference': {},
}
