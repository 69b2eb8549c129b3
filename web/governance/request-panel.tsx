/** One change request: what is asked and why, where it stands, and the committee's answer. */
import { Button, SegmentedControl, Select, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, ProblemNote } from '../ui/states.tsx'
import { all, type ChangeRequest, home, requestTones } from './acts.ts'
import classes from './governance.module.css'

type Requests = Answer<'governance.requests'>

export function RequestPanel() {
  const { t } = useTranslation('governance')
  const { requestId = '' } = useParams({ strict: false }) as { requestId?: string }
  const query = useOperation('governance.requests', {})
  const found = query.data?.requests.find((r) => r.id === requestId)
  return (
    <SidePanel title={found?.title ?? t('requests.one')} kind={t('requests.one')} back={`${home}/requests`}>
      <Loaded query={query}>
        {(data) => (found ? <Inside key={found.id} r={found} data={data} /> : <Note title={t('requests.notThere')} />)}
      </Loaded>
    </SidePanel>
  )
}

function Inside({ r, data }: { r: ChangeRequest; data: Requests }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const open = r.state === 'open' || r.state === 'on_agenda' || r.state === 'later'
  const list = useAct('governance.putOnAgenda', { invalidates: all })
  const takeBack = useAct('governance.takeBack', { invalidates: all, done: t('requests.tookBack') })
  const listed = r.state === 'on_agenda'
  return (
    <div className={classes.panel}>
      <div>
        <State tone={requestTones[r.state]}>{t(`requests.state.${r.state}`)}</State>
      </div>
      {r.words ? (
        <p className={classes.written} dir="auto">
          {r.words}
        </p>
      ) : null}
      {r.why ? (
        <div>
          <h3>{t('ask.why')}</h3>
          <p className={classes.written} dir="auto">
            {r.why}
          </p>
        </div>
      ) : null}
      <Facts
        facts={[
          { label: t('ask.priority'), value: t(`priority.${r.priority}`) },
          { label: t('requests.from'), value: <span dir="auto">{r.askedBy.name}</span> },
          { label: t('requests.on'), value: <When at={r.askedAt} style="long" /> },
          ...(listed
            ? [
                {
                  label: t('agenda.title'),
                  value: r.meeting ? (
                    <Go className={classes.link} to={`${home}/meetings/${r.meeting.id}`}>
                      {f.dayAt(r.meeting.startsAt, 'long')}
                    </Go>
                  ) : (
                    t('requests.nextMeeting')
                  ),
                },
              ]
            : []),
          ...(r.until && r.state === 'later'
            ? [{ label: t('requests.until'), value: <When on={r.until} style="long" /> }]
            : []),
          ...(r.decision
            ? [
                {
                  label: t('requests.by'),
                  value: (
                    <Go className={classes.link} to={`${home}/decisions/${r.decision.id}`}>
                      {t('decision.number', { n: f.number(r.decision.number) })}
                    </Go>
                  ),
                },
              ]
            : []),
          ...(r.version ? [{ label: t('requests.by'), value: t('requests.version', { n: f.number(r.version) }) }] : []),
        ]}
      />
      {r.answeredBy && r.answeredAt && (r.reason || !open) ? (
        <Note title={t('requests.answer', { name: r.answeredBy.name, day: f.dayAt(r.answeredAt, 'long') })}>
          {r.reason || t(`requests.state.${r.state}`)}
        </Note>
      ) : null}
      {open && data.may.run ? (
        <>
          <div className={classes.buttons}>
            <Button
              variant={listed ? 'default' : 'filled'}
              loading={list.isPending}
              onClick={() => list.mutate({ requestId: r.id, on: !listed })}
            >
              {t(listed ? 'requests.offAgenda' : 'requests.toAgenda')}
            </Button>
            <Button component={Go} to={`${home}/decisions/new`} search={{ request: r.id }} variant="default">
              {t('requests.decide')}
            </Button>
          </div>
          <AnswerIt r={r} data={data} />
        </>
      ) : null}
      {open && r.mine ? (
        <div className={classes.buttons}>
          <Button
            variant="subtle"
            color="gray"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate({ requestId: r.id })}
          >
            {t('requests.takeBack')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

const outcomes = ['declined', 'later', 'accepted'] as const

function AnswerIt({ r, data }: { r: ChangeRequest; data: Requests }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>('later')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState<string | null>(null)
  const [version, setVersion] = useState<string | null>(data.versions[0] ? String(data.versions[0]) : null)
  const answer = useAct('governance.answer', { invalidates: all, showsProblem: true, done: t('answer.done') })
  const ready = outcome === 'declined' ? reason.trim() !== '' : outcome === 'later' ? until !== null : version !== null
  const can = data.versions.length > 0 ? outcomes : outcomes.filter((one) => one !== 'accepted')
  return (
    <form
      className={classes.answer}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready)
          answer.mutate({
            requestId: r.id,
            outcome,
            reason,
            until: outcome === 'later' ? until : null,
            version: outcome === 'accepted' ? Number(version) : null,
          })
      }}
    >
      <h3>{t('answer.title')}</h3>
      <SegmentedControl
        fullWidth
        aria-label={t('answer.title')}
        value={outcome}
        onChange={(one) => setOutcome(one as typeof outcome)}
        data={can.map((one) => ({ value: one, label: t(`answer.${one}`) }))}
      />
      {outcome === 'later' ? (
        <DateField label={t('answer.until')} value={until} onChange={setUntil} min={data.today} required />
      ) : null}
      {outcome === 'accepted' ? (
        <Select
          label={t('answer.version')}
          description={t('answer.versionSays')}
          allowDeselect={false}
          value={version}
          onChange={setVersion}
          data={data.versions.map((n) => ({ value: String(n), label: t('requests.version', { n: f.number(n) }) }))}
        />
      ) : null}
      <Textarea
        label={t(outcome === 'declined' ? 'answer.reason' : 'answer.word')}
        description={t('answer.reasonSays', { name: r.askedBy.name })}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        dir="auto"
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      {answer.error ? <ProblemNote small error={answer.error} /> : null}
      <div>
        <Button type="submit" variant="default" loading={answer.isPending} disabled={!ready}>
          {t('answer.do')}
        </Button>
      </div>
    </form>
  )
}
