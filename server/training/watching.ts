/** What of a film somebody really played: seconds, each counted once, whatever was skipped. For them alone. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { training } from '../../contract/training.ts'
import { filmsShown } from '../courses/courses.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { begin, now } from './learn.ts'
import { lessonIn } from './queries.ts'

export async function watch(c: Context, input: Input<typeof training.watch>): Promise<Answer<typeof training.watch>> {
  return c.db.transaction().execute(async (tx) => {
    const { file } = await begin(tx, c, input.courseId)
    const lesson = lessonIn(file, input.lessonId)
    if (lesson?.kind !== 'video' || lesson.film !== input.filmId) throw problem('not_found')
    const film = (await filmsShown(tx, c, [lesson], []))[0]
    if (!film) throw problem('not_found')
    // A second of which a part was played counts; nothing before the film or behind it does.
    const ranges = input.played.flatMap(([from, to]) => {
      const [a, b] = [Math.floor(from), Math.min(film.seconds, Math.ceil(to))]
      return a < b ? [`[${a},${b})`] : []
    })
    const played = `{${ranges.join(',')}}`
    await sql`insert into training_watching as w (organization_id, person_id, course_id, film_id, played, at_second)
      values (${c.organizationId}, ${c.viewer.personId}, ${file.id}, ${input.filmId}, ${played}::int4multirange, ${Math.min(film.seconds, Math.floor(input.at))})
      on conflict (organization_id, person_id, film_id) do update set played = w.played + excluded.played, at_second = excluded.at_second`.execute(
      tx,
    )
    return now(tx, c, file)
  })
}
