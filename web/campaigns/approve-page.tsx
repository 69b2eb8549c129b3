/** What goes out in my name: read it, then approve it or not. Opening this page does nothing; its button does. */
import { Button, Textarea } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { ApiProblem, useAct, useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import classes from './campaigns.module.css'
import { languageOf } from '../program/language.ts'
import { useLanguageName } from '../ui/languages.ts'
import { languages } from '../words.ts'
import { Follows } from './derived.tsx'
import { LetterPreview } from './preview.tsx'
import { tones } from './tones.ts'
import { TrialNote } from './trial.tsx'

type Campaign = Answer<'campaigns.get'>
type Audience = Answer<'campaigns.audience'>
type Listed = Answer<'campaigns.toApprove'>['campaigns'][number]
const reads = ['campaigns.get', 'campaigns.toApprove', 'campaigns.list', 'inbox.list', 'week.get', 'plan.get'] as const

/** All that waits for my word: each can be read in full right here, and approved alone or with the others. */
export function ToApprovePage() {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const waiting = useOperation('campaigns.toApprove', {})
  const approve = useAct('campaigns.approveAll', {
    invalidates: reads,
    showsProblem: true,
    done: (answer) => t('approve.doneAll', { count: answer.approved, n: f.number(answer.approved) }),
    onDone: () => setConfirming(false),
  })
  const listed = waiting.data?.campaigns ?? []
  const [confirming, setConfirming] = useState(false)
  const all = () => approve.mutate({ messages: listed.map(({ id, revision }) => ({ campaignId: id, revision })) })
  return (
    <Page
      title={t('approve.listTitle')}
      description={t('approve.listBody')}
      help={t('approve.help')}
      action={
        listed.length > 1 ? (
          <Button onClick={() => setConfirming(true)}>
            {t('approve.all', { count: listed.length, n: f.number(listed.length) })}
          </Button>
        ) : undefined
      }
    >
      {approve.error && !confirming ? <ProblemNote small error={approve.error} /> : null}
      <Loaded
        query={waiting}
        empty={(found) =>
          found.campaigns.length === 0 && (
            <Empty icon={<IconMailCheck size={22} stroke={1.6} />} title={t('approve.none.title')}>
              {t('approve.none.body')}
            </Empty>
          )
        }
      >
        {(found) => (
          <ul className={classes.waiting}>
            {found.campaigns.map((k) => (
              <li key={k.id}>
                <Waiting
                  campaign={k}
                  onApprove={() => approve.mutate({ messages: [{ campaignId: k.id, revision: k.revision }] })}
                  busy={approve.isPending && approve.variables.messages.some((one) => one.campaignId === k.id)}
                />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <ConfirmDialog
        opened={confirming}
        onClose={() => setConfirming(false)}
        title={t('approve.allTitle', { count: listed.length, n: f.number(listed.length) })}
        confirm={t('approve.do')}
        busy={approve.isPending}
        error={approve.error}
        onConfirm={all}
      >
        {t('approve.allBody')}
        <ul>
          {listed.map((k) => (
            <li key={k.id}>{k.title}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </Page>
  )
}

/** One of them, closed at first; the letter is drawn when it is opened. */
function Waiting({ campaign, onApprove, busy }: { campaign: Listed; onApprove: () => void; busy: boolean }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const me = useMe()
  const [opened, setOpened] = useState(false)
  const own = languageOf(me.locale)
  return (
    <article className={classes.waitingOne} aria-label={campaign.title}>
      <div className={classes.waitingTop}>
        <div>
          <h2>{campaign.title}</h2>
          <p className={classes.facts}>
            {campaign.sendsOn ? f.day(campaign.sendsOn, 'long') : t('noDate')} ·{' '}
            {[campaign.wave.name, campaign.audience?.name ?? t(`readersAre.${campaign.readers}`)].join(' · ')}
          </p>
        </div>
        <div className={classes.actions}>
          <Button variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {t(opened ? 'approve.close' : 'approve.read')}
          </Button>
          {opened ? (
            <Button loading={busy} onClick={onApprove}>
              {t('approve.do')}
            </Button>
          ) : null}
          <Button variant="subtle" color="gray" component={Go} to={`/approve/${campaign.id}`}>
            {t('approve.alone')}
          </Button>
        </div>
      </div>
      <ChangedNote campaign={campaign} />
      {opened ? (
        <LetterPreview
          campaignId={campaign.id}
          version={`${campaign.revision}`}
          choose={false}
          spoken={[own, ...languages.filter((one) => one !== own)]}
        />
      ) : null}
    </article>
  )
}

export function ApprovePage() {
  const { campaignId = '' } = useParams({ strict: false }) as { campaignId?: string }
  const campaign = useOperation('campaigns.get', { campaignId })
  if (!campaign.data && campaign.error instanceof ApiProblem && campaign.error.code === 'not_found') return <NotYours />
  return <Loaded query={campaign}>{(k) => <Approve campaign={k} />}</Loaded>
}

/** Of somebody else's letter, or an old one: whoever opens it learns as whom they are signed in, and nothing of the message. */
function NotYours() {
  const { t } = useTranslation('campaigns')
  const me = useMe()
  return (
    <Page title={t('approve.listTitle')} width="normal">
      <Empty
        title={t('approve.notYours.title')}
        action={
          <Button variant="default" component={Go} to="/approve">
            {t('approve.notYours.all')}
          </Button>
        }
      >
        {t('approve.notYours.body', { name: me.person.name })}
      </Empty>
    </Page>
  )
}

function Approve({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns')
  const approve = useAct('campaigns.approve', { invalidates: reads, showsProblem: true, done: t('approve.done') })
  const decline = useAct('campaigns.decline', {
    invalidates: reads,
    showsProblem: true,
    done: t('approve.declined'),
    onDone: () => setDeclining(false),
  })
  const [declining, setDeclining] = useState(false)
  const [because, setBecause] = useState('')
  const me = useMe()
  const f = useFormat()
  const audience = useOperation('campaigns.audience', { campaignId: campaign.id })
  const champion = campaign.asChampion
  // Whoever is asked both as sender and as champion says both with one button.
  const asSender = campaign.sender?.id === me.person.id
  const settled =
    (!asSender || campaign.approval.approvedAt !== null) && (champion ? champion.approvedAt !== null : asSender)
  const id = { campaignId: campaign.id }
  const yes = campaign.mayApprove && !settled && !campaign.startedAt
  return (
    <Page
      title={yes ? t('approve.title') : campaign.title}
      width="normal"
      help={t('approve.help')}
      back={{ to: '/approve', label: t('approve.back') }}
      description={
        yes ? (
          campaign.sendsOn ? (
            <>
              {t('approve.body')} <When on={campaign.sendsOn} style="long" />.
            </>
          ) : (
            t('approve.bodyNoDate')
          )
        ) : (
          <State tone={tones[campaign.state]}>{t(`state.${campaign.state}`)}</State>
        )
      }
      action={
        yes ? (
          <Button onClick={() => approve.mutate({ ...id, revision: campaign.revision })} loading={approve.isPending}>
            {t('approve.do')}
          </Button>
        ) : undefined
      }
      more={
        campaign.mayApprove && !campaign.startedAt ? (
          <Button
            variant="default"
            // A champion's no is about their own name; nobody asks them why.
            onClick={() => (asSender ? setDeclining(true) : decline.mutate(id))}
            loading={decline.isPending}
          >
            {t(settled ? 'approve.takeBack' : 'approve.decline')}
          </Button>
        ) : undefined
      }
    >
      {(approve.error ?? decline.error) && !declining ? (
        <ProblemNote small error={approve.error ?? decline.error} />
      ) : null}
      {campaign.approval.declinedBecause ? (
        <Note>
          {t('declinedBecause', { name: campaign.sender?.name ?? '', words: campaign.approval.declinedBecause })}
        </Note>
      ) : null}
      <ConfirmDialog
        opened={declining}
        onClose={() => setDeclining(false)}
        title={t(settled ? 'approve.takeBackTitle' : 'approve.declineTitle')}
        confirm={t(settled ? 'approve.takeBack' : 'approve.declineDo')}
        busy={decline.isPending}
        error={decline.error}
        onConfirm={() => decline.mutate({ ...id, because })}
      >
        {t('approve.declineBody')}
        <Textarea
          mt="md"
          autosize
          minRows={3}
          maxRows={8}
          maxLength={1000}
          label={t('approve.declineWhy')}
          description={t('approve.declineWhyHelp')}
          value={because}
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
      </ConfirmDialog>
      {yes ? <ChangedNote campaign={campaign} /> : null}
      <Follows campaign={campaign} linked={false} />
      {yes || settled ? <TrialNote trial={campaign.trial} /> : null}
      {settled ? <Note tone="good">{t('approve.settled')}</Note> : null}
      {champion?.declinedAt ? <Note>{t('champions.youDeclined')}</Note> : null}
      {champion && audience.data?.champions && !campaign.startedAt ? (
        <Note>
          {t('champions.you', {
            count: audience.data.champions.yours ?? 0,
            number: f.number(audience.data.champions.yours ?? 0),
            name: campaign.sender?.name ?? '',
          })}
        </Note>
      ) : null}
      <Loaded query={audience} skeleton={<TextSkeleton lines={3} />} small>
        {(a) => (
          <>
            <Readers campaign={campaign} audience={a} />
            <LetterPreview
              campaignId={campaign.id}
              version={`${campaign.revision}`}
              choose={false}
              spoken={spokenIn(a, me.locale)}
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** What its sender would not know from having read it before. */
function ChangedNote({ campaign }: { campaign: Listed }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  if (campaign.changed.length === 0) return null
  return (
    <Note tone="warn" title={t('changed.title')}>
      {t('changed.sender', { what: f.list(campaign.changed) })}
    </Note>
  )
}

/** The languages of its readers, one's own first; all of them where nobody is counted. */
function spokenIn(audience: Audience, locale: string): Language[] {
  const there = audience.languages.map((l) => l.language)
  const own = (language: string) => Number(locale.toLowerCase().startsWith(language))
  return (there.length > 0 ? there : [...languages]).toSorted((a, b) => own(b) - own(a))
}

/** Whom it reaches, how many they are, and at which hours. */
function Readers({ campaign, audience }: { campaign: Campaign; audience: Audience }) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const name = useLanguageName()
  const shown = (n: number) => (audience.upTo ? t('upTo', { number: f.number(n) }) : f.number(n))
  return (
    <p className={classes.facts}>
      <strong>{f.list([campaign.wave.name, campaign.audience?.name ?? t(`readersAre.${campaign.readers}`)])}</strong>
      <br />
      {t('readers', { count: audience.people, number: shown(audience.people) })}{' '}
      {f.list(audience.languages.map((l) => t('readersIn', { language: name(l.language), number: shown(l.people) })))}
      {audience.excluded.map((e) => (
        <span key={e.reason}>
          <br />
          {t(`excluded.${e.reason}`, { count: e.people, number: shown(e.people) })}
        </span>
      ))}
      {audience.from && audience.until ? (
        <>
          <br />
          {t('between', { from: f.exact(audience.from), until: f.exact(audience.until) })}
        </>
      ) : null}
      {audience.upTo ? (
        <>
          <br />
          {t('upToWhy')}
        </>
      ) : null}
    </p>
  )
}
