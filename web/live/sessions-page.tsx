/** Which sessions take place, and what can be taught: for whoever plans and leads them. */
import { Button } from '@mantine/core'
import { IconCalendarUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { List, Row } from '../ui/list.tsx'
import { DayTile } from '../ui/marks.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { InviteAudience } from './series.tsx'

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
    <List>
      {some.map((one) => (
        <Row
          key={one.id}
          lead={<DayTile at={one.startsAt} />}
          title={one.title}
          to={`/program/sessions/${one.id}`}
          says={
            <>
              <time dateTime={one.startsAt}>{f.exact(one.startsAt)}</time> ·{' '}
              <span dir="auto">{f.list(one.leaders.map((l) => l.name))}</span>
            </>
          }
          end={
            one.state === 'called_off' ? (
              <State tone="bad">{t('calledOff')}</State>
            ) : (
              <>
                {one.waiting > 0 ? (
                  <State tone="warn">{t('waiting', { count: one.waiting, n: f.number(one.waiting) })}</State>
                ) : null}
                <span>{t('taken', { count: one.seats, n: f.number(one.taken), of: f.number(one.seats) })}</span>
              </>
            )
          }
        />
      ))}
    </List>
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
          <List>
            {workshops.map((one) => (
              <Row
                key={one.id}
                title={one.title}
                to={`/program/workshops/${one.id}`}
                says={[
                  one.use,
                  `${t(`who.${one.who}`)} · ${t('minutes', { count: one.minutes, n: f.number(one.minutes) })}`,
                ]}
                acts={
                  <Button
                    component={Go}
                    to="/program/sessions/new"
                    search={{ workshop: one.id }}
                    variant="default"
                    aria-label={t('planOf', { title: one.title })}
                  >
                    {t('planThis')}
                  </Button>
                }
              />
            ))}
          </List>
        )}
      </Loaded>
    </Section>
  )
}
