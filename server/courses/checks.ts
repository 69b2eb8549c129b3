/** What stands in the way of publishing a draft, and what is worth a look. Pure; each finding has a sentence on the page that says what to do. */
import { type CourseCheck, courseFields } from '../../contract/courses.ts'
import type { Language } from '../../contract/library.ts'
import { faultOf, minutesOf } from '../library/library.ts'
import { type Draft, gapsIn, placesIn, placesOf, wordsIn } from './draft.ts'

/** Of each film: how long it is, and in which languages one can read what is said. */
type FilmFacts = ReadonlyMap<string, { seconds: number; captions: readonly Language[] }>
/** A lesson longer than this is better divided. */
const longest = 15

const finding = (code: CourseCheck['code'], weight: CourseCheck['weight'], more: Partial<CourseCheck> = {}) => ({
  code,
  weight,
  lessonId: null,
  key: null,
  language: null,
  value: null,
  ...more,
})

export function checksOf(draft: Draft, films: FilmFacts): CourseCheck[] {
  const first = draft.languages[0]!
  const found: CourseCheck[] = []
  if (draft.lessons.length === 0) found.push(finding('no_lessons', 'stop'))
  for (const key of gapsIn(draft, first))
    found.push(finding('words_missing', 'stop', { key, language: first, lessonId: lessonOf(key) }))
  const told = completeIn(draft)
  for (const language of draft.languages.slice(1)) {
    const gaps = gapsIn(draft, language)
    if (gaps.length > 0)
      found.push(
        finding('language_gaps', 'look', {
          language,
          key: gaps[0]!,
          lessonId: lessonOf(gaps[0]!),
          value: String(gaps.length),
        }),
      )
  }
  for (const { key, markdown } of placesOf(draft))
    for (const language of draft.languages) found.push(...broken(draft, key, markdown, language))
  for (const lesson of draft.lessons) {
    const at = { lessonId: lesson.id }
    if (lesson.kind === 'checklist' && lesson.items.length < 2) found.push(finding('items_few', 'stop', at))
    if (lesson.kind === 'quiz' && lesson.questions.length === 0) found.push(finding('questions_none', 'stop', at))
    const asked =
      lesson.kind === 'quiz'
        ? lesson.questions.map((q, i) => ({ ...q, number: i + 1, key: `${lesson.id}/${q.id}/ask` }))
        : lesson.kind === 'scenario'
          ? [{ choices: lesson.choices, number: 1, key: `${lesson.id}/ask` }]
          : []
    for (const { choices, number, key } of asked) {
      const where = { ...at, key, value: String(number) }
      if (choices.length < 2) found.push(finding('choices_few', 'stop', where))
      else if (!choices.some((c) => c.good)) found.push(finding('no_right_answer', 'stop', where))
      else if (choices.every((c) => c.good)) found.push(finding('all_right', 'look', where))
    }
    const film = lesson.filmId ? films.get(lesson.filmId) : undefined
    if (lesson.kind === 'video' && !film) found.push(finding('film_missing', 'stop', at))
    if (lesson.kind === 'video' && film)
      for (const language of told.length > 0 ? told : [first])
        if (!film.captions.includes(language)) found.push(finding('captions_missing', 'stop', { ...at, language }))
    const needed = Math.ceil(
      minutesOf(
        placesIn(lesson)
          .map(({ key }) => wordsIn(draft, key, first))
          .join('\n'),
      ) +
        (film?.seconds ?? 0) / 60,
    )
    // Half as long again is no slip of a word or two.
    if (needed > lesson.minutes * 1.5)
      found.push(finding('minutes_few', 'look', { ...at, value: String(Math.min(60, needed)) }))
    else if (lesson.minutes > longest)
      found.push(finding('lesson_long', 'look', { ...at, value: String(lesson.minutes) }))
  }
  return found
}

/** Languages in which nothing is missing: those that are published. */
export const completeIn = (draft: Draft): Language[] =>
  draft.languages.filter((language) => gapsIn(draft, language).length === 0)

const lessonOf = (key: string) => (key.includes('/') ? key.slice(0, key.indexOf('/')) : null)

function broken(draft: Draft, key: string, markdown: boolean, language: Language): CourseCheck[] {
  const text = wordsIn(draft, key, language)
  const at = { key, language, lessonId: lessonOf(key) }
  // Fields are filled in where Markdown is; elsewhere they would stand there as written.
  const named = [...text.matchAll(/\{\{([^{}]*)(?:\}\}|$)/g)].map((m) => m[1]!.trim())
  const unknown = named.find((name) => !markdown || !(courseFields as readonly string[]).includes(name))
  if (unknown !== undefined) return [finding('field_unknown', 'stop', { ...at, value: unknown.slice(0, 60) || '{{}}' })]
  const fault = markdown ? faultOf(text) : null
  if (!fault) return []
  return [
    finding(fault.code === 'field_unknown' ? 'field_unknown' : 'text_broken', 'stop', { ...at, value: fault.what }),
  ]
}
