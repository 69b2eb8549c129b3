/** Where a text of ours comes from: in all the languages that the library has it in, and what the library says differently since. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Policy } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import { call, sentenceOf, useOperation } from '../api.ts'
import { type Change, Diff } from '../ui/diff.tsx'
import { Note } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
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
export function Newer({
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
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const now = policy.from === null ? undefined : shelf.data?.items.find((one) => one.id === policy.from)
  const ours = policy.texts[language]
  // What was begun before versions were remembered began as the first.
  if (!now || now.version <= (policy.fromVersion ?? 1)) return null
  const changes = (['title', 'body'] as const).flatMap((part): Change[] =>
    ours?.[part] === now[part]
      ? []
      : [{ id: part, label: t(`policies.${part}`), kind: 'changed', before: ours?.[part] ?? '', after: now[part] }],
  )
  if (changes.length === 0) return null
  const take = async () => {
    setBusy(true)
    try {
      const found = await fromLibrary(now.id)
      const before = { texts: policy.texts, fromVersion: policy.fromVersion ?? 1 }
      if (!found) return
      onChange({ texts: { ...policy.texts, ...found.texts }, fromVersion: found.fromVersion })
      toast({ message: t('policies.taken'), action: { label: t('undo'), run: () => onChange(before) } })
    } catch (error) {
      toast({ message: sentenceOf(error), tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Note
        tone="accent"
        title={t('policies.newer')}
        action={
          <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'policies.hideDifference' : 'policies.difference')}
          </Button>
        }
      >
        {t('policies.newerBody')}
      </Note>
      {open ? (
        <div lang={language}>
          <Diff changes={changes} />
          <Button.Group>
            <Button variant="default" loading={busy} onClick={() => void take()}>
              {t('policies.take')}
            </Button>
            <Button variant="default" disabled={busy} onClick={() => onChange({ fromVersion: now.version })}>
              {t('policies.keep')}
            </Button>
          </Button.Group>
        </div>
      ) : null}
    </>
  )
}
