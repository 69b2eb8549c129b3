import type { audiences } from '../../contract/audiences.ts'
import type { directory } from '../../contract/directory.ts'
import type { holidays } from '../../contract/holidays.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { create } from './audiences.ts'
import { createHolidays } from './holidays.ts'

const audienceOf = async (w: World): Promise<string> =>
  (await create(await w.as('lead'), { name: w.unique('Audience'), rule: { managers: true } })).id

const newYear = (w: World) => ({
  name: w.unique('Calendar'),
  places: [{ kind: 'company' as const }],
  text: '2027-01-01 New Year',
})
const calendarOf = async (w: World): Promise<string> => (await createHolidays(await w.as('admin'), newYear(w))).id

export const cases: CasesFor<typeof directory> & CasesFor<typeof audiences> & CasesFor<typeof holidays> = {
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
  'holidays.list': {},
  'holidays.create': { input: (w) => newYear(w) },
  'holidays.update': { input: async (w) => ({ calendarId: await calendarOf(w), name: w.unique('Calendar') }) },
  'holidays.remove': { input: async (w) => ({ calendarId: await calendarOf(w) }) },
  'audiences.remove': { input: async (w) => ({ audienceId: await audienceOf(w) }) },
}
