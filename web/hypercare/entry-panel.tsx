/** An answer of the library, written in one language or in several. */
import { Button, Select, TextInput, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskEntry, DeskTopic } from '../../contract/desk.ts'
import { call, queryClient, useAct, useOperation, type Answer } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Newer } from '../ui/newer.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { languages } from '../words.ts'
import classes from './hypercare.module.css'
import { topicOptions } from './topics.ts'

type Language = keyof DeskEntry['texts']
type Texts = DeskEntry['texts']
type Shipped = Answer<'desk.library'>['shipped'][number]
const stale = ['desk.library', 'desk.answers'] as const
const back = '/program/answers'

export function NewEntryPanel() {
  const { t, i18n } = useTranslation('hypercare')
  const go = useGo()
  const [{ question: questionId, faq }] = useAddress<{ question?: string; faq?: string }>()
  const ours = useOperation(
    'desk.library',
    {},
    { enabled: Boolean(faq), select: (a) => a.shipped.find((one) => one.id === faq) ?? null },
  )
  const query = useOperation('desk.question', { questionId: questionId ?? '' }, { enabled: Boolean(questionId) })
  const keep = useAct('desk.keep', {
    invalidates: stale,
    showsProblem: true,
    done: t('entry.kept'),
    onDone: (entry) => void go(`${back}/${entry.id}`, { replace: true }),
  })
  const language = i18n.language.slice(0, 2) as Language
  const form = (from: Answer<'desk.question'> | null, shipped: Shipped | null = null) => (
    <Form
      first={{
        topic: shipped?.topic ?? from?.topic ?? null,
        texts: shipped
          ? shipped.texts
          : from
            ? { [language]: { question: from.title, answer: from.messages.findLast((m) => m.role)?.words ?? '' } }
            : {},
      }}
      language={language}
      act={{ label: t('entry.keep'), pending: keep.isPending, error: keep.error }}
      onSave={(topic, texts) =>
        keep.mutate({ topic, texts, ...(questionId ? { questionId } : {}), ...(shipped ? { faq: shipped.id } : {}) })
      }
    >
      {from ? (
        <Note tone="warn" title={t('entry.nameless')}>
          {t('entry.namelessBody', { name: from.asker.name })}
        </Note>
      ) : null}
      {shipped ? <Note title={t('shipped.from')}>{t('shipped.fromBody')}</Note> : null}
    </Form>
  )
  return (
    <SidePanel title={t('entry.new')} kind={t('desk.library')} back={back} size="wide">
      {faq ? (
        <Loaded query={ours} skeleton={<TextSkeleton lines={6} />}>
          {(shipped) => form(null, shipped)}
        </Loaded>
      ) : questionId ? (
        <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
          {(from) => form(from)}
        </Loaded>
      ) : (
        form(null)
      )}
    </SidePanel>
  )
}

export function EntryPanel() {
  const { t } = useTranslation('hypercare')
  const { entryId = '' } = useParams({ strict: false }) as { entryId?: string }
  const query = useOperation(
    'desk.library',
    {},
    {
      select: ({ entries, shipped }) => {
        const entry = entries.find((one) => one.id === entryId)
        return entry ? { entry, ours: shipped.find((one) => one.id === entry.faq) ?? null } : null
      },
    },
  )
  return (
    <SidePanel title={t('entry.title')} kind={t('desk.library')} back={back} size="wide">
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {(found) =>
          found ? (
            <Known key={`${found.entry.id} ${found.entry.version}`} {...found} />
          ) : (
            <Empty small title={t('entry.gone')}>
              {t('entry.goneBody')}
            </Empty>
          )
        }
      </Loaded>
    </SidePanel>
  )
}

function Known({ entry, ours }: { entry: DeskEntry; ours: Shipped | null }) {
  const { t, i18n } = useTranslation('hypercare')
  const f = useFormat()
  const go = useGo()
  const save = useAct('desk.rewrite', { invalidates: stale, showsProblem: true, done: t('entry.saved') })
  const retire = useAct('desk.retire', {
    invalidates: stale,
    done: t('entry.retired'),
    undo: () => call('desk.restore', { entryId: entry.id }),
    onDone: () => void go(back, { search: true }),
  })
  const own = i18n.language.slice(0, 2) as Language
  const first = entry.texts[own] ? own : ((languages as readonly Language[]).find((one) => entry.texts[one]) ?? own)
  return (
    <Form
      first={{ topic: entry.topic, texts: entry.texts }}
      language={first}
      act={{ label: t('entry.save'), pending: save.isPending, error: save.error }}
      onSave={(topic, texts) => save.mutate({ entryId: entry.id, topic, texts, version: entry.version })}
      above={(language) => (ours ? <NewerAnswer entry={entry} ours={ours} language={language} /> : null)}
      more={
        <Button variant="default" loading={retire.isPending} onClick={() => retire.mutate({ entryId: entry.id })}>
          {t('entry.retire')}
        </Button>
      }
    >
      <p className={classes.quiet}>
        {t('entry.by', { name: entry.writtenBy.name, day: f.dayAt(entry.writtenAt, 'short'), version: entry.version })}
        {' · '}
        {t('library.counts', { count: entry.opened, opened: f.number(entry.opened), helped: f.number(entry.helped) })}
        {entry.notHelped > 0
          ? ` · ${t('entry.notHelped', { count: entry.notHelped, n: f.number(entry.notHelped) })}`
          : ''}
      </p>
    </Form>
  )
}

/** The library answers the question in a later version than the one that this answer began as. */
function NewerAnswer({ entry, ours, language }: { entry: DeskEntry; ours: Shipped; language: Language }) {
  const { t } = useTranslation('hypercare')
  const { topic, texts } = entry
  const own = texts[language]
  // What it cannot say of this program stands there as a field.
  if (!own || Object.values(ours.texts).some((text) => `${text.question}${text.answer}`.includes('{{'))) return null
  const said = (text: { question: string; answer: string }) =>
    (['question', 'answer'] as const).map((id) => ({ id, label: t(`entry.${id}`), words: text[id] }))
  const write = async (next: Texts, version: number, fromVersion: number) => {
    const saved = await call('desk.rewrite', { entryId: entry.id, topic, texts: next, version, fromVersion })
    await Promise.all(stale.map((read) => queryClient.invalidateQueries({ queryKey: [read] })))
    return saved
  }
  return (
    <Newer
      made={{ began: entry.fromVersion, now: ours.version }}
      ours={said(own)}
      theirs={said(ours.texts[language])}
      language={language}
      whole
      onTake={async () => {
        const { version } = await write(ours.texts, entry.version, ours.version)
        return () => write(texts, version, entry.fromVersion ?? 1)
      }}
      onKeep={() => write(texts, entry.version, ours.version)}
    />
  )
}

function Form({
  first,
  language: firstLanguage,
  act,
  onSave,
  above,
  more,
  children,
}: {
  first: { topic: DeskTopic | null; texts: Texts }
  language: Language
  act: { label: string; pending: boolean; error: unknown }
  onSave: (topic: DeskTopic, texts: Texts) => void
  /** Stands above the words of the language that is shown. */
  above?: (language: Language) => React.ReactNode
  more?: React.ReactNode
  children?: React.ReactNode
}) {
  const { t } = useTranslation('hypercare')
  const languageName = useLanguageName()
  const [topic, setTopic] = useState(first.topic)
  const [texts, setTexts] = useState(first.texts)
  const [language, setLanguage] = useState(firstLanguage)
  const text = texts[language] ?? { question: '', answer: '' }
  const put = (change: Partial<typeof text>) => setTexts((old) => ({ ...old, [language]: { ...text, ...change } }))
  const written = Object.entries(texts).filter(([, one]) => one.question.trim() || one.answer.trim())
  const half = written.find(([, one]) => !one.question.trim() || !one.answer.trim())
  const missing = (languages as readonly Language[]).filter((one) => !written.some(([l]) => l === one))
  const ready = topic !== null && written.length > 0 && !half
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSave(topic, Object.fromEntries(written))
      }}
    >
      {children}
      <ViewTabs
        label={t('entry.languages')}
        value={language}
        onChange={setLanguage}
        tabs={(languages as readonly Language[]).map((value) => ({ value, label: languageName(value) }))}
      />
      {above?.(language)}
      <TextInput
        label={t('entry.question')}
        maxLength={160}
        lang={language}
        value={text.question}
        onChange={(e) => put({ question: e.currentTarget.value })}
      />
      <Textarea
        label={t('entry.answer')}
        description={t('entry.answerSays')}
        autosize
        minRows={5}
        maxLength={4000}
        lang={language}
        value={text.answer}
        onChange={(e) => put({ answer: e.currentTarget.value })}
      />
      <Select
        label={t('panel.topic')}
        placeholder={t('panel.topicChoose')}
        data={topicOptions(t)}
        value={topic}
        allowDeselect={false}
        onChange={(value) => setTopic(value as DeskTopic)}
      />
      {missing.length > 0 && written.length > 0 ? (
        <p className={classes.quiet}>{t('entry.missing', { languages: missing.map(languageName).join(', ') })}</p>
      ) : null}
      {half ? <p className={classes.quiet}>{t('entry.half', { language: languageName(half[0]) })}</p> : null}
      {act.error ? <ProblemNote small error={act.error} /> : null}
      <div className={classes.acts}>
        <Button type="submit" disabled={!ready} loading={act.pending}>
          {act.label}
        </Button>
        {more}
      </div>
    </form>
  )
}
