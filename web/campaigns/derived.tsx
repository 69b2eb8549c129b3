/** What comes of a message that went out: a follow-up, a correction; and what a message comes of. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, useAct, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { TextLink } from '../program/text-link.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import classes from './derived.module.css'
import { tones } from './tones.ts'

type Campaign = Answer<'campaigns.get'>
const reads = ['campaigns.list', 'campaigns.get', 'campaigns.followUps', 'plan.get'] as const
const address = (id: string) => `/program/communications/${id}`

/** Of which message this one comes, and whom of its readers it is for. */
export function Follows({ campaign, linked = true }: { campaign: Pick<Campaign, 'follows'>; linked?: boolean }) {
  const { t } = useTranslation('campaigns')
  const { follows } = campaign
  if (!follows) return null
  return (
    <p className={classes.follows}>
      {t(`follows.${follows.reach}`)} ·{' '}
      {linked ? (
        <TextLink named to={address(follows.id)}>
          {t('follows.of', { title: follows.title })}
        </TextLink>
      ) : (
        t('follows.of', { title: follows.title })
      )}
    </p>
  )
}

/** Of one that went out: what does not hold any more, and what can be done about it. */
export function StaleNote({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const me = useMe()
  const letStand = useAct('campaigns.letStand', { invalidates: reads, done: t('stale.done') })
  if (campaign.stale.length === 0) return null
  return (
    <Note
      tone="warn"
      title={t('stale.title')}
      action={
        me.roles.includes('lead') ? (
          <Button
            variant="default"
            loading={letStand.isPending}
            onClick={() => letStand.mutate({ campaignId: campaign.id })}
          >
            {t('stale.let')}
          </Button>
        ) : undefined
      }
    >
      {campaign.stale.map((one) => (
        <p key={one.what} className={classes.line}>
          {t('stale.line', one)}
        </p>
      ))}
      <p className={classes.line}>{t('stale.body')}</p>
    </Note>
  )
}

/** Messages that came of it. */
export function Led({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  if (campaign.led.length === 0) return null
  return (
    <Section title={t('led')} bare>
      <ul className={classes.rows}>
        {campaign.led.map((one) => (
          <li key={one.id} className={classes.row}>
            <span>
              <TextLink named to={address(one.id)}>
                {one.title}
              </TextLink>
              <span className={classes.quiet}>{t(`follows.${one.reach}`)}</span>
            </span>
            <State tone={tones[one.state]}>{t(`state.${one.state}`)}</State>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Who has not acted is counted when somebody asks, not with every look at the page. */
export function FollowUp({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const [asked, setAsked] = useState(false)
  if (campaign.follows || (campaign.state !== 'sent' && campaign.state !== 'sending')) return null
  return (
    <Section title={t('followUp.title')} description={t('followUp.about')} bare>
      {asked ? (
        <Acts campaignId={campaign.id} />
      ) : (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('followUp.show')}
        </Button>
      )}
    </Section>
  )
}

function Acts({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const me = useMe()
  const go = useGo()
  const found = useOperation('campaigns.followUps', { campaignId })
  const begin = useAct('campaigns.followUp', { invalidates: reads, onDone: (made) => void go(address(made.id)) })
  return (
    <Loaded query={found} skeleton={<RowsSkeleton rows={2} />} small>
      {({ acts, people, smallestGroup, closed }) =>
        closed === 'narrowed' || acts.length === 0 ? (
          <p className={classes.quiet}>{t(closed === 'narrowed' ? 'followUp.narrowed' : 'followUp.none')}</p>
        ) : (
          <ul className={classes.rows}>
            {acts
              .toSorted((a, b) => Number(b.suggested) - Number(a.suggested))
              .map((one) => (
                <li key={one.act} className={classes.row}>
                  <span>
                    {t(`followUp.act.${one.act}`)}
                    <span className={classes.quiet}>
                      {[
                        one.suggested ? t('followUp.usual') : null,
                        one.open === null
                          ? t('followUp.hidden', { n: f.number(smallestGroup) })
                          : t('followUp.open', { number: f.number(one.open), people: f.number(people) }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                  {one.campaignId ? (
                    <Button variant="subtle" component={Go} to={address(one.campaignId)}>
                      {t('followUp.there')}
                    </Button>
                  ) : me.roles.includes('lead') ? (
                    <Button
                      variant="default"
                      loading={begin.isPending && begin.variables?.act === one.act}
                      aria-label={`${t('followUp.begin')}: ${t(`followUp.act.${one.act}`)}`}
                      onClick={() => begin.mutate({ campaignId, act: one.act })}
                    >
                      {t('followUp.begin')}
                    </Button>
                  ) : null}
                </li>
              ))}
          </ul>
        )
      }
    </Loaded>
  )
}
