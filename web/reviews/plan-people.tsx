/** Name, period, and whose reviews are written. */
import { CloseButton, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { DateField } from '../ui/date-field.tsx'
import { PersonPicker } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { PlanProps } from './plan-page.tsx'
import classes from './reviews.module.css'

export function PlanPeople({ cycle, edit }: PlanProps) {
  const { t } = useTranslation('reviews')
  const { plan, set } = edit
  const audiences = useOperation('audiences.list', {})
  return (
    <div className={classes.form} data-narrow>
      <TextInput
        label={t('plan.name')}
        maxLength={120}
        dir="auto"
        value={plan.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className={classes.two}>
        <DateField
          required
          label={t('plan.startsOn')}
          value={plan.startsOn}
          onChange={(startsOn) => startsOn && set({ startsOn })}
        />
        <DateField
          required
          label={t('plan.endsOn')}
          value={plan.endsOn}
          onChange={(endsOn) => endsOn && set({ endsOn })}
        />
      </div>
      <p className={classes.hint}>{t('plan.periodHint')}</p>
      <Select
        label={t('plan.audience')}
        description={t('plan.audienceHint')}
        allowDeselect={false}
        value={plan.audienceId ?? 'everyone'}
        data={[
          { value: 'everyone', label: t('plan.everyone') },
          ...(audiences.data?.audiences ?? []).map((a) => ({ value: a.id, label: a.name })),
        ]}
        onChange={(value) => set({ audienceId: !value || value === 'everyone' ? null : value })}
      />
      <People
        label={t('plan.also')}
        ids={plan.alsoIds}
        names={cycle.names}
        without={plan.exceptIds}
        onChange={(alsoIds) => set({ alsoIds })}
      />
      <People
        label={t('plan.except')}
        ids={plan.exceptIds}
        names={cycle.names}
        without={plan.alsoIds}
        onChange={(exceptIds) => set({ exceptIds })}
      />
      <Count cycleId={cycle.id} />
    </div>
  )
}

function People({
  label,
  ids,
  names,
  without,
  onChange,
}: {
  label: string
  ids: readonly string[]
  names: Readonly<Record<string, string>>
  without: readonly string[]
  onChange: (ids: string[]) => void
}) {
  const { t } = useTranslation('reviews')
  const [known, setKnown] = useState<Record<string, string>>({})
  return (
    <div>
      <PersonPicker
        label={label}
        value={null}
        useFind={usePeopleSearch}
        without={[...ids, ...without]}
        onChange={(person) => {
          if (!person) return
          setKnown((old) => ({ ...old, [person.id]: person.name }))
          onChange([...ids, person.id])
        }}
      />
      {ids.length > 0 ? (
        <ul className={classes.chips}>
          {ids.map((id) => (
            <li key={id}>
              <span dir="auto">{known[id] ?? names[id] ?? '…'}</span>
              <CloseButton
                size="xs"
                aria-label={t('peers.remove', { name: known[id] ?? names[id] ?? '' })}
                onClick={() => onChange(ids.filter((x) => x !== id))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** How many that is today; of them, whose program has no reviews yet. */
function Count({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const check = useOperation('reviews.check', { cycleId }, { keep: true })
  if (!check.data) return null
  const closed = check.data.findings.find((x) => x.code === 'not_open')
  return (
    <p className={classes.count} role="status">
      <strong>{t('people', { n: f.number(check.data.people), count: check.data.people })}</strong>
      {closed ? <span> · {t('plan.notOpen', { n: f.number(closed.count), count: closed.count })}</span> : null}
    </p>
  )
}
