/** One question at the desk: take it, answer it, make an entry of the library of it. */
import { Button, Select, Textarea } from '@mantine/core'
import { IconBooks, IconLock } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskTopic } from '../../contract/desk.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import { Go } from '../ui/link.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { placeWord } from '../shell/places.ts'
import { AnswerFold } from './answer-fold.tsx'
import classes from './hypercare.module.css'
import { Messages } from './messages.tsx'
import { StateWord } from './state-word.tsx'
import { topicOptions } from './topics.ts'

type Question = Answer<'desk.question'>
const stale = ['desk.question', 'desk.questions', 'desk.topics', 'week.get'] as const

export function QuestionPanel() {
  const { t } = useTranslation('hypercare')
  const { questionId = '' } = useParams({ strict: false }) as { questionId?: string }
  const query = useOperation('desk.question', { questionId })
  return (
    <SidePanel
      title={query.data?.title ?? t('desk.question')}
      kind={t('desk.question')}
      back="/program/desk"
      size="wide"
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={6} />}>
        {(question) => <Body key={question.id} question={question} />}
      </Loaded>
    </SidePanel>
  )
}

function Body({ question }: { question: Question }) {
  const { t } = useTranslation('hypercare')
  const { t: shell } = useTranslation('shell')
  const f = useFormat()
  const { state, id: questionId } = question
  const waits = state.is === 'open' || state.is === 'taken'
  const take = useAct('desk.take', { invalidates: stale, showsProblem: true })
  const close = useAct('desk.close', { invalidates: stale, done: t('panel.closed') })
  return (
    <div className={classes.panel}>
      <div className={classes.stateLine}>
        <StateWord state={state} late={question.late} />
        {waits ? <span>{t('panel.due', { at: f.instant(state.dueAt) })}</span> : null}
        {state.is === 'taken' ? (
          <span>{question.mine ? t('panel.yours') : t('panel.takenBy', { name: state.by.name })}</span>
        ) : null}
      </div>
      {question.private ? (
        <Note tone="accent" title={t('private')}>
          <IconLock size={14} aria-hidden /> {t('panel.private')}
        </Note>
      ) : null}
      {question.byMail ? (
        <Note tone={question.private ? 'accent' : 'warn'}>
          {t(question.private ? 'panel.byMailPrivate' : 'panel.byMail', { name: question.asker.name })}
        </Note>
      ) : null}
      <div className={classes.asker}>
        <Person person={question.asker} link />
        {question.place ? (
          <span className={classes.quiet}>
            {t('panel.from', { place: shell(placeWord(question.place), { defaultValue: question.place }) })}
          </span>
        ) : null}
      </div>
      {question.messages.length > 0 ? (
        <Messages messages={question.messages} />
      ) : (
        <p className={classes.quiet}>{t('panel.titleAlone')}</p>
      )}
      <Reply question={question} waits={waits} />
      {take.error ? <ProblemNote small error={take.error} /> : null}
      <div className={classes.acts}>
        {waits ? (
          <Button
            variant="default"
            loading={take.isPending}
            onClick={() =>
              take.mutate({ questionId, taken: !question.mine, holder: state.is === 'taken' ? state.by.id : null })
            }
          >
            {question.mine
              ? t('panel.giveBack')
              : state.is === 'taken'
                ? t('panel.takeOver', { name: state.by.name })
                : t('panel.take')}
          </Button>
        ) : null}
        {state.is === 'answered' ? (
          <Button variant="default" loading={close.isPending} onClick={() => close.mutate({ questionId })}>
            {t('panel.close')}
          </Button>
        ) : null}
        {!question.private && question.messages.some((m) => m.role) ? (
          <Button
            component={Go}
            to="/program/answers/new"
            search={{ question: questionId }}
            variant="default"
            leftSection={<IconBooks size={16} aria-hidden />}
          >
            {t('panel.keep')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

/** What the library says already, so that nobody writes it twice. */
function Known({
  title,
  onUse,
}: {
  title: string
  onUse: (answer: Answer<'desk.answers'>['answers'][number]) => void
}) {
  const { t } = useTranslation('hypercare')
  const found = useOperation(
    'desk.answers',
    { search: title },
    { staleTime: 60_000, select: (a) => a.answers.slice(0, 2) },
  )
  if (!found.data || found.data.length === 0) return null
  return (
    <section className={classes.found} aria-label={t('panel.known')}>
      <h3>{t('panel.known')}</h3>
      {found.data.map((one) => (
        <AnswerFold key={one.id} answer={one} asks={false}>
          <Button size="compact-sm" variant="default" onClick={() => onUse(one)}>
            {t('panel.use')}
            <span className="spoken">: {one.question}</span>
          </Button>
        </AnswerFold>
      ))}
    </section>
  )
}

function Reply({ question, waits }: { question: Question; waits: boolean }) {
  const { t } = useTranslation('hypercare')
  const draft = useDraft(`desk-reply:${question.id}`, '')
  const [topic, setTopic] = useState<DeskTopic | null>(question.topic)
  const reply = useAct('desk.reply', {
    invalidates: [...stale, 'desk.library'],
    showsProblem: true,
    onDone: draft.clear,
    done: t('panel.sent'),
  })
  return (
    <form
      className={classes.reply}
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.value.trim() && topic)
          reply.mutate({
            questionId: question.id,
            words: draft.value,
            topic,
            seen: question.messages.at(-1)?.id ?? null,
          })
      }}
    >
      {waits ? (
        <Known
          title={question.title}
          onUse={(one) => {
            draft.set((old) => (old.trim() ? `${old.trimEnd()}\n\n${one.answer}` : one.answer))
            setTopic((old) => old ?? one.topic)
          }}
        />
      ) : null}
      <Textarea
        label={t('panel.answer')}
        description={t('panel.answerSays', { name: question.asker.name })}
        autosize
        minRows={3}
        maxLength={4000}
        value={draft.value}
        onChange={(e) => draft.set(e.currentTarget.value)}
      />
      <Select
        label={t('panel.topic')}
        placeholder={t('panel.topicChoose')}
        data={topicOptions(t)}
        value={topic}
        allowDeselect={false}
        onChange={(value) => setTopic(value as DeskTopic)}
      />
      {reply.error ? <ProblemNote small error={reply.error} /> : null}
      <div>
        <Button type="submit" disabled={!draft.value.trim() || !topic} loading={reply.isPending}>
          {t('panel.send')}
        </Button>
      </div>
    </form>
  )
}
