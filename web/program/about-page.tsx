/** What is this program, and what does it ask of me? For everyone from the preparation date on. */
import { Button } from '@mantine/core'
import { IconFlag } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import classes from './about-page.module.css'
import { BrandMark } from './brand-preview.tsx'
import { TextLink } from './text-link.tsx'

export function AboutPage() {
  const { t } = useTranslation('program')
  const f = useFormat()
  const mine = useOperation('program.mine', {})
  const policies = useOperation('policies.mine', {})
  const open = policies.data?.policies.filter((p) => p.acknowledge && !p.acknowledgedOn).length ?? 0
  return (
    <Loaded
      query={mine}
      skeleton={<PageSkeleton />}
      empty={(a) =>
        a.program === null && (
          <Page title={t('about.noneTitle')} width="reading">
            <Empty title={t('about.none')} icon={<IconFlag size={22} stroke={1.6} />}>
              {t('about.noneBody')}
            </Empty>
          </Page>
        )
      }
    >
      {({ program }) => {
        if (!program) return null
        return (
          <Page
            title={program.brand.name}
            description={program.brand.tagline || undefined}
            width="reading"
            action={
              open > 0 ? (
                <Button component={Go} to="/policies">
                  {t('about.read', { count: open })}
                </Button>
              ) : undefined
            }
          >
            <div className={classes.body}>
              {!program.wave.live && program.wave.goesLiveOn ? (
                <Note tone="accent" title={t('about.begins', { day: f.day(program.wave.goesLiveOn, 'long') })}>
                  {t('about.until')}
                </Note>
              ) : null}
              {program.why ? (
                <section className={classes.reason}>
                  <h2>{t('reasons.why')}</h2>
                  <p>{program.why}</p>
                </section>
              ) : null}
              {program.whyNow ? (
                <section className={classes.reason}>
                  <h2>{t('reasons.whyNow')}</h2>
                  <p>{program.whyNow}</p>
                </section>
              ) : null}
              {program.objectives.length > 0 ? (
                <section className={classes.reason}>
                  <h2>{t('about.objectives')}</h2>
                  <ol>
                    {program.objectives.map((o) => (
                      <li key={o}>{o}</li>
                    ))}
                  </ol>
                </section>
              ) : null}
              <Section title={t('about.asked')}>
                <Facts
                  facts={[
                    ...(program.goalPeriod
                      ? [
                          {
                            label: t('element.goals'),
                            value: (
                              <>
                                {t(`about.goals.${program.goalPeriod}`)}
                                {program.goalsFirstBy ? (
                                  <>
                                    {' '}
                                    {t('about.firstBy')} <When on={program.goalsFirstBy} style="long" />
                                  </>
                                ) : null}
                              </>
                            ),
                          },
                        ]
                      : []),
                    ...(program.cadence
                      ? [{ label: t('element.checkins'), value: t(`about.checkins.${program.cadence}`) }]
                      : []),
                    ...(program.reviewsEvery
                      ? [{ label: t('element.reviews'), value: t(`about.reviews.${program.reviewsEvery}`) }]
                      : []),
                    ...(program.growthEvery
                      ? [{ label: t('element.growth'), value: t(`about.growth.${program.growthEvery}`) }]
                      : []),
                    ...(program.elements.includes('feedback')
                      ? [{ label: t('element.feedback'), value: t('about.feedback') }]
                      : []),
                    ...(program.elements.includes('recognition')
                      ? [{ label: t('element.recognition'), value: t('about.recognition') }]
                      : []),
                    ...(program.elements.includes('pulse')
                      ? [{ label: t('element.pulse'), value: t('about.pulse') }]
                      : []),
                    ...(program.learning
                      ? [
                          {
                            label: t('about.learningLabel'),
                            value: <TextLink to="/learning">{t('about.learning')}</TextLink>,
                          },
                        ]
                      : []),
                    ...(policies.data && policies.data.policies.length > 0
                      ? [
                          {
                            label: t('mine.policies'),
                            value: (
                              <TextLink to="/policies">
                                {t('about.policies', { count: policies.data.policies.length })}
                              </TextLink>
                            ),
                          },
                        ]
                      : []),
                  ]}
                />
              </Section>
              <Section title={t('about.who')}>
                <Facts
                  facts={[
                    ...(program.sponsor
                      ? [{ label: t('people.sponsor'), value: <Person person={program.sponsor} link /> }]
                      : []),
                    ...(program.lead
                      ? [{ label: t('people.lead'), value: <Person person={program.lead} link /> }]
                      : []),
                  ]}
                />
              </Section>
              <p className={classes.mark}>
                <BrandMark brand={program.brand} size={28} />
              </p>
            </div>
          </Page>
        )
      }}
    </Loaded>
  )
}
