/** How far is everybody? By course and role, never by name, and only where enough people stand behind a number. */
import { Button } from '@mantine/core'
import { IconBook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { Meter } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { OfTotal, SuppressedNumber } from '../ui/stat.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { TrainingTabs } from './training-tabs.tsx'
import classes from './training.module.css'

export function TrainingPage() {
  return <WithProgram>{(program) => <Progress program={program} />}</WithProgram>
}

function Progress({ program }: { program: Program }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const me = useMe()
  const query = useOperation('training.progress', { programId: program.id })
  const design = (
    <Button component={Go} to="/program/design/training" variant="default">
      {t('progress.choose')}
    </Button>
  )
  return (
    <Page
      title={t('progress.title')}
      help={t('progress.help')}
      description={t('progress.body')}
      below={<TrainingTabs />}
      more={me.roles.includes('lead') ? design : undefined}
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.courses.length === 0 && (
            <Empty
              icon={<IconBook size={22} stroke={1.6} />}
              title={t('progress.none')}
              action={me.roles.includes('lead') ? design : undefined}
            >
              {t('progress.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <ul className={classes.cards}>
            {a.courses.map((course) => (
              <li key={course.courseId} className={classes.card}>
                <h2>{course.title}</h2>
                <ul className={classes.roles}>
                  {course.roles.map(({ role, need, count }) => (
                    <li key={`${role} ${need}`}>
                      <span>
                        {t(`role.${role}`)} <small>{t(`need.${need}`)}</small>
                      </span>
                      {count ? (
                        <>
                          <Meter
                            size="small"
                            showValue={false}
                            share={count.completed / count.assigned}
                            label={t('progress.of', { course: course.title, role: t(`role.${role}`) })}
                          />
                          <OfTotal numerator={count.completed} denominator={count.assigned} />
                        </>
                      ) : (
                        <SuppressedNumber floor={a.floor} sides />
                      )}
                    </li>
                  ))}
                </ul>
                {course.confidence ? (
                  <p className={classes.foot}>
                    {t('progress.sure', {
                      before: f.number(course.confidence.before, 1),
                      after: f.number(course.confidence.after, 1),
                      n: f.number(course.confidence.people),
                      count: course.confidence.people,
                      day: f.day(course.confidence.on, 'short'),
                    })}
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}
