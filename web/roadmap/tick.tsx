/** Saying that a task is done, with a word for whoever comes next. */
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note, ProblemNote } from '../ui/states.tsx'
import { all } from './acts.ts'
import classes from './roadmap.module.css'

type Ticked = { id: string; done: { on: string; by: { name: string } | null; note: string } | null }

export function Tick({ task, today }: { task: Ticked; today: string }) {
  const { t } = useTranslation('roadmap')
  const f = useFormat()
  const [note, setNote] = useState('')
  const [on, setOn] = useState<string | null>(today)
  const tick = useAct('roadmap.tick', { invalidates: all, showsProblem: true })
  if (task.done)
    return (
      <Note
        tone="good"
        title={t('tick.by', { name: task.done.by?.name ?? '', day: f.day(task.done.on, 'long') })}
        action={
          <Button
            variant="default"
            size="compact-sm"
            loading={tick.isPending}
            onClick={() => tick.mutate({ taskId: task.id, done: false })}
          >
            {t('tick.open')}
          </Button>
        }
      >
        {task.done.note ? (
          <span className={classes.written} dir="auto">
            {task.done.note}
          </span>
        ) : null}
      </Note>
    )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (on) tick.mutate({ taskId: task.id, done: true, note, on })
      }}
    >
      <Textarea
        label={t('tick.note')}
        description={t('tick.noteSays')}
        value={note}
        maxLength={1000}
        autosize
        minRows={1}
        maxRows={6}
        dir="auto"
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={classes.two}>
        <DateField label={t('tick.on')} value={on} onChange={setOn} max={today} required />
      </div>
      {tick.error ? <ProblemNote small error={tick.error} /> : null}
      <div>
        <Button type="submit" loading={tick.isPending} disabled={on === null}>
          {t('tick.act')}
        </Button>
      </div>
    </form>
  )
}
