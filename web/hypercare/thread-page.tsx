/** One's own question: what was said, and asking again. */
import { Button, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import classes from './hypercare.module.css'
import { Messages } from './messages.tsx'
import { StateWord } from './state-word.tsx'

const stale = ['desk.thread', 'desk.mine'] as const

export function ThreadPage() {
  const { questionId = '' } = useParams({ strict: false }) as { questionId?: string }
  const query = useOperation('desk.thread', { questionId }, { every: 60_000 })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(thread) => <One thread={thread} />}
    </Loaded>
  )
}

function One({ thread }: { thread: Answer<'desk.thread'> }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const { state } = thread
  const draft = useDraft(`desk:${thread.id}`, '')
  const follow = useAct('desk.follow', {
    invalidates: stale,
    showsProblem: true,
    onDone: draft.clear,
    done: t('thread.sent'),
  })
  const settle = useAct('desk.settle', { invalidates: stale, done: t('thread.settled') })
  const waits = state.is === 'open' || state.is === 'taken'
  return (
    <Page
      title={thread.title}
      width="reading"
      help={t('thread.help')}
      back={{ to: '/ask', label: t('ask.back') }}
      description={
        <span className={classes.stateLine}>
          <StateWord state={state} />
          {state.is === 'open' ? <span>{t('thread.open', { at: f.instant(state.dueAt) })}</span> : null}
          {state.is === 'taken' ? (
            <span>{t('thread.taken', { name: state.by.name, at: f.instant(state.dueAt) })}</span>
          ) : null}
          {thread.private ? <span>{t('thread.private')}</span> : null}
        </span>
      }
      action={
        state.is === 'answered' ? (
          <Button loading={settle.isPending} onClick={() => settle.mutate({ questionId: thread.id })}>
            {t('thread.settle')}
          </Button>
        ) : undefined
      }
      more={
        waits ? (
          <Button variant="default" loading={settle.isPending} onClick={() => settle.mutate({ questionId: thread.id })}>
            {t('thread.withdraw')}
          </Button>
        ) : undefined
      }
    >
      {thread.messages.length > 0 ? (
        <Messages messages={thread.messages} />
      ) : (
        <p className={classes.quiet}>
          {t('thread.nothing')} <When at={thread.askedAt} />
        </p>
      )}
      <form
        className={classes.reply}
        onSubmit={(event) => {
          event.preventDefault()
          if (draft.value.trim()) follow.mutate({ questionId: thread.id, words: draft.value })
        }}
      >
        <Textarea
          label={t(waits ? 'thread.add' : 'thread.again')}
          {...(state.is === 'closed' ? { description: t('thread.reopens') } : {})}
          autosize
          minRows={2}
          maxLength={4000}
          value={draft.value}
          onChange={(e) => draft.set(e.currentTarget.value)}
        />
        {follow.error ? <ProblemNote small error={follow.error} /> : null}
        <div>
          <Button type="submit" variant="default" disabled={!draft.value.trim()} loading={follow.isPending}>
            {t('thread.send')}
          </Button>
        </div>
      </form>
    </Page>
  )
}
