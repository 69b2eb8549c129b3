/** One question of a form while it is written. */
import { ActionIcon, Button, Menu, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormQuestion } from './acts.ts'
import { newId, saidOf, type Language } from './form-words.ts'
import classes from './reviews.module.css'

const kinds = ['text', 'rating', 'scale', 'choice', 'goals', 'competencies'] as const

/** Moving or removing a section or question. */
export function More({
  first,
  last,
  name,
  onMove,
  onRemove,
}: {
  first: boolean
  last: boolean
  name: string
  onMove: (by: number) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('reviews')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('form.more', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={first} leftSection={<IconArrowUp size={16} aria-hidden />} onClick={() => onMove(-1)}>
          {t('form.up')}
        </Menu.Item>
        <Menu.Item disabled={last} leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => onMove(1)}>
          {t('form.down')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={onRemove}>
          {t('form.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const stepped = ['rating', 'scale', 'choice']

export function QuestionEditor({
  question: q,
  language,
  first,
  last,
  onChange,
  onMove,
  onRemove,
}: {
  question: FormQuestion
  language: Language
  first: boolean
  last: boolean
  onChange: (question: FormQuestion) => void
  onMove: (by: number) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('reviews')
  const ask = saidOf(q.ask, language)
  // What has no words yet is being written.
  const [open, setOpen] = useState(ask === '')
  const field = useRef<HTMLTextAreaElement>(null)
  const there = useRef(false)
  // Opened by hand: the words are what one wants to change.
  useEffect(() => {
    if (open && there.current) field.current?.focus()
    there.current = true
  }, [open])
  const steps = (next: FormQuestion['steps']) => onChange({ ...q, steps: next })
  const setKind = (kind: (typeof kinds)[number]) =>
    onChange({
      ...q,
      kind,
      steps: !stepped.includes(kind)
        ? []
        : q.steps.length >= 2
          ? q.steps
          : [1, 2, 3].map((n) => ({ id: `s${n}`, label: {}, anchor: {} })),
    })
  if (!open) {
    return (
      <div className={classes.closedQuestion}>
        <button type="button" className={classes.openQuestion} aria-expanded={false} onClick={() => setOpen(true)}>
          <span dir="auto">{ask}</span>
          <span className={classes.small}>
            {[
              t(`kind.${q.kind}`),
              ...(q.required ? [t('question.required')] : []),
              ...(q.confidential ? [t('question.confidential')] : []),
            ].join(' · ')}
          </span>
        </button>
        <More first={first} last={last} name={ask} onMove={onMove} onRemove={onRemove} />
      </div>
    )
  }
  return (
    <div className={classes.questionEditor}>
      <div className={classes.editorHead}>
        <Textarea
          className={classes.grow}
          ref={field}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={600}
          dir="auto"
          label={t('form.ask')}
          placeholder={ask}
          value={q.ask[language] ?? ''}
          onChange={(event) => onChange({ ...q, ask: { ...q.ask, [language]: event.currentTarget.value } })}
        />
        <NativeSelect
          label={t('form.kind')}
          value={q.kind}
          data={kinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))}
          onChange={(event) => setKind(event.currentTarget.value as (typeof kinds)[number])}
        />
        <More first={first} last={last} name={ask} onMove={onMove} onRemove={onRemove} />
      </div>
      <TextInput
        label={t('form.hint')}
        maxLength={600}
        dir="auto"
        placeholder={saidOf(q.hint, language)}
        value={q.hint[language] ?? ''}
        onChange={(event) => onChange({ ...q, hint: { ...q.hint, [language]: event.currentTarget.value } })}
      />
      {q.kind === 'competencies' ? <p className={classes.hint}>{t('form.competenciesFrom')}</p> : null}
      {stepped.includes(q.kind) ? (
        <fieldset className={classes.stepEditors}>
          <legend>{t(q.kind === 'choice' ? 'form.choices' : 'form.steps')}</legend>
          {q.steps.map((s, at) => (
            <div key={s.id} className={classes.stepEditor}>
              <TextInput
                aria-label={t('form.stepLabel', { n: at + 1 })}
                maxLength={120}
                dir="auto"
                placeholder={saidOf(s.label, language) || t('form.stepLabel', { n: at + 1 })}
                value={s.label[language] ?? ''}
                onChange={(event) =>
                  steps(
                    q.steps.map((x) =>
                      x === s ? { ...s, label: { ...s.label, [language]: event.currentTarget.value } } : x,
                    ),
                  )
                }
              />
              {q.kind === 'choice' ? null : (
                <TextInput
                  aria-label={t('form.anchor', { n: at + 1 })}
                  maxLength={600}
                  dir="auto"
                  placeholder={saidOf(s.anchor, language) || t('form.anchorHint')}
                  value={s.anchor[language] ?? ''}
                  onChange={(event) =>
                    steps(
                      q.steps.map((x) =>
                        x === s ? { ...s, anchor: { ...s.anchor, [language]: event.currentTarget.value } } : x,
                      ),
                    )
                  }
                />
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={q.steps.length <= 2}
                aria-label={t('form.removeStep', { n: at + 1 })}
                onClick={() => steps(q.steps.filter((x) => x !== s))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </div>
          ))}
          <Button
            variant="subtle"
            size="compact-sm"
            disabled={q.steps.length >= 10}
            onClick={() => steps([...q.steps, { id: newId(), label: {}, anchor: {} }])}
          >
            {t('form.addStep')}
          </Button>
        </fieldset>
      ) : null}
      <div className={classes.flags}>
        <Switch
          label={t('question.required')}
          checked={q.required}
          onChange={(event) => onChange({ ...q, required: event.currentTarget.checked })}
        />
        <Switch
          label={t('question.confidential')}
          checked={q.confidential}
          onChange={(event) => onChange({ ...q, confidential: event.currentTarget.checked })}
        />
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(false)}>
          {t('form.done')}
        </Button>
      </div>
    </div>
  )
}
