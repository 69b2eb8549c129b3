/** Key results in the panel: values where they stand, numbers behind a button, a new one in one line. */
import { ActionIcon, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { IconAdjustments, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyHint } from '../ui/key-hint.tsx'
import { Meter } from '../ui/meter.tsx'
import { useEdit } from './acts.ts'
import { toneOf } from './amount.tsx'
import type { Detail } from './goal-panel.tsx'
import { useCounts, useNames } from './goal-people.tsx'
import { QuickValue } from './key-results.tsx'
import { readKeyResult, type KeyResult, type Kind } from './measures.ts'
import { StepsEditor } from './steps.tsx'
import classes from './goals.module.css'

const kinds: readonly Kind[] = ['number', 'percent', 'currency', 'yes_no', 'milestones']
const plain = ({ id, title, kind, unit, start, target, weight, owner, externalKey }: KeyResult) => ({
  id,
  title,
  kind,
  unit,
  start,
  target,
  weight,
  ownerId: owner?.id ?? null,
  externalKey,
})

export function KeyResultEditor({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const { editWithUndo, edit } = useEdit()
  const [line, setLine] = useState('')
  const fixed = !goal.mayWrite || goal.status.state === 'closed'
  const now = goal.keyResults.map(plain)
  return (
    <div>
      {goal.keyResults.length === 0 && fixed ? <p className={classes.when}>{t('noKeyResults')}</p> : null}
      {goal.keyResults.map((k) => (
        <Line
          key={k.id}
          goal={goal}
          k={k}
          fixed={fixed}
          onChange={(next) =>
            edit(goal.id, { keyResults: now.map((old) => (old.id === k.id ? { ...old, ...next } : old)) })
          }
          onRemove={() =>
            editWithUndo(goal.id, { keyResults: now.filter((old) => old.id !== k.id) }, { keyResults: now })
          }
        />
      ))}
      {fixed ? null : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!line.trim()) return
            editWithUndo(
              goal.id,
              { keyResults: [...now, { id: crypto.randomUUID(), ...readKeyResult(line) }] },
              { keyResults: now },
            )
            setLine('')
          }}
        >
          <TextInput
            mt={6}
            value={line}
            maxLength={300}
            onChange={(event) => setLine(event.currentTarget.value)}
            leftSection={<IconPlus size={16} aria-hidden />}
            rightSection={
              line ? (
                <span aria-hidden>
                  <KeyHint keys="↵" />
                </span>
              ) : undefined
            }
            placeholder={t('keyResult.placeholder')}
            aria-label={t('keyResult.new')}
            autoComplete="off"
          />
          <p className={classes.when}>{t('keyResult.hint')}</p>
        </form>
      )}
    </div>
  )
}

function Line({
  goal,
  k,
  fixed,
  onChange,
  onRemove,
}: {
  goal: Detail
  k: KeyResult
  fixed: boolean
  onChange: (next: Partial<ReturnType<typeof plain>> & { steps?: { id?: string; title: string }[] }) => void
  onRemove: () => void
}) {
  const { t } = useTranslation('goals')
  const [title, setTitle] = useState(k.title)
  const [open, setOpen] = useState(false)
  const [start, setStart] = useState<number | string>(k.start)
  const [target, setTarget] = useState<number | string>(k.target)
  const [unit, setUnit] = useState(k.unit)
  const [weight, setWeight] = useState<number | string>(k.weight)
  const [key, setKey] = useState(k.externalKey ?? '')
  const names = useNames(goal)
  const counts = useCounts(goal)
  const uneven = goal.keyResults.some((other) => other.weight !== k.weight)
  return (
    <div className={classes.panelLine}>
      {fixed ? (
        <span dir="auto">{k.title}</span>
      ) : (
        <TextInput
          className={classes.plainField}
          size="xs"
          dir="auto"
          value={title}
          maxLength={300}
          aria-label={t('keyResult.title')}
          onChange={(event) => setTitle(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          onBlur={() =>
            title.trim() ? title.trim() !== k.title && onChange({ title: title.trim() }) : setTitle(k.title)
          }
        />
      )}
      <QuickValue goal={goal} k={k} />
      {fixed ? (
        <span />
      ) : (
        <ActionIcon
          size={26}
          aria-label={t('keyResult.numbers', { title: k.title })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconAdjustments size={16} aria-hidden />
        </ActionIcon>
      )}
      <span className={classes.lineMeter}>
        <Meter size="small" share={k.reached} label={k.title} tone={toneOf(goal.status)} showValue={false} />
      </span>
      {k.owner || uneven ? (
        <span className={classes.partOf}>
          {k.owner ? <span dir="auto">{k.owner.name}</span> : null}
          {uneven ? <span>{counts(k.weight)}</span> : null}
        </span>
      ) : null}
      {open ? (
        <div className={classes.numbers}>
          <NativeSelect
            size="xs"
            label={t('keyResult.kind')}
            value={k.kind}
            data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
            onChange={(event) =>
              onChange({
                kind: event.currentTarget.value as Kind,
                ...(event.currentTarget.value === 'currency' && !/^[A-Z]{3}$/.test(k.unit) ? { unit: 'EUR' } : {}),
              })
            }
          />
          {k.kind === 'yes_no' ? null : (
            <>
              {k.kind === 'milestones' ? null : (
                <NumberInput
                  size="xs"
                  label={t('keyResult.start')}
                  value={start}
                  onChange={setStart}
                  onBlur={() => Number(start) !== k.start && onChange({ start: Number(start) })}
                />
              )}
              {k.steps.length > 0 ? null : (
                <NumberInput
                  size="xs"
                  label={t('keyResult.target')}
                  value={target}
                  onChange={setTarget}
                  onBlur={() => Number(target) !== k.target && onChange({ target: Number(target) })}
                />
              )}
              {k.kind === 'number' || k.kind === 'currency' ? (
                <TextInput
                  size="xs"
                  label={t(k.kind === 'currency' ? 'keyResult.currency' : 'keyResult.unit')}
                  value={unit}
                  maxLength={k.kind === 'currency' ? 3 : 40}
                  onChange={(event) => setUnit(event.currentTarget.value)}
                  onBlur={() => unit.trim() !== k.unit && onChange({ unit: unit.trim() })}
                />
              ) : null}
            </>
          )}
          {goal.keyResults.length > 1 ? (
            <NumberInput
              size="xs"
              label={t('keyResult.weight')}
              min={1}
              max={100}
              allowDecimal={false}
              clampBehavior="strict"
              value={weight}
              onChange={setWeight}
              onBlur={() => Number(weight) >= 1 && Number(weight) !== k.weight && onChange({ weight: Number(weight) })}
            />
          ) : null}
          {goal.contributors.length > 0 ? (
            <NativeSelect
              size="xs"
              label={t('keyResult.owner')}
              value={k.owner?.id ?? ''}
              data={names}
              onChange={(event) => onChange({ ownerId: event.currentTarget.value || null })}
            />
          ) : null}
          <TextInput
            size="xs"
            label={t('keyResult.key')}
            title={t('keyResult.keyHint')}
            value={key}
            maxLength={120}
            spellCheck={false}
            onChange={(event) => setKey(event.currentTarget.value)}
            onBlur={() => key.trim() !== (k.externalKey ?? '') && onChange({ externalKey: key.trim() || null })}
          />
          {k.kind === 'milestones' ? <StepsEditor k={k} onChange={(steps) => onChange({ steps })} /> : null}
          <button type="button" className={classes.quick} onClick={onRemove}>
            <IconTrash size={14} aria-hidden /> {t('keyResult.remove')}
          </button>
        </div>
      ) : null}
    </div>
  )
}
