/** When does the committee meet, and what waits for it? */
import { Button } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { DayTile } from '../ui/marks.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { all, home, type MeetingHead, type Overview, useReadsCommittee } from './acts.ts'
import { AddItem, Items } from './agenda.tsx'
import { DecisionList } from './decision-list.tsx'
import { GovernanceTabs } from './frame.tsx'
import { MeetingDialog } from './meeting-dialog.tsx'
import { RequestsPage } from './requests-page.tsx'
import classes from './governance.module.css'

export function GovernancePage() {
  return useReadsCommittee() ? <Meetings /> : <RequestsPage />
}

function Meetings() {
  const query = useOperation('governance.get', {})
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(found) => <Inside found={found} />}
    </Loaded>
  )
}

function Inside({ found }: { found: Overview }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const [planning, setPlanning] = useState(false)
  const { committee, next, proposal, may } = found
  const plan = useAct('governance.plan', { invalidates: all, done: t('meetings.planned') })
  const book =
    committee && proposal && may.run ? (
      <Button
        loading={plan.isPending}
        onClick={() =>
          plan.mutate({ ...proposal, timeZone: committee.timeZone, place: committee.place, link: committee.link })
        }
      >
        {t('meetings.confirm', { day: f.day(proposal.day, 'short'), time: proposal.from })}
      </Button>
    ) : null
  const action = !committee ? (
    may.shape ? (
      <Button component={Go} to={`${home}/charter`}>
        {t('charter.begin')}
      </Button>
    ) : null
  ) : next ? (
    <Button component={Go} to={`${home}/meetings/${next.id}`}>
      {t(next.state === 'ahead' ? 'meetings.prepare' : 'meetings.open')}
    </Button>
  ) : (
    book
  )
  return (
    <Page
      title={t('meetings.title')}
      help={t('meetings.help')}
      description={
        committee ? t('meetings.about', { count: committee.cadenceWeeks, program: committee.programName }) : null
      }
      action={committee ? action : undefined}
      more={
        committee && proposal && may.run ? (
          <Button variant="default" onClick={() => setPlanning(true)}>
            {t('meetings.otherTime')}
          </Button>
        ) : undefined
      }
      below={<GovernanceTabs />}
    >
      {!committee ? (
        <Empty icon={<IconGavel size={22} stroke={1.6} />} title={t('none.title')} action={action}>
          {t(may.shape ? 'none.body' : 'none.bodyOthers')}
        </Empty>
      ) : (
        <>
          {found.late ? (
            <Note tone="warn" title={t('meetings.late', { day: f.day(found.late.since, 'long') })}>
              {found.late.last
                ? t('meetings.lateLast', { day: f.day(found.late.last, 'long') })
                : t('meetings.lateNever')}
            </Note>
          ) : null}
          {next ? <Next meeting={next} action={next.state === 'over' ? book : null} /> : null}
          <Section
            title={t(proposal ? 'agenda.waiting' : 'agenda.title')}
            description={proposal ? t('agenda.waitingSays') : null}
            bare
          >
            <Items items={found.agenda} mayRun={may.run} />
            {may.run ? <AddItem meetingId={null} /> : null}
          </Section>
          <Open />
          <Past meetings={found.past} />
        </>
      )}
      {planning && committee && proposal ? (
        <MeetingDialog
          first={{ ...proposal, timeZone: committee.timeZone, place: committee.place, link: committee.link }}
          meetingId={null}
          today={found.today}
          onClose={() => setPlanning(false)}
        />
      ) : null}
    </Page>
  )
}

const tones = { ahead: 'accent', on: 'good', over: 'warn', held: 'good', called_off: 'quiet' } as const

function Met({ meeting }: { meeting: MeetingHead }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  return (
    <Row
      lead={<DayTile at={meeting.startsAt} />}
      title={<time dateTime={meeting.startsAt}>{f.exact(meeting.startsAt)}</time>}
      to={`${home}/meetings/${meeting.id}`}
      says={<span dir="auto">{meeting.reason ?? (meeting.place || meeting.link || t('noPlace'))}</span>}
      end={<State tone={tones[meeting.state]}>{t(`meetings.state.${meeting.state}`)}</State>}
    />
  )
}

function Next({ meeting, action }: { meeting: MeetingHead; action: React.ReactNode }) {
  const { t } = useTranslation('governance')
  return (
    <Section title={t(meeting.state === 'over' ? 'meetings.notNoted' : 'meetings.next')} action={action} bare>
      <List>
        <Met meeting={meeting} />
      </List>
    </Section>
  )
}

/** What is still to be done, the late ones first, and who waits for an answer. */
function Open() {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const decisions = useOperation('governance.decisions', {})
  const requests = useOperation('governance.requests', {})
  const open = (decisions.data?.decisions ?? [])
    .filter((d) => d.state === 'open' || d.state === 'late')
    .toSorted((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9'))
  const waiting = (requests.data?.requests ?? []).filter((r) => r.state === 'open').length
  return (
    <>
      {waiting > 0 ? (
        <div className={classes.below}>
          <Note
            action={
              <Button component={Go} to={`${home}/requests`} variant="default" size="sm">
                {t('requests.look')}
              </Button>
            }
          >
            {t('requests.waiting', { count: waiting, n: f.number(waiting) })}
          </Note>
        </div>
      ) : null}
      {open.length > 0 ? (
        <Section title={t('decisions.openTitle')} bare>
          <DecisionList decisions={open.slice(0, 5)} />
        </Section>
      ) : null}
    </>
  )
}

function Past({ meetings }: { meetings: readonly MeetingHead[] }) {
  const { t } = useTranslation('governance')
  if (meetings.length === 0) return null
  return (
    <Section title={t('meetings.past')} bare>
      <List>
        {meetings.map((one) => (
          <Met key={one.id} meeting={one} />
        ))}
      </List>
    </Section>
  )
}
