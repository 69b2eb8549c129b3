/** What somebody handed in, step by step, as they saw it. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Person } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { Pictures } from './pictures.tsx'
import classes from './test-plans.module.css'
import { DeviceIcon, ResultWord, SeverityWord } from './words-of.tsx'

export function RunPanel() {
  const { t } = useTranslation('test-plans')
  const { waveId = '', runId = '' } = useParams({ strict: false }) as { waveId?: string; runId?: string }
  const query = useOperation('testPlans.run', { waveId, runId })
  return (
    <SidePanel
      title={query.data?.script.name ?? t('runs.kind')}
      kind={t('runs.kind')}
      back={`/program/tests/${waveId}`}
      size="wide"
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(run) => <Body run={run} />}
      </Loaded>
    </SidePanel>
  )
}

function Body({ run }: { run: Answer<'testPlans.run'> }) {
  const { t } = useTranslation('test-plans')
  const language = useLanguageName()
  return (
    <div className={classes.panel}>
      <div className={classes.chosenTop}>
        <Person person={run.person} detail={t(`role.${run.role}`)} link />
        <ResultWord result={run.result} />
      </div>
      <p className={classes.inline}>
        <DeviceIcon device={run.device} /> {t(`cover.${run.device}`, { language: language(run.language) })} ·{' '}
        <When at={run.handedInAt} />
      </p>
      {run.newer ? <Note tone="accent">{t('runs.newer')}</Note> : null}
      <ol className={classes.steps}>
        {run.steps.map((step, i) => {
          const said = run.answers[i]
          const taken = run.pictures.filter((one) => one.step === i).map((one) => one.id)
          return (
            <li key={i}>
              <p dir="auto" lang={run.language}>
                {step.do}
              </p>
              <p className={classes.quiet} dir="auto" lang={run.language}>
                {step.expect}
              </p>
              {said?.result ? <ResultWord result={said.result} /> : null}
              {said?.words ? (
                <p className={classes.said} dir="auto">
                  {said.words}
                </p>
              ) : null}
              {said?.severity ? <SeverityWord severity={said.severity} /> : null}
              <Pictures ids={taken} />
            </li>
          )
        })}
      </ol>
    </div>
  )
}
