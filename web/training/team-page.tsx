/** Which required courses the team has not finished. A plain state for each, by name; nobody is scored. */
import { IconBook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import classes from './training.module.css'

type Member = Answer<'training.team'>['people'][number]

export function TeamLearningPage() {
  const { t } = useTranslation('training')
  const f = useFormat()
  const query = useOperation('training.team', {})
  const people = query.data?.people ?? []
  const through = people.filter((one) => one.courses.every((c) => c.done)).length
  return (
    <Page
      title={t('team.title')}
      help={t('team.help')}
      back={{ to: '/team', label: t('team.back') }}
      description={
        people.length > 0
          ? t('team.sum', { n: f.number(through), count: people.length, of: f.number(people.length) })
          : undefined
      }
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={6} />}
        empty={(a) =>
          a.people.length === 0 && (
            <Empty icon={<IconBook size={22} stroke={1.6} />} title={t('team.none')}>
              {t('team.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <>
            <List>
              {a.people
                .toSorted((x, y) => Number(x.courses.every((c) => c.done)) - Number(y.courses.every((c) => c.done)))
                .map((one) => (
                  <MemberRow key={one.person.id} one={one} />
                ))}
            </List>
            <p className={classes.foot}>{t('team.says')}</p>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function MemberRow({ one }: { one: Member }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const open = one.courses.filter((c) => !c.done)
  return (
    <Row
      lead={<Avatar name={one.person.name} id={one.person.id} size={36} />}
      title={one.person.name}
      says={one.person.title}
      end={
        open.length === 0 ? (
          <State tone="good">{t('team.allDone')}</State>
        ) : (
          <span className={classes.openCourses}>
            {open.map((c) => {
              const late = c.dueOn !== null && f.daysUntil(c.dueOn) < 0
              return (
                <span key={c.courseId}>
                  {c.title}{' '}
                  {c.dueOn ? (
                    <State tone={late ? 'warn' : 'quiet'}>
                      {t(late ? 'wasDue' : 'due', { day: f.day(c.dueOn, 'short') })}
                    </State>
                  ) : null}
                </span>
              )
            })}
          </span>
        )
      }
    />
  )
}
