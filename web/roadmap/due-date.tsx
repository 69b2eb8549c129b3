/** The day of a task in its line: whoever plans sets another there, and sees first what that moves. */
import { Popover, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateField } from '../ui/date-field.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import type { Roadmap, Task } from './acts.ts'
import { EffectButtons } from './effect-note.tsx'
import classes from './roadmap.module.css'
import { useChange } from './use-change.ts'

export function DueDate({ map, task }: { map: Roadmap; task: Task }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  const day = task.done?.on ?? task.dueOn
  const later = task.state !== 'done' && task.expectedOn > task.dueOn
  const said = (
    <>
      <When on={day} style="short" />
      {later ? <small>{t('expected', { day: f.day(task.expectedOn, 'short') })}</small> : null}
    </>
  )
  if (!map.mayPlan || task.watches !== null || task.state === 'done' || task.leftOut) return <span>{said}</span>
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.dateButton} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="spoken">{t('date.change', { title: task.title })} </span>
          {said}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>{open ? <Choose task={task} onClose={() => setOpen(false)} /> : null}</Popover.Dropdown>
    </Popover>
  )
}

function Choose({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useTranslation('roadmap')
  const [due, setDue] = useState<string | null>(task.expectedOn)
  const change = useChange(task, due && due !== task.dueOn ? { dueOn: due } : {}, onClose)
  return (
    <div className={classes.form}>
      <DateField label={t('date.due')} value={due} onChange={setDue} required />
      <EffectButtons {...change} onSave={change.save} onCancel={onClose} />
    </div>
  )
}
