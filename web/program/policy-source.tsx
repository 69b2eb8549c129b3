/** Where a text of ours comes from: in all the languages that the library has it in, and what the library says differently since. */
import { useTranslation } from 'react-i18next'
import type { Policy } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import { call, useOperation } from '../api.ts'
import { Newer } from '../ui/newer.tsx'
import { languages } from '../words.ts'

/** The library's text as it is now; null where it has none of this name any more. */
export async function fromLibrary(
  id: string,
): Promise<(Pick<Policy, 'texts' | 'audience'> & { fromVersion: number }) | null> {
  const shelves = await Promise.all(
    languages.map(async (language) => [language, await call('library.policies', { language })] as const),
  )
  const found = shelves.flatMap(([language, { items }]) =>
    items.flatMap((one) => (one.id === id ? [{ ...one, language }] : [])),
  )
  const [first] = found
  if (!first) return null
  return {
    texts: Object.fromEntries(found.map(({ language, title, body }) => [language, { title, body }])),
    audience: first.audience,
    fromVersion: first.version,
  }
}

/** The library has a later version than the one that this text began as: what is different, and what to do about it. */
export function NewerPolicy({
  policy,
  language,
  onChange,
}: {
  policy: Policy
  language: Language
  onChange: (with_: Partial<Policy>) => void
}) {
  const { t } = useTranslation('program')
  const shelf = useOperation('library.policies', { language })
  const now = policy.from === null ? undefined : shelf.data?.items.find((one) => one.id === policy.from)
  if (!now) return null
  const parts = (text: { title: string; body: string } | undefined) =>
    (['title', 'body'] as const).map((id) => ({ id, label: t(`policies.${id}`), words: text?.[id] ?? '' }))
  return (
    <Newer
      made={{ began: policy.fromVersion, now: now.version }}
      ours={parts(policy.texts[language])}
      theirs={parts(now)}
      language={language}
      whole
      onTake={async () => {
        const { texts, fromVersion } = policy
        const found = await fromLibrary(now.id)
        if (found) onChange({ texts: { ...texts, ...found.texts }, fromVersion: found.fromVersion })
        return () => onChange({ texts, fromVersion: fromVersion ?? 1 })
      }}
      onKeep={() => onChange({ fromVersion: now.version })}
    />
  )
}
