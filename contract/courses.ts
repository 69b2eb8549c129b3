/**
 * Courses of a company's own: copied from the library or begun empty, written together in several
 * languages, published in versions. What somebody does in one stands in `training.ts`.
 */
import * as z from 'zod'
import { fieldNames, language } from './library.ts'
import { operation } from './operation.ts'
import { innerId, lesson, lessonKinds, shownFilm } from './training.ts'

const slug = z.string().regex(/^[a-z0-9-]{1,60}$/)
const named = z.object({ id: z.uuid(), name: z.string() })

/** What a film may be: so much, brought in pieces so large. */
export const filmLimits = { bytes: 500_000_000, piece: 4 * 1024 * 1024, captions: 512 * 1024 }
/** Live fields that a lesson may name: always known, so that none can break. */
export const courseFields = [
  'organization.name',
  'program.name',
  'person.greeting',
  'person.name',
] as const satisfies readonly (typeof fieldNames)[number][]

const choicePart = z.strictObject({ id: innerId, good: z.boolean() })
/** What a lesson is made of, without its words: those stand by name and language beside it. */
const lessonPart = z.strictObject({
  id: slug,
  kind: z.enum(lessonKinds),
  minutes: z.int().min(1).max(60),
  items: z.array(slug).max(30).default([]),
  choices: z.array(choicePart).max(9).default([]),
  questions: z
    .array(z.strictObject({ id: innerId, choices: z.array(choicePart).max(9) }))
    .max(20)
    .default([]),
  filmId: z.uuid().nullable().default(null),
})
export type LessonPart = z.output<typeof lessonPart>

/** `title`, `use`, `intro`; `<lesson>/title`, `/body`, `/ask`; `<lesson>/<item>`; `<lesson>[/<question>]/<choice>[/feedback]`. */
const wordsKey = z.string().regex(/^(title|use|intro|[a-z0-9-]{1,60}(\/[a-z0-9-]{1,60}){1,3})$/)
const words = z.string().max(20_000)

/** One thing that somebody changed. What it was says which words were seen when it was written. */
const change = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('words'), key: wordsKey, language, was: words, is: words }),
  z.strictObject({ do: z.literal('add'), lesson: lessonPart, after: slug.nullable() }),
  z.strictObject({ do: z.literal('remove'), lessonId: slug }),
  z.strictObject({ do: z.literal('putBack'), lessonId: slug }),
  z.strictObject({ do: z.literal('move'), lessonId: slug, after: slug.nullable() }),
  z.strictObject({ do: z.literal('parts'), was: lessonPart, is: lessonPart }),
  z.strictObject({ do: z.literal('languages'), was: z.array(language), is: z.array(language).min(1) }),
])
export type CourseChange = z.output<typeof change>

const checkCodes = [
  'no_lessons',
  'words_missing',
  'language_gaps',
  'field_unknown',
  'text_broken',
  'items_few',
  'choices_few',
  'questions_none',
  'no_right_answer',
  'all_right',
  'minutes_few',
  'lesson_long',
  'film_missing',
  'captions_missing',
] as const
const check = z.object({
  code: z.enum(checkCodes),
  /** `stop`: it cannot be published so. */
  weight: z.enum(['stop', 'look']),
  lessonId: slug.nullable(),
  /** Where the words stand that are meant. */
  key: z.string().nullable(),
  language: language.nullable(),
  /** What the sentence names: how many, a field, a fault. */
  value: z.string().nullable(),
})
export type CourseCheck = z.output<typeof check>

const film = z.object({
  filmId: z.uuid(),
  name: z.string(),
  bytes: z.int(),
  seconds: z.int(),
  captions: z.array(z.object({ language, lines: z.int() })),
})

const published = z.object({
  version: z.int(),
  at: z.iso.datetime(),
  by: named,
  languages: z.array(language),
})
const source = z.object({ courseId: slug, title: z.string(), version: z.int(), newest: z.int() })

const draft = z.object({
  courseId: slug,
  /** The library's course that it was copied from. */
  source: source.nullable(),
  /** The first is the one that others fall back to. */
  languages: z.array(language).min(1),
  lessons: z.array(lessonPart),
  /** Taken out, with their words; they can be put back. */
  removed: z.array(lessonPart),
  words: z.record(z.string(), z.partialRecord(language, z.string())),
  films: z.array(film),
  checks: z.array(check),
  published: published.nullable(),
  /** Whether the draft says anything else than the published version. */
  changed: z.boolean(),
  /** Counts the saves, so that a page knows what is newer. */
  revision: z.int(),
  saved: z.object({ at: z.iso.datetime(), by: named }),
  retiredAt: z.iso.datetime().nullable(),
})
export type CourseDraft = z.output<typeof draft>

const listed = z.object({
  courseId: slug,
  title: z.string(),
  lessons: z.int(),
  minutes: z.int(),
  languages: z.array(language),
  source: source.nullable(),
  published: published.nullable(),
  changed: z.boolean(),
  saved: z.object({ at: z.iso.datetime(), by: named }),
  retiredAt: z.iso.datetime().nullable(),
})

const difference = z.object({
  key: z.string(),
  language,
  kind: z.enum(['added', 'removed', 'changed']),
  /** The library's words when it was copied, its words of today, and the company's own. */
  before: z.string(),
  after: z.string(),
  ours: z.string(),
})

const one = z.object({ courseId: slug })
const ofFilm = one.extend({ filmId: z.uuid() })

export const ownCourses = {
  list: operation({
    id: 'courses.list',
    method: 'GET',
    path: '/own-courses',
    permission: 'courses.write',
    summary: 'Courses of the company’s own, with what of them is published',
    response: z.object({
      courses: z.array(listed),
      /** Courses of the library that one can copy. */
      library: z.array(z.object({ courseId: slug, title: z.string(), use: z.string(), minutes: z.int() })),
    }),
  }),
  begin: operation({
    id: 'courses.begin',
    method: 'POST',
    path: '/own-courses',
    permission: 'courses.write',
    summary: 'A new course: a copy of one of the library, or empty',
    body: z.object({ copyOf: slug.optional(), language, title: z.string().trim().min(1).max(120).optional() }),
    response: draft,
  }),
  get: operation({
    id: 'courses.get',
    method: 'GET',
    path: '/own-courses/:courseId',
    permission: 'courses.write',
    summary: 'The draft of a course with all of its words, its films, and what stands in the way of publishing',
    params: one,
    response: draft,
  }),
  save: operation({
    id: 'courses.save',
    method: 'PATCH',
    path: '/own-courses/:courseId',
    permission: 'courses.write',
    summary: 'Keeps changes of a draft; where somebody else changed the same words meanwhile both are answered',
    params: one,
    body: z.object({ changes: z.array(change).min(1).max(200) }),
    response: z.object({
      draft,
      /** Not kept, for somebody else changed the same: the place of the change in the request, and what stands there now. */
      held: z.array(z.object({ at: z.int(), theirs: z.string().nullable() })),
    }),
    problems: ['too_large'],
    leavesNoEvent: 'Records what it changed; what was sent a second time changes nothing.',
  }),
  publish: operation({
    id: 'courses.publish',
    method: 'POST',
    path: '/own-courses/:courseId/versions',
    permission: 'courses.write',
    summary:
      'The draft becomes a version; whoever has begun keeps theirs unless told, whoever has finished has finished',
    params: one,
    body: z.object({
      revision: z.int(),
      /** Whoever is in the middle goes over to it: for what was wrong. */
      forBegun: z.boolean().default(false),
    }),
    response: draft,
    problems: ['course_open', 'course_unchanged', 'conflict'],
  }),
  preview: operation({
    id: 'courses.preview',
    method: 'GET',
    path: '/own-courses/:courseId/preview',
    permission: 'courses.write',
    summary: 'The draft as its readers would find it in a language',
    params: one,
    query: z.object({ language }),
    response: z.object({
      /** The one that stands there, where the asked one has gaps. */
      language,
      file: z.object({
        title: z.string(),
        intro: z.string(),
        minutes: z.int(),
        lessons: z.array(lesson),
      }),
      films: z.array(shownFilm),
    }),
  }),
  difference: operation({
    id: 'courses.difference',
    method: 'GET',
    path: '/own-courses/:courseId/difference',
    permission: 'courses.write',
    summary: 'What the library says differently since the course was copied',
    params: one,
    response: z.object({ source, differences: z.array(difference) }),
  }),
  follow: operation({
    id: 'courses.follow',
    method: 'PUT',
    path: '/own-courses/:courseId/source',
    permission: 'courses.write',
    summary:
      'Takes over what the library says now, in the places that are named; the others stay, and are not asked again',
    params: one,
    body: z.object({ version: z.int(), take: z.array(z.object({ key: wordsKey, language })).max(2000) }),
    response: draft,
    problems: ['conflict'],
  }),
  retire: operation({
    id: 'courses.retire',
    method: 'PUT',
    path: '/own-courses/:courseId/retirement',
    permission: 'courses.write',
    summary: 'The course is given to nobody any more, or again; what people finished stays kept',
    params: one,
    body: z.object({ retired: z.boolean() }),
    response: draft,
  }),
  beginFilm: operation({
    id: 'courses.beginFilm',
    method: 'POST',
    path: '/own-courses/:courseId/films',
    permission: 'courses.write',
    summary: 'A film that comes in pieces; nothing shows it before all of it is there and was looked at',
    params: one,
    body: z.object({ name: z.string().trim().min(1).max(200), bytes: z.int().min(1) }),
    response: z.object({ filmId: z.uuid(), piece: z.int(), pieces: z.int() }),
    problems: ['film_large'],
    leavesNoEvent: 'An upload that nobody can open before it ended, which is recorded.',
  }),
  keepPiece: operation({
    id: 'courses.keepPiece',
    method: 'PUT',
    path: '/own-courses/:courseId/films/:filmId/pieces/:number',
    permission: 'courses.write',
    summary: 'One piece of a film, from 0; sent again it takes the place of the one before',
    params: ofFilm.extend({ number: z.coerce.number().int().min(0) }),
    body: z.unknown(),
    rawBody: true,
    response: z.object({ kept: z.int() }),
    problems: ['film_kind', 'film_piece', 'film_no_room'],
    leavesNoEvent: 'A part of an upload that nobody can open before it ended, which is recorded.',
  }),
  endFilm: operation({
    id: 'courses.endFilm',
    method: 'PUT',
    path: '/own-courses/:courseId/films/:filmId',
    permission: 'courses.write',
    summary: 'All pieces are there: the film is looked at and can be used',
    params: ofFilm,
    body: z.object({
      /** As the browser measured it, for files that do not say how long they are. */
      seconds: z.number().min(0).max(86_400).optional(),
    }),
    response: film,
    problems: ['film_kind', 'film_broken', 'film_length', 'film_piece'],
  }),
  dropFilm: operation({
    id: 'courses.dropFilm',
    method: 'DELETE',
    path: '/own-courses/:courseId/films/:filmId',
    permission: 'courses.write',
    summary: 'An upload that was broken off goes at once; a film that a version shows stays',
    params: ofFilm,
    response: z.object({ dropped: z.boolean() }),
    leavesNoEvent: 'Takes away what nobody could open.',
  }),
  captions: operation({
    id: 'courses.captions',
    method: 'PUT',
    path: '/own-courses/:courseId/films/:filmId/captions/:language',
    permission: 'courses.write',
    summary: 'What is said in a film, as a WebVTT file; kept as plain words with their times',
    params: ofFilm.extend({ language }),
    body: z.unknown(),
    rawBody: true,
    response: film,
    problems: ['captions_kind', 'captions_line', 'captions_times', 'too_large'],
  }),
  film: operation({
    id: 'courses.film',
    method: 'GET',
    path: '/own-courses/:courseId/films/:filmId/file',
    permission: 'courses.write',
    summary: 'A film of a draft, whole or by ranges',
    params: ofFilm,
    response: z.unknown(),
    rawResponse: true,
  }),
  filmCaptions: operation({
    id: 'courses.filmCaptions',
    method: 'GET',
    path: '/own-courses/:courseId/films/:filmId/captions/:language',
    permission: 'courses.write',
    summary: 'What is said in a film of a draft, as WebVTT',
    params: ofFilm.extend({ language }),
    response: z.unknown(),
    rawResponse: true,
  }),
}
