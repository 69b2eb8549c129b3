/** The film of a lesson, for whoever may open its course. */
import type { Input } from '../../contract/operation.ts'
import type { training } from '../../contract/training.ts'
import { captionsFile, filmFile } from '../courses/courses.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { openedBy } from './learn.ts'
import { lessonIn, readerOf } from './queries.ts'

/** A film that a lesson of a course shows which the viewer may open; any other is not there. */
async function demandFilm(c: Context, input: { courseId: string; lessonId: string; filmId: string }): Promise<void> {
  const { language } = await readerOf(c)
  const { file } = await openedBy(c, input.courseId, language)
  const lesson = lessonIn(file, input.lessonId)
  if (lesson?.kind !== 'video' || lesson.film !== input.filmId) throw problem('not_found')
}

export async function film(c: Context, input: Input<typeof training.film>): Promise<FileAnswer> {
  await demandFilm(c, input)
  return filmFile(c, input.filmId)
}

export async function filmCaptions(c: Context, input: Input<typeof training.filmCaptions>): Promise<FileAnswer> {
  await demandFilm(c, input)
  return captionsFile(c, input.filmId, input.language)
}
