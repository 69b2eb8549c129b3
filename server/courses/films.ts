/** Films: brought in pieces, so that no film is ever in memory whole, and a broken line costs one piece; played by ranges. */
import { sql } from 'kysely'
import { filmLimits, type ownCourses } from '../../contract/courses.ts'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Lesson, ShownFilm } from '../../contract/training.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import type { FileAnswer } from '../platform/http.ts'
import { Problem, problem } from '../platform/problem.ts'
import { captionsText, readCaptions, transcriptOf } from './captions.ts'
import { kindOf, lookAt } from './film-facts.ts'
import { filmRow, type FilmRow, filmsOf, linesOf, one, pieceBytes } from './queries.ts'

type Film = Answer<typeof ownCourses.endFilm>
type Who = Pick<Context, 'organizationId'>
const piecesOf = (bytes: number) => Math.ceil(bytes / filmLimits.piece)

export async function beginFilm(
  c: Context,
  input: Input<typeof ownCourses.beginFilm>,
): Promise<Answer<typeof ownCourses.beginFilm>> {
  if (input.bytes > filmLimits.bytes) throw problem('film_large', { limit: `${filmLimits.bytes / 1_000_000} MB` })
  const course = await one(c.db, c, input.courseId)
  const { rows } = await sql<{
    id: string
  }>`insert into film (organization_id, own_course_id, name, bytes, begun_by, begun_at)
    values (${c.organizationId}, ${course.id}, ${input.name}, ${input.bytes}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(
    c.db,
  )
  return { filmId: rows[0]!.id, piece: filmLimits.piece, pieces: piecesOf(input.bytes) }
}

export async function keepPiece(
  c: Context,
  input: Input<typeof ownCourses.keepPiece>,
): Promise<Answer<typeof ownCourses.keepPiece>> {
  const { file: bytes, number } = input as unknown as { file: unknown; number: number }
  const film = await filmRow(c.db, c, input.filmId, { courseId: input.courseId })
  if (film.ended_at) throw problem('not_found')
  const pieces = piecesOf(film.bytes)
  const length = number === pieces - 1 ? film.bytes - number * filmLimits.piece : filmLimits.piece
  if (number >= pieces || !Buffer.isBuffer(bytes) || bytes.length !== length) throw problem('film_piece')
  if (number === 0 && kindOf(bytes) === null) {
    await forget(c, film.id)
    throw problem('film_kind')
  }
  try {
    await sql`insert into film_piece (organization_id, film_id, number, bytes)
      select organization_id, id, ${number}, ${bytes} from film where organization_id = ${c.organizationId} and id = ${film.id} and ended_at is null
      on conflict (organization_id, film_id, number) do update set bytes = excluded.bytes`.execute(c.db)
  } catch (error) {
    if (!noRoom(error)) throw error
    // Half a film is of use to nobody, and takes the room that others need.
    await forget(c, film.id)
    throw problem('film_no_room', {}, error)
  }
  return { kept: number }
}

/** PostgreSQL's words for a disk without room, or a limit that stands for one. */
const noRoom = (error: unknown) => ['53100', '53400'].includes((error as { code?: string }).code ?? '')

async function forget(c: Context, filmId: string): Promise<void> {
  await sql`delete from film where organization_id = ${c.organizationId} and id = ${filmId} and ended_at is null`
    .execute(c.db)
    .catch((error: unknown) => c.log.warn({ err: error }, 'a film that was broken off is taken away in the night'))
}

export async function endFilm(c: Context, input: Input<typeof ownCourses.endFilm>): Promise<Film> {
  try {
    return await c.db.transaction().execute(async (tx) => {
      const film = await filmRow(tx, c, input.filmId, { courseId: input.courseId, lock: true })
      // Asked again because the answer was lost on the way.
      if (!film.ended_at) await look(tx, c, film, input.seconds)
      await record(tx, c, {
        type: 'own_course.film_brought',
        subject: { kind: 'own_course', id: film.own_course_id },
        data: { courseId: input.courseId, filmId: film.id },
      })
      return shown(tx, c, film)
    })
  } catch (error) {
    if (error instanceof Problem && ['film_kind', 'film_broken', 'film_length'].includes(error.code))
      await forget(c, input.filmId)
    throw error
  }
}

async function look(tx: Tx, c: Context, film: FilmRow, measured: number | undefined): Promise<void> {
  const { rows } = await sql<{
    pieces: number
    bytes: number
  }>`select count(*) as pieces, coalesce(sum(length(bytes)), 0) as bytes from film_piece
    where organization_id = ${c.organizationId} and film_id = ${film.id}`.execute(tx)
  if (rows[0]!.pieces !== piecesOf(film.bytes) || rows[0]!.bytes !== film.bytes) throw problem('film_piece')
  const { mediaType, seconds: said } = await lookAt(async (from, length) => {
    const parts: Buffer[] = []
    for await (const part of bytesOf(tx, c, film, from, Math.min(film.bytes, from + length) - 1)) parts.push(part)
    return Buffer.concat(parts)
  }, film.bytes)
  const seconds = said ?? measured
  if (!seconds || seconds > 86_400) throw problem('film_length')
  await sql`update film set ended_at = ${c.clock.now()}, media_type = ${mediaType}, seconds = ${Math.max(1, Math.round(seconds))}
    where organization_id = ${c.organizationId} and id = ${film.id}`.execute(tx)
}

/** From one byte up to another, a piece at a time. */
async function* bytesOf(db: Db | Tx, c: Who, film: FilmRow, from: number, to: number): AsyncIterable<Buffer> {
  const large = 1024 * 1024
  for (let at = from; at <= to;) {
    const within = at % filmLimits.piece
    const length = Math.min(to - at + 1, filmLimits.piece - within, large)
    const part = await pieceBytes(db, c, film.id, Math.floor(at / filmLimits.piece), within, length)
    // Taken away while it was played: the connection ends, so that a part is never taken for the whole.
    if (part.length !== length) throw new Error('a piece of a film is not there')
    yield part
    at += length
  }
}

async function shown(db: Db | Tx, c: Context, { id, own_course_id: course }: FilmRow): Promise<Film> {
  const film = (await filmsOf(db, c, course)).find((f) => f.id === id)
  if (!film) throw problem('not_found')
  return filmOut(film)
}
export const filmOut = (film: Awaited<ReturnType<typeof filmsOf>>[number]): Film => ({
  filmId: film.id,
  name: film.name,
  bytes: film.bytes,
  seconds: film.seconds,
  captions: film.captions,
})

export async function dropFilm(
  c: Context,
  input: Input<typeof ownCourses.dropFilm>,
): Promise<Answer<typeof ownCourses.dropFilm>> {
  const film = await filmRow(c.db, c, input.filmId, { courseId: input.courseId })
  if (film.ended_at) return { dropped: false }
  await forget(c, film.id)
  return { dropped: true }
}

export async function captions(c: Context, input: Input<typeof ownCourses.captions>): Promise<Film> {
  const bytes = (input as { file?: unknown }).file
  if (!Buffer.isBuffer(bytes)) throw problem('captions_kind')
  if (bytes.length > filmLimits.captions) throw problem('too_large', { limit: '512 KB' })
  return c.db.transaction().execute(async (tx) => {
    const film = await filmRow(tx, c, input.filmId, { courseId: input.courseId, lock: true })
    if (film.seconds === null) throw problem('not_found')
    const lines = readCaptions(bytes, film.seconds)
    await sql`insert into film_captions (organization_id, film_id, language, lines, saved_by, saved_at)
      values (${c.organizationId}, ${film.id}, ${input.language}, ${JSON.stringify(lines)}, ${c.viewer.personId}, ${c.clock.now()})
      on conflict (organization_id, film_id, language) do update set lines = excluded.lines, saved_by = excluded.saved_by, saved_at = excluded.saved_at`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'own_course.captions_brought',
      subject: { kind: 'own_course', id: film.own_course_id },
      data: { courseId: input.courseId, filmId: film.id, language: input.language },
    })
    return shown(tx, c, film)
  })
}

/** A film that somebody may open, to be sent in parts. Who may is asked before. */
export async function filmFile(c: Context, filmId: string, courseId?: string): Promise<FileAnswer> {
  const film = await filmRow(c.db, c, filmId, courseId ? { courseId } : {})
  if (!film.media_type) throw problem('not_found')
  return {
    type: film.media_type,
    body: '',
    cache: 'private, max-age=3600',
    parts: { size: film.bytes, read: (from, to) => bytesOf(c.db, c, film, from, to) },
  }
}

export async function captionsFile(
  c: Context,
  filmId: string,
  language: Language,
  courseId?: string,
): Promise<FileAnswer> {
  const film = await filmRow(c.db, c, filmId, courseId ? { courseId } : {})
  const found = (await linesOf(c.db, c, [film.id])).find((k) => k.language === language)
  if (!found) throw problem('not_found')
  return { type: 'text/vtt; charset=utf-8', body: captionsText(found.lines), cache: 'private, no-store' }
}

export const film = (c: Context, input: Input<typeof ownCourses.film>): Promise<FileAnswer> =>
  filmFile(c, input.filmId, input.courseId)
export const filmCaptions = (c: Context, input: Input<typeof ownCourses.filmCaptions>): Promise<FileAnswer> =>
  captionsFile(c, input.filmId, input.language, input.courseId)

/** The films of some lessons, with what is said in them: in the reader's language, else in the one that stands first. */
export async function filmsShown(
  db: Db | Tx,
  c: Who,
  lessons: readonly Lesson[],
  languages: readonly Language[],
): Promise<ShownFilm[]> {
  const ids = lessons.flatMap((one) => (one.kind === 'video' && one.film ? [one.film] : []))
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; seconds: number }>`select id, seconds from film
    where organization_id = ${c.organizationId} and id = any(${ids}::uuid[]) and ended_at is not null`.execute(db)
  const said = Map.groupBy(await linesOf(db, c, ids), (k) => k.film_id)
  const place = (language: Language) => languages.indexOf(language) + 1 || 100
  return rows.map(({ id, seconds }) => {
    const there = (said.get(id) ?? []).toSorted((a, b) => place(a.language) - place(b.language))
    return {
      filmId: id,
      seconds,
      captions: there.map((k) => k.language),
      transcript: there[0] ? transcriptOf(there[0].lines) : [],
    }
  })
}
