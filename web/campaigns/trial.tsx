/** Two subjects of one message: planned before it goes out, and what came of it. */
import { Button, NumberInput, Slider, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { type Answer, useAct } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { Facts, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { languages } from '../words.ts'
import classes from './campaigns.module.css'

type Campaign = Answer<'campaigns.get'>
type Trial = NonNullable<Campaign['trial']>
const reads = ['campaigns.list', 'campaigns.get'] as const

/** Before it goes out, for whoever writes it. */
export function PlanTrial({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const [asked, setAsked] = useState(false)
  if (campaign.follows) return null
  return (
    <Section title={t('trial.title')} description={t('trial.about')} bare>
      {asked || campaign.trial ? (
        <TrialForm key={campaign.revision} campaign={campaign} />
      ) : (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('trial.begin')}
        </Button>
      )}
    </Section>
  )
}

function TrialForm({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const nameOf = useLanguageName()
  const [subjects, setSubjects] = useState<Partial<Record<Language, string>>>(campaign.trial?.subjects ?? {})
  const [share, setShare] = useState(campaign.trial?.share ?? 10)
  const [hours, setHours] = useState<number | string>(campaign.trial?.hours ?? 24)
  const save = useAct('campaigns.setTrial', { invalidates: reads, showsProblem: true, done: t('trial.saved') })
  const drop = useAct('campaigns.dropTrial', { invalidates: reads, showsProblem: true })
  const written = Object.fromEntries(Object.entries(subjects).filter(([, subject]) => subject.trim() !== ''))
  const error = save.error ?? drop.error
  return (
    <form
      className={classes.side}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({
          campaignId: campaign.id,
          revision: campaign.revision,
          subjects: written,
          share,
          hours: Number(hours),
        })
      }}
    >
      {languages.map((language) => (
        <TextInput
          key={language}
          label={t('trial.second', { language: nameOf(language) })}
          value={subjects[language] ?? ''}
          maxLength={160}
          onChange={(event) => setSubjects({ ...subjects, [language]: event.currentTarget.value })}
        />
      ))}
      <div>
        <Text size="sm" id="trial-share">
          {t('trial.share')}: {t('trial.shareOf', { n: f.number(share) })}
        </Text>
        <Slider
          aria-labelledby="trial-share"
          thumbLabel={t('trial.share')}
          min={5}
          max={25}
          value={share}
          onChange={setShare}
          label={null}
        />
      </div>
      <NumberInput label={t('trial.hours')} value={hours} onChange={setHours} min={4} max={120} />
      {error ? <ProblemNote small error={error} /> : null}
      <div className={classes.bar}>
        <Button
          type="submit"
          variant="default"
          loading={save.isPending}
          disabled={Object.keys(written).length === 0 || Number(hours) < 4}
        >
          {t('trial.save')}
        </Button>
        {campaign.trial ? (
          <Button
            variant="subtle"
            color="gray"
            loading={drop.isPending}
            onClick={() => drop.mutate({ campaignId: campaign.id })}
          >
            {t('trial.drop')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

/** What its sender would otherwise not know: the other subject, in each language it has. */
export function TrialNote({ trial }: { trial: Trial | null }) {
  const { t } = useTranslation('campaigns')
  if (!trial || trial.decidedAt) return null
  return (
    <Note title={t('trial.approve')}>
      {Object.entries(trial.subjects).map(([language, subject]) => (
        <span key={language} lang={language}>
          {t('trial.approveBody', { subject })}
          <br />
        </span>
      ))}
    </Note>
  )
}

/** Once it has begun to go out. */
export function TrialResult({ trial }: { trial: Trial | null }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  if (!trial) return null
  if (!trial.why)
    return trial.decidesAt ? (
      <Note tone="accent" title={t('trial.running')}>
        {t('trial.runningBody', { when: f.exact(trial.decidesAt) })}
      </Note>
    ) : null
  const said = (arm: Trial['a']) =>
    arm === null
      ? null
      : arm.read === null
        ? t('trial.hidden')
        : t('trial.opened', { read: f.number(arm.read), people: f.number(arm.people) })
  const points = (share: number) => f.number(Math.round(share * 100))
  return (
    <Section
      title={t(trial.why === 'told' && trial.chosen === 'a' ? 'trial.toldA' : `trial.${trial.why}`)}
      {...(trial.interval
        ? { description: t('trial.interval', { low: points(trial.interval.low), high: points(trial.interval.high) }) }
        : {})}
      bare
    >
      <Facts
        facts={(['a', 'b'] as const).flatMap((arm) => {
          const value = said(trial[arm])
          return value ? [{ label: t(`trial.${arm}`), value }] : []
        })}
      />
    </Section>
  )
}
