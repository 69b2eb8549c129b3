/** A draft, where the library has a later version of the survey that it was begun from. */
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import type { Question, Text } from '../../contract/pulse.ts'
import { call, useOperation, type Answer } from '../api.ts'
import type { Part } from '../ui/made-from.ts'
import { Newer } from '../ui/newer.tsx'

type Survey = Answer<'pulse.get'>
type Shipped = Answer<'pulse.library'>['surveys'][number]
type Written = Pick<Survey, 'title' | 'intro' | 'questions' | 'fromVersion'>

export function NewerSurvey({
  survey,
  language,
  set,
}: {
  survey: Survey
  language: Language
  set: (change: Partial<Written>) => void
}) {
  const { t } = useTranslation('pulse')
  const { from, programName, fromVersion } = survey
  const shelf = useOperation('pulse.library', { language }, { enabled: from !== null, staleTime: 600_000 })
  const now = shelf.data?.surveys.find((one) => one.id === from)
  if (!now) return null
  const said = (title: string, intro: string, questions: readonly { id: string; words: string[] }[]): Part[] => [
    { id: 'title', label: t('field.title'), words: title },
    { id: 'intro', label: t('field.intro'), words: intro },
    ...questions.map(({ id, words }, at) => ({
      id: `question-${id}`,
      label: t('question.number', { n: at + 1 }),
      words: words.join('\n'),
    })),
  ]
  const filled = (words: string) => words.replaceAll('{{program}}', programName)
  return (
    <Newer
      made={{ began: fromVersion, now: now.version }}
      ours={said(
        survey.title[language] ?? '',
        survey.intro[language] ?? '',
        survey.questions.map(({ id, text, options }) => ({
          id,
          words: [text, ...options].map((one) => one[language] ?? ''),
        })),
      )}
      theirs={said(
        filled(now.title),
        filled(now.intro),
        now.questions.map(({ id, text, options }) => ({ id, words: [text, ...options].map(filled) })),
      )}
      language={language}
      whole
      onTake={async () => {
        const { title, intro, questions } = survey
        set({ ...inAll(await shelves(now.id, survey.languages), filled), fromVersion: now.version })
        return () => set({ title, intro, questions, fromVersion })
      }}
      onKeep={() => set({ fromVersion: now.version })}
    />
  )
}

/** The library's survey in each of a draft's languages. */
const shelves = (id: string, languages: readonly Language[]) =>
  Promise.all(
    languages.map(async (language) => {
      const { surveys } = await call('pulse.library', { language })
      return [language, surveys.find((one) => one.id === id)!] as const
    }),
  )

function inAll(
  shelf: readonly (readonly [Language, Shipped])[],
  filled: (words: string) => string,
): Pick<Written, 'title' | 'intro' | 'questions'> {
  const said = (read: (one: Shipped) => string): Text =>
    Object.fromEntries(shelf.map(([language, one]) => [language, filled(read(one))]))
  return {
    title: said((one) => one.title),
    intro: said((one) => one.intro),
    questions: shelf[0]![1].questions.map(({ id, item, kind, options }, at): Question => ({
      id,
      item,
      kind,
      text: said((one) => one.questions[at]!.text),
      options: options.map((_, n) => said((one) => one.questions[at]!.options[n]!)),
    })),
  }
}
