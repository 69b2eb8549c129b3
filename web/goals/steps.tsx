/** The named steps of a key result: ticked where they stand, and written as a list. */
import { ActionIcon, Checkbox, Popover, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProgress } from './acts.ts'
import type { Goal, KeyResult } from './measures.ts'
import classes from './goals.module.css'

/** "2 of 5" as a button; behind it the steps to tick. */
export function Steps({ goal, k, of, fixed }: { goal: Goal; k: KeyResult; of: string; fixed: boolean }) {
  const { t } = useTranslation('goals')
  const progress = useProgress()
  return (
    <Popover position="bottom-end" width={300} trapFocus withinPortal returnFocus>
      <Popover.Target>
        <button type="button" className={classes.quick} aria-label={t('steps.open', { title: k.title, value: of })}>
          {of}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.steps} aria-label={t('steps.of', { title: k.title })}>
          {k.steps.map((s) => (
            <li key={s.id}>
              <Checkbox
                size="sm"
                checked={s.doneAt !== null}
                disabled={fixed}
                label={<span dir="auto">{s.title}</span>}
                onChange={(event) =>
                  progress.mutate({ goalId: goal.id, steps: [{ stepId: s.id, done: event.currentTarget.checked }] })
                }
              />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

type Written = { id?: string; title: string }

/** The list itself: a new one in one line, each with its words, its place and a way out. */
export function StepsEditor({ k, onChange }: { k: KeyResult; onChange: (steps: Written[]) => void }) {
  const { t } = useTranslation('goals')
  const [line, setLine] = useState('')
  const now: Written[] = k.steps.map(({ id, title }) => ({ id, title }))
  const swap = (at: number, by: number) => {
    const next = [...now]
    ;[next[at], next[at + by]] = [next[at + by]!, next[at]!]
    onChange(next)
  }
  const add = () => {
    if (!line.trim()) return
    onChange([...now, { id: crypto.randomUUID(), title: line.trim() }])
    setLine('')
  }
  return (
    <fieldset className={classes.stepsEditor}>
      <legend>{t('steps.title')}</legend>
      {now.map((s, at) => (
        <div key={s.id} className={classes.stepLine}>
          <TextInput
            key={s.title}
            size="xs"
            dir="auto"
            maxLength={200}
            defaultValue={s.title}
            aria-label={t('steps.step', { number: at + 1 })}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={(event) => {
              const title = event.currentTarget.value.trim()
              if (title && title !== s.title) onChange(now.map((one) => (one === s ? { ...s, title } : one)))
            }}
          />
          <ActionIcon
            size={28}
            disabled={at === 0}
            aria-label={t('steps.up', { title: s.title })}
            onClick={() => swap(at, -1)}
          >
            <IconArrowUp size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={28}
            disabled={at === now.length - 1}
            aria-label={t('steps.down', { title: s.title })}
            onClick={() => swap(at, 1)}
          >
            <IconArrowDown size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={28}
            aria-label={t('steps.remove', { title: s.title })}
            onClick={() => onChange(now.filter((one) => one !== s))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {now.length < 30 ? (
        <TextInput
          size="xs"
          value={line}
          maxLength={200}
          autoComplete="off"
          leftSection={<IconPlus size={14} aria-hidden />}
          placeholder={t('steps.placeholder')}
          aria-label={t('steps.new')}
          onChange={(event) => setLine(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
          onBlur={add}
        />
      ) : null}
    </fieldset>
  )
}
