/** One check-in: prepare, talk, note, agree, done. */
import { Button, Popover } from '@mantine/core'
import { IconCheck, IconHeartHandshake } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { useHold, useTalk, type Conversation } from './acts.ts'
import { Agenda, NextSteps } from './agenda.tsx'
import { Banner } from './banner.tsx'
import { FeedbackBeside } from './feedback-beside.tsx'
import { GoalsBeside } from './goals-beside.tsx'
import { GrowthBeside } from './growth-beside.tsx'
import { HandOvers, LeaveWord, StepsToBring } from './hand-over.tsx'
import { Meeting, Rhythm } from './meeting.tsx'
import { withWords, type Autosave, type Fields } from './autosave.tsx'
import { MySide, MyWords, Voice } from './voice.tsx'
import { PrivateNote, SharedNote } from './writing.tsx'
import classes from './checkins.module.css'

export function ConversationPage() {
  const { t } = useTranslation('checkins')
  const { checkinId = '' } = useParams({ strict: false }) as { checkinId?: string }
  // Both may write at once; a talk is short and its page is looked at.
  const query = useOperation('checkins.get', { checkinId }, { every: 15_000 })
  if (query.error && !query.data) {
    return (
      <Page title={t('one')} width="reading" back={{ to: '/check-ins', label: t('all') }}>
        <ProblemNote error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) return <PageSkeleton />
  return <Talk key={checkinId} k={query.data} />
}

function Talk({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const other = k.side === 'manager' ? k.report : k.manager
  const over = k.held !== null || k.endedAt !== null
  // What is still being written is saved before the talk is over.
  const [fields] = useState(() => new Map<string, Autosave>())
  return (
    <Page
      title={t(over ? 'title.held' : 'title.with', { name: other.name })}
      tabTitle={t('openWith', { name: other.name })}
      back={{ to: '/check-ins', label: t('all') }}
      help={t('helpOne')}
      description={<Facts k={k} />}
      {...(over ? {} : { action: <HoldButton k={k} fields={fields} />, more: <Plan k={k} fields={fields} /> })}
    >
      <Banner k={k} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <HandOvers k={k} />
          {over && k.questions.length === 0 ? null : over ? <MyWords k={k} /> : <MySide k={k} fields={fields} />}
          <Voice title={t('theirSide', { name: other.name })} person={other} answers={k.theirs} />
          <Agenda k={k} />
          <SharedNote k={k} />
          <StepsToBring k={k} />
          <NextSteps k={k} />
          <LeaveWord k={k} />
        </div>
        <aside className={classes.side} aria-label={t('beside')}>
          <Meeting k={k} />
          <PrivateNote k={k} />
          <Rhythm k={k} />
          <GoalsBeside k={k} />
          <GrowthBeside k={k} />
          <FeedbackBeside k={k} />
          <Thanks other={other} />
          {k.earlier.length > 0 ? (
            <section className={classes.block} aria-labelledby="earlier">
              <div className={classes.blockTop}>
                <h2 id="earlier">{t('earlier')}</h2>
              </div>
              <ul className={classes.earlier}>
                {k.earlier.slice(0, 8).map((e) => (
                  <li key={e.id}>
                    <Go to={`/check-ins/${e.id}`}>
                      <When on={e.heldOn} style="short" />
                    </Go>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </aside>
      </div>
    </Page>
  )
}

/** What was good in it can be said for others to read too. */
function Thanks({ other }: { other: { id: string; name: string } }) {
  const { t } = useTranslation('checkins')
  const me = useMe()
  if (!me.elements.includes('recognition')) return null
  return (
    <section className={classes.block} aria-labelledby="thanks">
      <div className={classes.blockTop}>
        <h2 id="thanks">{t('recognise.title')}</h2>
      </div>
      <Button
        component={Go}
        to="/recognition/give"
        search={{ to: other.id }}
        variant="default"
        size="sm"
        leftSection={<IconHeartHandshake size={16} aria-hidden />}
      >
        {t('recognise.act', { name: other.name })}
      </Button>
    </section>
  )
}

function Facts({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  if (!k.current) return <>{t('notCurrent')}</>
  return (
    <>
      {k.held ? (
        <>
          {t('heldOn')} <When on={k.held.on} style="long" />
        </>
      ) : k.meeting && !k.meeting.off ? (
        f.exact(k.meeting.startsAt)
      ) : (
        <>
          {t('plannedFor')} <When on={k.plannedFor} style="long" />
        </>
      )}
      {k.cadence ? ` · ${t(`cadence.${k.cadence}`)}` : ''}
    </>
  )
}

/** Held today is one press; another day is one more. */
function HoldButton({ k, fields }: { k: Conversation; fields: Fields }) {
  const { t } = useTranslation('checkins')
  const hold = useHold()
  return (
    <Button
      leftSection={<IconCheck size={16} aria-hidden />}
      loading={hold.isPending}
      onClick={() => void withWords(fields, k.questions, (answers) => hold.mutateAsync({ checkinId: k.id, answers }))}
    >
      {t('hold')}
    </Button>
  )
}

function Plan({ k, fields }: { k: Conversation; fields: Fields }) {
  const { t } = useTranslation('checkins')
  const me = useMe()
  const { plan } = useTalk(k.id)
  const hold = useHold()
  const [opened, setOpened] = useState(false)
  const [planned, setPlanned] = useState(k.plannedFor)
  const [heldOn, setHeldOn] = useState(me.today)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t('otherDay')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.plan}
          onSubmit={(event) => {
            event.preventDefault()
            plan.mutate({ checkinId: k.id, plannedFor: planned }, { onSuccess: () => setOpened(false) })
          }}
        >
          <label className={classes.inline}>
            <span>{t('plan.talkOn')}</span>
            <input
              className={classes.select}
              type="date"
              required
              value={planned}
              onChange={(event) => setPlanned(event.currentTarget.value)}
            />
          </label>
          <Button type="submit" size="xs" variant="default" loading={plan.isPending}>
            {t('plan.move')}
          </Button>
        </form>
        <form
          className={classes.plan}
          onSubmit={async (event) => {
            event.preventDefault()
            const done = await withWords(fields, k.questions, (answers) =>
              hold.mutateAsync({ checkinId: k.id, heldOn, answers }),
            )
            if (done) setOpened(false)
          }}
        >
          <label className={classes.inline}>
            <span>{t('plan.heldOn')}</span>
            <input
              className={classes.select}
              type="date"
              required
              max={me.today}
              value={heldOn}
              onChange={(event) => setHeldOn(event.currentTarget.value)}
            />
          </label>
          <Button type="submit" size="xs" variant="default" loading={hold.isPending}>
            {t('plan.held')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
