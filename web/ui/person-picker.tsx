/**
 * Choose somebody by typing. Knows no operation: the page gives the search.
 *
 *   <PersonPicker label={t('sponsor')} value={sponsor} onChange={setSponsor} useFind={usePeopleSearch} />
 *
 * `usePeopleSearch` in shell/people-search.ts asks `people.list`.
 */
import { Combobox, CloseButton, InputBase, Loader, useCombobox } from '@mantine/core'
import { useDeferredValue, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar, Person } from './person.tsx'
import classes from './person-picker.module.css'

export type Pickable = { id: string; name: string; title?: string | null }

export type PersonPickerProps = {
  label: ReactNode
  description?: ReactNode
  value: Pickable | null
  onChange: (person: Pickable | null) => void
  /** A hook: people for what is typed. Called with '' before. */
  useFind: (typed: string) => { people: readonly Pickable[]; loading: boolean }
  required?: boolean
  disabled?: boolean
  error?: ReactNode
  /** In a row of filters: the label, a text, stands in the empty field instead of above it. */
  inside?: boolean
  /** Never offered: oneself, those chosen already. */
  without?: readonly string[]
}

export function PersonPicker({
  label,
  description,
  value,
  onChange,
  useFind,
  required,
  disabled,
  error,
  inside,
  without,
}: PersonPickerProps) {
  const { t } = useTranslation('ui')
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const [typed, setTyped] = useState('')
  const [opened, setOpened] = useState(false)
  const searched = useDeferredValue(typed.trim())
  const { people, loading } = useFind(opened ? searched : '')
  const offered = people.filter((p) => !without?.includes(p.id)).slice(0, 8)
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        onChange(offered.find((p) => p.id === id) ?? null)
        setTyped('')
        setOpened(false)
        box.closeDropdown()
      }}
    >
      <Combobox.Target>
        <InputBase
          label={label}
          labelProps={inside ? { className: 'spoken' } : {}}
          description={description}
          error={error}
          required={required ?? false}
          withAsterisk={false}
          disabled={disabled ?? false}
          leftSection={value ? <Avatar name={value.name} id={value.id} size={20} /> : undefined}
          rightSectionPointerEvents="all"
          rightSection={
            loading && opened && searched ? (
              <Loader size={14} />
            ) : value && !disabled ? (
              <CloseButton
                size="sm"
                aria-label={t('picker.clear', { name: value.name })}
                onClick={() => onChange(null)}
              />
            ) : null
          }
          placeholder={
            opened && value ? value.name : inside && typeof label === 'string' ? label : t('picker.placeholder')
          }
          value={opened ? typed : (value?.name ?? '')}
          autoComplete="off"
          spellCheck={false}
          onFocus={() => {
            setOpened(true)
            box.openDropdown()
          }}
          onClick={() => {
            setOpened(true)
            box.openDropdown()
          }}
          onBlur={() => {
            setOpened(false)
            setTyped('')
            box.closeDropdown()
          }}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setOpened(true)
            box.openDropdown()
            box.selectFirstOption()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!opened || (offered.length === 0 && loading && searched !== '')}>
        <Combobox.Options aria-label={typeof label === 'string' ? label : t('picker.placeholder')}>
          {offered.map((p) => (
            <Combobox.Option key={p.id} value={p.id} active={p.id === value?.id} className={classes.option}>
              <Person person={p} size={24} />
            </Combobox.Option>
          ))}
          {offered.length === 0 && !(loading && searched) ? (
            <Combobox.Empty>{searched ? t('picker.nobody') : t('picker.start')}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
