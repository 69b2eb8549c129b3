/** Writing courses of the company's own: what there is, beginning one, keeping what somebody writes, a look as its readers have it. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { CourseDraft, ownCourses } from '../../contract/courses.ts'
import { type Language, languages as allLanguages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { chooseLanguage, type CourseFile, courses, exampleFacts, fillMarkdown, speechFor } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { checksOf, completeIn } from './checks.ts'
import { applyChanges, courseIn, type Draft, draftOf, emptyDraft, placesOf, sameCourse, wordsIn } from './draft.ts'
import { filmOut, filmsShown } from './films.ts'
import { type CourseRow, courseRows, filmsOf, lockCourse, one } from './queries.ts'

/** A draft larger than this is no course any more. */
const most = { words: 1_000_000, lessons: 40, removed: 20 }

export const libraryDraft = (courseId: string, first: Language): Draft | undefined => {
  const files = new Map<Language, CourseFile>()
  for (const language of allLanguages) {
    const file = courses(language).find((f) => f.id === courseId)
    if (file) files.set(language, file)
  }
  return files.has(first) ? draftOf(files, first) : undefined
}

export const sourceOf = (row: CourseRow, language: Language): CourseDraft['source'] => {
  if (!row.source_id) return null
  const file = courses(language).find((f) => f.id === row.source_id)
  // A course that a later Belay does not have any more: nothing to follow.
  const version = row.source_version!
  return { courseId: row.source_id, title: file?.title ?? row.source_id, version, newest: file?.version ?? version }
}

const publishedOf = (row: CourseRow): CourseDraft['published'] =>
  row.number === null
    ? null
    : {
        version: row.number,
        at: row.published_at!,
        by: { id: row.published_by!, name: row.published_by_name! },
        languages: row.languages,
      }
const changedIn = (row: CourseRow) => row.published === null || !sameCourse(row.published, row.draft)
const savedOf = (row: CourseRow) => ({ at: row.saved_at, by: { id: row.saved_by, name: row.saved_by_name } })
const speaks = (c: Context) => chooseLanguage(allLanguages, c.viewer.locale, null).language

export async function list(c: Context): Promise<Answer<typeof ownCourses.list>> {
  const language = speaks(c)
  const rows = await courseRows(c.db, c)
  return {
    courses: rows.map((row) => ({
      courseId: row.course_id,
      title: wordsIn(row.draft, 'title', language) || wordsIn(row.draft, 'title', row.draft.languages[0]!),
      lessons: row.draft.lessons.length,
      minutes: row.draft.lessons.reduce((sum, l) => sum + l.minutes, 0),
      languages: row.draft.languages,
      source: sourceOf(row, language),
      published: publishedOf(row),
      changed: changedIn(row),
      saved: savedOf(row),
      retiredAt: row.retired_at,
    })),
    library: courses(language).map(({ id, title, use, minutes }) => ({ courseId: id, title, use, minutes })),
  }
}

export async function draftAnswer(db: Db | Tx, c: Context, row: CourseRow): Promise<CourseDraft> {
  const films = await filmsOf(db, c, row.id)
  return {
    courseId: row.course_id,
    source: sourceOf(row, speaks(c)),
    ...row.draft,
    films: films.map(filmOut),
    checks: checksOf(row.draft, factsOf(films)),
    published: publishedOf(row),
    changed: changedIn(row),
    revision: row.revision,
    saved: savedOf(row),
    retiredAt: row.retired_at,
  }
}
export const factsOf = (films: Awaited<ReturnType<typeof filmsOf>>) =>
  new Map(films.map((f) => [f.id, { seconds: f.seconds, captions: f.captions.map((k) => k.language) }]))

export const get = async (c: Context, input: Input<typeof ownCourses.get>): Promise<CourseDraft> =>
  draftAnswer(c.db, c, await one(c.db, c, input.courseId))

export async function begin(c: Context, input: Input<typeof ownCourses.begin>): Promise<CourseDraft> {
  const source = input.copyOf ? libraryDraft(input.copyOf, input.language) : null
  if (source === undefined) throw problem('not_found')
  const draft = source ? structuredClone(source) : emptyDraft(input.language, input.title ?? '')
  const version = input.copyOf ? courses(input.language).find((f) => f.id === input.copyOf)!.version : null
  const courseId = `own-${randomBytes(6).toString('hex')}`
  return c.db.transaction().execute(async (tx) => {
    const now = c.clock.now()
    const { rows } = await sql<{ id: string }>`insert into own_course
      (organization_id, course_id, source_id, source_version, source_draft, draft, begun_by, begun_at, saved_by, saved_at)
      values (${c.organizationId}, ${courseId}, ${input.copyOf ?? null}, ${version}, ${source ? JSON.stringify(source) : null}::jsonb, ${JSON.stringify(draft)}::jsonb,
        ${c.viewer.personId}, ${now}, ${c.viewer.personId}, ${now}) returning id`.execute(tx)
    await record(tx, c, {
      type: 'own_course.begun',
      subject: { kind: 'own_course', id: rows[0]!.id },
      data: { courseId, ...(input.copyOf ? { copyOf: input.copyOf, version } : {}) },
    })
    return draftAnswer(tx, c, await one(tx, c, courseId))
  })
}

export async function save(c: Context, input: Input<typeof ownCourses.save>): Promise<Answer<typeof ownCourses.save>> {
  return c.db.transaction().execute(async (tx) => {
    const row = await lockCourse(tx, c, input.courseId)
    const { draft, held } = applyChanges(row.draft, input.changes)
    const films = new Set((await filmsOf(tx, c, row.id)).map((f) => f.id))
    if (draft.lessons.some((l) => l.filmId && !films.has(l.filmId))) throw problem('not_found')
    await keepDraft(tx, c, row, draft)
    return { draft: await draftAnswer(tx, c, await one(tx, c, input.courseId)), held }
  })
}

/** Writes nothing where nothing is different. */
export async function keepDraft(tx: Tx, c: Context, row: CourseRow, draft: Draft): Promise<void> {
  const text = JSON.stringify(draft)
  if (text === JSON.stringify(row.draft)) return
  if (draft.lessons.length > most.lessons || text.length > most.words)
    throw problem('too_large', { limit: `${most.lessons} lessons, 1 MB` })
  draft.removed = draft.removed.slice(-most.removed)
  await sql`update own_course set draft = ${JSON.stringify(draft)}::jsonb, revision = revision + 1, saved_by = ${c.viewer.personId}, saved_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  await record(tx, c, {
    type: 'own_course.written',
    subject: { kind: 'own_course', id: row.id },
    data: { courseId: row.course_id },
  })
}

/** In the language that readers of the asked one would get; its fields are filled in with examples. */
export async function preview(
  c: Context,
  input: Input<typeof ownCourses.preview>,
): Promise<Answer<typeof ownCourses.preview>> {
  const { draft, course_id: courseId } = await one(c.db, c, input.courseId)
  const spoken = completeIn(draft).includes(input.language) ? input.language : draft.languages[0]!
  const said = placesOf(draft).reduce<Draft>(
    (all, { key, markdown }) => {
      const text = wordsIn(draft, key, spoken)
      all.words[key] = { [spoken]: markdown ? filledIn(text, spoken) : text }
      return all
    },
    { ...draft, words: {} },
  )
  const file = courseIn(said, courseId, 0, spoken)
  return {
    language: spoken,
    file: { title: file.title, intro: file.intro, minutes: file.minutes, lessons: file.lessons },
    films: await filmsShown(c.db, c, file.lessons, [spoken, ...draft.languages]),
  }
}

/** A text whose fields are broken is shown as it was written; the checks say what is wrong with it. */
function filledIn(text: string, language: Language): string {
  try {
    return fillMarkdown(text, exampleFacts(language), speechFor(language))
  } catch {
    return text
  }
}
