import { randomUUID } from 'node:crypto'
import type { ownCourses } from '../../contract/courses.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { beginFilm, keepPiece } from './films.ts'
import { filmCourse, mp4Of, vttOf } from './testing-course.ts'
import { begin, get } from './writing.ts'

const written = async (w: World) => {
  const { courseId } = await begin(await w.as('lead'), { language: 'en', copyOf: 'first-goals' })
  return { courseId }
}
const filmed = async (w: World) => {
  const { courseId, filmId } = await filmCourse(await w.as('lead'), w.unique('Course'))
  return { courseId, filmId }
}
const film = mp4Of(5)
const begun = async (w: World) => {
  const { courseId } = await written(w)
  const { filmId } = await beginFilm(await w.as('lead'), { courseId, name: 'film.mp4', bytes: film.length })
  return { courseId, filmId }
}

export const cases: CasesFor<typeof ownCourses> = {
  'courses.list': {},
  'courses.begin': { input: (w) => ({ language: 'en', title: w.unique('Course') }) },
  'courses.get': { input: written },
  'courses.save': {
    input: async (w) => ({
      ...(await written(w)),
      changes: [{ do: 'words', key: 'intro', language: 'en', was: 'x', is: randomUUID() }],
    }),
  },
  'courses.publish': {
    async input(w) {
      const made = await written(w)
      return { ...made, revision: (await get(await w.as('lead'), made)).revision }
    },
  },
  'courses.preview': { input: async (w) => ({ ...(await written(w)), language: 'de' }) },
  'courses.difference': { input: written },
  'courses.follow': { input: async (w) => ({ ...(await written(w)), version: 1, take: [] }) },
  'courses.retire': { input: async (w) => ({ ...(await written(w)), retired: true }) },
  'courses.beginFilm': { input: async (w) => ({ ...(await written(w)), name: 'film.mp4', bytes: 1000 }) },
  'courses.keepPiece': { input: async (w) => ({ ...(await begun(w)), number: 0 }), file: () => film },
  'courses.endFilm': {
    async input(w) {
      const made = await begun(w)
      await keepPiece(await w.as('lead'), { ...made, number: 0, file: film } as Parameters<typeof keepPiece>[1])
      return made
    },
  },
  'courses.dropFilm': { input: begun },
  'courses.captions': { input: async (w) => ({ ...(await filmed(w)), language: 'de' }), file: () => vttOf('Hallo.') },
  'courses.film': { input: filmed },
  'courses.filmCaptions': { input: async (w) => ({ ...(await filmed(w)), language: 'en' }) },
}
