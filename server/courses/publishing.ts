/** From draft to version, what the library says differently since, and the end of a course. */
import { sql } from 'kysely'
import type { CourseDraft, ownCourses } from '../../contract/courses.ts'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { courseText, courses } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { checksOf, completeIn } from './checks.ts'
import { courseIn, publishedPart, sameCourse } from './draft.ts'
import { differencesOf, followSource } from './following.ts'
import { filmsOf, lockCourse, one, type CourseRow } from './queries.ts'
import { draftAnswer, factsOf, keepDraft, libraryDraft, sourceOf } from './writing.ts'

export async function publish(c: Context, input: Input<typeof ownCourses.publish>): Promise<CourseDraft> {
  return c.db.transaction().execute(async (tx) => {
    const row = await lockCourse(tx, c, input.courseId)
    // Somebody wrote on while the page was open: whoever publishes has seen what they publish.
    if (row.revision !== input.revision) throw problem('conflict')
    const checks = checksOf(row.draft, factsOf(await filmsOf(tx, c, row.id)))
    if (checks.some((one) => one.weight === 'stop')) throw problem('course_open')
    if (row.published && sameCourse(row.published, row.draft)) throw problem('course_unchanged')
    const version = (row.number ?? 0) + 1
    const languages = completeIn(row.draft)
    await sql`insert into own_course_version (organization_id, own_course_id, number, draft, for_begun, published_by, published_at)
      values (${c.organizationId}, ${row.id}, ${version}, ${JSON.stringify(publishedPart(row.draft))}::jsonb, ${input.forBegun}, ${c.viewer.personId}, ${c.clock.now()})`.execute(
      tx,
    )
    for (const [place, language] of languages.entries())
      await sql`insert into own_course_text (organization_id, own_course_id, number, language, place, markdown)
        values (${c.organizationId}, ${row.id}, ${version}, ${language}, ${place}, ${courseText(courseIn(row.draft, row.course_id, version, language))})`.execute(
        tx,
      )
    await record(tx, c, {
      type: 'own_course.published',
      subject: { kind: 'own_course', id: row.id },
      data: { courseId: row.course_id, version, languages, forBegun: input.forBegun },
    })
    return draftAnswer(tx, c, await one(tx, c, input.courseId))
  })
}

function copied(row: CourseRow, language: Language) {
  const source = sourceOf(row, language)
  const now = row.source_id ? libraryDraft(row.source_id, row.source_draft!.languages[0]!) : undefined
  if (!source || !now) throw problem('not_found')
  return { source, before: row.source_draft!, now }
}

export async function difference(
  c: Context,
  input: Input<typeof ownCourses.difference>,
): Promise<Answer<typeof ownCourses.difference>> {
  const row = await one(c.db, c, input.courseId)
  const { source, before, now } = copied(row, row.draft.languages[0]!)
  return { source, differences: differencesOf(before, now, row.draft) }
}

export async function follow(c: Context, input: Input<typeof ownCourses.follow>): Promise<CourseDraft> {
  return c.db.transaction().execute(async (tx) => {
    const row = await lockCourse(tx, c, input.courseId)
    const { source, before, now } = copied(row, row.draft.languages[0]!)
    if (source.newest !== input.version) throw problem('conflict')
    await keepDraft(tx, c, row, followSource(before, now, row.draft, input.take))
    await sql`update own_course set source_version = ${courses('en').find((f) => f.id === row.source_id)!.version}, source_draft = ${JSON.stringify(now)}::jsonb
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: 'own_course.followed',
      subject: { kind: 'own_course', id: row.id },
      data: { courseId: row.course_id, version: source.newest, taken: input.take.length },
    })
    return draftAnswer(tx, c, await one(tx, c, input.courseId))
  })
}

export async function retire(c: Context, input: Input<typeof ownCourses.retire>): Promise<CourseDraft> {
  return c.db.transaction().execute(async (tx) => {
    const row = await lockCourse(tx, c, input.courseId)
    const [at, by] = input.retired ? [row.retired_at ?? c.clock.now(), c.viewer.personId] : [null, null]
    await sql`update own_course set retired_at = ${at}, retired_by = ${by} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await record(tx, c, {
      type: input.retired ? 'own_course.retired' : 'own_course.returned',
      subject: { kind: 'own_course', id: row.id },
      data: { courseId: row.course_id },
    })
    return draftAnswer(tx, c, await one(tx, c, input.courseId))
  })
}

/** Uploads that were broken off, and films that neither a draft nor a version shows. Whoever took one out has a week to change their mind. */
export async function tidyFilms(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx: Tx) => {
    const { rows } = await sql<{ id: string }>`delete from film f where f.organization_id = ${c.organizationId}
      and ((f.ended_at is null and f.begun_at < ${c.clock.now()}::timestamptz - interval '1 day')
        or (f.ended_at < ${c.clock.now()}::timestamptz - interval '7 days'
          and not exists (select from own_course k where k.organization_id = f.organization_id and k.id = f.own_course_id and strpos(k.draft::text, f.id::text) > 0)
          and not exists (select from own_course_version v where v.organization_id = f.organization_id and v.own_course_id = f.own_course_id and strpos(v.draft::text, f.id::text) > 0)))
      returning f.id`.execute(tx)
    if (rows.length > 0)
      await record(tx, c, {
        type: 'own_course.films_tidied',
        subject: { kind: 'organization', id: c.organizationId },
        data: { films: rows.length },
      })
  })
}
