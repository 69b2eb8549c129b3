/** One decision: what and why, who sees to it, what it should move and what the number did. */
import { Button, Modal, Textarea } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { languageOf } from '../program/language.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import { all, type Decision, decisionTones, effectTones, home } from './acts.ts'
import classes from './governance.module.css'

export function DecisionPage() {
  const { i18n } = useTranslation('governance')
  const { decisionId = '' } = useParams({ strict: false }) as { decisionId?: string }
  const query = useOperation('governance.decision', { decisionId, language: languageOf(i18n.language) })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(decision) => <Inside d={decision} />}
    </Loaded>
  )
}

function Inside({ d }: { d: Decision }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const [dialog, setDialog] = useState<'change' | 'withdraw' | null>(null)
  const finish = useAct('governance.finish', {
    invalidates: all,
    done: (answer) => t(answer.state === 'done' ? 'decision.nowDone' : 'decision.openAgain'),
  })
  const done = d.state === 'done'
  return (
    <Page
      title={d.question}
      tabTitle={t('decision.number', { n: f.number(d.number) })}
      width="reading"
      help={t('decision.help')}
      back={
        d.may.read ? { to: `${home}/decisions`, label: t('tabs.decisions') } : { to: '/', label: t('decision.toWeek') }
      }
      description={
        <span className={classes.headline}>
          {t('decision.head', { n: f.number(d.number), day: f.day(d.decidedOn, 'long') })}
          <State tone={decisionTones[d.state]}>{t(`decision.state.${d.state}`)}</State>
        </span>
      }
      action={
        d.may.finish ? (
          <Button
            variant={done ? 'default' : 'filled'}
            loading={finish.isPending}
            onClick={() => finish.mutate({ decisionId: d.id, done: !done })}
          >
            {t(done ? 'decision.reopen' : 'decision.finish')}
          </Button>
        ) : undefined
      }
      more={
        d.may.change ? (
          <>
            <Button variant="subtle" color="gray" onClick={() => setDialog('withdraw')}>
              {t('withdraw.act')}
            </Button>
            <Button variant="default" onClick={() => setDialog('change')}>
              {t('change.act')}
            </Button>
          </>
        ) : undefined
      }
    >
      {d.withdrawn ? (
        <Note
          tone="warn"
          title={t('withdraw.was', { name: d.withdrawn.by.name, day: f.dayAt(d.withdrawn.at, 'long') })}
        >
          {d.withdrawn.reason}
        </Note>
      ) : null}
      <div className={classes.ruling}>
        <h2>{t('decision.decided')}</h2>
        <p dir="auto">{d.decided}</p>
        {d.why ? (
          <>
            <h2>{t('decision.why')}</h2>
            <p dir="auto">{d.why}</p>
          </>
        ) : null}
        {d.options.length > 0 ? (
          <>
            <h2>{t('decision.options')}</h2>
            <ul>
              {d.options.map((one, i) => (
                <li key={i} dir="auto">
                  {one}
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
      <Facts
        facts={[
          { label: t('decision.owner'), value: <span dir="auto">{d.owner.name}</span> },
          { label: t('decision.due'), value: d.dueOn ? <When on={d.dueOn} style="long" /> : t('decision.noDue') },
          ...(d.cost ? [{ label: t('decision.cost'), value: <span dir="auto">{d.cost}</span> }] : []),
          { label: t('decision.by'), value: <span dir="auto">{d.decidedBy.name}</span> },
          ...(d.meeting
            ? [
                {
                  label: t('decision.meeting'),
                  value: (
                    <Go className={classes.link} to={`${home}/meetings/${d.meeting.id}`}>
                      {f.dayAt(d.meeting.startsAt, 'long')}
                    </Go>
                  ),
                },
              ]
            : []),
          ...(d.request
            ? [
                {
                  label: t('decision.request'),
                  value: (
                    <Go className={classes.link} to={`${home}/requests/${d.request.id}`} dir="auto">
                      {d.request.title}
                    </Go>
                  ),
                },
              ]
            : []),
        ]}
      />
      {d.aim ? <Aim d={d} aim={d.aim} /> : null}
      {d.history.length > 0 ? <History d={d} /> : null}
      {dialog === 'change' ? <Change d={d} onClose={() => setDialog(null)} /> : null}
      {dialog === 'withdraw' ? <Withdraw d={d} onClose={() => setDialog(null)} /> : null}
    </Page>
  )
}

/** The number as it was and as it is, side by side; what the difference means in one sentence, and no cause. */
function Aim({ d, aim }: { d: Decision; aim: NonNullable<Decision['aim']> }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const { effect } = d
  const where = aim.segment.label ?? t('effect.company')
  const judged = effect.state === 'none' || effect.state === 'waiting' ? 'waiting' : effect.state
  return (
    <Section
      title={t('effect.title')}
      description={
        <>
          {d.may.read ? (
            <Go className={classes.link} to={`/program/metrics/${aim.metric}`}>
              {aim.name}
            </Go>
          ) : (
            aim.name
          )}{' '}
          · {where}
        </>
      }
    >
      <dl className={classes.effect}>
        <div>
          <dt>{t('effect.then')}</dt>
          <dd>{aim.said.before ?? t('effect.noNumber')}</dd>
        </div>
        <div>
          <dt>{t('effect.expected', { day: f.day(aim.reviewOn, 'short') })}</dt>
          <dd>{aim.said.expected}</dd>
        </div>
        <div>
          <dt>{t('effect.now')}</dt>
          <dd>
            {effect.state === 'waiting' ? t('effect.notYet') : (aim.said.after ?? t('effect.noNumber'))}
            {aim.said.change ? <span className={classes.change}>{aim.said.change}</span> : null}
          </dd>
        </div>
      </dl>
      <p className={classes.verdict}>
        <State tone={effectTones[judged]}>
          {judged === 'waiting'
            ? t('effect.short.waiting', { day: f.day(aim.reviewOn, 'short') })
            : t(`effect.short.${judged}`)}
        </State>
        <span>
          {effect.state === 'cannot_tell' ? t(`effect.because.${effect.because}`) : t(`effect.says.${judged}`)}
        </span>
      </p>
    </Section>
  )
}

function History({ d }: { d: Decision }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const said = (step: Decision['history'][number]) => {
    const day = (on: string) => (on ? f.day(on, 'short') : t('decision.noDue'))
    const values =
      step.what === 'due' ? { was: day(step.was), became: day(step.became) } : { was: step.was, became: step.became }
    return t(`history.${step.what}`, { name: step.by.name, ...values })
  }
  return (
    <Section title={t('history.title')} bare>
      <ol className={classes.history}>
        {d.history.map((step, i) => (
          <li key={i}>
            <span dir="auto">{said(step)}</span>
            <small>
              <When at={step.at} />
            </small>
            {step.words ? <p dir="auto">{step.words}</p> : null}
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Change({ d, onClose }: { d: Decision; onClose: () => void }) {
  const { t } = useTranslation('governance')
  const [owner, setOwner] = useState<Pickable | null>(d.owner)
  const [dueOn, setDueOn] = useState(d.dueOn)
  const [reason, setReason] = useState('')
  const change = useAct('governance.changeDecision', { invalidates: all, showsProblem: true, onDone: onClose })
  const ready = owner && reason.trim() && (owner.id !== d.owner.id || dueOn !== d.dueOn)
  return (
    <Modal opened onClose={onClose} title={t('change.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) change.mutate({ decisionId: d.id, ownerId: owner.id, dueOn, reason })
        }}
      >
        <PersonPicker
          label={t('decision.owner')}
          value={owner}
          onChange={setOwner}
          useFind={usePeopleSearch}
          required
        />
        <DateField label={t('decision.due')} value={dueOn} onChange={setDueOn} clearable />
        <Textarea
          label={t('change.reason')}
          description={t('change.reasonSays')}
          autosize
          minRows={2}
          maxLength={2000}
          dir="auto"
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        {change.error ? <ProblemNote small error={change.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!ready}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Withdraw({ d, onClose }: { d: Decision; onClose: () => void }) {
  const { t } = useTranslation('governance')
  const [reason, setReason] = useState('')
  const withdraw = useAct('governance.withdraw', { invalidates: all, showsProblem: true, onDone: onClose })
  return (
    <Modal opened onClose={onClose} title={t('withdraw.title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim()) withdraw.mutate({ decisionId: d.id, reason })
        }}
      >
        <p className={classes.plain}>{t('withdraw.says')}</p>
        <Textarea
          label={t('change.reason')}
          autosize
          minRows={2}
          maxLength={2000}
          dir="auto"
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
          data-autofocus
        />
        {withdraw.error ? <ProblemNote small error={withdraw.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red" loading={withdraw.isPending} disabled={!reason.trim()}>
            {t('withdraw.act')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
