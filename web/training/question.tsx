/** One question with its choices: each says at once what is good or not about it, and one may try again. */
import { IconCircleCheckFilled, IconInfoCircle } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import type { Course } from './course-page.tsx'
import classes from './training.module.css'

type Asked = Pick<Extract<Course['lessons'][number], { kind: 'scenario' }>, 'id' | 'ask' | 'choices'>

export function Question({
  question,
  number,
  onFound,
}: {
  question: Asked
  /** Null: the only one. */ number: number | null
  onFound: (choiceId: string) => void
}) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const id = useId()
  const [tried, setTried] = useState<readonly string[]>([])
  const last = question.choices.find((one) => one.id === tried.at(-1))
  const found = question.choices.find((one) => one.good && tried.includes(one.id))
  const said = useRef<HTMLDivElement>(null)
  // On a phone the answer would stand behind the bar.
  useEffect(() => {
    if (tried.length > 0) said.current?.scrollIntoView({ block: 'nearest' })
  }, [tried])
  const pick = (choiceId: string) => {
    setTried([...tried.filter((one) => one !== choiceId), choiceId])
    if (question.choices.some((one) => one.id === choiceId && one.good)) onFound(choiceId)
  }
  return (
    <section className={classes.question} aria-labelledby={id} data-question={found ? 'found' : 'open'}>
      <h2 id={id}>{number === null ? question.ask : t('numbered', { n: f.number(number), title: question.ask })}</h2>
      <div className={classes.choices}>
        {question.choices.map((one, i) => {
          const was = tried.includes(one.id)
          return (
            <button
              key={one.id}
              type="button"
              className={classes.choice}
              data-key={i + 1}
              data-was={was ? (one.good ? 'good' : 'other') : undefined}
              aria-pressed={last?.id === one.id}
              onClick={() => pick(one.id)}
            >
              <kbd aria-hidden>{f.number(i + 1)}</kbd>
              <span>{one.words}</span>
            </button>
          )
        })}
      </div>
      <div role="status" ref={said} className={classes.answer}>
        {last ? (
          <div className={classes.feedback} data-tone={last.good ? 'good' : 'other'}>
            {last.good ? (
              <IconCircleCheckFilled size={20} aria-hidden />
            ) : (
              <IconInfoCircle size={20} stroke={1.6} aria-hidden />
            )}
            <div>
              <strong>{t(last.good ? 'right' : found ? 'other' : 'tryAgain')}</strong>
              <p>{last.feedback}</p>
            </div>
          </div>
        ) : null}
      </div>
    </section>
  )
}

/** A digit chooses in the question that has the focus, else in the first that is open. */
export function useDigits(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.metaKey || event.ctrlKey || event.altKey || target.matches('input[type="text"], textarea')) return
      if (!/^[1-9]$/.test(event.key)) return
      const at =
        target.closest<HTMLElement>('[data-question]') ??
        page.current?.querySelector<HTMLElement>('[data-question="open"]')
      const choice = at?.querySelector<HTMLButtonElement>(`[data-key="${event.key}"]`)
      if (!choice) return
      event.preventDefault()
      choice.click()
      choice.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [page])
}
