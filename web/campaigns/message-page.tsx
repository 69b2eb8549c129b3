/** One message: words, sender, readers and hour; then approval, sending, and what became of it. */
import { Button, Select } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { DateField, TimeField } from '../ui/date-field.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, Note, ProblemNote } from '../ui/states.tsx'
import { Checks } from '../ui/steps.tsx'
import classes from './campaigns.module.css'
import { languageOf } from '../program/language.ts'
import { useLanguageName } from '../ui/languages.ts'
import { languages } from '../words.ts'
import { readerKinds } from './reader-kinds.ts'
import { ChampionsSaid } from './champions-said.tsx'
import { FollowUp, Follows, Led, StaleNote } from './derived.tsx'
import { NewerWords, without } from './newer-words.tsx'
import { LetterPreview } from './preview.tsx'
import { Report } from './report.tsx'
import { tones } from './tones.ts'
import { PlanTrial, TrialResult } from './trial.tsx'
import { WordsForm } from './words-form.tsx'

type Campaign = Answer<'campaigns.get'>
const reads = ['campaigns.list', 'campaigns.get', 'campaigns.audience', 'campaigns.report', 'plan.get'] as const

export function MessagePage() {
  const { campaignId = '' } = useParams({ strict: false }) as { campaignId?: string }
  const campaign = useOperation('campaigns.get', { campaignId }, { every: 10_000 })
  return <Loaded query={campaign}>{(k) => <Message key={k.id} campaign={k} />}</Loaded>
}

function Message({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const me = useMe()
  const go = useGo()
  const [stopping, setStopping] = useState(false)
  const [removing, setRemoving] = useState(false)
  const mayWrite = me.roles.includes('lead')
  const { state } = campaign
  const open = state === 'draft' || state === 'asked' || state === 'approved' || state === 'scheduled'
  const ask = useAct('campaigns.ask', {
    invalidates: reads,
    done: t('done.asked', { name: campaign.sender?.name ?? '' }),
  })
  const schedule = useAct('campaigns.schedule', { invalidates: reads, done: t('done.scheduled') })
  const cancel = useAct('campaigns.cancel', {
    invalidates: reads,
    showsProblem: true,
    done: t('done.stopped'),
    onDone: () => setStopping(false),
  })
  const remove = useAct('campaigns.remove', {
    invalidates: reads,
    showsProblem: true,
    onDone: () => void go('/program/communications'),
  })
  const take = useAct('campaigns.update', { invalidates: reads })
  const { instead } = campaign
  const f = useFormat()
  const id = { campaignId: campaign.id }
  const blocking = campaign.missing.filter((m) => m.code !== 'approval')
  const action = !mayWrite ? undefined : state === 'draft' || state === 'asked' ? (
    <Button onClick={() => ask.mutate(id)} loading={ask.isPending} disabled={blocking.length > 0}>
      {t(state === 'asked' ? 'act.askAgain' : 'act.ask')}
    </Button>
  ) : state === 'approved' ? (
    <Button onClick={() => schedule.mutate(id)} loading={schedule.isPending} disabled={campaign.missing.length > 0}>
      {t('act.schedule')}
    </Button>
  ) : state === 'scheduled' || state === 'sending' ? (
    <Button color="red" variant="light" onClick={() => setStopping(true)}>
      {t(state === 'sending' ? 'act.stop' : 'act.unschedule')}
    </Button>
  ) : undefined
  return (
    <Page
      title={campaign.title}
      width="wide"
      help={t('message.help')}
      back={{ to: '/program/communications', label: t('back') }}
      description={<State tone={tones[state]}>{t(`state.${state}`)}</State>}
      action={action}
      more={
        mayWrite && (state === 'draft' || state === 'asked' || state === 'approved') ? (
          <Button variant="subtle" color="gray" onClick={() => setRemoving(true)}>
            {t('act.remove')}
          </Button>
        ) : undefined
      }
    >
      <Follows campaign={campaign} />
      <StaleNote campaign={campaign} />
      {campaign.startedAt ? <Report campaign={campaign} /> : null}
      {campaign.startedAt ? <TrialResult trial={campaign.trial} /> : null}
      <Led campaign={campaign} />
      <FollowUp campaign={campaign} />
      {open && campaign.senderLeft ? (
        <Note
          tone="warn"
          title={t('senderLeft')}
          action={
            mayWrite && instead ? (
              <Button
                variant="default"
                loading={take.isPending}
                onClick={() => take.mutate({ ...id, revision: campaign.revision, senderId: instead.id })}
              >
                {t('left.take', { name: instead.name })}
              </Button>
            ) : undefined
          }
        >
          {t('left.body', { name: campaign.sender?.name ?? '' })}
        </Note>
      ) : null}
      {open && campaign.changed.length > 0 ? (
        <Note tone="warn" title={t('changed.title')}>
          {t('changed.lead', { what: f.list(campaign.changed), name: campaign.sender?.name ?? '' })}
        </Note>
      ) : null}
      {state === 'asked' ? (
        <Note tone="warn" title={t('waitsFor', { name: campaign.sender?.name ?? '' })}>
          {t(campaign.senderUnmailed ? 'senderUnmailed' : 'waitsForBody', { name: campaign.sender?.name ?? '' })}
        </Note>
      ) : null}
      {campaign.approval.declinedAt && state === 'draft' ? (
        <Note tone="warn" title={t('declined', { name: campaign.sender?.name ?? '' })}>
          {campaign.approval.declinedBecause ? (
            <>
              {t('declinedBecause', {
                name: campaign.sender?.name ?? '',
                words: campaign.approval.declinedBecause,
              })}{' '}
            </>
          ) : null}
          {t('declinedBody')}
        </Note>
      ) : null}
      {state === 'scheduled' && campaign.sendsOn ? (
        <Note tone="accent">
          {t('goesOut')} <When on={campaign.sendsOn} style="long" /> {t('goesOutAt', { time: campaign.sendsAt })}
        </Note>
      ) : null}
      {open && blocking.length > 0 ? (
        <Section title={t('missing.title')}>
          <Checks
            checks={blocking.map((m) => {
              const { place, element } = m.params
              const to = place === undefined ? (m.code in fixes ? fixes[m.code] : '/program/design') : places[place]
              return {
                id: [m.code, m.params['field'], element].join(' '),
                state: 'fail',
                label: t(`missing.${m.code}`, {
                  ...m.params,
                  date: m.params['date'] ?? '',
                  place: place ? t(`missing.in.${place}`) : '',
                  element: element ? t(`element.${element}`) : '',
                }),
                ...(to ? { action: <Go to={to}>{t('missing.fix')}</Go> } : {}),
              }
            })}
          />
        </Section>
      ) : null}
      <div className={campaign.startedAt ? classes.one : classes.columns}>
        {/* Of what was sent, the report above says who its readers are. */}
        {campaign.startedAt ? null : open && mayWrite ? (
          <Editor campaign={campaign} />
        ) : (
          <Readers campaign={campaign} />
        )}
        <LetterPreview campaignId={campaign.id} version={`${campaign.revision}`} />
      </div>
      <ConfirmDialog
        opened={stopping}
        onClose={() => setStopping(false)}
        title={t(state === 'sending' ? 'stop.title' : 'unschedule.title')}
        confirm={t(state === 'sending' ? 'act.stop' : 'act.unschedule')}
        danger
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate(id)}
      >
        {t(state === 'sending' ? 'stop.body' : 'unschedule.body')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t('remove.title', { title: campaign.title })}
        confirm={t('act.remove')}
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(id)}
      >
        {t('remove.body')}
      </ConfirmDialog>
    </Page>
  )
}

const fixes: Record<string, string | null> = {
  // Right here, below.
  sender: null,
  sender_left: null,
  date: null,
  wave_audience: '/program/waves',
  wave_preparation: '/program/waves',
  wave_go_live: '/program/waves',
  before_preparation: '/program/waves',
}

/** Where an empty field is filled in; nothing leads to what is somebody else's or right here. */
const places: Record<string, string | null> = {
  design: '/program/design',
  waves: '/program/waves',
  people: null,
  words: null,
}

/** How many would get it now, in which languages, and who would not. */
function Readers({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const name = useLanguageName()
  const me = useMe()
  const audience = useOperation(
    'campaigns.audience',
    { campaignId: campaign.id },
    { enabled: me.roles.some((r) => r === 'lead' || r === 'sponsor' || r === 'admin') },
  )
  const shown = (n: number) => (audience.data?.upTo ? t('upTo', { number: f.number(n) }) : f.number(n))
  return (
    <div className={classes.side}>
      {audience.data?.people === 0 && !campaign.startedAt && !campaign.follows && campaign.readers !== 'newcomers' ? (
        <Note tone="warn">{t('nobody')}</Note>
      ) : null}
      {audience.data ? (
        <p className={classes.facts} aria-live="polite">
          {t('readers', { count: audience.data.people, number: shown(audience.data.people) })}{' '}
          {f.list(
            audience.data.languages.map((l) => t('readersIn', { language: name(l.language), number: shown(l.people) })),
          )}
          {audience.data.excluded.map((e) => (
            <span key={e.reason}>
              <br />
              {t(`excluded.${e.reason}`, { count: e.people, number: shown(e.people) })}
            </span>
          ))}
          {audience.data.from && audience.data.until ? (
            <>
              <br />
              {t('between', { from: f.exact(audience.data.from), until: f.exact(audience.data.until) })}
            </>
          ) : null}
          <br />
          {audience.data.upTo ? (
            <>
              {t('upToWhy')}
              <br />
            </>
          ) : null}
          {t('bill', {
            minutes: f.number(audience.data.minutes),
            hours: shown(Math.round((audience.data.minutes * audience.data.people) / 60)),
          })}
        </p>
      ) : null}
      {audience.data?.champions ? (
        <ChampionsSaid
          campaign={campaign}
          champions={audience.data.champions}
          upTo={audience.data.upTo}
          mayAsk={me.roles.includes('lead')}
        />
      ) : null}
    </div>
  )
}

type Change = Partial<Pick<Campaign, 'sendsOn' | 'sendsAt' | 'readers' | 'voice'>> & {
  senderId?: string | null
  waveId?: string
  audienceId?: string | null
}

function Editor({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const update = useAct('campaigns.update', { invalidates: reads, showsProblem: true })
  const change = (part: Change) => update.mutate({ campaignId: campaign.id, revision: campaign.revision, ...part })
  return (
    <div className={classes.side}>
      {update.error ? <ProblemNote small error={update.error} /> : null}
      {campaign.state !== 'draft' ? <Note>{t('changeVoids')}</Note> : null}
      {campaign.follows && campaign.follows.reach !== 'unseen' ? null : (
        <Select
          label={t('voice.label')}
          allowDeselect={false}
          value={campaign.voice}
          onChange={(value) => value && change({ voice: value as Campaign['voice'] })}
          data={(['sender', 'champion'] as const).map((value) => ({ value, label: t(`voice.${value}`) }))}
        />
      )}
      <PersonPicker
        label={t(campaign.voice === 'champion' ? 'voice.otherwise' : 'sender.label')}
        description={t(campaign.voice === 'champion' ? 'voice.otherwiseHelp' : 'sender.description')}
        value={campaign.sender}
        onChange={(person) => change({ senderId: person?.id ?? null })}
        useFind={usePeopleSearch}
      />
      {campaign.follows ? null : <WhoFor campaign={campaign} change={change} />}
      <div className={classes.pair}>
        <DateField label={t('on')} value={campaign.sendsOn} onChange={(day) => change({ sendsOn: day })} />
        <TimeField label={t('at')} value={campaign.sendsAt} onChange={(time) => time && change({ sendsAt: time })} />
      </div>
      <p className={classes.facts}>{t('ownZone')}</p>
      <OffHours on={campaign.sendsOn} at={campaign.sendsAt} />
      {campaign.readers === 'newcomers' ? <p className={classes.facts}>{t('toNewcomers')}</p> : null}
      <Readers campaign={campaign} />
      <PlanTrial campaign={campaign} />
      <Words
        campaign={campaign}
        busy={update.isPending}
        onSave={(texts) => update.mutate({ campaignId: campaign.id, revision: campaign.revision, texts })}
      />
    </div>
  )
}

/** A day and an hour that somebody chose are kept; that few are at work then is said before. */
function OffHours({ on, at }: { on: string | null; at: string }) {
  const { t } = useTranslation('campaigns')
  const weekday = on ? new Date(`${on}T00:00:00Z`).getUTCDay() : 1
  if (weekday === 0 || weekday === 6) return <Note tone="warn">{t('onWeekend')}</Note>
  return at < '07:00' || at >= '19:00' ? <Note tone="warn">{t('offHours')}</Note> : null
}

/** Wave, part of it, and what narrows it; of a message that comes of another one these are settled. */
function WhoFor({ campaign, change }: { campaign: Campaign; change: (part: Change) => void }) {
  const { t } = useTranslation('campaigns')
  const choices = useOperation('campaigns.choices', {})
  const audiences = useOperation('audiences.list', {})
  return (
    <>
      <Select
        label={t('wave')}
        allowDeselect={false}
        value={campaign.wave.id}
        onChange={(value) => value && change({ waveId: value })}
        data={(choices.data?.waves ?? [{ id: campaign.wave.id, name: campaign.wave.name }]).map((w) => ({
          value: w.id,
          label: w.name,
        }))}
      />
      <Select
        label={t('readersLabel')}
        allowDeselect={false}
        value={campaign.readers}
        onChange={(value) => value && change({ readers: value as (typeof readerKinds)[number] })}
        data={readerKinds.map((value) => ({ value, label: t(`readersAre.${value}`) }))}
      />
      <Select
        label={t('narrow.label')}
        description={t('narrow.description')}
        clearable
        placeholder={t('narrow.all')}
        value={campaign.audience?.id ?? null}
        onChange={(value) => change({ audienceId: value })}
        data={(audiences.data?.audiences ?? (campaign.audience ? [campaign.audience] : [])).map((a) => ({
          value: a.id,
          label: a.name,
        }))}
      />
    </>
  )
}

/** The company's own words in one language; without any, the library's stand. */
function Words({
  campaign,
  busy,
  onSave,
}: {
  campaign: Campaign
  busy: boolean
  onSave: (texts: Campaign['texts']) => void
}) {
  const { t, i18n } = useTranslation('campaigns')
  const name = useLanguageName()
  const [language, setLanguage] = useState<Language>(languageOf(i18n.language))
  const template = useOperation('library.get', { id: campaign.template })
  const shipped = template.data?.texts.find((text) => text.language === language)
  const kept =
    campaign.texts[language] ??
    (shipped
      ? { subject: shipped.subject, preview: shipped.preview, body: shipped.body, actionLabel: shipped.actionLabel }
      : null)
  return (
    <Section title={t('words.title')} description={t('words.description')} bare>
      {template.data ? <NewerWords campaign={campaign} template={template.data} /> : null}
      <Select
        label={t('words.language')}
        allowDeselect={false}
        mb="sm"
        value={language}
        onChange={(value) => value && setLanguage(value as Language)}
        data={languages.map((value) => ({
          value,
          label: campaign.texts[value] ? t('words.own', { language: name(value) }) : name(value),
        }))}
      />
      {kept ? (
        <WordsForm
          key={language + campaign.revision}
          text={kept}
          own={campaign.texts[language] !== undefined}
          busy={busy}
          language={language}
          onSave={(text) => onSave({ ...campaign.texts, [language]: text })}
          onReset={() => onSave(without(campaign.texts, language))}
        />
      ) : null}
    </Section>
  )
}
