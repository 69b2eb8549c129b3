/** The draft of the competencies on its way to the server: shown at once, saved a moment later, never lost. */
import { useCallback, useEffect, useState } from 'react'
import { ApiProblem, call, keyOf, queryClient, useOperation, type Answer } from '../api.ts'
import { whenForgotten } from '../ui/draft.ts'

export type Draft = Answer<'competencies.draft'>
export type Framework = Draft['framework']
export type Competency = Framework['competencies'][number]
export type Role = Framework['roles'][number]
export type Level = Framework['levels'][number]
export type Language = Draft['languages'][number]
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'
export type Change = (next: (old: Framework) => Framework) => void

const pause = 800

export function putDraft(draft: Draft): void {
  queryClient.setQueryData(keyOf('competencies.draft', {}), draft)
  void queryClient.invalidateQueries({ queryKey: ['competencies.difference'] })
  void queryClient.invalidateQueries({ queryKey: ['competencies.reach'] })
}

/** What is typed and on its way, outside of React: a page that is drawn anew goes on from it, not from what was there before. */
const typed = {
  /** What is typed while a save is on its way goes with the next one. */
  latest: null as Framework | null,
  timer: null as ReturnType<typeof setTimeout> | null,
  saving: false,
  shown: new Set<() => void>(),
}
whenForgotten(() => {
  if (typed.timer) clearTimeout(typed.timer)
  typed.timer = null
  typed.latest = null
})

export function useFramework() {
  const query = useOperation('competencies.draft', {})
  const [mine, setMine] = useState<Framework | null>(() => typed.latest)
  const [state, setState] = useState<SaveState>(() => (typed.latest ? 'waiting' : 'saved'))
  const [error, setError] = useState<unknown>(null)

  const save = useCallback(async (revision?: number): Promise<boolean> => {
    if (typed.timer) clearTimeout(typed.timer)
    typed.timer = null
    if (!typed.latest || typed.saving) return !typed.latest
    typed.saving = true
    setState('saving')
    try {
      let sent: Framework | null = null
      while (typed.latest && typed.latest !== sent) {
        sent = typed.latest
        const known = queryClient.getQueryData<Draft>(keyOf('competencies.draft', {}))
        putDraft(
          await call('competencies.save', {
            revision: revision ?? known?.revision ?? 0,
            framework: sent,
          }),
        )
        revision = undefined
      }
      typed.saving = false
      typed.latest = null
      typed.shown.forEach((saved) => saved())
      return true
    } catch (problem) {
      typed.saving = false
      setError(problem)
      setState(problem instanceof ApiProblem && problem.code === 'conflict' ? 'conflict' : 'failed')
      return false
    }
  }, [])

  const base = query.data?.framework
  const change = useCallback<Change>(
    (next) => {
      const before = typed.latest ?? base
      if (!before) return
      typed.latest = next(before)
      setMine(typed.latest)
      if (typed.saving) return
      setState('waiting')
      if (typed.timer) clearTimeout(typed.timer)
      typed.timer = setTimeout(() => void save(), pause)
    },
    [base, save],
  )

  useEffect(() => {
    const saved = () => {
      setError(null)
      setMine(null)
      setState('saved')
    }
    typed.shown.add(saved)
    if (typed.latest) void save()
    const stay = (event: BeforeUnloadEvent) => {
      if (typed.latest) event.preventDefault()
    }
    addEventListener('beforeunload', stay)
    return () => {
      removeEventListener('beforeunload', stay)
      typed.shown.delete(saved)
      if (typed.timer) void save()
    }
  }, [save])

  /** Where somebody saved in between: theirs replaces what was typed here, or the other way round. */
  const settle = useCallback(
    async (whose: 'mine' | 'theirs') => {
      const { data } = await query.refetch()
      if (whose === 'mine') return save(data?.revision)
      typed.latest = null
      setMine(null)
      setError(null)
      setState('saved')
      return true
    },
    [query, save],
  )
  return {
    query,
    framework: mine ?? query.data?.framework ?? null,
    change,
    state,
    error,
    saveNow: () => save(),
    settle,
  }
}

export const languageNames: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
}
const all = ['en', 'de', 'es', 'fr'] as const
export const isLanguage = (value: string): Language => all.find((l) => l === value) ?? 'en'

/** Words in one language, else in another that has them. */
export function wordsIn<T>(
  texts: Partial<Record<Language, T>>,
  language: Language,
  written: (text: T) => string,
): string {
  for (const l of [language, ...all]) {
    const text = texts[l]
    if (text !== undefined && written(text)) return written(text)
  }
  return ''
}
export const nameIn = (item: { texts: Partial<Record<Language, { name: string }>> }, language: Language): string =>
  wordsIn(item.texts, language, (t) => t.name)

export function moved<T>(items: readonly T[], at: number, by: number): T[] {
  const next = [...items]
  const [one] = next.splice(at, 1)
  next.splice(at + by, 0, one!)
  return next
}
