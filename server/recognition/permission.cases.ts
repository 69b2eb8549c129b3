import type { recognition as operations } from '../../contract/recognition.ts'
import { recognition } from '../../contract/recognition.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { report } from './care.ts'
import { comment } from './respond.ts'
import { give } from './write.ts'

// program/permission.cases.ts makes the wave in which everybody employed has recognition on.

const notOfAdmin = (w: World, viewer: string) => (viewer === w.people.admin ? w.people.stranger : viewer)
const other = (w: World, person: string) => (person === w.people.trainer ? w.people.champion : w.people.trainer)

/** From somebody, for everybody to see. */
async function given(w: World, author: string): Promise<string> {
  const body = recognition.give.body!.parse({ people: [other(w, author)], words: w.unique('Thank you for this') })
  return (await give(await w.as(author), body)).id
}

const employed = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave.',
} as const

export const cases: CasesFor<typeof operations> = {
  'recognition.terms': { only: employed },
  'recognition.feed': { only: employed },
  'recognition.export': { only: employed },
  'recognition.get': {
    input: async (w, subject) => ({ recognitionId: await given(w, subject) }),
  },
  'recognition.give': {
    input: (w) => ({ people: [w.people.peer], words: w.unique('Thank you for this') }),
    only: {
      parts: employed.parts.filter((p) => p !== 'peer'),
      because: 'Nobody recognises themself; an administrator outside the people file is in no wave.',
    },
  },
  'recognition.edit': {
    input: async (w, viewer) => ({
      recognitionId: await given(w, notOfAdmin(w, viewer)),
      words: w.unique('Better said'),
    }),
    about: 'viewer',
    only: employed,
  },
  'recognition.takeBack': {
    input: async (w, viewer) => ({ recognitionId: await given(w, notOfAdmin(w, viewer)) }),
    about: 'viewer',
    only: employed,
  },
  'recognition.react': {
    input: async (w, subject) => ({ recognitionId: await given(w, subject), kind: 'learned' }),
  },
  'recognition.comment': {
    input: async (w, subject) => ({ recognitionId: await given(w, subject), words: w.unique('So true') }),
  },
  'recognition.takeBackComment': {
    async input(w, viewer) {
      const by = notOfAdmin(w, viewer)
      const recognitionId = await given(w, other(w, by))
      const { talk } = await comment(await w.as(by), { recognitionId, words: w.unique('Too early') })
      return { recognitionId, commentId: talk[0]!.id }
    },
    about: 'viewer',
    only: employed,
  },
  'recognition.report': {
    input: async (w, subject) => ({ recognitionId: await given(w, subject), because: 'It names a customer.' }),
    only: {
      parts: employed.parts.filter((p) => p !== 'self'),
      because: 'Nobody reports their own words; an administrator outside the people file is in no wave.',
    },
  },
  'recognition.reports': {},
  'recognition.decide': {
    async input(w, subject) {
      const recognitionId = await given(w, subject)
      await report(await w.as(other(w, subject)), { recognitionId, because: 'It names a customer.' })
      return { recognitionId, hide: true, because: 'It names a customer.' }
    },
  },
}
