/** Which sessions take place, and what can be taught: for whoever plans and leads them. */
import { Button } from '@mantine/core'
import { IconCalendarUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import classes from './live.module.css'
import { InviteAudience } from './series.tsx'
import { DayTile } from './times.tsx'

type Session = Answer<'live.list'>['sessions'][number]

export function SessionsPage() {
  const { t } = useTranslation('live')
  const lead = useMe().roles.includes('lead')
  const query = useOperation('live.list', {})
  const plan = (
    <Button component={Go} to="/program/sessions/new">
      {t('plan')}
    </Button>
  )
  return (
    <Page
      title={t('led.title')}
      help={t('led.help')}
      description={t('led.body')}
      action={plan}
      more={
        lead ? (
          <Button component={Go} to="/program/trainers" variant="default">
            {t('led.trainers')}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={query} skeleton={<RowsSkeleton rows={4} />}>
        {({ sessions }) => <Lists sessions={sessions} />}
      </Loaded>
      <Workshops />
    </Page>
  )
}

function Lists({ sessions }: { sessions: readonly Session[] }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const lead = useMe().roles.includes('lead')
  const ahead = sessions
    .filter((one) => one.state === 'ahead' || one.state === 'on')
    .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))
  const past = sessions.filter((one) => !ahead.includes(one))
  if (sessions.length === 0)
    return (
      <Empty icon={<IconCalendarUser size={22} stroke={1.6} />} title={t('led.none')}>
        {t('led.noneBody')}
      </Empty>
    )
  const list = (some: readonly Session[]) => (
    <ul className={classes.list}>
      {some.map((one) => (
        <li key={one.id} className={classes.row}>
          <DayTile at={one.startsAt} />
          <div className={classes.words}>
            <Go to={`/program/sessions/${one.id}`} className={classes.rowTitle}>
              {one.title}
            </Go>
            <span className={classes.quiet}>
              <time dateTime={one.startsAt}>{f.exact(one.startsAt)}</time> ·{' '}
              <span dir="auto">{f.list(one.leaders.map((l) => l.name))}</span>
            </span>
          </div>
          <span className={classes.numbers}>
            {one.state === 'called_off' ? (
              <State tone="bad">{t('calledOff')}</State>
            ) : (
              <>
                <span>{t('taken', { count: one.seats, n: f.number(one.taken), of: f.number(one.seats) })}</span>
                {one.waiting > 0 ? (
                  <State tone="warn">{t('waiting', { count: one.waiting, n: f.number(one.waiting) })}</State>
                ) : null}
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {ahead.length > 0 ? (
        <Section title={t('led.ahead')} bare>
          {list(ahead)}
        </Section>
      ) : null}
      {ahead.length > 0 && lead ? <InviteAudience ahead={ahead.filter((one) => one.state === 'ahead')} /> : null}
      {past.length > 0 ? (
        <Section title={t('led.past')} bare>
          {list(past)}
        </Section>
      ) : null}
    </>
  )
}

function Workshops() {
  const { t } = useTranslation('live')
  const f = useFormat()
  const query = useOperation('live.workshops', {}, { staleTime: 3_600_000 })
  return (
    <Section title={t('workshops.title')} description={t('workshops.body')} bare>
      <Loaded query={query} skeleton={<RowsSkeleton rows={2} />}>
        {({ workshops }) => (
          <ul className={classes.list}>
            {workshops.map((one) => (
              <li key={one.id} className={classes.row}>
                <div className={classes.words}>
                  <Go to={`/program/workshops/${one.id}`} className={classes.rowTitle}>
                    {one.title}
                  </Go>
                  <span className={classes.quiet}>{one.use}</span>
                  <span className={classes.quiet}>
                    {t(`who.${one.who}`)} · {t('minutes', { count: one.minutes, n: f.number(one.minutes) })}
                  </span>
                </div>
                <Button
                  component={Go}
                  to="/program/sessions/new"
                  search={{ workshop: one.id }}
                  variant="default"
                  aria-label={t('planOf', { title: one.title })}
                >
                  {t('planThis')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )
}
