/** Of a message that champions send: how many readers hear it from their own, who has lent their name, and who is still to be asked. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct } from '../api.ts'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import classes from './champions-said.module.css'

type Champions = NonNullable<Answer<'campaigns.audience'>['champions']>
const toneOf = { approved: 'good', waiting: 'warn', declined: 'quiet', unasked: 'quiet' } as const
const reads = ['campaigns.get', 'campaigns.audience'] as const

export function ChampionsSaid({
  campaign,
  champions,
  upTo,
  mayAsk,
}: {
  campaign: Answer<'campaigns.get'>
  champions: Champions
  upTo: boolean
  mayAsk: boolean
}) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const ask = useAct('campaigns.ask', { invalidates: reads, showsProblem: true, done: t('champions.asked') })
  const said = (n: number) => (upTo ? t('upTo', { number: f.number(n) }) : f.number(n))
  const name = campaign.sender?.name ?? t('noSender')
  // Before its sender was asked, one button asks everybody.
  const later = campaign.state === 'approved' || campaign.state === 'scheduled'
  return (
    <Section title={t('champions.title')} description={t('champions.about', { name })} bare>
      <dl className={classes.counts}>
        {(['inTheirName', 'notYet', 'without'] as const).map((count) => (
          <div key={count}>
            <dt>{t(`champions.${count}`, { name })}</dt>
            <dd>{said(champions[count])}</dd>
          </div>
        ))}
      </dl>
      {champions.without > 0 ? <p className={classes.hint}>{t('champions.fits', { name })}</p> : null}
      {ask.error ? <ProblemNote small error={ask.error} /> : null}
      {champions.people.length === 0 ? (
        <p className={classes.hint}>{t('champions.nobody')}</p>
      ) : (
        <ul className={classes.people} aria-label={t('champions.who')}>
          {champions.people.map((one) => (
            <li key={one.id} className={classes.one}>
              <Person person={one} size={28} />
              <span className={classes.readers}>
                {t('champions.readers', { count: one.readers, number: said(one.readers) })}
              </span>
              <State tone={toneOf[one.is]}>{t(`champions.is.${one.is}`)}</State>
            </li>
          ))}
        </ul>
      )}
      {mayAsk && later && champions.unasked > 0 ? (
        <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate({ campaignId: campaign.id })}>
          {t('champions.ask', { count: champions.unasked, n: f.number(champions.unasked) })}
        </Button>
      ) : null}
    </Section>
  )
}
