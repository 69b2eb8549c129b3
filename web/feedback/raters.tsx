/** Several people, chosen one by one. */
import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Person } from '../ui/person.tsx'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

export function Raters({
  label,
  description,
  value,
  onChange,
  without,
}: {
  label: string
  description?: ReactNode
  value: readonly Pickable[]
  onChange: (people: Pickable[]) => void
  without: readonly string[]
}) {
  const { t } = useTranslation('feedback')
  return (
    <div className={classes.raters}>
      <PersonPicker
        label={label}
        description={description}
        value={null}
        onChange={(person) => person && onChange([...value, person])}
        useFind={usePeopleSearch}
        without={[...without, ...value.map((p) => p.id)]}
        disabled={value.length >= 40}
      />
      {value.length > 0 ? (
        <ul className={writing.chips} aria-label={t('ask.chosen')}>
          {value.map((person) => (
            <li key={person.id}>
              <Person person={person} size={24} detail={null} />
              <ActionIcon
                size={24}
                aria-label={t('ask.leaveOut', { name: person.name })}
                onClick={() => onChange(value.filter((p) => p.id !== person.id))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
