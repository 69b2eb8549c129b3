/** The questions of a form: to answer, and answered. */
import { Radio, Textarea } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { Avatar } from '../ui/person.tsx'
import type { FormAnswer, Question, Role, Voice } from './acts.ts'
import { CompetencyFields, CompetencyVoices, Step } from './competencies.tsx'
import classes from './reviews.module.css'

export type Asked = Omit<Question, 'answer' | 'others'>

/** Whether something is said; the same rule as the server's. */
export function answered(q: Asked, answer: FormAnswer): boolean {
  if (q.kind === 'text') return (answer.words ?? '').trim() !== ''
  if (q.kind === 'scale' || q.kind === 'rating') return Boolean(answer.value)
  if (q.kind === 'choice') return Boolean(answer.choice)
  return Object.values(answer.items ?? {}).some((item) => item.value || (item.words ?? '').trim() !== '')
}

/** Whether a question that is needed has what it needs; the same rule as the server's. */
export function complete(q: Asked, answer: FormAnswer): boolean {
  if (q.kind === 'competencies') return q.items.every((item) => answer.items?.[item.id]?.value)
  if (q.kind === 'goals' && q.items.length === 0) return true
  return answered(q, answer)
}

export function QuestionField({
  question: q,
  answer,
  onChange,
  missing,
  onLeave,
}: {
  question: Asked
  answer: FormAnswer
  onChange: (answer: FormAnswer) => void
  missing: boolean
  onLeave?: () => void
}) {
  const { t } = useTranslation('reviews')
  const id = useId()
  const label = (
    <>
      <span dir="auto">{q.ask}</span>
      {q.required ? <span className={classes.required}>{t('question.required')}</span> : null}
      {q.confidential ? (
        <span className={classes.confidential}>
          <IconLock size={13} aria-hidden /> {t('question.confidential')}
        </span>
      ) : null}
    </>
  )
  const error = missing ? t('question.missing') : undefined
  if (q.kind === 'text') {
    return (
      <Textarea
        id={`q-${q.id}`}
        autosize
        minRows={3}
        maxRows={24}
        maxLength={10_000}
        dir="auto"
        label={label}
        description={q.hint || undefined}
        error={error}
        aria-required={q.required}
        value={answer.words ?? ''}
        onChange={(event) => onChange({ ...answer, words: event.currentTarget.value })}
        {...(onLeave ? { onBlur: onLeave } : {})}
      />
    )
  }
  if (q.kind === 'competencies')
    return (
      <CompetencyFields
        question={q}
        answer={answer}
        label={label}
        missing={missing}
        onChange={onChange}
        onLeave={onLeave}
      />
    )
  if (q.kind === 'goals') {
    return (
      <fieldset className={classes.question} id={`q-${q.id}`} tabIndex={-1}>
        <legend className={classes.ask}>{label}</legend>
        {q.hint ? <p className={classes.hint}>{q.hint}</p> : null}
        {q.items.length === 0 ? <p className={classes.hint}>{t('question.noGoals')}</p> : null}
        {q.items.map((item) => (
          <Textarea
            key={item.id}
            autosize
            minRows={1}
            maxRows={12}
            maxLength={4000}
            dir="auto"
            label={item.title}
            value={answer.items?.[item.id]?.words ?? ''}
            onChange={(event) => {
              const words = event.currentTarget.value
              onChange({ ...answer, items: { ...answer.items, [item.id]: { ...answer.items?.[item.id], words } } })
            }}
            {...(onLeave ? { onBlur: onLeave } : {})}
          />
        ))}
        {error ? <p className={classes.error}>{error}</p> : null}
      </fieldset>
    )
  }
  const chosen = q.kind === 'choice' ? (answer.choice ?? '') : answer.value ? String(answer.value) : ''
  const choose = (value: string) =>
    onChange(q.kind === 'choice' ? { ...answer, choice: value } : { ...answer, value: Number(value) })
  const anchored = q.steps.some((s) => s.anchor)
  return (
    <Radio.Group
      id={`q-${q.id}`}
      tabIndex={-1}
      className={classes.question}
      label={label}
      description={q.hint || undefined}
      error={error}
      value={chosen}
      onChange={choose}
      name={id}
    >
      <div className={classes.steps} data-anchored={anchored || undefined}>
        {q.steps.map((s, at) => {
          const value = q.kind === 'choice' ? s.id : String(at + 1)
          return (
            <Radio
              key={s.id}
              value={value}
              className={classes.step}
              data-chosen={chosen === value || undefined}
              label={s.label}
              description={s.anchor || undefined}
            />
          )
        })}
      </div>
      {chosen && !q.required ? (
        <button
          type="button"
          className={classes.takeBack}
          onClick={() => onChange(q.kind === 'choice' ? { ...answer, choice: null } : { ...answer, value: null })}
        >
          {t('question.takeBack')}
        </button>
      ) : null}
    </Radio.Group>
  )
}

/** What one answer says, to read. */
export function AnswerWords({ question: q, answer }: { question: Asked; answer: FormAnswer }) {
  if (q.kind === 'text')
    return (
      <p className={classes.said} dir="auto">
        {answer.words}
      </p>
    )
  if (q.kind === 'choice') {
    return <p className={classes.said}>{q.steps.find((s) => s.id === answer.choice)?.label}</p>
  }
  if (q.kind === 'scale' || q.kind === 'rating') return <Step question={q} value={answer.value ?? null} />
  if (q.kind === 'competencies')
    return <CompetencyVoices question={q} voices={[{ role: 'self', from: null, answer }]} by={null} />
  return (
    <dl className={classes.saidItems}>
      {q.items.flatMap((item) => {
        const words = answer.items?.[item.id]?.words?.trim()
        return words
          ? [
              <div key={item.id}>
                <dt>
                  <Go to={`/goals/${item.id}`} dir="auto">
                    {item.title}
                  </Go>
                </dt>
                <dd dir="auto">{words}</dd>
              </div>,
            ]
          : []
      })}
    </dl>
  )
}

/** What was said to a question, voice by voice; of competencies one after the other. */
export function Voices({
  question,
  voices,
  subject,
}: {
  question: Asked
  voices: readonly Voice[]
  subject: { id: string }
}) {
  const ordered = inOrder(voices)
  if (question.kind === 'competencies')
    return (
      <CompetencyVoices question={question} voices={ordered} by={(voice) => <By voice={voice} subject={subject} />} />
    )
  return ordered.map((voice, at) => (
    <div key={at} className={classes.voice} data-role={voice.role}>
      <By voice={voice} subject={subject} />
      <AnswerWords question={question} answer={voice.answer} />
    </div>
  ))
}

/** Whose voice it is: by name, or that it is without one. */
function By({ voice, subject }: { voice: Voice; subject: { id: string } }) {
  const { t } = useTranslation('reviews')
  return (
    <div className={classes.voiceBy}>
      {voice.from ? (
        <>
          <Avatar name={voice.from.name} id={voice.from.id} size={20} />
          <span dir="auto">{voice.from.name}</span>
          {voice.from.id === subject.id ? null : <span className={classes.small}>{t(`by.${voice.role}`)}</span>}
        </>
      ) : (
        <span className={classes.small}>{t(`unnamed.${voice.role}`)}</span>
      )}
    </div>
  )
}

/** Answers of one question, role by role; the same order everywhere. */
const inOrder = (voices: readonly Voice[]): Voice[] => {
  const order: Record<Role, number> = { manager: 0, self: 1, second: 2, peer: 3, upward: 4 }
  return voices.toSorted((a, b) => order[a.role] - order[b.role])
}
