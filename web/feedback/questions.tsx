/** The questions of a request: from a template, from the program, or one's own. */
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

export type Question = { key: string; ask: string; hint: string }

export function Questions({
  value: questions,
  onChange,
  own,
}: {
  value: readonly Question[]
  onChange: (questions: Question[]) => void
  /** The program's own, offered. */
  own: readonly string[]
}) {
  const { t } = useTranslation('feedback')
  const add = (ask: string) =>
    onChange([...questions.filter((q) => q.ask.trim()), { key: crypto.randomUUID(), ask, hint: '' }])
  return (
    <fieldset className={classes.questions}>
      <legend>{t('ask.questions')}</legend>
      {questions.map((q, i) => (
        <div key={q.key} className={classes.question}>
          <TextInput
            aria-label={t('ask.question', { number: i + 1 })}
            description={q.hint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={300}
            dir="auto"
            value={q.ask}
            onChange={(event) => {
              const ask = event.currentTarget.value
              onChange(questions.map((one) => (one.key === q.key ? { ...one, ask } : one)))
            }}
          />
          {questions.length > 1 ? (
            <ActionIcon
              size={36}
              aria-label={t('ask.removeQuestion', { number: i + 1 })}
              onClick={() => onChange(questions.filter((one) => one.key !== q.key))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      <div className={writing.buttons}>
        {questions.length < 8 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...questions, { key: crypto.randomUUID(), ask: '', hint: '' }])}
          >
            {t('ask.addQuestion')}
          </Button>
        ) : null}
        {own
          .filter((ask) => questions.length < 8 && !questions.some((q) => q.ask === ask))
          .map((ask) => (
            <button key={ask} type="button" className={writing.textButton} onClick={() => add(ask)}>
              + {ask}
            </button>
          ))}
      </div>
    </fieldset>
  )
}
