/** A question about competencies: a level of each with what it looks like, and what everybody said of it. */
import { Radio, Textarea } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormAnswer, Voice } from './acts.ts'
import type { Asked } from './questions.tsx'
import forms from './reviews.module.css'
import classes from './competencies.module.css'

type Item = Asked['items'][number]
type Said = NonNullable<FormAnswer['items']>[string]

const saidTo = (said: Said | undefined) => Boolean(said && (said.value || (said.words ?? '').trim() !== ''))

export function CompetencyFields({
  question: q,
  answer,
  label,
  missing,
  onChange,
  onLeave,
}: {
  question: Asked
  answer: FormAnswer
  label: ReactNode
  /** Handing in was tried, and levels that are needed are not given. */
  missing: boolean
  onChange: (answer: FormAnswer) => void
  onLeave?: (() => void) | undefined
}) {
  const { t } = useTranslation('reviews')
  return (
    <fieldset className={forms.question} id={`q-${q.id}`} tabIndex={-1}>
      <legend className={forms.ask}>{label}</legend>
      {q.items.length === 0 ? (
        <p className={forms.hint}>{t('question.noCompetencies')}</p>
      ) : q.hint ? (
        <p className={forms.hint}>{q.hint}</p>
      ) : null}
      {q.items.map((item) => {
        const said = answer.items?.[item.id]
        return (
          <Competency
            key={item.id}
            question={q}
            item={item}
            said={said}
            missing={missing && !said?.value}
            onChange={(next) => onChange({ ...answer, items: { ...answer.items, [item.id]: { ...said, ...next } } })}
            onLeave={onLeave}
          />
        )
      })}
    </fieldset>
  )
}

function Competency({
  question: q,
  item,
  said,
  missing,
  onChange,
  onLeave,
}: {
  question: Asked
  item: Item
  said: Said | undefined
  missing: boolean
  onChange: (said: Said) => void
  onLeave?: (() => void) | undefined
}) {
  const { t } = useTranslation('reviews')
  const name = useId()
  const chosen = said?.value ?? null
  // Before somebody chooses, what the role asks for is what one measures by.
  const shown = chosen ?? item.expected ?? 1
  return (
    <div className={classes.competency}>
      <div className={classes.pair}>
        <Radio.Group
          name={name}
          label={<span dir="auto">{item.title}</span>}
          description={item.detail || undefined}
          error={missing ? t('question.missing') : undefined}
          value={chosen ? String(chosen) : ''}
          onChange={(value) => onChange({ value: Number(value) })}
        >
          <div className={classes.levels}>
            {q.steps.map((step, at) => (
              <Radio
                key={step.id}
                value={String(at + 1)}
                className={classes.level}
                data-chosen={chosen === at + 1 || undefined}
                label={
                  <>
                    <span dir="auto">{step.label}</span>
                    {item.expected === at + 1 ? (
                      <span className={classes.expected}>{t('question.expectedHere')}</span>
                    ) : null}
                  </>
                }
              />
            ))}
          </div>
        </Radio.Group>
        <div className={classes.beside}>
          <div aria-live="polite">
            <Anchor title={q.steps[shown - 1]?.label ?? ''} lines={item.anchors[shown - 1] ?? []} />
          </div>
          {q.steps.length > 1 ? (
            <details className={classes.all}>
              <summary>{t('question.levels')}</summary>
              {q.steps.map((step, at) => (
                <Anchor key={step.id} title={step.label} lines={item.anchors[at] ?? []} />
              ))}
            </details>
          ) : null}
        </div>
      </div>
      {chosen && !q.required ? (
        <button type="button" className={forms.takeBack} onClick={() => onChange({ value: null })}>
          {t('question.takeBack')}
        </button>
      ) : null}
      <Textarea
        autosize
        minRows={1}
        maxRows={12}
        maxLength={4000}
        dir="auto"
        aria-label={t('question.commentOn', { name: item.title })}
        placeholder={t('question.comment')}
        value={said?.words ?? ''}
        onChange={(event) => onChange({ words: event.currentTarget.value })}
        {...(onLeave ? { onBlur: onLeave } : {})}
      />
    </div>
  )
}

/** What can be observed at a level. */
function Anchor({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div className={classes.anchor}>
      <strong dir="auto">{title}</strong>
      {lines.length > 0 ? (
        <ul>
          {lines.map((line, at) => (
            <li key={at} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** Competency by competency what was said of it, so that two views stand beside each other. */
export function CompetencyVoices({
  question: q,
  voices,
  by,
}: {
  question: Asked
  voices: readonly Voice[]
  /** Whose voice it is; nothing where the page says it already. */
  by: ((voice: Voice) => ReactNode) | null
}) {
  const { t } = useTranslation('reviews')
  const items = q.items.filter((item) => voices.some((voice) => saidTo(voice.answer.items?.[item.id])))
  return (
    <dl className={classes.list}>
      {items.map((item) => (
        <div key={item.id} className={classes.entry}>
          <dt>
            <span dir="auto">{item.title}</span>
            {item.expected ? (
              <span className={forms.small}>
                {t('question.expected', { level: q.steps[item.expected - 1]?.label ?? '' })}
              </span>
            ) : null}
          </dt>
          {voices.map((voice, at) => {
            const said = voice.answer.items?.[item.id]
            return saidTo(said) ? (
              <dd key={at} className={classes.voice}>
                {by?.(voice)}
                {said?.value ? (
                  <Level question={q} value={said.value} lines={item.anchors[said.value - 1] ?? []} />
                ) : null}
                {said?.words?.trim() ? (
                  <p className={forms.said} dir="auto">
                    {said.words}
                  </p>
                ) : null}
              </dd>
            ) : null
          })}
        </div>
      ))}
    </dl>
  )
}

/** A level that was chosen, with its place among all and what it looks like. */
function Level({ question: q, value, lines }: { question: Asked; value: number; lines: readonly string[] }) {
  return (
    <>
      <Step question={q} value={value} />
      {lines.length > 0 ? (
        <p className={forms.small} dir="auto">
          {lines.join(' · ')}
        </p>
      ) : null}
    </>
  )
}

/** The step that was chosen, with its place among all. */
export function Step({ question: q, value }: { question: Asked; value: number | null }) {
  const { t } = useTranslation('reviews')
  if (!value) return null
  return (
    <p className={forms.rated}>
      <span className={forms.pips} role="img" aria-label={t('question.step', { n: value, of: q.steps.length })}>
        {q.steps.map((s, at) => (
          <span key={s.id} data-on={at < value || undefined} />
        ))}
      </span>
      <span dir="auto">{q.steps[value - 1]?.label}</span>
    </p>
  )
}
