/** Learning: what is asked of somebody, a course with its lessons, and what they do in it. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Choice, Course, Lesson, training } from '../../contract/training.ts'
import type { Language } from '../../contract/library.ts'
import { filmsShown } from '../courses/courses.ts'
import { fillMarkdown, speechFor } from '../library/library.ts'
import { allCourses, type Course as AnyCourse, type PartState, stateIn } from '../packages/packages.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf, wavesOf } from '../program/program.ts'
import { issue, withdraw } from './certificates.ts'
import { asTheyHaveIt, courseIn, lessonIn, type MyRow, myRows, nameOf, readerOf } from './queries.ts'
import { watchedIn, watchedWhole } from './watched.ts'

type State = Answer<typeof training.keepPlace>

export async function mine(c: Context): Promise<Answer<typeof training.mine>> {
  const [{ language }, rows, waves] = await Promise.all([readerOf(c), myRows(c.db, c), wavesOf(c, c.viewer.personId)])
  const all = await allCourses(c.db, c, language)
  const found = new Map(rows.map((row) => [row.course_id, row]))
  const theirs = await Promise.all(all.map((one) => asTheyHaveIt(c.db, c, one, found.get(one.id), language)))
  return {
    today: await todayOf(c.db, c),
    courses: theirs.flatMap((course) => {
      const row = found.get(course.id)
      return row ? [summaryOf(course, row)] : []
    }),
    letters: waves.some((wave) => wave.design.training.letters),
  }
}

function summaryOf(course: AnyCourse, row: MyRow): Answer<typeof training.mine>['courses'][number] {
  return {
    courseId: course.id,
    title: course.title,
    use: course.use,
    minutes: course.minutes,
    // A package says by itself how far one is in it; it counts as one lesson.
    lessons: course.package ? 1 : course.lessons.length,
    done: course.package ? Number(row.completed_on !== null) : doneIn(course, row.done).length,
    need: row.need ?? 'offered',
    dueOn: row.due_on,
    started: row.started_on !== null,
    completed: completedOf(row),
  }
}

/** Lessons that a newer version of the course still has. */
const doneIn = (course: AnyCourse, done: readonly string[]) =>
  course.lessons.filter((l) => done.includes(l.id)).map((l) => l.id)
const completedOf = (row: MyRow | undefined) =>
  row?.completed_on && row.completed_version !== null ? { on: row.completed_on, version: row.completed_version } : null

/** What is asked of or offered to the viewer; to whoever looks after the program also what they might choose. */
export async function course(c: Context, input: Input<typeof training.course>): Promise<Course> {
  const { language, organization } = await readerOf(c)
  const { file, row, preview } = await openedBy(c, input.courseId, language)
  const facts = await factsFor(c, organization, row?.program_id ?? null)
  const speech = speechFor(language, { locale: c.viewer.locale, timeZone: c.viewer.timeZone })
  return {
    courseId: file.id,
    title: file.title,
    intro: fillMarkdown(file.intro, facts, speech),
    minutes: file.minutes,
    version: file.version,
    language: file.package?.language ?? file.own?.language ?? language,
    lessons: file.lessons.map((one): Lesson => ({ ...one, body: fillMarkdown(one.body, facts, speech) })),
    films: await filmsShown(c.db, c, file.lessons, [language, file.own?.language ?? language]),
    package: file.package ? await packageOf(c, file) : null,
    preview,
    need: row?.need ?? null,
    dueOn: row?.due_on ?? null,
    ...(await stateOf(c.db, c, file, row)),
  }
}

/** What the viewer may open: what their waves ask or offer; the lead, HR and administrators also what nobody asks of them. */
export async function openedBy(
  c: Context,
  courseId: string,
  language: Language,
): Promise<{ file: AnyCourse; row: MyRow | undefined; preview: boolean }> {
  const file = await courseIn(c.db, c, language, courseId)
  const row = (await myRows(c.db, c, courseId))[0]
  const preview = row === undefined
  if (!file || (preview && !c.viewer.roles.some((r) => r === 'lead' || r === 'hr' || r === 'admin')))
    throw problem('not_found')
  return { file: await asTheyHaveIt(c.db, c, file, row, language), row, preview }
}

async function packageOf(c: Context, file: AnyCourse): Promise<Course['package']> {
  const parts = (await stateIn(c.db, c, file.id)) ?? []
  return { parts: parts.map(partShown), served: c.config.contentUrl !== null }
}
export const partShown = ({ id, title, within, open, done, passed, score }: PartState) => ({
  id,
  title,
  within,
  open,
  done,
  passed,
  score,
})

/** What lessons may name of the program: always known, so that no lesson can break. */
async function factsFor(c: Context, organization: string, programId: string | null) {
  const [waves, person] = await Promise.all([wavesOf(c, c.viewer.personId), nameOf(c)])
  const wave = waves.find((w) => w.programId === programId) ?? waves[0]
  return { organization: { name: organization }, program: { name: wave?.design.brand.name || organization }, person }
}

async function stateOf(db: Db | Tx, c: Context, file: AnyCourse, row: MyRow | undefined): Promise<State> {
  const ticked = await sql<{ lesson_id: string; ticked: string[] }>`select lesson_id, ticked from training_lesson
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} and course_id = ${file.id} and ticked <> '{}'`.execute(
    db,
  )
  const said = await sql<{
    before: boolean
    after: boolean
  }>`select before is not null as before, after is not null as after from training_confidence
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} and course_id = ${file.id}`.execute(
    db,
  )
  const at = row?.at_lesson ?? null
  return {
    at: at && lessonIn(file, at) ? at : null,
    done: doneIn(file, row?.done ?? []),
    ticked: Object.fromEntries(ticked.rows.map((r) => [r.lesson_id, r.ticked])),
    watched: await watchedIn(db, c, file.id),
    completed: completedOf(row),
    confidence: said.rows[0] ?? { before: false, after: false },
  }
}

/** A course of the viewer's and the day, with a row of their work that others wait for. */
export async function begin(tx: Tx, c: Context, courseId: string): Promise<{ file: AnyCourse; day: string }> {
  const { language } = await readerOf(c)
  const file = await courseIn(tx, c, language, courseId)
  if (!file || (await myRows(tx, c, courseId)).length === 0) throw problem('not_found')
  const day = await todayOf(tx, c)
  await sql`insert into training_work (organization_id, person_id, course_id, started_on)
    values (${c.organizationId}, ${c.viewer.personId}, ${file.id}, ${day}) on conflict do nothing`.execute(tx)
  await sql`select 1 from training_work where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}
    and course_id = ${file.id} for update`.execute(tx)
  if (!file.own) return { file, day }
  const { rows } = await sql<{
    begun_version: number | null
  }>`update training_work set begun_version = coalesce(begun_version, ${file.version})
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} and course_id = ${file.id} returning begun_version`.execute(
    tx,
  )
  const row = (await myRows(tx, c, courseId))[0]!
  return { file: await asTheyHaveIt(tx, c, file, { ...row, begun_version: rows[0]!.begun_version }, language), day }
}

export const now = async (tx: Tx, c: Context, file: AnyCourse): Promise<State> =>
  stateOf(tx, c, file, (await myRows(tx, c, file.id))[0])

export async function keepPlace(c: Context, input: Input<typeof training.keepPlace>): Promise<State> {
  return c.db.transaction().execute(async (tx) => {
    const { file } = await begin(tx, c, input.courseId)
    const lesson = lessonIn(file, input.lessonId)
    if (!lesson) throw problem('not_found')
    await sql`update training_work set at_lesson = ${lesson.id} where organization_id = ${c.organizationId}
      and person_id = ${c.viewer.personId} and course_id = ${file.id}`.execute(tx)
    if (input.ticked && lesson.kind === 'checklist') {
      const ticked = lesson.items.map((i) => i.id).filter((id) => input.ticked!.includes(id))
      await sql`insert into training_lesson (organization_id, person_id, course_id, lesson_id, ticked, version)
        values (${c.organizationId}, ${c.viewer.personId}, ${file.id}, ${lesson.id}, ${ticked}::text[], ${file.version})
        on conflict (organization_id, person_id, course_id, lesson_id) do update set ticked = excluded.ticked`.execute(
        tx,
      )
    }
    return now(tx, c, file)
  })
}

/** What has to be found before a lesson ends: a good choice for each question. Pure. */
export function openIn(lesson: Lesson, answers: Readonly<Record<string, string>>): string[] {
  const asked: { id: string; choices: readonly Choice[] }[] =
    lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []
  return asked.filter((q) => !q.choices.some((one) => one.good && one.id === answers[q.id])).map((q) => q.id)
}

export async function finishLesson(c: Context, input: Input<typeof training.finishLesson>): Promise<State> {
  return c.db.transaction().execute(async (tx) => {
    const { file, day } = await begin(tx, c, input.courseId)
    const lesson = lessonIn(file, input.lessonId)
    if (!lesson) throw problem('not_found')
    if (openIn(lesson, input.answers).length > 0) throw problem('lesson_open')
    if (lesson.kind === 'video' && !input.read && !(await watchedWhole(tx, c, file.id, lesson.film)))
      throw problem('film_unwatched')
    await sql`insert into training_lesson (organization_id, person_id, course_id, lesson_id, done_on, version)
      values (${c.organizationId}, ${c.viewer.personId}, ${file.id}, ${lesson.id}, ${day}, ${file.version})
      on conflict (organization_id, person_id, course_id, lesson_id) do update set done_on = coalesce(training_lesson.done_on, excluded.done_on), version = excluded.version`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'training.lesson_finished',
      subject: { kind: 'person', id: c.viewer.personId },
      happenedOn: day,
      data: { courseId: file.id, lessonId: lesson.id, version: file.version },
    })
    const state = await now(tx, c, file)
    if (state.completed || state.done.length < file.lessons.length) return state
    await complete(tx, c, file, day)
    return now(tx, c, file)
  })
}

/** The viewer has finished a course. */
export async function complete(tx: Tx, c: Context, file: AnyCourse, day: string): Promise<void> {
  await sql`update training_work set completed_on = ${day}, completed_version = ${file.version} where organization_id = ${c.organizationId}
    and person_id = ${c.viewer.personId} and course_id = ${file.id}`.execute(tx)
  await record(tx, c, {
    type: 'training.completed',
    subject: { kind: 'person', id: c.viewer.personId },
    happenedOn: day,
    data: { courseId: file.id, version: file.version },
  })
  await issue(tx, c, c.viewer.personId, file.id, day)
}

/** Whoever came to a session that teaches it has finished a course. False: they had finished it before. */
export async function completeBySession(tx: Tx, c: Context, personId: string, courseId: string): Promise<boolean> {
  const file = await courseIn(tx, c, 'en', courseId)
  if (!file) return false
  const day = await todayOf(tx, c)
  const { rows } =
    await sql`insert into training_work as k (organization_id, person_id, course_id, started_on, completed_on, completed_version)
    values (${c.organizationId}, ${personId}, ${file.id}, ${day}, ${day}, ${file.version})
    on conflict (organization_id, person_id, course_id) do update set completed_on = excluded.completed_on, completed_version = excluded.completed_version
    where k.completed_on is null or exists (select from training_renewal n where n.organization_id = k.organization_id and n.person_id = k.person_id
      and n.course_id = k.course_id and n.done_on is null) returning 1`.execute(tx)
  if (rows.length === 0) return false
  await record(tx, c, {
    type: 'training.completed',
    subject: { kind: 'person', id: personId },
    happenedOn: day,
    data: { courseId: file.id, version: file.version, by: 'session' },
  })
  await issue(tx, c, personId, file.id, day)
  return true
}

/** They did not come after all. What they learned by themselves stays, and so does a course whose lessons are all done. */
export async function takeBackCompletion(tx: Tx, c: Context, personId: string, courseId: string): Promise<void> {
  const newest = await courseIn(tx, c, 'en', courseId)
  const { rows: was } = await sql<{
    completed_on: string | null
    begun_version: number | null
  }>`select completed_on, begun_version from training_work
    where organization_id = ${c.organizationId} and person_id = ${personId} and course_id = ${courseId}`.execute(tx)
  // As they began it: a later version may have lessons that nobody asked of them.
  const begun = { begun_version: was[0]?.begun_version ?? null, completed_on: null }
  const file = newest && (await asTheyHaveIt(tx, c, newest, begun, 'en'))
  const { rows } = await sql<{
    done: string[]
  }>`select coalesce(array_agg(lesson_id), '{}') as done from training_lesson
    where organization_id = ${c.organizationId} and person_id = ${personId} and course_id = ${courseId} and done_on is not null`.execute(
    tx,
  )
  const parts = file?.package ? ((await stateIn(tx, c, courseId, personId)) ?? []) : []
  const byThemself = file?.package
    ? parts.length > 0 && parts.every((one) => one.done)
    : file !== undefined && doneIn(file, rows[0]!.done).length === file.lessons.length
  if (byThemself) return
  if (was[0]?.completed_on) await withdraw(tx, c, personId, courseId, was[0].completed_on)
  await sql`update training_work set completed_on = null, completed_version = null
    where organization_id = ${c.organizationId} and person_id = ${personId} and course_id = ${courseId}`.execute(tx)
  await sql`delete from training_work k where k.organization_id = ${c.organizationId} and k.person_id = ${personId} and k.course_id = ${courseId}
    and k.at_lesson is null and not exists (select from training_lesson l where l.organization_id = k.organization_id
      and l.person_id = k.person_id and l.course_id = k.course_id)`.execute(tx)
  await record(tx, c, {
    type: 'training.completion_taken_back',
    subject: { kind: 'person', id: personId },
    data: { courseId },
  })
}

/** Said once before and once after; what was said first stays. */
export async function confidence(c: Context, input: Input<typeof training.confidence>): Promise<State> {
  return c.db.transaction().execute(async (tx) => {
    const { file } = await begin(tx, c, input.courseId)
    const [before, after] = input.moment === 'before' ? [input.score, null] : [null, input.score]
    await sql`insert into training_confidence as k (organization_id, course_id, person_id, before, after)
      values (${c.organizationId}, ${file.id}, ${c.viewer.personId}, ${before}::smallint, ${after}::smallint)
      on conflict (organization_id, course_id, person_id) do update set before = coalesce(k.before, excluded.before), after = coalesce(k.after, excluded.after)`.execute(
      tx,
    )
    // That something was said, never what.
    await record(tx, c, {
      type: 'training.confidence_said',
      subject: { kind: 'person', id: c.viewer.personId },
      data: { courseId: file.id, moment: input.moment },
    })
    return now(tx, c, file)
  })
}
