/** What became of every recipient. */
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { Facts, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Stat, Stats } from '../ui/stat.tsx'
import { Loaded, StatsSkeleton } from '../ui/states.tsx'

export function Report({ campaign }: { campaign: Answer<'campaigns.get'> }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const me = useMe()
  // The list of letters is for whoever sees to them; a sponsor reads the number.
  const mayOpen = me.roles.includes('lead') || me.roles.includes('admin')
  const report = useOperation(
    'campaigns.report',
    { campaignId: campaign.id },
    { every: campaign.state === 'sending' ? 3000 : 30_000 },
  )
  return (
    <Section
      title={t('report.title')}
      description={
        campaign.startedAt ? (
          <>
            {t('report.frozen')} <When at={campaign.startedAt} />
          </>
        ) : undefined
      }
      bare
    >
      <Loaded query={report} skeleton={<StatsSkeleton />} small>
        {(r) =>
          r.followUp ? (
            <Facts
              facts={[
                {
                  label: t('report.followSent'),
                  value:
                    r.followUp.atLeast === null
                      ? t('report.followHidden', { n: f.number(r.smallestGroup) })
                      : t('report.followAtLeast', { number: f.number(r.followUp.atLeast) }),
                },
              ]}
            />
          ) : (
            <>
              <Stats>
                <Stat
                  label={t('report.submitted')}
                  value={{ state: 'share', numerator: r.states.submitted, denominator: r.recipients }}
                />
                <Stat
                  label={t('report.read')}
                  value={
                    r.readInApp === null
                      ? { state: 'unknown', why: t('report.readHidden', { n: f.number(r.smallestGroup) }) }
                      : { state: 'share', numerator: r.readInApp, denominator: r.inInbox }
                  }
                />
                {r.passedOn ? (
                  <Stat
                    label={t('report.told')}
                    value={
                      r.told === null
                        ? { state: 'unknown', why: t('report.toldHidden', { n: f.number(r.smallestGroup) }) }
                        : { state: 'share', numerator: r.told, denominator: r.inInbox }
                    }
                  />
                ) : null}
              </Stats>
              <Facts
                facts={[
                  ...(['waiting', 'sending', 'bounced', 'failed', 'uncertain', 'excluded'] as const)
                    .filter((state) => r.states[state] > 0)
                    .map((state) => ({
                      label: t(`report.states.${state}`),
                      value: mayOpen ? (
                        <Go to="/settings/mail" search={{ subject: campaign.id, state }}>
                          {f.number(r.states[state])}
                        </Go>
                      ) : (
                        f.number(r.states[state])
                      ),
                    })),
                  ...r.reasons.map((reason) => ({
                    label: t('report.because', {
                      reason: t(`reason.${reason.reason}`, { defaultValue: reason.reason }),
                    }),
                    value: f.number(reason.people),
                  })),
                  ...(r.voices
                    ? [
                        {
                          label: t('report.championsName', {
                            count: r.voices.champions,
                            n: f.number(r.voices.champions),
                          }),
                          value: f.number(r.voices.inTheirName),
                        },
                        {
                          label: t('report.sendersName', { name: campaign.sender?.name ?? '' }),
                          value: f.number(r.voices.inSendersName),
                        },
                      ]
                    : []),
                ]}
              />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
