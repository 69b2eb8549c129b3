/** What am I asked? Open surveys, and those I was asked before. */
import { Button } from '@mantine/core'
import { IconChartDots } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { minutesOf } from '../ui/format.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import classes from './pulse.module.css'

export function MinePage() {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const mine = useOperation('pulse.mine', {})
  return (
    <Page title={t('mine.title')} width="reading" help={t('mine.help')} description={t('mine.body')}>
      <Loaded
        query={mine}
        empty={(a) =>
          a.open.length + a.past.length === 0 && (
            <Empty icon={<IconChartDots size={22} stroke={1.6} />} title={t('mine.none.title')}>
              {t('mine.none.body')}
            </Empty>
          )
        }
      >
        {({ open, past }) => (
          <>
            {open.length > 0 ? (
              <ul className={classes.list} aria-label={t('mine.open')}>
                {open.map((one) => (
                  <li key={one.roundId}>
                    <span className={classes.words}>
                      <strong dir="auto">{one.title}</strong>
                      <span className={classes.quiet}>
                        {t('mine.until', { day: f.day(one.closesOn, 'short') })} ·{' '}
                        {t('minutes', { count: minutesOf(one.seconds), n: f.number(minutesOf(one.seconds)) })}
                      </span>
                    </span>
                    <Button
                      component={Go}
                      to={`/pulse/${one.roundId}`}
                      aria-label={t('mine.answerOf', { title: one.title })}
                    >
                      {t('mine.answer')}
                    </Button>
                  </li>
                ))}
              </ul>
            ) : null}
            {past.length > 0 ? (
              <Section title={t('mine.past')} description={t('mine.pastBody')}>
                <ul className={classes.plain}>
                  {past.map((one) => (
                    <li key={one.roundId}>
                      <span className={classes.words}>
                        <span dir="auto">{one.title}</span>
                        <span className={classes.quiet}>
                          <When on={one.closedOn} />
                        </span>
                      </span>
                      <State tone={one.took ? 'good' : 'quiet'}>{t(one.took ? 'mine.took' : 'mine.tookNot')}</State>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}
