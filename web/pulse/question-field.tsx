/** One question with its answers as large buttons; real radio buttons, so arrows and screen readers know them. */
import { Textarea } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import classes from './pulse.module.css'

export type Question = Answer<'pulse.form'>['questions'][number]
export type Said = { value: number | null; words: string }

export function QuestionField({
  question,
  number,
  said,
  onSay,
}: {
  question: Question
  number: number
  said: Said | null
  onSay: (next: Said) => void
}) {
  const { t } = useTranslation('pulse')
  const id = useId()
  if (question.kind === 'comment')
    return (
      <div className={classes.question} data-question>
        <Textarea
          label={
            <span dir="auto">
              {number}. {question.text}
            </span>
          }
          description={t('commentHint')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={said?.words ?? ''}
          onChange={(e) => onSay({ value: null, words: e.currentTarget.value })}
        />
      </div>
    )
  return (
    <fieldset className={classes.question} data-question>
      <legend dir="auto">
        {number}. {question.text}
      </legend>
      <Choices
        question={question}
        name={id}
        value={said ? said.value : undefined}
        onChoose={(value) => onSay({ value, words: '' })}
      />
      <label className={classes.unsaid}>
        <input
          type="radio"
          name={id}
          checked={said !== null && said.value === null}
          onChange={() => onSay({ value: null, words: '' })}
        />
        <span>{t('unsaid')}</span>
      </label>
    </fieldset>
  )
}

function Choices({
  question,
  name,
  value,
  onChoose,
}: {
  question: Question
  name: string
  value: number | null | undefined
  onChoose: (value: number) => void
}) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const choices =
    question.kind === 'agreement'
      ? [1, 2, 3, 4, 5].map((v) => ({ value: v, label: t(`agreement.${v}`), sign: f.number(v), key: v }))
      : question.kind === 'scale'
        ? Array.from({ length: 11 }, (_, v) => ({ value: v, label: '', sign: f.number(v), key: v }))
        : question.options.map((label, v) => ({ value: v, label, sign: '', key: v + 1 }))
  return (
    <>
      <div className={classes.choices} data-kind={question.kind}>
        {choices.map((choice) => (
          <label key={choice.value} className={classes.choice}>
            <input
              type="radio"
              name={name}
              data-key={choice.key}
              checked={value === choice.value}
              onChange={() => onChoose(choice.value)}
            />
            <span className={classes.face}>
              {choice.sign ? <b>{choice.sign}</b> : null}
              {choice.label ? <span dir="auto">{choice.label}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {question.kind === 'scale' ? (
        <p className={classes.ends} aria-hidden>
          <span>{t('scale.low')}</span>
          <span>{t('scale.high')}</span>
        </p>
      ) : null}
    </>
  )
}
