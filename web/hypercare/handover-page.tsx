/** Handing a wave over: what is there, which risks stay, who signs. */
import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconDownload, IconSignature } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HandoverState } from '../../contract/hypercare.ts'
import { addressOf, useAct, useOperation } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import { Criteria, staleHypercare } from './criteria.tsx'
import classes from './hypercare.module.css'

export function HandoverPage() {
  const { waveId = '' } = useParams({ strict: false }) as { waveId?: string }
  const query = useOperation('handover.get', { waveId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(state) => <One key={state.wave.id} state={state} />}
    </Loaded>
  )
}

function One({ state }: { state: HandoverState }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const [asking, setAsking] = useState(false)
  const waveId = state.wave.id
  const sign = useAct('handover.sign', {
    invalidates: staleHypercare,
    showsProblem: true,
    done: (after) => t(after.stage === 'handed_over' ? 'sign.complete' : 'sign.done'),
    onDone: () => setAsking(false),
  })
  const done = state.stage === 'handed_over'
  return (
    <Page
      title={t(done ? 'handover.doneTitle' : 'handover.title', { wave: state.wave.name })}
      help={t('handover.help')}
      description={done ? t('handover.doneBody') : t('handover.body')}
      back={{ to: `/program/hypercare/${waveId}`, label: state.wave.name }}
      action={
        done ? (
          <Button
            component="a"
            href={addressOf('handover.record', { waveId })}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('handover.pdf')}
          </Button>
        ) : state.maySign ? (
          <Button leftSection={<IconSignature size={16} aria-hidden />} onClick={() => setAsking(true)}>
            {t('sign.do')}
          </Button>
        ) : undefined
      }
    >
      {done ? (
        <Note tone="good" title={t('stage.handed_over', { day: f.day(state.handedOverOn!, 'long') })}>
          {t('handover.kept')}
        </Note>
      ) : (
        <Section title={t('handover.steps')}>
          <Checks
            checks={state.steps.map((step) => ({
              id: step.id,
              state: step.done ? 'pass' : 'fail',
              label: t(`step.${step.id}`),
              detail: stepSays(step.id),
              action: stepAct(step.id, step.done),
            }))}
          />
        </Section>
      )}
      <Section title={t('criteria.title')} description={t(done ? 'criteria.then' : 'criteria.must')}>
        <Criteria waveId={waveId} criteria={state.criteria} today={state.today} mayWaive={state.mayManage} />
      </Section>
      <Risks state={state} />
      <Section title={t('sign.title')} description={t('sign.body')}>
        {state.unnamed.length > 0 ? (
          <div className={classes.inside}>
            <Note
              tone="warn"
              title={t('sign.unnamed', { who: f.list(state.unnamed.map((part) => t(`part.${part}`))) })}
            >
              {t('sign.unnamedBody')}
            </Note>
          </div>
        ) : null}
        <ul className={classes.signatures}>
          {state.signatures.map((one) => (
            <li key={one.part}>
              <Person person={one.person} detail={t(`part.${one.part}`)} link />
              {one.signedAt ? (
                <State tone="good" icon={<IconCheck size={14} aria-hidden />}>
                  {t('sign.signed')} <When at={one.signedAt} style="short" />
                </State>
              ) : (
                <State tone="quiet">{t(one.mine ? 'sign.yours' : 'sign.open')}</State>
              )}
            </li>
          ))}
        </ul>
      </Section>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('sign.ask', { wave: state.wave.name })}
        confirm={t('sign.confirm')}
        onConfirm={() => sign.mutate({ waveId })}
        busy={sign.isPending}
        error={sign.error}
      >
        <p>{t('sign.says')}</p>
      </ConfirmDialog>
    </Page>
  )

  function stepSays(id: HandoverState['steps'][number]['id']): string {
    switch (id) {
      case 'days':
        return t('step.daysSays', {
          day: f.number(state.day),
          days: f.number(state.days),
          on: f.day(state.overOn, 'long'),
        })
      case 'criteria':
        return t('met', { count: state.of, met: f.number(state.met), of: f.number(state.of) })
      case 'check':
        return state.check.passed
          ? t('step.checkPassed', { name: state.check.passed.by.name, day: f.dayAt(state.check.passed.at, 'short') })
          : t('step.checkSays', { count: state.check.questions, n: f.number(state.check.questions) })
      case 'risks':
        return state.risks.length === 0 ? t('step.risksNone') : t('step.risksSays', { count: state.risks.length })
    }
  }
  function stepAct(id: HandoverState['steps'][number]['id'], passed: boolean) {
    if (id !== 'check' || passed || !state.check.mine) return null
    return (
      <Button component={Go} to={`/program/hypercare/${waveId}/check`} size="compact-sm" variant="default">
        {t('step.checkAct')}
      </Button>
    )
  }
}

function Risks({ state }: { state: HandoverState }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const [words, setWords] = useState('')
  const waveId = state.wave.id
  const name = useAct('handover.nameRisk', {
    invalidates: staleHypercare,
    showsProblem: true,
    onDone: () => setWords(''),
  })
  const accept = useAct('handover.acceptRisk', { invalidates: staleHypercare, done: t('risk.acceptedDone') })
  const remove = useAct('handover.removeRisk', { invalidates: staleHypercare, done: t('risk.removed') })
  return (
    <Section title={t('risk.title')} description={t('risk.body')}>
      {state.risks.length === 0 ? (
        <Empty small title={t('risk.none')}>
          {state.mayManage ? t('risk.noneBody') : null}
        </Empty>
      ) : (
        <ul className={classes.risks}>
          {state.risks.map((one) => (
            <li key={one.id}>
              <span className={classes.rowWords}>
                <span dir="auto">{one.words}</span>
                <span className={classes.quiet}>
                  {one.accepted
                    ? t('risk.accepted', { name: one.accepted.by.name, day: f.dayAt(one.accepted.at, 'short') })
                    : t('risk.named', { name: one.by.name })}
                </span>
              </span>
              <span className={classes.acts}>
                {state.mayAccept && !one.accepted ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={accept.isPending}
                    onClick={() => accept.mutate({ waveId, riskId: one.id })}
                  >
                    {t('risk.accept')}
                  </Button>
                ) : null}
                {state.mayManage ? (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    loading={remove.isPending}
                    onClick={() => remove.mutate({ waveId, riskId: one.id })}
                  >
                    {t('risk.remove')}
                  </Button>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      {state.mayManage ? (
        <form
          className={classes.length}
          onSubmit={(event) => {
            event.preventDefault()
            if (words.trim()) name.mutate({ waveId, words })
          }}
        >
          <TextInput
            label={t('risk.add')}
            maxLength={500}
            value={words}
            placeholder={t('risk.example')}
            onChange={(e) => setWords(e.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!words.trim()} loading={name.isPending}>
            {t('risk.name')}
          </Button>
          {name.error ? <ProblemNote small error={name.error} /> : null}
        </form>
      ) : null}
    </Section>
  )
}
