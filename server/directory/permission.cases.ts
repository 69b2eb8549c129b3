import type { audiences } from '../../contract/audiences.ts'
import type { directory } from '../../contract/directory.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { create } from './audiences.ts'

const audienceOf = async (w: World): Promise<string> =>
  (await create(await w.as('lead'), { name: w.unique('Audience'), rule: { managers: true } })).id

export const cases: CasesFor<typeof directory> & CasesFor<typeof audiences> = {
  'people.list': { input: () => ({ search: 'a', limit: '10', count: 'true' }) },
  'people.facets': {},
  'people.get': { about: 'subject', input: (_w, subject) => ({ personId: subject }) },
  'people.history': { about: 'subject', input: (_w, subject) => ({ personId: subject }) },
  'audiences.list': {},
  'audiences.get': { input: async (w) => ({ audienceId: await audienceOf(w) }) },
  'audiences.preview': {
    input: async (w) => {
      await audienceOf(w) // an HR partner looks at saved rules only
      return { rule: { managers: true } }
    },
  },
  'audiences.create': { input: (w) => ({ name: w.unique('Audience'), rule: { everyone: true } }) },
  'audiences.update': { input: async (w) => ({ audienceId: await audienceOf(w), name: w.unique('Audience') }) },
  'audiences.remove': { input: async (w) => ({ audienceId: await audienceOf(w) }) },
}
