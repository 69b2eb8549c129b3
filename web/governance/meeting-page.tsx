/** One meeting: what is on the agenda, the four questions with what the data say, and what came of it. */
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { IconDownload, IconPlus } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useAct, useOperation } from '../api.ts'
import { Times } from '../live/times.tsx'
import { languageOf } from '../program/language.ts'
import { wallClock } from '../ui/format.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SaveFile } from '../ui/save-file.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { all, home, type Meeting } from './acts.ts'
import { AddItem, Items } from './agenda.tsx'
import { DecisionList } from './decision-list.tsx'
import { MeetingDialog } from './meeting-dialog.tsx'
import { Question } from './question.tsx'
import classes from './governance.module.css'

export function MeetingPage() {
  const { i18n } = useTranslation('governance')
  const { meetingId = '' } = useParams({ strict: false }) as { meetingId?: string }
  // Others write while one reads.
  const query = useOperation(
    'governance.meeting',
    { meetingId, language: languageOf(i18n.language) },
    { every: 20_000 },
  )
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(meeting) => <Inside meeting={meeting} />}
    </Loaded>
  )
}

function Inside({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const [dialog, setDialog] = useState<'move' | 'off' | 'hold' | null>(null)
  const { id, state, may } = meeting
  const start = wallClock(meeting.startsAt, meeting.timeZone)
  const today = wallClock(new Date(f.now()).toISOString(), f.timeZone).day
  return (
    <Page
      title={t('meeting.title', { day: f.day(start.day, 'long') })}
      help={t('meeting.help')}
      back={{ to: home, label: t('tabs.meetings') }}
      description={<State tone={state === 'over' ? 'warn' : 'quiet'}>{t(`meetings.state.${state}`)}</State>}
      action={
        may.hold ? (
          <Button onClick={() => setDialog('hold')}>{t('hold.act')}</Button>
        ) : state === 'held' ? (
          <SaveFile href={addressOf('governance.minutes', { meetingId: id })}>{t('meeting.pdf')}</SaveFile>
        ) : undefined
      }
      more={
        <>
          {may.run && state === 'over' ? (
            <Button variant="subtle" color="gray" onClick={() => setDialog('off')}>
              {t('off.missed')}
            </Button>
          ) : null}
          {may.run && state === 'ahead' ? (
            <>
              <Button variant="subtle" color="gray" onClick={() => setDialog('off')}>
                {t('off.act')}
              </Button>
              <Button variant="default" onClick={() => setDialog('move')}>
                {t('when.move')}
              </Button>
            </>
          ) : null}
          {state !== 'held' && state !== 'called_off' ? (
            <SaveFile quiet href={addressOf('governance.minutes', { meetingId: id })}>
              {t('meeting.print')}
            </SaveFile>
          ) : null}
        </>
      }
    >
      {state === 'called_off' ? (
        <Note tone="bad" title={t('meetings.state.called_off')}>
          {meeting.reason}
        </Note>
      ) : null}
      <Facts
        facts={[
          { label: t('meeting.when'), value: <Times {...meeting} /> },
          {
            label: t('meeting.where'),
            value: meeting.link ? (
              <>
                {meeting.place ? <span dir="auto">{meeting.place} </span> : null}
                <a href={meeting.link} target="_blank" rel="noreferrer noopener" className={classes.link}>
                  {t('meeting.join')}
                </a>
              </>
            ) : (
              <span dir="auto">{meeting.place || t('noPlace')}</span>
            ),
          },
          { label: t(state === 'held' ? 'meeting.came' : 'meeting.members'), value: <People meeting={meeting} /> },
        ]}
      />
      {state === 'ahead' ? (
        <p className={classes.foot}>
          <a href={addressOf('governance.calendar', { meetingId: id })} download>
            <IconDownload size={14} aria-hidden /> {t('meeting.file')}
          </a>
        </p>
      ) : null}
      {state === 'called_off' ? null : (
        <Section title={t('agenda.title')} bare>
          <Items items={meeting.items} mayRun={may.run} open={may.hold} />
          {may.run ? <AddItem meetingId={id} /> : null}
        </Section>
      )}
      <p className={classes.evidenceOf}>
        {t(meeting.kept ? 'meeting.evidenceKept' : 'meeting.evidenceLive', { day: f.day(meeting.evidenceOf, 'long') })}
      </p>
      {meeting.questions.map((question) => (
        <Question key={question.id} meeting={meeting} question={question} />
      ))}
      <Section
        title={t('meeting.decisions')}
        action={
          may.run && state !== 'ahead' ? (
            <Button
              component={Go}
              to={`${home}/decisions/new`}
              search={{ meeting: id }}
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t('decide.act')}
            </Button>
          ) : undefined
        }
        bare
      >
        {meeting.decisions.length === 0 ? (
          <p className={classes.none}>{t(state === 'ahead' ? 'meeting.noDecisionsYet' : 'meeting.noDecisions')}</p>
        ) : (
          <DecisionList decisions={meeting.decisions} />
        )}
      </Section>
      {dialog === 'move' ? (
        <MeetingDialog
          meetingId={id}
          today={today}
          first={{
            day: start.day,
            from: start.time,
            to: wallClock(meeting.endsAt, meeting.timeZone).time,
            timeZone: meeting.timeZone,
            place: meeting.place,
            link: meeting.link,
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'off' ? <CallOff meeting={meeting} onClose={() => setDialog(null)} /> : null}
      {dialog === 'hold' ? <Hold meeting={meeting} onClose={() => setDialog(null)} /> : null}
    </Page>
  )
}

function People({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation('governance')
  if (meeting.members.length === 0) return <>{t('meeting.nobody')}</>
  return (
    <ul className={classes.people}>
      {meeting.members.map(({ person, part, came }) => (
        <li key={person.id} data-away={came === false || undefined}>
          <Avatar name={person.name} id={person.id} size={24} />
          <span dir="auto">{person.name}</span>
          {part === 'member' ? null : <span className={classes.quiet}>{t(`part.${part}`)}</span>}
          {came === false ? <span className={classes.quiet}>{t('meeting.away')}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function CallOff({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useTranslation('governance')
  const [reason, setReason] = useState('')
  const off = useAct('governance.callOff', { invalidates: all, showsProblem: true, onDone: onClose })
  return (
    <Modal opened onClose={onClose} title={t('off.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) off.mutate({ meetingId: meeting.id, reason })
        }}
      >
        <p className={classes.plain}>{t('off.says')}</p>
        <TextInput
          label={t('off.reason')}
          maxLength={300}
          dir="auto"
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
          data-autofocus
        />
        {off.error ? <ProblemNote small error={off.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('off.keep')}
          </Button>
          <Button type="submit" color="red" loading={off.isPending} disabled={!reason.trim()}>
            {t('off.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Hold({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useTranslation('governance')
  const [came, setCame] = useState<readonly string[]>(
    meeting.members.filter((m) => m.part !== 'guest').map((m) => m.person.id),
  )
  const hold = useAct('governance.hold', { invalidates: all, showsProblem: true, onDone: onClose })
  const left = meeting.items.filter((item) => item.settled === null).length
  return (
    <Modal opened onClose={onClose} title={t('hold.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          hold.mutate({ meetingId: meeting.id, came: [...came] })
        }}
      >
        <fieldset className={classes.plainSet}>
          <legend>{t('hold.who')}</legend>
          {meeting.members.map(({ person, part }) => (
            <Checkbox
              key={person.id}
              checked={came.includes(person.id)}
              label={part === 'member' ? person.name : `${person.name} · ${t(`part.${part}`)}`}
              onChange={(e) =>
                setCame(e.currentTarget.checked ? [...came, person.id] : came.filter((one) => one !== person.id))
              }
            />
          ))}
        </fieldset>
        <p className={classes.plain}>{t('hold.says')}</p>
        {left > 0 ? <p className={classes.plain}>{t('hold.left', { count: left })}</p> : null}
        {hold.error ? <ProblemNote small error={hold.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={hold.isPending}>
            {t('hold.do')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
