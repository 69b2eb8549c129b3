/** The knowledge check of a hand-over: what is right is known here only after it was answered. */
import { Button, Radio } from '@mantine/core'
import { IconCircleCheckFilled, IconInfoCircle } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { staleHypercare } from './criteria.tsx'
import classes from './hypercare.module.css'

export function CheckPage() {
  const { t } = useTranslation('hypercare')
  const { waveId = '' } = useParams({ strict: false }) as { waveId?: string }
  const query = useOperation('handover.questions', { waveId }, { staleTime: 3_600_000 })
  return (
    <Page
      title={t('check.title')}
      description={t('check.body')}
      help={t('check.help')}
      width="reading"
      back={{ to: `/program/hypercare/${waveId}/hand-over`, label: t('check.back') }}
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={12} />}>
        {(asked) => <Questions waveId={waveId} asked={asked} />}
      </Loaded>
    </Page>
  )
}

function Questions({ waveId, asked }: { waveId: string; asked: Answer<'handover.questions'> }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const [answers, setAnswers] = useState<Record<string, string>>({})
  // What came back holds for the choice that was sent, not for another one.
  const [sent, setSent] = useState<Record<string, string>>({})
  const check = useAct('handover.answer', {
    invalidates: [...staleHypercare, 'handover.questions'],
    showsProblem: true,
    onDone: (_said, input) => setSent(input.answers),
  })
  const said = new Map((check.data?.answers ?? []).map((one) => [one.id, one]))
  const passed = check.data?.passed ?? asked.passed
  const complete = asked.questions.every((one) => answers[one.id])
  return (
    <form
      className={classes.check}
      onSubmit={(event) => {
        event.preventDefault()
        if (complete) check.mutate({ waveId, answers })
      }}
    >
      {asked.questions.map((one, i) => {
        const back = sent[one.id] === answers[one.id] ? said.get(one.id) : undefined
        return (
          <div key={one.id} className={classes.checkQuestion}>
            <Radio.Group
              label={t('check.numbered', { n: f.number(i + 1), ask: one.ask })}
              value={answers[one.id] ?? ''}
              onChange={(value) => setAnswers((old) => ({ ...old, [one.id]: value }))}
            >
              <div className={classes.choices}>
                {one.choices.map((choice) => (
                  <Radio key={choice.id} value={choice.id} label={choice.words} />
                ))}
              </div>
            </Radio.Group>
            {back ? (
              <p className={classes.back} data-right={back.right || undefined} role="status">
                {back.right ? (
                  <IconCircleCheckFilled size={18} aria-hidden />
                ) : (
                  <IconInfoCircle size={18} stroke={1.6} aria-hidden />
                )}
                <span>{back.feedback}</span>
              </p>
            ) : null}
          </div>
        )
      })}
      {check.error ? <ProblemNote small error={check.error} /> : null}
      {passed ? (
        <Note
          tone="good"
          title={t('check.passed')}
          action={
            <Button component={Go} to={`/program/hypercare/${waveId}/hand-over`} variant="default">
              {t('check.back')}
            </Button>
          }
        >
          {t('check.passedBody')}
        </Note>
      ) : (
        <div className={classes.send}>
          <Button type="submit" disabled={!complete} loading={check.isPending}>
            {t(check.data ? 'check.again' : 'check.send')}
          </Button>
          {check.data && !check.data.passed ? <p className={classes.quiet}>{t('check.notYet')}</p> : null}
        </div>
      )}
    </form>
  )
}
