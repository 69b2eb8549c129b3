/** Writing a script: steps, each with what to do and what to expect, in the languages that its testers read. */
import { ActionIcon, Button, Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import type { ScriptText, ScriptTexts, TestRole } from '../../contract/test-plan-shapes.ts'
import { useDraft } from '../ui/draft.ts'
import { useLanguageName } from '../ui/languages.ts'
import { useFormat } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import classes from './test-plans.module.css'
import { testRoles } from './words-of.tsx'

export const spoken: readonly Language[] = ['en', 'de', 'es', 'fr']
type Written = { role: TestRole; must: boolean; minutes: number; texts: ScriptTexts }

const emptyText = (steps = 1): ScriptText => ({
  title: '',
  steps: Array.from({ length: steps }, () => ({ do: '', expect: '' })),
})
export const emptyScript = (language: Language): Written => ({
  role: 'employee',
  must: false,
  minutes: 3,
  texts: { [spoken.includes(language) ? language : 'en']: emptyText() },
})
const isWhole = (text: ScriptText) =>
  text.title.trim() !== '' && text.steps.every((step) => step.do.trim() !== '' && step.expect.trim() !== '')

export function ScriptForm({
  draft: key,
  initial,
  chooseRole,
  busy,
  error,
  label,
  onSave,
  onCancel,
}: {
  draft: string
  initial: Written
  chooseRole?: boolean
  busy: boolean
  error: unknown
  label: string
  onSave: (written: Written, done: (answer: unknown) => void) => void
  onCancel?: () => void
}) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const language = useLanguageName()
  const draft = useDraft<Written>(key, initial)
  const { role, must, minutes, texts } = draft.value
  const there = spoken.filter((one) => texts[one])
  const [chosen, setShown] = useState<Language>(there[0]!)
  const shown = there.includes(chosen) ? chosen : there[0]!
  const text = texts[shown]!
  const set = (change: Partial<Written>) => draft.set((old) => ({ ...old, ...change }))
  const write = (next: ScriptText) => set({ texts: { ...texts, [shown]: next } })
  /** Steps come and go in every language at once: each has as many. */
  const inAll = (change: (one: ScriptText) => ScriptText) =>
    set({ texts: Object.fromEntries(there.map((one) => [one, change(texts[one]!)])) as ScriptTexts })
  const open = there.filter((one) => !isWhole(texts[one]!))
  const others = spoken.filter((one) => !texts[one])
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (open.length === 0) onSave(draft.value, draft.clear)
      }}
    >
      <div className={classes.pair}>
        {chooseRole ? (
          <Select
            label={t('script.tests')}
            data={testRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
            value={role}
            allowDeselect={false}
            onChange={(value) => set({ role: value as TestRole })}
          />
        ) : null}
        <NumberInput
          label={t('script.minutes')}
          min={1}
          max={60}
          allowDecimal={false}
          value={minutes}
          onChange={(value) => set({ minutes: Math.min(60, Math.max(1, Number(value) || 1)) })}
        />
      </div>
      <Checkbox label={t('script.mustLabel')} checked={must} onChange={(e) => set({ must: e.currentTarget.checked })} />
      <div className={classes.tools}>
        <ViewTabs
          label={t('script.languages')}
          value={shown}
          onChange={setShown}
          tabs={there.map((one) => ({ value: one, label: language(one) }))}
        />
        {others.length > 0 ? (
          <Select
            aria-label={t('script.addLanguage')}
            placeholder={t('script.addLanguage')}
            data={others.map((value) => ({ value, label: language(value) }))}
            value={null}
            onChange={(value) => {
              if (!value) return
              set({ texts: { ...texts, [value]: emptyText(text.steps.length) } })
              setShown(value as Language)
            }}
          />
        ) : null}
      </div>
      <TextInput
        label={t('script.title')}
        maxLength={120}
        value={text.title}
        onChange={(e) => write({ ...text, title: e.currentTarget.value })}
        lang={shown}
        required
      />
      <ol className={classes.editing}>
        {text.steps.map((step, i) => {
          const put = (change: Partial<typeof step>) =>
            write({ ...text, steps: text.steps.map((old, n) => (n === i ? { ...old, ...change } : old)) })
          return (
            <li key={i}>
              <div className={classes.chosenTop}>
                <strong>{t('script.step', { n: f.number(i + 1) })}</strong>
                {text.steps.length > 1 ? (
                  <ActionIcon
                    aria-label={t('script.dropStep', { n: f.number(i + 1) })}
                    onClick={() => inAll((one) => ({ ...one, steps: one.steps.filter((_, n) => n !== i) }))}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                ) : null}
              </div>
              <Textarea
                label={t('script.do')}
                autosize
                minRows={1}
                maxLength={400}
                value={step.do}
                onChange={(e) => put({ do: e.currentTarget.value })}
                lang={shown}
              />
              <Textarea
                label={t('script.expect')}
                autosize
                minRows={1}
                maxLength={400}
                value={step.expect}
                onChange={(e) => put({ expect: e.currentTarget.value })}
                lang={shown}
              />
            </li>
          )
        })}
      </ol>
      <div>
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={text.steps.length >= 20}
          onClick={() => inAll((one) => ({ ...one, steps: [...one.steps, { do: '', expect: '' }] }))}
        >
          {t('script.addStep')}
        </Button>
      </div>
      {error ? <ProblemNote small error={error} /> : null}
      <div className={classes.acts}>
        {onCancel ? (
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        ) : null}
        <Button type="submit" loading={busy} disabled={open.length > 0}>
          {label}
        </Button>
        {open.length > 0 ? (
          <span className={classes.quiet}>{t('script.open', { languages: f.list(open.map(language)) })}</span>
        ) : null}
      </div>
    </form>
  )
}
