/** What am I asked to learn, by when; what is offered; what is done. */
import { Button } from '@mantine/core'
import { IconBook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { Upcoming } from '../live/upcoming.tsx'
import { Go } from '../ui/link.tsx'
import { List, Row } from '../ui/list.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { OwnCertificates } from './own-certificates.tsx'
import classes from './training.module.css'

type Mine = Answer<'training.mine'>
type One = Mine['courses'][number]

export function LearningPage() {
  const { t } = useTranslation('training')
  const query = useOperation('training.mine', {})
  const open = query.data?.courses.filter((one) => one.need === 'required' && !one.completed) ?? []
  const minutes = open.reduce((sum, one) => sum + one.minutes, 0)
  const f = useFormat()
  return (
    <Page
      title={t('title')}
      help={t('help')}
      width="reading"
      description={
        query.data && query.data.courses.length > 0
          ? open.length > 0
            ? t('openSum', { count: open.length, n: f.number(open.length), minutes: f.number(minutes) })
            : t('nothingOpen')
          : undefined
      }
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.courses.length === 0 && (
            <>
              <Empty icon={<IconBook size={22} stroke={1.6} />} title={t('none.title')}>
                {t('none.body')}
              </Empty>
              <Upcoming />
            </>
          )
        }
      >
        {(a) => <Shelves mine={a} />}
      </Loaded>
    </Page>
  )
}

function Shelves({ mine }: { mine: Mine }) {
  const { t } = useTranslation('training')
  const done = mine.courses.filter((one) => one.completed)
  const open = mine.courses.filter((one) => !one.completed)
  const required = open
    .filter((one) => one.need === 'required')
    .toSorted((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9'))
  const offered = open.filter((one) => one.need === 'offered')
  return (
    <>
      {required.length > 0 ? (
        <List label={t('required')}>
          {required.map((one) => (
            <CourseRow key={one.courseId} one={one} />
          ))}
        </List>
      ) : null}
      <Upcoming />
      {offered.length > 0 ? (
        <Section title={t('offered')} description={t('offeredBody')} bare>
          <List>
            {offered.map((one) => (
              <CourseRow key={one.courseId} one={one} />
            ))}
          </List>
        </Section>
      ) : null}
      {done.length > 0 ? (
        <Section title={t('done')} bare>
          <List>
            {done.map((one) => (
              <CourseRow key={one.courseId} one={one} />
            ))}
          </List>
        </Section>
      ) : null}
      <OwnCertificates />
      {mine.letters ? (
        <p className={classes.foot}>
          {t('letters.says')} <Go to="/account/notifications">{t('letters.choose')}</Go>
        </p>
      ) : null}
      <p className={classes.foot}>{t('whoSees')}</p>
    </>
  )
}

function CourseRow({ one }: { one: One }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const late = one.dueOn !== null && f.daysUntil(one.dueOn) < 0
  return (
    <Row
      title={one.title}
      to={`/learning/${one.courseId}`}
      says={[
        one.use,
        <span key="when" className={classes.meta}>
          <span>{t('minutes', { count: one.minutes, n: f.number(one.minutes) })}</span>
          {one.completed ? (
            <State tone="good">{t('doneOn', { day: f.day(one.completed.on, 'short') })}</State>
          ) : one.dueOn ? (
            <State tone={late ? 'warn' : 'quiet'}>
              {t(late ? 'wasDue' : 'due', { day: f.day(one.dueOn, 'short') })}
            </State>
          ) : null}
        </span>,
        one.done > 0 && !one.completed ? (
          <Meter
            key="done"
            size="small"
            showValue={false}
            share={one.done / one.lessons}
            label={t('lessonsDone', { n: f.number(one.done), count: one.lessons, of: f.number(one.lessons) })}
          />
        ) : null,
      ]}
      acts={
        <Button
          component={Go}
          to={`/learning/${one.courseId}`}
          variant={one.need === 'required' && !one.completed ? 'filled' : 'default'}
          aria-label={t(one.completed ? 'againOf' : one.started ? 'goOnOf' : 'beginOf', { title: one.title })}
        >
          {t(one.completed ? 'again' : one.started ? 'goOn' : 'begin')}
        </Button>
      }
    />
  )
}
