/** What is to be mended before publishing, and what is worth a look; each line leads to its place. */
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLanguageName } from '../ui/languages.ts'
import { useFormat } from '../ui/reader.tsx'
import classes from './courses.module.css'
import type { Draft, Language } from './writing.ts'

export function Checks({
  draft,
  onOpen,
}: {
  draft: Draft
  onOpen: (lessonId: string | null, language: Language | undefined) => void
}) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const languageName = useLanguageName()
  const first = draft.languages[0]!
  const titleOf = (id: string) =>
    draft.words[`${id}/title`]?.[first] ||
    t('lessonAt', { n: f.number(draft.lessons.findIndex((l) => l.id === id) + 1) })
  // Of empty places one line a lesson: which they are is seen there.
  const seen = new Map<string, number>()
  const lines = draft.checks.flatMap((one) => {
    if (one.code !== 'words_missing') return [{ ...one, count: 1 }]
    const at = one.lessonId ?? ''
    seen.set(at, (seen.get(at) ?? 0) + 1)
    return seen.get(at) === 1 ? [{ ...one, count: 1 }] : []
  })
  const sorted = lines
    .map((one) => (one.code === 'words_missing' ? { ...one, count: seen.get(one.lessonId ?? '')! } : one))
    .toSorted((a, b) => Number(b.weight === 'stop') - Number(a.weight === 'stop'))
  return (
    <section className={classes.checks} aria-label={t('checks')}>
      <h2>{t('checks')}</h2>
      {sorted.length === 0 ? (
        <p className={classes.fine}>
          <IconCircleCheck size={18} aria-hidden /> {t('noChecks')}
        </p>
      ) : (
        <ul>
          {sorted.map((one, i) => (
            <li key={i} data-weight={one.weight}>
              {one.weight === 'stop' ? (
                <IconAlertTriangle size={18} role="img" aria-label={t('stop')} />
              ) : (
                <IconInfoCircle size={18} role="img" aria-label={t('look')} />
              )}
              <button
                type="button"
                className={classes.check}
                onClick={() => onOpen(one.lessonId, one.language ?? undefined)}
              >
                {t(`check.${one.code}`, {
                  lesson: one.lessonId ? titleOf(one.lessonId) : t('about'),
                  language: one.language ? languageName(one.language) : '',
                  first: languageName(first),
                  value: one.value ?? '',
                  count: one.code === 'words_missing' ? one.count : Number(one.value) || 1,
                  n: f.number(one.code === 'words_missing' ? one.count : Number(one.value) || 1),
                })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
