/** Courses as their learners read them: published versions, in the reader's language or the first one. */
import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import { type CourseFile, courseFrom } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

type Who = Pick<Context, 'organizationId'>
/** `language`: the one that it stands in. */
type OwnCourse = CourseFile & { own: { language: Language } }

/** What was published never changes, so it is read once. */
const read = new Map<string, CourseFile>()
const most = 1000

type Version = { id: string; number: number; languages: Language[] }
async function asRead(db: Db | Tx, c: Who, versions: readonly Version[], language: Language): Promise<OwnCourse[]> {
  const wanted = versions.map((one) => {
    const spoken = one.languages.includes(language) ? language : one.languages[0]!
    return { ...one, spoken, key: [c.organizationId, one.id, one.number, spoken].join(' ') }
  })
  const missing = wanted.filter((one) => !read.has(one.key))
  const found = new Map(wanted.map((one) => [one.key, read.get(one.key)]))
  if (missing.length > 0) {
    const { rows } = await sql<{ key: string; markdown: string }>`
      select w.key, t.markdown from unnest(${missing.map((m) => m.key)}::text[], ${missing.map((m) => m.id)}::uuid[], ${missing.map((m) => m.number)}::integer[], ${missing.map((m) => m.spoken)}::text[])
        as w (key, id, number, language)
      join own_course_text t on t.organization_id = ${c.organizationId} and t.own_course_id = w.id and t.number = w.number and t.language = w.language`.execute(
      db,
    )
    if (read.size + rows.length > most) read.clear()
    for (const row of rows) {
      const file = courseFrom(row.markdown)
      read.set(row.key, file)
      found.set(row.key, file)
    }
  }
  return wanted.flatMap((one) => {
    const file = found.get(one.key)
    return file ? [{ ...file, own: { language: one.spoken } }] : []
  })
}

const withLanguages = sql`(select array_agg(t.language order by t.place) from own_course_text t
  where t.organization_id = v.organization_id and t.own_course_id = v.own_course_id and t.number = v.number) as languages`

/** The newest version of each course that is not retired, by title. */
export async function ownCourses(db: Db | Tx, c: Who, language: Language): Promise<OwnCourse[]> {
  const { rows } = await sql<Version>`
    select distinct on (v.own_course_id) v.own_course_id as id, v.number, ${withLanguages}
    from own_course_version v join own_course k on k.organization_id = v.organization_id and k.id = v.own_course_id
    where v.organization_id = ${c.organizationId} and k.retired_at is null order by v.own_course_id, v.number desc`.execute(
    db,
  )
  if (rows.length === 0) return []
  return (await asRead(db, c, rows, language)).toSorted((a, b) => a.title.localeCompare(b.title, language))
}

/**
 * What whoever has begun a version goes on reading: that one, or a later one that was published for
 * them as well. Null: the newest, or no course of the company's own.
 */
export async function asBegun(
  db: Db | Tx,
  c: Who,
  courseId: string,
  begun: number,
  language: Language,
): Promise<OwnCourse | null> {
  const { rows } = await sql<Version & { newest: number }>`
    select v.own_course_id as id, v.number, (select max(n.number) from own_course_version n where n.organization_id = v.organization_id and n.own_course_id = v.own_course_id) as newest, ${withLanguages}
    from own_course_version v join own_course k on k.organization_id = v.organization_id and k.id = v.own_course_id
    where v.organization_id = ${c.organizationId} and k.course_id = ${courseId} and (v.number = ${begun} or (v.for_begun and v.number > ${begun}))
    order by v.number desc limit 1`.execute(db)
  const version = rows[0]
  if (!version || version.number === version.newest) return null
  return (await asRead(db, c, [version], language))[0] ?? null
}
