/** Answering a request: who reads it first, then the questions; or not, with one click. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { useDraft } from '../ui/draft.ts'
import { useGo } from '../ui/link.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { requestReads, type Request } from './acts.ts'
import { ModeBox, useModeFacts } from './modes.tsx'
import { AidSwitch, useAid, Writer } from './writer.tsx'
import writing from '../ui/writing.module.css'

export function AnswerForm({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  const go = useGo()
  const facts = useModeFacts(q)
  const me = useMe()
  const [aid, setAid] = useAid()
  const said = useDraft<Record<string, string>>(`feedback-answer:${q.id}`, {})
  const [tried, setTried] = useState(false)
  const filled = q.questions.filter((one) => (said.value[one.id] ?? '').trim())
  const away = (answered: unknown) => {
    said.clear(answered)
    void go('/feedback', { search: { box: 'answer' } })
  }
  const answer = useAct('feedback.answer', {
    invalidates: requestReads,
    showsProblem: true,
    done: t(q.mode === 'anonymous' ? 'done.sealed' : 'done.answered'),
    onDone: away,
  })
  const decline = useAct('feedback.decline', {
    invalidates: requestReads,
    done: t('done.declined', { name: q.askedBy.name }),
    onDone: away,
  })
  return (
    <form
      className={writing.form}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (filled.length === 0) return
        answer.mutate({
          requestId: q.id,
          answers: filled.map((one) => ({ questionId: one.id, words: said.value[one.id]!.trim() })),
        })
      }}
    >
      <ModeBox
        title={t('whoReads')}
        facts={{ ...facts, own: false, about: facts.own ? me.person.name : facts.about }}
      />
      {q.questions.map((one) => (
        <Writer
          key={one.id}
          label={one.ask}
          hint={one.hint}
          aid={aid}
          value={said.value[one.id] ?? ''}
          onChange={(words) => said.set((old) => ({ ...old, [one.id]: words }))}
          error={tried && filled.length === 0 ? t('give.empty') : undefined}
        />
      ))}
      <AidSwitch on={aid} set={setAid} />
      {answer.error ? <ProblemNote small error={answer.error} /> : null}
      <div className={writing.buttons}>
        <Button type="submit" loading={answer.isPending}>
          {t('answer.send')}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          loading={decline.isPending}
          onClick={() => decline.mutate({ requestId: q.id })}
        >
          {t('answer.decline')}
        </Button>
      </div>
      <p className={writing.small}>{t('answer.declineSays')}</p>
    </form>
  )
}
