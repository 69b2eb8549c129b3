/** What do people say? Every survey with its rounds. */
import { Button } from '@mantine/core'
import { IconChartDots } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { WhoSees } from './who-sees.tsx'
import { useStateWords } from './words.ts'
import classes from './pulse.module.css'

type Survey = Answer<'pulse.list'>['surveys'][number]

export function SurveysPage() {
  const { t } = useTranslation('pulse')
  const surveys = useOperation('pulse.list', {})
  const mayCreate = surveys.data?.mayCreate ?? false
  return (
    <Page
      title={t('list.title')}
      description={t('list.body')}
      help={t('list.help')}
      action={
        mayCreate ? (
          <Button component={Go} to="/program/pulse/new">
            {t('list.new')}
          </Button>
        ) : undefined
      }
    >
      <Loaded
        query={surveys}
        empty={(a) =>
          a.surveys.length === 0 && (
            <Empty
              icon={<IconChartDots size={22} stroke={1.6} />}
              title={t(a.mayCreate ? 'list.none.title' : 'list.none.reader')}
              action={
                a.mayCreate ? (
                  <Button component={Go} to="/program/pulse/new">
                    {t('list.new')}
                  </Button>
                ) : undefined
              }
              example={<WhoSees floor={5} commentFloor={10} hasManager comments />}
            >
              {t(a.mayCreate ? 'list.none.body' : 'list.none.readerBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <ul className={classes.list} aria-label={t('list.title')}>
            {a.surveys.map((survey) => (
              <Row key={survey.id} survey={survey} />
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}

function Row({ survey }: { survey: Survey }) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const { words, tone } = useStateWords()
  const newest = survey.rounds[0]
  const closed = survey.rounds.find((r) => r.state === 'closed')
  return (
    <li>
      <span className={classes.words}>
        <Go to={`/program/pulse/${survey.id}`} className={classes.title}>
          <strong dir="auto">{survey.title || t('list.untitled')}</strong>
        </Go>
        <span className={classes.quiet}>
          {t('questionCount', { count: survey.questions })} · {t(`every.${survey.every}`)}
          {newest
            ? ` · ${t('answeredOf', { n: f.number(newest.answered), d: f.number(newest.asked), count: newest.asked, day: f.day(newest.countedOn, 'short') })}`
            : ''}
        </span>
      </span>
      <span className={classes.end}>
        <State tone={tone(survey.state)}>{words(survey.state)}</State>
        {closed ? (
          <Button
            component={Go}
            to={`/program/pulse/${survey.id}/rounds/${closed.id}`}
            variant="default"
            aria-label={t('list.resultsOf', { title: survey.title })}
          >
            {t('list.results')}
          </Button>
        ) : null}
      </span>
    </li>
  )
}
