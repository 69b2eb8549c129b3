/** Ask several people by a date: about oneself, about a team member, of one's team, or all round. */
import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useAct, useOperation, type Answer } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { useMe } from '../shell/me.ts'
import { DateField } from '../ui/date-field.tsx'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import type { Pickable } from '../ui/person-picker.tsx'
import { Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { putRequest, requestReads, type Kind, type Mode } from './acts.ts'
import { ModeChoice } from './modes.tsx'
import { type Question, Questions } from './questions.tsx'
import { Raters } from './raters.tsx'
import { usePrompts } from './values.ts'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

type Terms = Answer<'feedback.terms'>
type Templates = Answer<'feedback.templates'>['templates']
const kinds = ['self', 'upward', 'about', 'round'] as const

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

export function AskPage() {
  const { t } = useTranslation('feedback')
  const me = useMe()
  const [at, setAt] = useAddress<{ kind?: string; about?: string }>()
  const leads = me.roles.includes('manager')
  const kind: Kind = kinds.find((k) => k === at.kind) ?? 'self'
  const team = useOperation('feedback.terms', { kind: 'upward' }, { enabled: leads, select: (a) => a.team })
  const people = team.data ?? []
  const aboutId = kind === 'about' ? (at.about ?? people[0]?.id) : kind === 'round' ? at.about : undefined
  const ready = kind !== 'about' || aboutId !== undefined
  const terms = useOperation('feedback.terms', { kind, ...(aboutId ? { aboutId } : {}) }, { enabled: ready })
  const own = useOperation('feedback.terms', { kind: 'self' }, { select: (a) => a.rounds })
  const templates = useOperation('feedback.templates', {}, { staleTime: 600_000 })
  const closed = terms.error instanceof ApiProblem && terms.error.code === 'element_off' ? terms.error : null
  const offered = kinds.filter((k) =>
    k === 'self' ? true : k === 'round' ? own.data !== false : leads && people.length > 0,
  )
  return (
    <Page
      title={t(`ask.title.${kind}`)}
      tabTitle={t('ask.act')}
      help={t('ask.help')}
      width="reading"
      back={{ to: '/feedback', label: t('title') }}
    >
      <div className={writing.form}>
        <fieldset className={classes.kinds}>
          <legend>{t('ask.what')}</legend>
          {offered.map((k) => (
            <label key={k} className={writing.option} data-now={k === kind || undefined}>
              <input
                type="radio"
                name="kind"
                checked={k === kind}
                onChange={() => setAt({ kind: k === 'self' ? undefined : k, about: undefined })}
              />
              <span className={writing.optionSays}>
                <strong>{t(`ask.kind.${k}`)}</strong>
                {t(`ask.kindSays.${k}`)}
              </span>
            </label>
          ))}
        </fieldset>
        {(kind === 'about' || (kind === 'round' && leads)) && people.length > 0 ? (
          <NativeSelect
            label={t('ask.about')}
            value={aboutId ?? ''}
            onChange={(event) => setAt({ about: event.currentTarget.value || undefined })}
            data={[
              ...(kind === 'round' ? [{ value: '', label: t('ask.myself') }] : []),
              ...people.map((p) => ({ value: p.id, label: p.name })),
            ]}
          />
        ) : null}
        {closed ? (
          <NotOpen error={closed} />
        ) : terms.error ? (
          <ProblemNote small error={terms.error} />
        ) : terms.data && templates.data && ready ? (
          <Asking
            key={`${kind} ${aboutId ?? ''}`}
            kind={kind}
            terms={terms.data}
            templates={templates.data.templates}
            own={!aboutId || aboutId === me.person.id}
          />
        ) : (
          <TextSkeleton lines={8} />
        )}
      </div>
    </Page>
  )
}

function Asking({ kind, terms, templates, own }: { kind: Kind; terms: Terms; templates: Templates; own: boolean }) {
  const { t } = useTranslation('feedback')
  const me = useMe()
  const go = useGo()
  const about = terms.about!
  const fitting = templates.filter((one) => one.for.includes(kind))
  const prompts = usePrompts()(terms.values, own ? 'own' : 'theirs', about.name)
  const [id] = useState(() => crypto.randomUUID())
  const [mode, setMode] = useState<Mode>(() =>
    kind === 'round' || kind === 'upward' ? (terms.modes.at(-1) ?? 'attributed') : (terms.modes[0] ?? 'attributed'),
  )
  const [people, setPeople] = useState<Pickable[]>([])
  const [left, setLeft] = useState<readonly string[]>([])
  const [template, setTemplate] = useState(fitting[0]?.id ?? '')
  const [questions, setQuestions] = useState<Question[]>(() =>
    fitting[0]
      ? fitting[0].questions.map((q) => ({ key: q.id, ask: q.ask, hint: q.hint }))
      : [{ key: 'q', ask: '', hint: '' }],
  )
  const [note, setNote] = useState('')
  const [dueOn, setDueOn] = useState<string | null>(() => dayAfter(me.today, 14))
  const [tried, setTried] = useState(false)
  const team = terms.team.filter((p) => !left.includes(p.id))
  const count = kind === 'upward' ? team.length : people.length
  const asks = questions.filter((q) => q.ask.trim())
  const send = useAct('feedback.ask', {
    invalidates: requestReads,
    showsProblem: true,
    done: (answer) => t(answer.state === 'nominating' ? 'done.nominated' : 'done.asked', { count: answer.asked }),
    onDone: (answer) => {
      putRequest(answer)
      void go(`/feedback/requests/${answer.id}`)
    },
  })
  const begin = (chosen: string) => {
    setTemplate(chosen)
    const found = fitting.find((one) => one.id === chosen)
    if (found) setQuestions(found.questions.map((q) => ({ key: q.id, ask: q.ask, hint: q.hint })))
    const prompt = prompts.find((one) => one.id === chosen)
    if (prompt) setQuestions([{ key: prompt.id, ask: prompt.ask, hint: prompt.hint }])
  }
  const advice = fitting.find((one) => one.id === template)?.advice
  const needs = !asks.length
    ? t('ask.needsQuestion')
    : count === 0
      ? t('ask.needsPeople')
      : !dueOn
        ? t('ask.needsDate')
        : null
  return (
    <form
      className={writing.form}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (needs || !dueOn) return
        send.mutate({
          id,
          kind,
          aboutId: about.id,
          mode,
          raters: (kind === 'upward' ? team : people).map((p) => p.id),
          template: template || null,
          questions: asks.map((q, i) => ({ id: `q${i + 1}`, ask: q.ask.trim(), hint: q.hint })),
          note: note.trim(),
          dueOn,
        })
      }}
    >
      {kind === 'upward' ? (
        <fieldset className={classes.kinds}>
          <legend>{t('ask.team')}</legend>
          {terms.team.map((p) => (
            <Checkbox
              key={p.id}
              label={p.name}
              checked={!left.includes(p.id)}
              onChange={() => setLeft((old) => (old.includes(p.id) ? old.filter((x) => x !== p.id) : [...old, p.id]))}
            />
          ))}
        </fieldset>
      ) : (
        <Raters
          label={t(kind === 'round' ? 'ask.nominate' : 'ask.people')}
          description={
            kind === 'round'
              ? t(own ? 'ask.nominateOwn' : 'ask.nominateTheirs', {
                  name: about.name,
                  manager: terms.manager?.name ?? t('ask.theManager'),
                })
              : t('ask.peopleHint')
          }
          value={people}
          onChange={setPeople}
          without={kind === 'round' ? [] : [about.id, me.person.id]}
        />
      )}
      {kind === 'about' ? (
        <Note>{t(terms.aboutKnown ? 'ask.known' : 'ask.notKnown', { name: about.name })}</Note>
      ) : null}
      <ModeChoice
        legend={t('ask.mode')}
        modes={terms.modes}
        value={mode}
        onChange={setMode}
        facts={{
          kind,
          about: about.name,
          own,
          asker: me.person.name,
          namesTo: terms.namesTo?.name ?? null,
          floor: terms.floor,
        }}
      />
      {mode !== 'attributed' && (mode === 'anonymous' || kind !== 'about') && count > 0 && count < terms.floor ? (
        <Note tone="warn">{t('ask.few', { count: terms.floor })}</Note>
      ) : null}
      {fitting.length + prompts.length > 0 ? (
        <NativeSelect
          label={t('ask.begin')}
          value={template}
          onChange={(event) => begin(event.currentTarget.value)}
          data={[
            ...fitting.map((one) => ({ value: one.id, label: one.title })),
            ...prompts.map((one) => ({ value: one.id, label: one.title })),
            { value: '', label: t('ask.ownQuestions') },
          ]}
        />
      ) : null}
      {advice ? <p className={classes.advice}>{advice}</p> : null}
      <Questions value={questions} onChange={setQuestions} own={terms.questions} />
      <DateField
        label={t('ask.dueOn')}
        value={dueOn}
        onChange={setDueOn}
        min={dayAfter(me.today, 1)}
        max={dayAfter(me.today, 90)}
        required
      />
      <Textarea
        label={t('ask.note')}
        description={t('ask.noteHint')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={1000}
        dir="auto"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {tried && needs ? <Note tone="warn">{needs}</Note> : null}
      {send.error ? <ProblemNote small error={send.error} /> : null}
      <div className={writing.buttons}>
        <Button type="submit" loading={send.isPending}>
          {t(kind === 'round' && own && terms.manager ? 'ask.sendToApprove' : 'ask.send')}
        </Button>
      </div>
    </form>
  )
}
