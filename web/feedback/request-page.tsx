/** One request: to answer it, to approve whom it asks, or to read what came back. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import type { Pickable } from '../ui/person-picker.tsx'
import { Avatar, Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { putRequest, requestReads, type Request } from './acts.ts'
import { AnswerForm } from './answer-form.tsx'
import { ModeWord } from './modes.tsx'
import { Raters } from './raters.tsx'
import { Report } from './report.tsx'
import { useRequestTitle } from './rows.tsx'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

export function RequestPage() {
  const { t } = useTranslation('feedback')
  const f = useFormat()
  const me = useMe()
  const title = useRequestTitle()
  const { requestId = '' } = useParams({ strict: false }) as { requestId?: string }
  const query = useOperation('feedback.request', { requestId })
  const q = query.data
  return (
    <Page
      title={q ? title(q) : t('request.loading')}
      help={t('request.help')}
      width="reading"
      back={{ to: '/feedback', label: t('title') }}
      description={
        q ? (
          <span className={classes.rowMeta}>
            <ModeWord mode={q.mode} />
            <State tone={q.state === 'open' ? 'accent' : 'quiet'}>{t(`state.${q.state}`)}</State>
            <span>
              {q.state === 'closed' && q.closedOn
                ? t('closedOn', { day: f.day(q.closedOn) })
                : t('dueOn', { day: f.day(q.dueOn) })}
            </span>
            {q.askedBy.id === me.person.id ? null : <span>{t('askedBy', { name: q.askedBy.name })}</span>}
          </span>
        ) : undefined
      }
    >
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(found) => (
          <>
            {found.note ? (
              <blockquote className={classes.note} dir="auto">
                <Avatar name={found.askedBy.name} id={found.askedBy.id} size={24} />
                <p>{found.note}</p>
              </blockquote>
            ) : null}
            {found.may.answer ? <AnswerForm key={found.id} q={found} /> : null}
            {found.mine === 'answered' || found.mine === 'declined' || found.mine === 'missed' ? (
              <Note tone={found.mine === 'answered' ? 'good' : 'plain'}>
                {t(
                  found.mine === 'answered' && found.mode === 'anonymous' && !found.may.read
                    ? 'mineSays.sealed'
                    : `mineSays.${found.mine}`,
                )}
              </Note>
            ) : null}
            {found.may.approve || found.may.nominate ? <Nominated key={`n${found.id}`} q={found} /> : null}
            {found.may.read && found.state !== 'nominating' ? <Report q={found} /> : null}
            {!found.may.read && !found.may.answer && found.mine === 'none' && found.about.id === me.person.id ? (
              <Told q={found} />
            ) : null}
            {found.raters && found.state !== 'nominating' ? <Asked q={found} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** Who is nominated for a 360, to change and to approve. */
function Nominated({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  const [people, setPeople] = useState<Pickable[]>(() =>
    (q.raters ?? [])
      .filter((r) => r.category === 'peer' || r.category === 'report')
      .map(({ id, name }) => ({ id, name })),
  )
  const [editing, setEditing] = useState(false)
  const nominate = useAct('feedback.nominate', {
    invalidates: requestReads,
    showsProblem: true,
    done: t('done.changed'),
    onDone: (answer) => {
      putRequest(answer)
      setEditing(false)
    },
  })
  const approve = useAct('feedback.approve', {
    invalidates: requestReads,
    showsProblem: true,
    done: t('done.approved'),
    onDone: putRequest,
  })
  return (
    <Section
      title={t('nominated.title')}
      description={
        q.may.approve
          ? t('nominated.approve', { name: q.about.name })
          : t('nominated.waits', { name: q.approver?.name ?? t('ask.theManager') })
      }
      bare
    >
      {editing ? (
        <Raters label={t('ask.nominate')} value={people} onChange={setPeople} without={[]} />
      ) : (
        <RaterList q={q} />
      )}
      <h3 className={classes.small}>{t('ask.questions')}</h3>
      <ol className={classes.asked}>
        {q.questions.map((one) => (
          <li key={one.id}>{one.ask}</li>
        ))}
      </ol>
      {approve.error || nominate.error ? <ProblemNote small error={approve.error ?? nominate.error} /> : null}
      <div className={writing.buttons}>
        {editing ? (
          <>
            <Button
              disabled={people.length === 0}
              loading={nominate.isPending}
              onClick={() => nominate.mutate({ requestId: q.id, raters: people.map((p) => p.id) })}
            >
              {t('nominated.save')}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setEditing(false)}>
              {t('cancel')}
            </Button>
          </>
        ) : (
          <>
            {q.may.approve ? (
              <Button loading={approve.isPending} onClick={() => approve.mutate({ requestId: q.id })}>
                {t('nominated.act')}
              </Button>
            ) : null}
            {q.may.nominate ? (
              <Button variant="default" onClick={() => setEditing(true)}>
                {t('nominated.change')}
              </Button>
            ) : null}
            {q.may.close ? <Close q={q} /> : null}
          </>
        )}
      </div>
    </Section>
  )
}

function RaterList({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  return (
    <ul className={classes.raterList} aria-label={t('asked.title')}>
      {(q.raters ?? []).map((r) => (
        <li key={r.id}>
          <Person person={r} size={28} detail={t(`category.${r.category}`)} link />
          {r.state && q.state !== 'nominating' ? (
            <State tone={r.state === 'answered' ? 'good' : 'quiet'}>{t(`raterState.${r.state}`)}</State>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function Asked({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  const hidden = q.raters?.some((r) => r.state === null)
  return (
    <Section
      title={t('asked.title')}
      {...(hidden
        ? {
            description: t(q.mode === 'confidential' ? 'asked.hidden.confidential' : 'asked.hidden.anonymous', {
              name: q.namesTo?.name ?? '',
            }),
          }
        : {})}
      bare
      {...(q.may.close ? { action: <Close q={q} /> } : {})}
    >
      <RaterList q={q} />
    </Section>
  )
}

function Close({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  const [open, setOpen] = useState(false)
  const close = useAct('feedback.close', {
    invalidates: requestReads,
    showsProblem: true,
    done: t('done.closed'),
    onDone: (answer) => {
      putRequest(answer)
      setOpen(false)
    },
  })
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {t('close.begin')}
      </Button>
      <ConfirmDialog
        opened={open}
        onClose={() => setOpen(false)}
        title={t('close.title')}
        confirm={t('close.act')}
        busy={close.isPending}
        error={close.error}
        onConfirm={() => close.mutate({ requestId: q.id })}
      >
        {t(q.mode === 'anonymous' ? 'close.anonymous' : 'close.body', { count: q.floor })}
      </ConfirmDialog>
    </>
  )
}

/** Somebody's manager asked others about them, and the program says that they see it. */
function Told({ q }: { q: Request }) {
  const { t } = useTranslation('feedback')
  return (
    <Section
      title={t('told.title', { name: q.askedBy.name })}
      description={t('told.body', { name: q.askedBy.name })}
      bare
    >
      <ol className={classes.asked}>
        {q.questions.map((one) => (
          <li key={one.id}>{one.ask}</li>
        ))}
      </ol>
    </Section>
  )
}
