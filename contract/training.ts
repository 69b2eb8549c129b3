/**
 * Training: short courses that come with Belay, chosen by the program for roles, and how far
 * somebody is in them. What somebody chose wrong on the way is not sent anywhere.
 */
import * as z from 'zod'
import { trainingRoles } from './design.ts'
import { language } from './library.ts'
import { operation } from './operation.ts'
import { packageKinds } from './packages.ts'

const day = z.iso.date()
const named = z.object({ id: z.uuid(), name: z.string() })
const slug = z.string().regex(/^[a-z0-9-]{1,60}$/)
const title = z.string().min(1)
/** A part inside a lesson: its words stand under its name beside those of the lesson, so it takes none of their names. */
export const innerId = slug.refine((id) => !['title', 'body', 'ask'].includes(id))

/** One thing to choose, and what is said to whoever chooses it. */
const choice = z.strictObject({ id: innerId, words: title, good: z.boolean().default(false), feedback: title })
export type Choice = z.output<typeof choice>
const head = { id: slug, title, minutes: z.int().min(1).max(60) }
/** Markdown; live fields in `body` alone. */
const body = z.string()
export const lesson = z.discriminatedUnion('kind', [
  z.strictObject({ ...head, kind: z.literal('text'), body }),
  /** Things to do in one's work; ticked for oneself. */
  z.strictObject({
    ...head,
    kind: z.literal('checklist'),
    body,
    items: z.array(z.strictObject({ id: slug, words: title })).min(2),
  }),
  /** A situation and what one could do; ends when a good way was found. */
  z.strictObject({ ...head, kind: z.literal('scenario'), body, ask: title, choices: z.array(choice).min(2) }),
  z.strictObject({
    ...head,
    kind: z.literal('quiz'),
    body: body.default(''),
    questions: z.array(z.strictObject({ id: innerId, ask: title, choices: z.array(choice).min(2) })).min(1),
  }),
  /** A film of the company's; what is said in it stands below it as well. */
  z.strictObject({ ...head, kind: z.literal('video'), body: body.default(''), film: z.uuid() }),
])
export type Lesson = z.output<typeof lesson>
export const lessonKinds = ['text', 'checklist', 'scenario', 'quiz', 'video'] as const

/** How much of a film has to have been played, so that it counts as watched. */
export const watchedShare = 0.95
export const shownFilm = z.object({
  filmId: z.uuid(),
  seconds: z.int(),
  /** In the reader's language first. */
  captions: z.array(language),
  /** What is said in the first of them, with the second at which it begins. */
  transcript: z.array(z.object({ at: z.number(), words: z.string() })),
})
export type ShownFilm = z.output<typeof shownFilm>

/** What a course of the library suggests for a program that chooses it. */
export const suggestion = z.strictObject({
  required: z.array(z.enum(trainingRoles)),
  offered: z.array(z.enum(trainingRoles)).default([]),
  dueDays: z.int(),
})

const shelved = z.object({
  id: slug,
  title,
  use: z.string(),
  minutes: z.int(),
  version: z.int(),
  lessons: z.array(z.object({ title, kind: z.enum(lessonKinds), minutes: z.int() })),
  suggestion,
  /** Brought here as a package of another maker. */
  package: z.boolean(),
  /** Written here. */
  own: z.boolean(),
})

const completed = z.object({ on: day, version: z.int() })
const mine = z.object({
  courseId: slug,
  title,
  use: z.string(),
  minutes: z.int(),
  lessons: z.int(),
  done: z.int(),
  need: z.enum(['required', 'offered']),
  dueOn: day.nullable(),
  started: z.boolean(),
  completed: completed.nullable(),
})

const packagePart = z.object({
  id: z.string(),
  title: z.string(),
  /** The groups around it, outermost first. */
  within: z.array(z.string()),
  /** False: the package wants other parts first. */
  open: z.boolean(),
  done: z.boolean(),
  /** Of a test in it; null: it has none, or nothing was said yet. */
  passed: z.boolean().nullable(),
  /** From 0 to 1. */
  score: z.number().nullable(),
})

/** Whether there is a part to go on to, and one to go back to. */
const neighbours = { next: z.boolean(), previous: z.boolean() }

const course = z.object({
  courseId: slug,
  title,
  intro: z.string(),
  minutes: z.int(),
  version: z.int(),
  language,
  lessons: z.array(lesson),
  films: z.array(shownFilm),
  /** Of each film, how many seconds were really played, and where one stopped. */
  watched: z.record(z.string(), z.object({ seconds: z.int(), at: z.int() })),
  /** A course of another maker: its parts, and how far the viewer is in each. The score is for them alone. */
  package: z
    .object({
      parts: z.array(packagePart),
      /** False: packages cannot be opened here. */
      served: z.boolean(),
    })
    .nullable(),
  /** The lead and HR read a course that nobody asked of them; nothing of it is kept. */
  preview: z.boolean(),
  need: z.enum(['required', 'offered']).nullable(),
  dueOn: day.nullable(),
  /** The lesson that was open last. */
  at: slug.nullable(),
  done: z.array(slug),
  /** Of checklists, by lesson. */
  ticked: z.record(z.string(), z.array(slug)),
  completed: completed.nullable(),
  /** Whether one has said how sure one feels; what was said is shown to nobody. */
  confidence: z.object({ before: z.boolean(), after: z.boolean() }),
})
export type Course = z.output<typeof course>

const inCourse = z.object({ courseId: slug })
const inLesson = z.object({ courseId: slug, lessonId: slug })
const inFilm = inLesson.extend({ filmId: z.uuid() })
const state = course.pick({ at: true, done: true, ticked: true, watched: true, completed: true, confidence: true })

const count = z.object({ assigned: z.int(), completed: z.int() })

export const training = {
  courses: operation({
    id: 'training.courses',
    method: 'GET',
    path: '/training/shelf',
    permission: 'program.read',
    summary: 'The courses that come with Belay, with what they suggest for whom',
    query: z.object({ language: language.optional() }),
    response: z.object({ courses: z.array(shelved) }),
  }),
  mine: operation({
    id: 'training.mine',
    method: 'GET',
    path: '/training',
    permission: 'training.read',
    summary: 'What the viewer is asked to learn and by when, what is offered, what is done',
    response: z.object({
      today: day,
      courses: z.array(mine),
      /** Whether the program sends reminders by letter; which come, the viewer says on the page of their letters. */
      letters: z.boolean(),
    }),
  }),
  course: operation({
    id: 'training.course',
    method: 'GET',
    path: '/training/courses/:courseId',
    permission: 'signed_in',
    summary: 'One course with its lessons in the viewer’s language, and how far they are',
    params: inCourse,
    response: course,
  }),
  keepPlace: operation({
    id: 'training.keepPlace',
    method: 'PUT',
    path: '/training/courses/:courseId/place',
    permission: 'training.own',
    summary: 'Where the viewer is in a course, and what they have ticked there',
    params: inCourse,
    body: z.object({ lessonId: slug, ticked: z.array(slug).max(30).optional() }),
    response: state,
    leavesNoEvent: 'A bookmark of one’s own that nobody else reads.',
  }),
  finishLesson: operation({
    id: 'training.finishLesson',
    method: 'PUT',
    path: '/training/courses/:courseId/lessons/:lessonId',
    permission: 'training.own',
    summary: 'A lesson is done; of a quiz or scenario with the good choices that were found',
    params: inLesson,
    body: z.object({
      answers: z.record(slug, slug).default({}),
      /** Of a film: what is said in it was read instead. */
      read: z.boolean().optional(),
    }),
    response: state,
    problems: ['lesson_open', 'film_unwatched'],
  }),
  watch: operation({
    id: 'training.watch',
    method: 'PUT',
    path: '/training/courses/:courseId/lessons/:lessonId/watched',
    permission: 'training.own',
    summary: 'Which seconds of a film were really played; skipping counts for nothing, twice counts once',
    params: inLesson,
    body: z.object({
      filmId: z.uuid(),
      /** From a second up to another. */
      played: z.array(z.tuple([z.number().min(0), z.number().min(0)])).max(200),
      at: z.number().min(0),
    }),
    response: state,
    leavesNoEvent: 'A bookmark of one’s own that nobody else reads. That the lesson is done is recorded.',
  }),
  film: operation({
    id: 'training.film',
    method: 'GET',
    path: '/training/courses/:courseId/lessons/:lessonId/films/:filmId',
    permission: 'signed_in',
    summary: 'The film of a lesson that the viewer may open, whole or by ranges',
    params: inFilm,
    response: z.unknown(),
    rawResponse: true,
  }),
  filmCaptions: operation({
    id: 'training.filmCaptions',
    method: 'GET',
    path: '/training/courses/:courseId/lessons/:lessonId/films/:filmId/captions/:language',
    permission: 'signed_in',
    summary: 'What is said in the film of a lesson, as WebVTT',
    params: inFilm.extend({ language }),
    response: z.unknown(),
    rawResponse: true,
  }),
  openPackage: operation({
    id: 'training.openPackage',
    method: 'PUT',
    path: '/training/courses/:courseId/opening',
    permission: 'training.own',
    summary: 'Opens a course of another maker for the viewer; an address opened before stops working',
    params: inCourse,
    /** `partId` is the part to open, or with `go` the one to go on from. */
    body: z.object({ partId: z.string().min(1).max(200).optional(), go: z.enum(['next', 'previous']).optional() }),
    response: z.object({
      attemptId: z.uuid(),
      opening: z.int(),
      /** The origin from which it is served, and the page to show in a frame. */
      origin: z.url(),
      address: z.url(),
      kind: z.enum(packageKinds),
      parts: z.array(packagePart),
      ...neighbours,
      part: z.object({ id: z.string(), title: z.string(), file: z.string(), search: z.string() }),
      /** What the package finds when it begins. */
      cmi: z.record(z.string(), z.string()),
    }),
    problems: ['package_closed', 'package_part_closed'],
  }),
  keepPackage: operation({
    id: 'training.keepPackage',
    method: 'PUT',
    path: '/training/courses/:courseId/opening/:attemptId',
    permission: 'training.own',
    summary: 'What a course of another maker says of the viewer: where they are, what is done, with which score',
    params: inCourse.extend({ attemptId: z.uuid() }),
    body: z.object({
      opening: z.int(),
      partId: z.string().min(1).max(200),
      cmi: z
        .record(z.string().max(120), z.string().max(64_000))
        .refine((cmi) => Object.keys(cmi).length <= 1500, 'too many values'),
    }),
    response: state.extend({
      parts: z.array(packagePart),
      ...neighbours,
      /** Something of it is longer than is kept of a package, and was left out. */
      cut: z.boolean(),
    }),
    problems: ['package_elsewhere', 'package_result', 'package_part_closed'],
    leavesNoEvent: 'What a package keeps for itself, read by nobody. That a course is finished is recorded.',
  }),
  confidence: operation({
    id: 'training.confidence',
    method: 'PUT',
    path: '/training/courses/:courseId/confidence',
    permission: 'training.own',
    summary:
      'How sure somebody feels before and after a course, from 1 to 5; shown to nobody but in a number about many',
    params: inCourse,
    body: z.object({ moment: z.enum(['before', 'after']), score: z.int().min(1).max(5) }),
    response: state,
  }),
  team: operation({
    id: 'training.team',
    method: 'GET',
    path: '/training/team',
    permission: 'team.read',
    summary: 'Which required courses those who report to the viewer have not finished; nothing of how they did them',
    response: z.object({
      today: day,
      people: z.array(
        z.object({
          person: named.extend({ title: z.string() }),
          courses: z.array(z.object({ courseId: slug, title, dueOn: day.nullable(), done: z.boolean() })),
        }),
      ),
    }),
  }),
  progress: operation({
    id: 'training.progress',
    method: 'GET',
    path: '/programs/:programId/training',
    permission: 'training.progress',
    summary: 'How many finished each course, by role, where enough people stand behind the number',
    params: z.object({ programId: z.uuid() }),
    response: z.object({
      today: day,
      /** People that a number needs behind it. */
      floor: z.int(),
      courses: z.array(
        z.object({
          courseId: slug,
          title,
          roles: z.array(
            z.object({
              role: z.enum(trainingRoles),
              need: z.enum(['required', 'offered']),
              /** Null: so few have finished, or have not, that it would tell who. */
              count: count.nullable(),
            }),
          ),
          /** How sure people felt, from 1 to 5, of those who said both; null: too few. */
          confidence: z.object({ people: z.int(), before: z.number(), after: z.number(), on: day }).nullable(),
        }),
      ),
    }),
  }),
}
