/** One of the four questions: what the data say, what members noted, what was said. */
import { Button, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPoint } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { type Draft, useDraft } from '../ui/draft.ts'
import { Go } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { all, home, type Meeting } from './acts.ts'
import classes from './governance.module.css'

type Asked = Meeting['questions'][number]
type Line = Asked['evidence'][number]

const icons = { good: IconCheck, warn: IconAlertTriangle, plain: IconPoint } as const

function pageOf(to: NonNullable<Line['to']>): string {
  switch (to.kind) {
    case 'metric':
      return `/program/metrics/${to.id}`
    case 'decision':
      return `${home}/decisions/${to.id}`
    case 'request':
      return `${home}/requests/${to.id}`
    case 'wave':
      return `/program/waves/${to.id}`
    case 'messages':
      return '/program/communications'
    case 'heard':
      return '/program/heard'
  }
}

export function Question({ meeting, question }: { meeting: Meeting; question: Asked }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  const { may, state } = meeting
  const begun = state === 'on' || state === 'over'
  const mine = question.notes.find((n) => n.mine)
  const others = question.notes.filter((n) => !n.mine || !may.note)
  return (
    <Section title={t(`question.${question.id}`)} bare>
      <div className={classes.question}>
        {question.evidence.length === 0 ? (
          <p className={classes.none}>{t('evidence.none')}</p>
        ) : (
          <ul className={classes.evidence}>
            {question.evidence.map((line, i) => {
              const Icon = icons[line.tone]
              return (
                <li key={i} data-tone={line.tone}>
                  <Icon size={16} stroke={1.8} aria-hidden />
                  <span className="spoken">{t(`evidence.${line.tone}`)}</span>
                  {line.to ? (
                    <Go to={pageOf(line.to)} dir="auto">
                      {line.text}
                    </Go>
                  ) : (
                    <span dir="auto">{line.text}</span>
                  )}
                </li>
              )
            })}
          </ul>
        )}
        {others.length > 0 ? (
          <ul className={classes.notes}>
            {others.map((n) => (
              <li key={n.person.id}>
                <strong dir="auto">{n.person.name}</strong>
                <span dir="auto">{n.words}</span>
              </li>
            ))}
          </ul>
        ) : null}
        {may.note ? <OwnNote meetingId={meeting.id} question={question} saved={mine?.words ?? ''} /> : null}
        {may.run && begun ? (
          <Minutes
            meetingId={meeting.id}
            question={question}
            saved={question.minutes?.words ?? ''}
            by={question.minutes?.by.name ?? ''}
          />
        ) : question.minutes ? (
          <div className={classes.said}>
            <h3>{t('question.said')}</h3>
            <p dir="auto">{question.minutes.words}</p>
            <small>
              {t('question.by', { name: question.minutes.by.name, day: f.dayAt(question.minutes.at, 'short') })}
            </small>
          </div>
        ) : null}
      </div>
    </Section>
  )
}

/** What is written and not saved yet; words that somebody else saved come in while nothing of one's own waits. */
function useWords(key: string, saved: string): Draft<string> {
  const draft = useDraft(key, saved)
  const latest = useRef(draft)
  latest.current = draft
  const before = useRef(saved)
  useEffect(() => {
    const { value, clear } = latest.current
    if (before.current !== saved && (value.trim() === saved || value === before.current)) clear()
    before.current = saved
  }, [saved])
  return draft
}

function OwnNote({ meetingId, question, saved }: { meetingId: string; question: Asked; saved: string }) {
  const { t } = useTranslation('governance')
  const note = useWords(`committee.note:${meetingId}:${question.id}`, saved)
  const save = useAct('governance.note', {
    invalidates: all,
    showsProblem: true,
    done: t('question.noteSaved'),
  })
  return (
    <form
      className={classes.writing}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ meetingId, question: question.id, words: note.value })
      }}
    >
      <Textarea
        label={t('question.note')}
        description={t('question.noteSays')}
        autosize
        minRows={1}
        maxRows={10}
        maxLength={2000}
        dir="auto"
        value={note.value}
        onChange={(e) => note.set(e.currentTarget.value)}
      />
      {save.error ? <ProblemNote small error={save.error} /> : null}
      {note.value.trim() !== saved ? (
        <Button type="submit" variant="default" size="sm" loading={save.isPending}>
          {t('question.noteDo')}
        </Button>
      ) : null}
    </form>
  )
}

function Minutes({
  meetingId,
  question,
  saved,
  by,
}: {
  meetingId: string
  question: Asked
  saved: string
  by: string
}) {
  const { t } = useTranslation('governance')
  const words = useWords(`committee.minutes:${meetingId}:${question.id}`, saved)
  const waits = words.value.trim() !== saved
  /** What stood there when one began to write. */
  const [seen, setSeen] = useState(saved)
  useEffect(() => {
    if (!waits) setSeen(saved)
  }, [waits, saved])
  const save = useAct('governance.write', {
    invalidates: all,
    showsProblem: true,
    done: t('question.saidSaved'),
  })
  return (
    <form
      className={classes.writing}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ meetingId, question: question.id, words: words.value, seen })
      }}
    >
      <Textarea
        label={t('question.said')}
        description={t('question.saidSays')}
        autosize
        minRows={3}
        maxRows={20}
        maxLength={8000}
        dir="auto"
        value={words.value}
        onChange={(e) => words.set(e.currentTarget.value)}
      />
      {waits && seen !== saved ? (
        <Note tone="warn" title={t('question.meanwhile', { name: by })}>
          <p className={classes.theirs} dir="auto">
            {saved}
          </p>
          <div className={classes.buttons}>
            <Button size="compact-sm" variant="default" onClick={words.clear}>
              {t('question.take')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setSeen(saved)}>
              {t('question.keepMine')}
            </Button>
          </div>
        </Note>
      ) : save.error ? (
        <ProblemNote small error={save.error} />
      ) : null}
      {waits ? (
        <Button type="submit" size="sm" loading={save.isPending} disabled={seen !== saved}>
          {t('question.saidDo')}
        </Button>
      ) : null}
    </form>
  )
}
