/** One session, for somebody who may book it: when, where, one's seat, being there, and what one thought of it. */
import { Button, TextInput, Textarea } from '@mantine/core'
import { IconCheck, IconDownload } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useAct, useOperation, type Answer } from '../api.ts'
import { Scale } from '../training/scale.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { Go } from '../ui/link.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import classes from './live.module.css'
import { SeatButton, SeatState } from './seat.tsx'
import { Times } from './times.tsx'

type Session = Answer<'live.session'>

export function SessionPage() {
  const { sessionId = '' } = useParams({ strict: false }) as { sessionId?: string }
  const query = useOperation('live.session', { sessionId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(session) => <One session={session} />}
    </Loaded>
  )
}

function One({ session }: { session: Session }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const languageName = useLanguageName()
  const { state, course, link } = session
  // The clock that the server knows decides; this only shows the field in time.
  const near = state !== 'called_off' && Date.parse(session.startsAt) - 3_600_000 <= f.now() && state !== 'over'
  return (
    <Page
      title={session.title}
      width="reading"
      help={t('sessionHelp')}
      back={{ to: '/learning', label: t('toLearning') }}
      action={<SeatButton session={session} />}
      more={
        session.leads ? (
          <Button component={Go} to={`/program/sessions/${session.id}`} variant="default">
            {t('toRoom')}
          </Button>
        ) : undefined
      }
    >
      {state === 'called_off' ? (
        <Note tone="bad" title={t('calledOff')}>
          {session.reason}
        </Note>
      ) : null}
      <Facts
        facts={[
          { label: t('when'), value: <Times {...session} /> },
          {
            label: t('where'),
            value: (
              <>
                <span dir="auto">{session.place || (link ? '' : t('noPlace'))}</span>
                {link ? (
                  <a href={link} target="_blank" rel="noreferrer noopener" className={classes.link}>
                    {t('join')}
                  </a>
                ) : null}
              </>
            ),
          },
          { label: t('seat'), value: <SeatState session={session} /> },
          { label: t('leaders'), value: f.list(session.leaders.map((one) => one.name)) },
          { label: t('language'), value: languageName(session.language) },
          ...(course ? [{ label: t(session.completes ? 'finishes' : 'teaches'), value: course.title }] : []),
        ]}
      />
      {session.about ? (
        <div className={classes.about}>
          <MarkdownView text={session.about} />
        </div>
      ) : null}
      {state === 'ahead' || state === 'on' ? (
        <p className={classes.foot}>
          <a href={addressOf('live.calendar', { sessionId: session.id })} download>
            <IconDownload size={14} aria-hidden />
            {t('file')}
          </a>
        </p>
      ) : null}
      {session.materials ? (
        <Section title={t('materials')}>
          <div className={classes.inside}>
            <MarkdownView text={session.materials} />
          </div>
        </Section>
      ) : null}
      {near && !session.came ? <Code sessionId={session.id} /> : null}
      {session.evaluation === 'open' && state !== 'ahead' ? <Evaluation session={session} /> : null}
      {session.evaluation === 'given' ? (
        <p className={classes.said} role="status">
          <IconCheck size={16} aria-hidden /> {t('evaluation.thanks')}
        </p>
      ) : null}
      <p className={classes.foot}>{t('whoSees')}</p>
    </Page>
  )
}

/** What is shown in the room, typed in by whoever is there. */
function Code({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation('live')
  const [code, setCode] = useState('')
  const come = useAct('live.come', {
    invalidates: ['live.session', 'live.upcoming', 'training.mine', 'week.get'],
    showsProblem: true,
    done: t('code.done'),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim()) come.mutate({ sessionId, code })
  }
  return (
    <Section title={t('code.title')} description={t('code.body')}>
      <form className={classes.codeForm} onSubmit={send}>
        <TextInput
          label={t('code.label')}
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          classNames={{ input: classes.codeInput ?? '' }}
        />
        <Button type="submit" loading={come.isPending} disabled={!code.trim()}>
          {t('code.send')}
        </Button>
      </form>
      {come.error ? (
        <div className={classes.inside}>
          <ProblemNote small error={come.error} />
        </div>
      ) : null}
    </Section>
  )
}

function Evaluation({ session }: { session: Session }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const [said, setSaid] = useState<{ useful: number | null; before: number | null; after: number | null }>({
    useful: null,
    before: null,
    after: null,
  })
  const [comment, setComment] = useState('')
  const send = useAct('live.evaluate', { invalidates: ['live.session', 'live.upcoming'], showsProblem: true })
  const { useful, before, after } = said
  return (
    <Section
      title={t('evaluation.title')}
      description={t('evaluation.says', { day: f.day(session.evaluationClosesOn, 'short') })}
    >
      <div className={classes.evaluation}>
        {(['useful', 'before', 'after'] as const).map((which) => (
          <Scale
            key={which}
            legend={t(`evaluation.${which}`)}
            low={t(which === 'useful' ? 'evaluation.notUseful' : 'evaluation.notSure')}
            high={t(which === 'useful' ? 'evaluation.veryUseful' : 'evaluation.verySure')}
            value={said[which]}
            onPick={(step) => setSaid((old) => ({ ...old, [which]: step }))}
          />
        ))}
        <Textarea
          label={t('evaluation.comment')}
          description={t('evaluation.commentSays')}
          value={comment}
          onChange={(e) => setComment(e.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={2000}
        />
        {send.error ? <ProblemNote small error={send.error} /> : null}
        <div>
          <Button
            loading={send.isPending}
            disabled={useful === null || before === null || after === null}
            onClick={() =>
              useful !== null &&
              before !== null &&
              after !== null &&
              send.mutate({ sessionId: session.id, useful, before, after, comment })
            }
          >
            {t('evaluation.send')}
          </Button>
        </div>
      </div>
    </Section>
  )
}
