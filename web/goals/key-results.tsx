/** A goal's key results with their values, each changed where it stands. */
import { Checkbox, NumberInput, Slider } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Meter } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useProgress } from './acts.ts'
import { toneOf, useAmount } from './amount.tsx'
import type { Goal, KeyResult } from './measures.ts'
import { Steps } from './steps.tsx'
import classes from './goals.module.css'

/** The number as a button that turns into a field: Enter saves, Escape leaves it. */
export function QuickValue({ goal, k }: { goal: Goal; k: KeyResult }) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const amount = useAmount()
  const progress = useProgress()
  const [editing, setEditing] = useState(false)
  const [value, setValue] = useState<number | string>(k.current)
  const save = (next: number) => {
    setEditing(false)
    if (next !== k.current) progress.mutate({ goalId: goal.id, values: [{ keyResultId: k.id, value: next }] })
  }
  const fixed = !goal.mayReport || goal.status.state === 'closed' || goal.status.state === 'draft'
  if (k.kind === 'yes_no') {
    return fixed ? (
      <span className={classes.amount}>{amount(k.current, k)}</span>
    ) : (
      <Checkbox
        size="sm"
        checked={k.current >= 1}
        aria-label={t('reached', { title: k.title })}
        onChange={(event) => save(event.currentTarget.checked ? 1 : 0)}
      />
    )
  }
  const of =
    k.kind === 'milestones'
      ? t('of', { n: f.number(k.current), of: f.number(k.target) })
      : t('toward', { now: amount(k.current, k), target: amount(k.target, k) })
  if (k.steps.length > 0) return <Steps goal={goal} k={k} of={of} fixed={fixed} />
  if (fixed) return <span className={classes.amount}>{of}</span>
  if (!editing) {
    return (
      <button
        type="button"
        className={classes.quick}
        onClick={() => (setValue(k.current), setEditing(true))}
        aria-label={t('change', { title: k.title, value: of })}
      >
        {of}
      </button>
    )
  }
  return (
    <NumberInput
      className={classes.number}
      size="xs"
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was just pressed
      autoFocus
      value={value}
      decimalSeparator={separator(f.locale)}
      aria-label={t('value', { title: k.title })}
      onFocus={(event) => event.currentTarget.select()}
      onChange={setValue}
      onBlur={() => save(Number(value))}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save(Number(value))
        if (event.key === 'Escape') {
          event.preventDefault()
          setEditing(false)
        }
      }}
    />
  )
}

const separator = (locale: string) =>
  new Intl.NumberFormat(locale).formatToParts(1.5).find((p) => p.type === 'decimal')?.value ?? '.'

/** For a goal without key results: how far, said by hand. */
export function QuickShare({ goal }: { goal: Goal }) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const progress = useProgress()
  const [at, setAt] = useState<number | null>(null)
  const percent = at ?? Math.round(goal.reached * 100)
  return (
    <div className={classes.share}>
      <Slider
        className={classes.slider}
        size={6}
        thumbSize={18}
        value={percent}
        step={5}
        label={null}
        thumbLabel={t('howFar', { title: goal.title })}
        thumbProps={{ 'aria-valuetext': f.share(percent, 100) }}
        onChange={setAt}
        onChangeEnd={(value) => {
          setAt(null)
          if (value !== Math.round(goal.reached * 100)) progress.mutate({ goalId: goal.id, reached: value / 100 })
        }}
      />
      <span className={classes.amount}>{f.share(percent, 100)}</span>
    </div>
  )
}

export function KeyResultLines({ goal }: { goal: Goal }) {
  return (
    <ul className={classes.lines}>
      {goal.keyResults.map((k) => (
        <li key={k.id} className={classes.line}>
          <span className={classes.lineTitle} dir="auto">
            {k.title}
          </span>
          <span className={classes.lineMeter}>
            <Meter size="small" share={k.reached} label={k.title} tone={toneOf(goal.status)} showValue={false} />
          </span>
          <QuickValue goal={goal} k={k} />
        </li>
      ))}
    </ul>
  )
}
