import type { imports } from '../../contract/people.ts'
import type { Context } from '../platform/context.ts'
import { lookAtFile, upload } from './uploads.ts'

/** What of the permission test's world is needed here; people stands above access, where that is at home. */
type World = { organizationId: string; as(person: 'admin'): Promise<Context>; unique(word: string): string }
type Case = { input?: (w: World) => Promise<Record<string, unknown>> | Record<string, unknown>; file?: () => Buffer }

const file = () => Buffer.from('Employee #,First Name,Last Name\n9001,Ada,Lovelace\n,,\n9002,Bo,\n')

async function uploaded(w: World): Promise<string> {
  const { id } = await upload(await w.as('admin'), { name: w.unique('people') + '.csv', file: file() })
  return id
}
async function lookedAt(w: World): Promise<{ id: string }> {
  const id = await uploaded(w)
  await lookAtFile(await w.as('admin'), { organizationId: w.organizationId, subjectId: id })
  return { id }
}

export const cases: Record<(typeof imports)[keyof typeof imports]['id'], Case> = {
  'imports.upload': { input: (w) => ({ name: w.unique('people') + '.csv' }), file },
  'imports.list': {},
  'imports.get': { input: lookedAt },
  'imports.findings': { input: lookedAt },
  'imports.people': { input: async (w) => ({ ...(await lookedAt(w)), kind: 'added' }) },
  'imports.peopleFile': { input: lookedAt },
  'imports.settle': { input: async (w) => ({ ...(await lookedAt(w)), columns: { 'Last Name': 'familyName' } }) },
  'imports.apply': { input: lookedAt },
  'imports.cancel': { input: lookedAt },
  'imports.refusedRows': { input: lookedAt },
}
