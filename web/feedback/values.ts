/** Prompts of the company's own values, beside the templates: one question each, in the words of the reader's language. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'

type Value = Answer<'feedback.terms'>['values'][number]
type Prompt = { id: string; title: string; ask: string; hint: string }

/** What the server keeps as the template of such a draft. */
const idOf = (value: Value) => `value-${value.id}`

/** `give`: to one person. `own` and `theirs`: asked of others, about oneself or about somebody. */
export function usePrompts(): (values: readonly Value[], use: 'give' | 'own' | 'theirs', name: string) => Prompt[] {
  const { t } = useTranslation('feedback')
  return (values, use, name) =>
    values.map((value) => ({
      id: idOf(value),
      title: t('values.title', { value: value.name }),
      ask: t(`values.${use}`, { value: value.name, name }),
      hint: value.sentence,
    }))
}
