/** One survey: a draft to write and launch, or what became of it. */
import { Button, NumberInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, PageSkeleton } from '../ui/states.tsx'
import { DraftSurvey } from './draft-survey.tsx'
import { Preview } from './preview.tsx'
import { Response } from './response.tsx'
import { titleOf } from './texts.ts'
import { useStateWords } from './words.ts'
import classes from './pulse.module.css'

export type Survey = Answer<'pulse.get'>
export const reads = ['pulse.list', 'pulse.get', 'pulse.reckon', 'pulse.results', 'pulse.response'] as const

export function SurveyPage() {
  const { surveyId = '' } = useParams({ strict: false }) as { surveyId?: string }
  const survey = useOperation('pulse.get', { surveyId })
  return (
    <Loaded query={survey} skeleton={<PageSkeleton />}>
      {(s) => (s.launched ? <Launched survey={s} /> : <DraftSurvey key={s.id} survey={s} />)}
    </Loaded>
  )
}

function Launched({ survey }: { survey: Survey }) {
  const { t, i18n } = useTranslation('pulse')
  const f = useFormat()
  const { words, tone } = useStateWords()
  const [ending, setEnding] = useState<'round' | 'survey' | 'floor' | null>(null)
  const [floor, setFloor] = useState(survey.floor)
  const open = survey.rounds.find((r) => r.state === 'open')
  const closed = survey.rounds.filter((r) => r.state === 'closed')
  const close = useAct('pulse.close', { invalidates: reads, showsProblem: true, done: t('round.closed') })
  const end = useAct('pulse.end', { invalidates: reads, showsProblem: true, done: t('ended') })
  const raise = useAct('pulse.raiseFloor', { invalidates: reads, showsProblem: true, done: t('raise.done') })
  const title = titleOf(survey, i18n.language)
  return (
    <Page
      title={title}
      help={t('survey.help')}
      back={{ to: '/program/pulse', label: t('list.title') }}
      description={<State tone={tone(survey.state)}>{words(survey.state)}</State>}
      action={
        closed[0] ? (
          <Button component={Go} to={`/program/pulse/${survey.id}/rounds/${closed[0].id}`}>
            {t('list.results')}
          </Button>
        ) : undefined
      }
      more={
        survey.mayWrite ? (
          <>
            {open ? (
              <Button variant="default" onClick={() => setEnding('round')}>
                {t('round.close')}
              </Button>
            ) : null}
            {survey.state.state !== 'over' && survey.every !== 'once' && !survey.ended ? (
              <Button variant="default" onClick={() => setEnding('survey')}>
                {t('end.do')}
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      {open ? (
        <Section title={t('response.title')} description={t('response.body')}>
          <Response roundId={open.id} />
        </Section>
      ) : null}
      <Section title={t('rounds.title')} description={t('rounds.body')}>
        {survey.rounds.length === 0 ? (
          <Empty small title={t('rounds.none')}>
            {survey.state.state === 'waiting' ? t('rounds.first', { day: f.day(survey.state.opensOn, 'long') }) : null}
          </Empty>
        ) : (
          <ul className={classes.plain}>
            {survey.rounds.map((r) => (
              <li key={r.id}>
                <span className={classes.words}>
                  <strong>{t('round.number', { n: f.number(r.number) })}</strong>
                  <span className={classes.quiet}>
                    {t('round.days', { from: f.day(r.opensOn, 'short'), to: f.day(r.closesOn, 'short') })} ·{' '}
                    {t('answeredOf', {
                      n: f.number(r.answered),
                      d: f.number(r.asked),
                      count: r.asked,
                      day: f.day(r.countedOn, 'short'),
                    })}
                  </span>
                </span>
                <span className={classes.end}>
                  <Meter
                    size="small"
                    share={r.asked === 0 ? null : r.answered / r.asked}
                    label={t('response.of', { n: f.number(r.number) })}
                  />
                  {r.state === 'closed' ? (
                    <Button
                      component={Go}
                      variant="default"
                      to={`/program/pulse/${survey.id}/rounds/${r.id}`}
                      aria-label={t('round.resultsOf', { n: f.number(r.number) })}
                    >
                      {t('list.results')}
                    </Button>
                  ) : (
                    <State tone="good">{t('round.open')}</State>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('decided.title')} description={t('decided.body')}>
        <Facts
          facts={[
            { label: t('decided.when'), value: <When at={survey.launched!.at} /> },
            ...(survey.launched!.by
              ? [{ label: t('decided.by'), value: <Person person={survey.launched!.by} link /> }]
              : []),
            {
              label: t('field.floor'),
              value: (
                <span className={classes.switches}>
                  {t('decided.floor', { count: survey.floor, n: f.number(survey.floor) })}
                  {survey.mayWrite && survey.state.state !== 'over' && survey.floor < 100 ? (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      onClick={() => {
                        setFloor(survey.floor + 1)
                        setEnding('floor')
                      }}
                    >
                      {t('raise.do')}
                    </Button>
                  ) : null}
                </span>
              ),
            },
            { label: t('field.who'), value: survey.audience?.name ?? t(`reach.${survey.reach}`) },
            { label: t('field.every'), value: t(`every.${survey.every}`) },
            { label: t('field.sample'), value: t(`sample.${survey.sample}`) },
            ...(survey.ended ? [{ label: t('decided.ended'), value: <When at={survey.ended.at} /> }] : []),
          ]}
        />
      </Section>
      <Preview survey={survey} />
      <ConfirmDialog
        opened={ending === 'round'}
        onClose={() => setEnding(null)}
        title={t('round.closeTitle', { title })}
        confirm={t('round.close')}
        busy={close.isPending}
        error={close.error}
        onConfirm={() => open && close.mutate({ roundId: open.id }, { onSuccess: () => setEnding(null) })}
      >
        {t('round.closeBody')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={ending === 'floor'}
        onClose={() => setEnding(null)}
        title={t('raise.title', { title })}
        confirm={t('raise.do')}
        busy={raise.isPending}
        error={raise.error}
        onConfirm={() => raise.mutate({ surveyId: survey.id, floor }, { onSuccess: () => setEnding(null) })}
      >
        <p>{t('raise.body')}</p>
        <NumberInput
          label={t('field.floor')}
          min={survey.floor + 1}
          max={100}
          clampBehavior="blur"
          allowDecimal={false}
          value={floor}
          onChange={(value) => typeof value === 'number' && setFloor(value)}
        />
      </ConfirmDialog>
      <ConfirmDialog
        opened={ending === 'survey'}
        onClose={() => setEnding(null)}
        title={t('end.title', { title })}
        confirm={t('end.do')}
        busy={end.isPending}
        error={end.error}
        onConfirm={() => end.mutate({ surveyId: survey.id }, { onSuccess: () => setEnding(null) })}
      >
        {t('end.body')}
      </ConfirmDialog>
    </Page>
  )
}
