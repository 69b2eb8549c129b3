/** What one hears, said without names: a topic, a short note, words as they were said. A name is pointed at before it is sent. */
import { Button, Select, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeardTopic } from '../../contract/champions.ts'
import { useAct } from '../api.ts'
import form from '../ui/form.module.css'
import { useDraft } from '../ui/draft.ts'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { topicOptions } from './topics.ts'

const empty = { topic: null as HeardTopic | null, words: '', quote: '' }

export function Hear({ weeks }: { weeks: number }) {
  const { t } = useTranslation('champions')
  const f = useFormat()
  const draft = useDraft('champion-heard', empty)
  const { topic, words, quote } = draft.value
  /** What looked like names in the text as it stands; null: not looked at yet. */
  const [names, setNames] = useState<{ of: string; found: readonly string[] } | null>(null)
  const text = `${words}\n${quote}`
  const look = useAct('champions.names', { showsProblem: true })
  const tell = useAct('champions.tell', {
    invalidates: ['champions.mine'],
    showsProblem: true,
    done: t('hear.kept'),
    onDone: (answer) => {
      draft.clear(answer)
      setNames(null)
    },
  })
  const pointed = names && names.of === text ? names.found : []
  const send = (anyway: boolean) => {
    if (!topic || !words.trim()) return
    if (anyway) return tell.mutate({ topic, words, quote })
    look.mutate(
      { words: text },
      {
        onSuccess: ({ looksLike }) => {
          if (looksLike.length === 0) tell.mutate({ topic, words, quote })
          else setNames({ of: text, found: looksLike })
        },
      },
    )
  }
  return (
    <form
      className={`${form.form} ${form.inside}`}
      onSubmit={(event) => {
        event.preventDefault()
        send(false)
      }}
    >
      <Select
        label={t('hear.topic')}
        placeholder={t('hear.topicChoose')}
        data={topicOptions(t)}
        value={topic}
        allowDeselect={false}
        onChange={(value) => draft.set((old) => ({ ...old, topic: value as HeardTopic }))}
      />
      <Textarea
        label={t('hear.words')}
        description={t('hear.wordsSays')}
        placeholder={t('hear.example')}
        autosize
        minRows={3}
        maxLength={1000}
        value={words}
        onChange={(e) => draft.set((old) => ({ ...old, words: e.currentTarget.value }))}
      />
      <TextInput
        label={t('hear.quote')}
        maxLength={400}
        value={quote}
        onChange={(e) => draft.set((old) => ({ ...old, quote: e.currentTarget.value }))}
        autoComplete="off"
      />
      {pointed.length > 0 ? (
        <div role="alert">
          <Note
            tone="warn"
            title={t('hear.names', {
              count: pointed.length,
              names: f.list(pointed.map((one) => t('hear.quoted', { name: one }))),
            })}
          >
            {t('hear.namesBody')}
          </Note>
        </div>
      ) : null}
      {(tell.error ?? look.error) ? <ProblemNote small error={tell.error ?? look.error} /> : null}
      <div className={form.acts}>
        {pointed.length > 0 ? (
          <Button variant="default" loading={tell.isPending} onClick={() => send(true)}>
            {t('hear.noName')}
          </Button>
        ) : (
          <Button type="submit" disabled={!topic || !words.trim()} loading={look.isPending || tell.isPending}>
            {t('hear.send')}
          </Button>
        )}
      </div>
      <p className={form.quiet}>{t('hear.promise')}</p>
      {weeks > 0 ? <p className={form.quiet}>{t('hear.weeks', { count: weeks, n: f.number(weeks) })}</p> : null}
    </form>
  )
}
