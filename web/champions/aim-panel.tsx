/** How many people one champion is for, and what somebody is usually asked for. */
import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Aim } from '../../contract/champions.ts'
import { useAct, useOperation } from '../api.ts'
import form from '../ui/form.module.css'
import { useGo } from '../ui/link.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'

const back = '/program/champions'

export function AimPanel() {
  const { t } = useTranslation('champions')
  const query = useOperation('champions.overview', {}, { select: (a) => a.aim })
  return (
    <SidePanel title={t('aim.title')} kind={t('network')} back={back}>
      <Loaded query={query} skeleton={<TextSkeleton lines={5} />}>
        {(aim) => <Form first={aim} />}
      </Loaded>
    </SidePanel>
  )
}

const fields = [
  { key: 'peopleEach', min: 5, max: 200 },
  { key: 'termMonths', min: 1, max: 36 },
  { key: 'hoursMonth', min: 1, max: 40 },
] as const

function Form({ first }: { first: Aim }) {
  const { t } = useTranslation('champions')
  const go = useGo()
  const [aim, setAim] = useState<Record<keyof Aim, number | string>>(first)
  const save = useAct('champions.setAim', {
    invalidates: ['champions.overview', 'champions.coverage'],
    showsProblem: true,
    done: t('aim.saved'),
    onDone: () => void go(back, { search: true }),
  })
  const ready = fields.every(({ key, min, max }) => typeof aim[key] === 'number' && aim[key] >= min && aim[key] <= max)
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) save.mutate(aim as Aim)
      }}
    >
      {fields.map(({ key, min, max }) => (
        <NumberInput
          key={key}
          label={t(`aim.${key}`)}
          description={t(`aim.${key}Says`)}
          min={min}
          max={max}
          allowDecimal={false}
          value={aim[key]}
          onChange={(value) => setAim((old) => ({ ...old, [key]: value }))}
        />
      ))}
      {save.error ? <ProblemNote small error={save.error} /> : null}
      <div className={form.acts}>
        <Button type="submit" disabled={!ready} loading={save.isPending}>
          {t('aim.save')}
        </Button>
      </div>
    </form>
  )
}
