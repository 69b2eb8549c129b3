import type { packages } from '../../contract/packages.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { bring } from './bring.ts'
import { zipOf } from './testing-package.ts'

const brought = async (w: World) => {
  const { courseId } = await bring(await w.as('lead'), {
    file: await zipOf(w.unique('Course')),
    minutes: 10,
    language: 'en',
  } as Parameters<typeof bring>[1])
  return { courseId }
}

export const cases: CasesFor<typeof packages> = {
  'packages.list': {},
  'packages.bring': { input: () => ({ minutes: 10, language: 'en' }), file: async (w) => zipOf(w.unique('Course')) },
  'packages.describe': {
    input: async (w) => ({ ...(await brought(w)), title: w.unique('Course'), about: '', minutes: 5, language: 'en' }),
  },
  'packages.takeAway': { input: brought },
}
