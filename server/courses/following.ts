/** What the library says differently since a course was copied, and taking it over place by place. Pure. */
import type { LessonPart, ownCourses } from '../../contract/courses.ts'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { type Draft, placesOf, wordsIn } from './draft.ts'

type Difference = Answer<typeof ownCourses.difference>['differences'][number]

export function differencesOf(before: Draft, now: Draft, ours: Draft): Difference[] {
  const [was, is, here] = [before, now, ours].map((draft) => new Set(placesOf(draft).map(({ key }) => key))) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ]
  // In the order of the newer one; what it does not have any more stands at the end.
  return [...is, ...[...was].filter((key) => !is.has(key))].flatMap((key) =>
    ours.languages.flatMap((language): Difference[] => {
      const from = was.has(key) ? wordsIn(before, key, language) : ''
      const to = is.has(key) ? wordsIn(now, key, language) : ''
      const mine = here.has(key) ? wordsIn(ours, key, language) : ''
      // Already written so, or already gone.
      if (from === to || mine === to) return []
      const kind = !was.has(key) ? 'added' : !is.has(key) ? 'removed' : 'changed'
      return [{ key, language, kind, before: from, after: to, ours: mine }]
    }),
  )
}

export function followSource(
  before: Draft,
  now: Draft,
  ours: Draft,
  take: Input<typeof ownCourses.follow>['take'],
): Draft {
  const draft = structuredClone(ours)
  const asked = new Map(differencesOf(before, now, ours).map((one) => [`${one.language} ${one.key}`, one]))
  const taken = take.flatMap(
    ({ key, language }: { key: string; language: Language }) => asked.get(`${language} ${key}`) ?? [],
  )
  for (const one of taken) {
    if (one.kind === 'removed') takeOut(draft, now, one.key)
    else {
      bringIn(draft, now, one.key)
      ;(draft.words[one.key] ??= {})[one.language] = one.after
    }
  }
  return draft
}

const lessonOf = (key: string) => key.slice(0, key.indexOf('/'))

/** A lesson that the library has not any more goes to those that can be put back; of one that it has, the part. */
function takeOut(draft: Draft, now: Draft, key: string): void {
  const id = lessonOf(key)
  const lesson = draft.lessons.find((l) => l.id === id)
  if (!lesson) return
  if (!now.lessons.some((l) => l.id === id)) {
    draft.lessons = draft.lessons.filter((l) => l !== lesson)
    draft.removed.push(lesson)
    return
  }
  const [, part, inner] = key.split('/')
  const without = <T extends { id: string }>(list: T[], gone: string | undefined) =>
    list.filter((one) => one.id !== gone)
  lesson.items = lesson.items.filter((one) => one !== part)
  lesson.choices = without(lesson.choices, part)
  lesson.questions =
    inner === undefined || inner === 'ask'
      ? without(lesson.questions, part)
      : lesson.questions.map((q) => (q.id === part ? { ...q, choices: without(q.choices, inner) } : q))
}

/** Where the place of the words is not there yet, it comes as the library has it. */
function bringIn(draft: Draft, now: Draft, key: string): void {
  const id = lessonOf(key)
  const theirs = now.lessons.find((l) => l.id === id)
  if (!theirs) return
  const ours = draft.lessons.find((l) => l.id === id)
  if (!ours) {
    const before = now.lessons[now.lessons.indexOf(theirs) - 1]
    const at = before ? draft.lessons.findIndex((l) => l.id === before.id) + 1 : 0
    const back = draft.removed.find((l) => l.id === id)
    draft.removed = draft.removed.filter((l) => l !== back)
    draft.lessons.splice(before && at === 0 ? draft.lessons.length : at, 0, structuredClone(back ?? theirs))
    return
  }
  Object.assign(ours, merged(ours, theirs))
}

function merged(ours: LessonPart, theirs: LessonPart): Partial<LessonPart> {
  const more = <T extends { id: string }>(mine: T[], new_: T[]) => [
    ...mine,
    ...new_.filter((one) => !mine.some((m) => m.id === one.id)),
  ]
  return {
    items: [...new Set([...ours.items, ...theirs.items])],
    choices: more(ours.choices, theirs.choices),
    questions: more(ours.questions, theirs.questions).map((q) => {
      const other = theirs.questions.find((t) => t.id === q.id)
      return other ? { ...q, choices: more(q.choices, other.choices) } : q
    }),
  }
}
