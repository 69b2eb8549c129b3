/** Courses of a company's own, their versions and films. */
import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import type { Line } from './captions.ts'
import type { Draft } from './draft.ts'

type Who = Pick<Context, 'organizationId'>
export type CourseRow = {
  id: string
  course_id: string
  source_id: string | null
  source_version: number | null
  source_draft: Draft | null
  draft: Draft
  revision: number
  saved_at: Instant
  saved_by: string
  saved_by_name: string
  retired_at: Instant | null
  published: Draft | null
  number: number | null
  published_at: Instant | null
  published_by: string | null
  published_by_name: string | null
  languages: Language[]
}

/** All courses with their newest version, or one of them; what was retired last. */
export async function courseRows(db: Db | Tx, c: Who, courseId?: string): Promise<CourseRow[]> {
  const { rows } = await sql<CourseRow>`
    select k.id, k.course_id, k.source_id, k.source_version, k.source_draft, k.draft, k.revision, k.saved_at, k.saved_by, s.full_name as saved_by_name, k.retired_at,
      v.draft as published, v.number, v.published_at, v.published_by, p.full_name as published_by_name,
      coalesce((select array_agg(t.language order by t.place) from own_course_text t where t.organization_id = k.organization_id
        and t.own_course_id = k.id and t.number = v.number), '{}') as languages
    from own_course k
    join person s on s.organization_id = k.organization_id and s.id = k.saved_by
    left join lateral (select * from own_course_version o where o.organization_id = k.organization_id and o.own_course_id = k.id order by o.number desc limit 1) v on true
    left join person p on p.organization_id = v.organization_id and p.id = v.published_by
    where k.organization_id = ${c.organizationId} and (${courseId ?? null}::text is null or k.course_id = ${courseId ?? null})
    order by k.retired_at is not null, k.saved_at desc, k.course_id`.execute(db)
  return rows
}

/** For whoever changes it: others wait. */
export async function lockCourse(tx: Tx, c: Who, courseId: string): Promise<CourseRow> {
  await sql`select 1 from own_course where organization_id = ${c.organizationId} and course_id = ${courseId} for update`.execute(
    tx,
  )
  return one(tx, c, courseId)
}

export async function one(db: Db | Tx, c: Who, courseId: string): Promise<CourseRow> {
  const row = (await courseRows(db, c, courseId))[0]
  if (!row) throw problem('not_found')
  return row
}

export type FilmRow = {
  id: string
  own_course_id: string
  name: string
  bytes: number
  media_type: string | null
  seconds: number | null
  ended_at: Instant | null
}
/** Films of a course that are whole, with how many lines are said in which language. */
export async function filmsOf(
  db: Db | Tx,
  c: Who,
  ownCourseId: string,
): Promise<(FilmRow & { seconds: number; captions: { language: Language; lines: number }[] })[]> {
  const { rows } = await sql<FilmRow & { seconds: number; captions: { language: Language; lines: number }[] }>`
    select f.id, f.own_course_id, f.name, f.bytes, f.media_type, f.seconds, f.ended_at,
      coalesce((select jsonb_agg(jsonb_build_object('language', k.language, 'lines', jsonb_array_length(k.lines)) order by k.language)
        from film_captions k where k.organization_id = f.organization_id and k.film_id = f.id), '[]') as captions
    from film f where f.organization_id = ${c.organizationId} and f.own_course_id = ${ownCourseId} and f.ended_at is not null
    order by f.begun_at, f.id`.execute(db)
  return rows
}

export async function filmRow(
  db: Db | Tx,
  c: Who,
  filmId: string,
  of: { courseId?: string; lock?: true } = {},
): Promise<FilmRow> {
  const { rows } =
    await sql<FilmRow>`select f.id, f.own_course_id, f.name, f.bytes, f.media_type, f.seconds, f.ended_at from film f
    join own_course k on k.organization_id = f.organization_id and k.id = f.own_course_id
    where f.organization_id = ${c.organizationId} and f.id = ${filmId} and (${of.courseId ?? null}::text is null or k.course_id = ${of.courseId ?? null})
    ${of.lock ? sql`for update of f` : sql``}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

/** Bytes of one piece, from a place in it. */
export async function pieceBytes(
  db: Db | Tx,
  c: Who,
  filmId: string,
  number: number,
  from: number,
  length: number,
): Promise<Buffer> {
  const { rows } = await sql<{
    bytes: Buffer
  }>`select substring(bytes from ${from + 1}::integer for ${length}::integer) as bytes from film_piece
    where organization_id = ${c.organizationId} and film_id = ${filmId} and number = ${number}`.execute(db)
  return rows[0]?.bytes ?? Buffer.alloc(0)
}

export async function linesOf(
  db: Db | Tx,
  c: Who,
  films: readonly string[],
): Promise<{ film_id: string; language: Language; lines: Line[] }[]> {
  const { rows } = await sql<{
    film_id: string
    language: Language
    lines: Line[]
  }>`select film_id, language, lines from film_captions
    where organization_id = ${c.organizationId} and film_id = any(${films as string[]}::uuid[]) order by language`.execute(
    db,
  )
  return rows
}
