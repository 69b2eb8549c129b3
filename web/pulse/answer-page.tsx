/**
 * Answering: one screen, under a minute. Who sees what stands before the first question; only the
 * button sends. Nothing of it is kept in the browser: the next person at this screen finds nothing.
 */
import { Button } from '@mantine/core'
import { IconCircleCheck, IconClock } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useAct, useOperation, type Answer } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { QuestionField, type Said } from './question-field.tsx'
import { WhoSees } from './who-sees.tsx'
import classes from './pulse.module.css'

type Form = Answer<'pulse.form'>

export function AnswerPage() {
  const { roundId = '' } = useParams({ strict: false }) as { roundId?: string }
  const form = useOperation('pulse.form', { roundId }, { staleTime: Infinity })
  return (
    <Loaded query={form} skeleton={<PageSkeleton />}>
      {(f) => (f.state === 'open' ? <Questions key={f.roundId} form={f} /> : <Over form={f} />)}
    </Loaded>
  )
}

function Over({ form }: { form: Pick<Form, 'state' | 'title'> }) {
  const { t } = useTranslation('pulse')
  const answered = form.state === 'answered'
  return (
    <Page title={form.title} width="reading">
      <Empty
        icon={answered ? <IconCircleCheck size={22} stroke={1.6} /> : <IconClock size={22} stroke={1.6} />}
        title={t(answered ? 'thanks.title' : 'closed.title')}
        action={
          <Button component={Go} to="/" variant="default">
            {t('toWeek')}
          </Button>
        }
      >
        {t(answered ? 'thanks.body' : 'closed.body')}
      </Empty>
    </Page>
  )
}

function Questions({ form }: { form: Form }) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const [said, setSaid] = useState<Record<string, Said>>({})
  const fields = useRef<HTMLDivElement>(null)
  const send = useAct('pulse.answer', { invalidates: ['pulse.mine', 'week.get', 'pulse.form'], showsProblem: true })
  const anything = Object.values(said).some((s) => s.value !== null || s.words.trim() !== '')
  const scored = form.questions.filter((q) => q.kind !== 'comment')
  const done = scored.filter((q) => said[q.id] !== undefined).length

  /** A digit answers the question that has the focus, else the first without an answer, and goes on to the next. */
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.metaKey || event.ctrlKey || event.altKey || target.matches('textarea, input[type="text"]')) return
      if (!/^\d$/.test(event.key)) return
      const all = [...(fields.current?.querySelectorAll<HTMLElement>('[data-question]') ?? [])]
      const at =
        target.closest<HTMLElement>('[data-question]') ?? all.find((field) => !field.querySelector('input:checked'))
      const input = at?.querySelector<HTMLInputElement>(`input[data-key="${event.key}"]`)
      if (!at || !input) return
      event.preventDefault()
      input.click()
      const next = all.slice(all.indexOf(at) + 1).find((field) => !field.querySelector('input:checked'))
      ;(next?.querySelector<HTMLElement>('input, textarea') ?? input).focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  if (send.isSuccess || (send.error instanceof ApiProblem && send.error.code === 'pulse_answered'))
    return <Over form={{ state: 'answered', title: form.title }} />
  return (
    <Page
      title={form.title}
      width="reading"
      description={form.intro || undefined}
      help={t('answerHelp')}
      back={{ to: '/', label: t('toWeek') }}
    >
      <WhoSees
        floor={form.floor}
        commentFloor={form.commentFloor}
        hasManager={form.hasManager}
        comments={scored.length < form.questions.length}
      />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate({
            roundId: form.roundId,
            answers: Object.entries(said).map(([questionId, { value, words }]) => ({
              questionId,
              value,
              words: words.trim(),
            })),
          })
        }}
      >
        <div ref={fields}>
          {form.questions.map((question, i) => (
            <QuestionField
              key={question.id}
              question={question}
              number={i + 1}
              said={said[question.id] ?? null}
              onSay={(next) => setSaid((old) => ({ ...old, [question.id]: next }))}
            />
          ))}
        </div>
        {send.error ? <ProblemNote small error={send.error} /> : null}
        <div className={classes.send}>
          <Button type="submit" size="md" loading={send.isPending} disabled={!anything}>
            {t('send')}
          </Button>
          <span className={classes.quiet} role="status">
            {done < scored.length
              ? t('progress', { n: f.number(done), count: scored.length })
              : t('openUntil', { day: f.day(form.closesOn, 'long') })}
          </span>
        </div>
        <p className={classes.quiet}>{t('once')}</p>
      </form>
    </Page>
  )
}
