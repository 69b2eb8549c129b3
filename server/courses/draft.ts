/**
 * The draft of a course: what its lessons are made of, and beside it every text by name and
 * language. So two people who write in different places never meet, and where they do, both
 * texts are there. Pure.
 */
import type { CourseChange, LessonPart } from '../../contract/courses.ts'
import { type Language, languages as allLanguages } from '../../contract/library.ts'
import type { Lesson } from '../../contract/training.ts'
import type { CourseFile } from '../library/library.ts'

type Words = Partial<Record<Language, string>>
export type Draft = {
  languages: Language[]
  lessons: LessonPart[]
  removed: LessonPart[]
  words: Record<string, Words>
}
/** Not kept: somebody else changed the same meanwhile. */
type Held = { at: number; theirs: string | null }

export const wordsIn = (draft: Draft, key: string, language: Language): string => draft.words[key]?.[language] ?? ''

/** Every text that a lesson has, and whether it can do without. `markdown`: fields and emphasis have a meaning in it. */
type Place = { key: string; markdown: boolean; needed: boolean }
export function placesIn(lesson: LessonPart): Place[] {
  const at = (name: string, more: Partial<Place> = {}): Place => ({
    key: `${lesson.id}/${name}`,
    markdown: false,
    needed: true,
    ...more,
  })
  const choices = (before: string, list: readonly { id: string }[]) =>
    list.flatMap((one) => [at(`${before}${one.id}`), at(`${before}${one.id}/feedback`)])
  const body = at('body', { markdown: true, needed: lesson.kind === 'text' || lesson.kind === 'scenario' })
  switch (lesson.kind) {
    case 'text':
    case 'video':
      return [at('title'), body]
    case 'checklist':
      return [at('title'), body, ...lesson.items.map((id) => at(id))]
    case 'scenario':
      return [at('title'), body, at('ask'), ...choices('', lesson.choices)]
    case 'quiz':
      return [
        at('title'),
        body,
        ...lesson.questions.flatMap((q) => [at(`${q.id}/ask`), ...choices(`${q.id}/`, q.choices)]),
      ]
  }
}
export const placesOf = (draft: Draft): Place[] => [
  { key: 'title', markdown: false, needed: true },
  { key: 'use', markdown: false, needed: true },
  { key: 'intro', markdown: true, needed: false },
  ...draft.lessons.flatMap(placesIn),
]

/** Needed texts that a language lacks; of those that a reader can do without, what the first language says and this one does not. */
export const gapsIn = (draft: Draft, language: Language): string[] =>
  placesOf(draft)
    .filter(
      ({ key, needed }) =>
        wordsIn(draft, key, language).trim() === '' &&
        (needed || wordsIn(draft, key, draft.languages[0]!).trim() !== ''),
    )
    .map(({ key }) => key)

export function emptyDraft(language: Language, title: string): Draft {
  return { languages: [language], lessons: [], removed: [], words: title ? { title: { [language]: title } } : {} }
}

/** Objects that went through the database come back with their names in another order. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
const same = (a: unknown, b: unknown) => sorted(a) === sorted(b)

/** All changes in order; sent twice they change nothing the second time. */
export function applyChanges(before: Draft, changes: readonly CourseChange[]): { draft: Draft; held: Held[] } {
  const draft = structuredClone(before)
  const held: Held[] = []
  changes.forEach((one, at) => {
    const theirs = apply(draft, one)
    if (theirs !== undefined) held.push({ at, theirs })
  })
  return { draft, held }
}

/** What stands there instead, where it cannot be applied. */
function apply(draft: Draft, one: CourseChange): string | null | undefined {
  switch (one.do) {
    case 'words': {
      const now = wordsIn(draft, one.key, one.language)
      if (now === one.is) return undefined
      if (now !== one.was) return now
      ;(draft.words[one.key] ??= {})[one.language] = one.is
      return undefined
    }
    case 'add':
      if (!find(draft, one.lesson.id)) insert(draft.lessons, one.lesson, one.after)
      return undefined
    case 'remove': {
      const lesson = draft.lessons.find((l) => l.id === one.lessonId)
      if (!lesson) return undefined
      draft.lessons = draft.lessons.filter((l) => l !== lesson)
      draft.removed.push(lesson)
      return undefined
    }
    case 'putBack': {
      const lesson = draft.removed.find((l) => l.id === one.lessonId)
      if (!lesson) return undefined
      draft.removed = draft.removed.filter((l) => l !== lesson)
      draft.lessons.push(lesson)
      return undefined
    }
    case 'move': {
      const lesson = draft.lessons.find((l) => l.id === one.lessonId)
      if (!lesson || one.after === lesson.id) return undefined
      draft.lessons = draft.lessons.filter((l) => l !== lesson)
      insert(draft.lessons, lesson, one.after)
      return undefined
    }
    case 'parts': {
      const now = find(draft, one.is.id)
      if (!now || same(now, one.is)) return undefined
      if (!same(now, one.was)) return null
      Object.assign(now, one.is)
      return undefined
    }
    case 'languages':
      if (same(draft.languages, one.is)) return undefined
      if (!same(draft.languages, one.was)) return null
      draft.languages = [...new Set(one.is)]
      return undefined
  }
}
const find = (draft: Draft, id: string) => [...draft.lessons, ...draft.removed].find((l) => l.id === id)
/** Behind another, or first; where that is gone, last. */
function insert(list: LessonPart[], lesson: LessonPart, after: string | null): void {
  const at = after === null ? 0 : list.findIndex((l) => l.id === after) + 1
  list.splice(after !== null && at === 0 ? list.length : at, 0, lesson)
}

/** What a version is made of: without what was taken out, and without words of what is not there. */
export function publishedPart(draft: Draft): Draft {
  const words: Draft['words'] = {}
  for (const { key } of placesOf(draft))
    for (const language of draft.languages) {
      const said = wordsIn(draft, key, language)
      if (said.trim() !== '') (words[key] ??= {})[language] = said
    }
  return { languages: draft.languages, lessons: draft.lessons, removed: [], words }
}
export const sameCourse = (a: Draft, b: Draft): boolean => sorted(publishedPart(a)) === sorted(publishedPart(b))
/** The draft as a course in a language, as the library has them. Throws nothing: what is missing is empty. */
export function courseIn(draft: Draft, courseId: string, version: number, language: Language): CourseFile {
  const say = (key: string) => wordsIn(draft, key, language).trim()
  const choices = (before: string, list: readonly { id: string; good: boolean }[]) =>
    list.map((one) => ({ ...one, words: say(`${before}/${one.id}`), feedback: say(`${before}/${one.id}/feedback`) }))
  const lessons = draft.lessons.map((one): Lesson => {
    const head = { id: one.id, minutes: one.minutes, title: say(`${one.id}/title`), body: say(`${one.id}/body`) }
    switch (one.kind) {
      case 'text':
        return { ...head, kind: 'text' }
      case 'checklist':
        return { ...head, kind: 'checklist', items: one.items.map((id) => ({ id, words: say(`${one.id}/${id}`) })) }
      case 'scenario':
        return { ...head, kind: 'scenario', ask: say(`${one.id}/ask`), choices: choices(one.id, one.choices) }
      case 'quiz':
        return {
          ...head,
          kind: 'quiz',
          questions: one.questions.map((q) => ({
            id: q.id,
            ask: say(`${one.id}/${q.id}/ask`),
            choices: choices(`${one.id}/${q.id}`, q.choices),
          })),
        }
      case 'video':
        return { ...head, kind: 'video', film: one.filmId ?? '' }
    }
  })
  return {
    id: courseId,
    title: say('title'),
    use: say('use'),
    address: 'formal',
    fields: [],
    version,
    suggestion: { required: [], offered: [], dueDays: 14 },
    lessons,
    minutes: lessons.reduce((sum, one) => sum + one.minutes, 0),
    intro: say('intro'),
  }
}

/** A course of the library as a draft, in every language in which it stands; `first` is the one that others fall back to. */
export function draftOf(files: ReadonlyMap<Language, CourseFile>, first: Language): Draft {
  const languages = [first, ...allLanguages.filter((one) => one !== first)].filter((one) => files.has(one))
  const words: Draft['words'] = {}
  for (const language of languages) {
    const put = (key: string, said: string) => {
      if (said) (words[key] ??= {})[language] = said
    }
    const file = files.get(language)!
    put('title', file.title)
    put('use', file.use)
    put('intro', file.intro)
    for (const one of file.lessons) {
      put(`${one.id}/title`, one.title)
      put(`${one.id}/body`, one.body.trim())
      const choices = (before: string, list: readonly { id: string; words: string; feedback: string }[]) => {
        for (const choice of list) {
          put(`${before}/${choice.id}`, choice.words)
          put(`${before}/${choice.id}/feedback`, choice.feedback)
        }
      }
      if (one.kind === 'checklist') for (const item of one.items) put(`${one.id}/${item.id}`, item.words)
      if (one.kind === 'scenario') {
        put(`${one.id}/ask`, one.ask)
        choices(one.id, one.choices)
      }
      if (one.kind === 'quiz')
        for (const q of one.questions) {
          put(`${one.id}/${q.id}/ask`, q.ask)
          choices(`${one.id}/${q.id}`, q.choices)
        }
    }
  }
  const part = (one: Lesson): LessonPart => ({
    id: one.id,
    kind: one.kind,
    minutes: one.minutes,
    items: one.kind === 'checklist' ? one.items.map((i) => i.id) : [],
    choices: one.kind === 'scenario' ? one.choices.map(({ id, good }) => ({ id, good })) : [],
    questions:
      one.kind === 'quiz'
        ? one.questions.map((q) => ({ id: q.id, choices: q.choices.map(({ id, good }) => ({ id, good })) }))
        : [],
    filmId: one.kind === 'video' ? one.film : null,
  })
  return { languages, lessons: files.get(first)!.lessons.map(part), removed: [], words }
}
