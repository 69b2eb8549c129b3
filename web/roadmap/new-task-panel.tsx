/** A task or a milestone of the company’s own. */
import { Button, MultiSelect, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Request } from '../api.ts'
import { WithProgram, type Program } from '../program/current.tsx'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { useGo } from '../ui/link.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { all, home, phases, type Roadmap } from './acts.ts'
import classes from './roadmap.module.css'

export function NewTaskPanel() {
  return <WithProgram>{(program) => <Inside program={program} />}</WithProgram>
}

function Inside({ program }: { program: Program }) {
  const { t } = useTranslation('roadmap')
  const query = useOperation('roadmap.get', { programId: program.id })
  return (
    <SidePanel title={t('add.act')} kind={t('title')} back={home}>
      <Loaded query={query} skeleton={<TextSkeleton lines={8} />}>
        {(map) => (map.made && map.mayPlan ? <Form map={map} /> : <Note title={t('notThere')} />)}
      </Loaded>
    </SidePanel>
  )
}

function Form({ map }: { map: Roadmap }) {
  const { t } = useTranslation('roadmap')
  const go = useGo()
  const [kind, setKind] = useState<'task' | 'milestone'>('task')
  const [title, setTitle] = useState('')
  const [about, setAbout] = useState('')
  const [phase, setPhase] = useState<Request<'roadmap.add'>['phase']>('prepare')
  const [waveId, setWaveId] = useState<string | null>(null)
  const [days, setDays] = useState(2)
  const [startsOn, setStartsOn] = useState<string | null>(null)
  const [after, setAfter] = useState<string[]>([])
  const [owner, setOwner] = useState<Pickable | null>(null)
  const add = useAct('roadmap.add', {
    invalidates: all,
    showsProblem: true,
    done: t('add.done'),
    onDone: (a) => void go(`${home}/${a.id}`, { search: true, replace: true }),
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim())
          add.mutate({
            programId: map.program.id,
            title: title.trim(),
            about,
            phase,
            waveId,
            days: kind === 'task' ? days : 0,
            startsOn,
            after,
            ownerId: owner?.id ?? null,
          })
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('add.kind')}
        value={kind}
        onChange={(value) => setKind(value as typeof kind)}
        data={(['task', 'milestone'] as const).map((value) => ({ value, label: t(value) }))}
      />
      <TextInput
        label={t('words.title')}
        placeholder={t('add.example')}
        value={title}
        maxLength={160}
        dir="auto"
        required
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label={t('words.about')}
        value={about}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        onChange={(event) => setAbout(event.currentTarget.value)}
      />
      <div className={classes.two}>
        <Select
          label={t('column.phase')}
          allowDeselect={false}
          value={phase}
          onChange={(value) => value && setPhase(value as typeof phase)}
          data={phases.map((value) => ({ value, label: t(`phase.${value}`) }))}
        />
        <Select
          label={t('column.wave')}
          placeholder={t('add.noWave')}
          clearable
          clearButtonProps={{ 'aria-label': t('add.noWave') }}
          value={waveId}
          onChange={setWaveId}
          data={map.goLives.map((one) => ({ value: one.wave.id, label: one.wave.name }))}
        />
        <DateField label={t('add.from')} value={startsOn} onChange={setStartsOn} clearable />
        {kind === 'task' ? (
          <NumberInput
            label={t('column.days')}
            min={1}
            max={260}
            clampBehavior="strict"
            allowDecimal={false}
            value={days}
            onChange={(value) => typeof value === 'number' && setDays(value)}
          />
        ) : null}
      </div>
      <MultiSelect
        label={t('after')}
        searchable
        data={map.tasks
          .filter((one) => !one.leftOut)
          .map((one) => ({ value: one.id, label: one.wave ? `${one.title} (${one.wave.name})` : one.title }))}
        value={after}
        maxValues={20}
        nothingFoundMessage={t('nothing')}
        onChange={setAfter}
      />
      <PersonPicker label={t('owner.label')} value={owner} onChange={setOwner} useFind={usePeopleSearch} />
      {add.error ? <ProblemNote small error={add.error} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={add.isPending} disabled={!title.trim()}>
          {t('add.do')}
        </Button>
      </div>
    </form>
  )
}
