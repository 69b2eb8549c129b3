/** What whoever plans changes of a task: who sees to it, when and after what, and its words. */
import { Button, MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import fold from '../ui/fold.module.css'
import { PersonPicker } from '../ui/person-picker.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { all, type Roadmap, type Task } from './acts.ts'
import { EffectButtons } from './effect-note.tsx'
import classes from './roadmap.module.css'
import { type Change, useChange } from './use-change.ts'

export function Owner({ task }: { task: Task }) {
  const { t } = useTranslation('roadmap')
  const assign = useAct('roadmap.assign', { invalidates: all, done: t('owner.saved') })
  return (
    <div className={classes.part}>
      <PersonPicker
        label={t('owner.label')}
        description={
          task.owner && !task.owner.here
            ? t('owner.gone', { name: task.owner.name })
            : task.ownerRole
              ? t('owner.usually', { role: t(`role.${task.ownerRole}`) })
              : undefined
        }
        value={task.owner ? { id: task.owner.id, name: task.owner.name } : null}
        onChange={(person) => assign.mutate({ taskId: task.id, ownerId: person?.id ?? null })}
        useFind={usePeopleSearch}
        disabled={assign.isPending}
      />
    </div>
  )
}

/** When, how long, after what: looked at before it is saved. */
export function Dates({ map, task }: { map: Roadmap; task: Task }) {
  const { t } = useTranslation('roadmap')
  const [change, setChange] = useState<Change>({})
  const set = (part: Change) => setChange((old) => ({ ...old, ...part }))
  const work = useChange(task, change, () => setChange({}))
  const options = map.tasks
    .filter((one) => one.id !== task.id && !one.leftOut)
    .map((one) => ({ value: one.id, label: one.wave ? `${one.title} (${one.wave.name})` : one.title }))
  return (
    <div className={classes.part}>
      <h3>{t('plan.title')}</h3>
      <div className={classes.two}>
        <DateField
          label={t(task.kind === 'milestone' ? 'column.day' : 'column.starts')}
          value={change.startsOn === undefined ? task.startsOn : change.startsOn}
          onChange={(day) => day && set({ startsOn: day })}
        />
        {task.kind === 'task' ? (
          <NumberInput
            label={t('column.days')}
            min={1}
            max={260}
            clampBehavior="strict"
            allowDecimal={false}
            value={change.days ?? task.days}
            onChange={(days) => typeof days === 'number' && set({ days })}
          />
        ) : null}
      </div>
      <MultiSelect
        label={t('after')}
        searchable
        data={options}
        value={change.after ?? task.after}
        maxValues={20}
        nothingFoundMessage={t('nothing')}
        onChange={(after) => set({ after })}
      />
      {task.fromTemplate && task.notBefore !== null && change.startsOn === undefined ? (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => set({ startsOn: null })}>
            {t('plan.free')}
          </Button>
        </div>
      ) : null}
      {task.held && change.held === undefined ? (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => set({ held: false })}>
            {t('plan.unhold')}
          </Button>
        </div>
      ) : null}
      {work.ready ? <EffectButtons {...work} onSave={work.save} onCancel={() => setChange({})} /> : null}
    </div>
  )
}

export function Words({ task }: { task: Task }) {
  const { t } = useTranslation('roadmap')
  const [title, setTitle] = useState(task.title)
  const [about, setAbout] = useState(task.about)
  const save = useAct('roadmap.change', { invalidates: all, showsProblem: true, done: t('saved') })
  const change = {
    ...(title.trim() && title.trim() !== task.title ? { title: title.trim() } : {}),
    ...(about.trim() !== task.about ? { about: about.trim() } : {}),
  }
  return (
    <details className={fold.fold}>
      <summary>{t('words.act')}</summary>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (Object.keys(change).length > 0)
            save.mutate({ taskId: task.id, revision: task.revision, change, others: 'move' })
        }}
      >
        {task.fromTemplate ? <p className={classes.plain}>{t('words.template')}</p> : null}
        <TextInput
          label={t('words.title')}
          value={title}
          maxLength={160}
          dir="auto"
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('words.about')}
          value={about}
          maxLength={2000}
          autosize
          minRows={2}
          maxRows={10}
          dir="auto"
          onChange={(event) => setAbout(event.currentTarget.value)}
        />
        {save.error ? <ProblemNote small error={save.error} /> : null}
        <div>
          <Button type="submit" variant="default" loading={save.isPending} disabled={Object.keys(change).length === 0}>
            {t('save')}
          </Button>
        </div>
      </form>
    </details>
  )
}
