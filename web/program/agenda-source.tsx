/** An agenda of the company's own that began as one of the library: in all the languages that the library has it in, and what is different since. */
import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnAgenda } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import { call, sentenceOf, useOperation } from '../api.ts'
import { Newer } from '../ui/newer.tsx'
import { toast } from '../ui/toasts.tsx'
import { languages } from '../words.ts'
import { languageOf } from './language.ts'

type Topics = OwnAgenda['topics']

/** The library's agenda as it is now; null where it has none of this name any more. */
async function fromLibrary(id: string): Promise<Required<Pick<OwnAgenda, 'topics' | 'fromVersion'>> | null> {
  const shelves = await Promise.all(
    languages.map(async (language) => {
      const { items } = await call('library.agendas', { language })
      return [language, items.find((one) => one.id === id)] as const
    }),
  )
  const found = shelves.flatMap(([language, agenda]) => (agenda ? [{ language, agenda }] : []))
  const first = found[0]?.agenda
  if (!first) return null
  const said = (topic: string, part: 'ask' | 'hint') =>
    Object.fromEntries(
      found.map(({ language, agenda }) => [language, agenda.topics.find((one) => one.id === topic)?.[part] ?? '']),
    )
  const topics: Topics = first.topics.map((one) => ({
    id: one.id,
    by: one.by,
    ask: said(one.id, 'ask'),
    hint: said(one.id, 'hint'),
  }))
  return { topics, fromVersion: first.version }
}

/** Begins an own agenda with one of the library. */
export function BeginAgenda({ disabled, onBegin }: { disabled: boolean; onBegin: (agenda: OwnAgenda) => void }) {
  const { t, i18n } = useTranslation('program')
  const shelf = useOperation('library.agendas', { language: languageOf(i18n.language) })
  const [busy, setBusy] = useState(false)
  const begin = async (from: string, title: string) => {
    setBusy(true)
    try {
      const found = await fromLibrary(from)
      if (found) onBegin({ id: crypto.randomUUID(), name: title.slice(0, 60).trim(), from, ...found })
    } catch (error) {
      toast({ message: sentenceOf(error), tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          disabled={disabled || !shelf.data}
          loading={busy}
          leftSection={<IconPlus size={14} aria-hidden />}
        >
          {t('elements.beginAgenda')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(shelf.data?.items ?? []).map((one) => (
          <Menu.Item key={one.id} onClick={() => void begin(one.id, one.title)}>
            {one.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The library has a later version than the one that this agenda began as. */
export function NewerAgenda({
  agenda,
  language,
  change,
}: {
  agenda: OwnAgenda
  language: Language
  change: (next: OwnAgenda) => void
}) {
  const { t } = useTranslation('program')
  const shelf = useOperation('library.agendas', { language }, { enabled: agenda.from !== undefined })
  const now = shelf.data?.items.find((one) => one.id === agenda.from)
  if (!now) return null
  const said = (topics: readonly { id: string; ask: string; hint: string }[]) =>
    topics.map(({ id, ask, hint }, at) => ({
      id,
      label: t('elements.question', { number: at + 1 }),
      words: [ask, hint].filter(Boolean).join('\n'),
    }))
  return (
    <Newer
      made={{ began: agenda.fromVersion, now: now.version }}
      ours={said(
        agenda.topics.map(({ id, ask, hint }) => ({ id, ask: ask[language] ?? '', hint: hint[language] ?? '' })),
      )}
      theirs={said(now.topics)}
      language={language}
      whole
      onTake={async () => {
        const found = await fromLibrary(now.id)
        if (found) change({ ...agenda, ...found })
        return () => change(agenda)
      }}
      onKeep={() => change({ ...agenda, fromVersion: now.version })}
    />
  )
}
