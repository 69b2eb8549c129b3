/**
 * Search and filters above a list. Their state lives in the address:
 *
 *   const [at, setAt] = useAddress<{ q?: string; department?: string[] }>()
 *   <FilterBar search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('search') }} onClear={() => setAt({ q: undefined, department: undefined })} active={…}>
 *     <Filter label={t('department')} options={…} value={at.department ?? []} onChange={(department) => setAt({ department })} />
 *   </FilterBar>
 */
import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from './reader.tsx'
import classes from './filter-bar.module.css'

export function FilterBar({
  search,
  children,
  active,
  onClear,
  end,
}: {
  search?: { value: string | undefined; onChange: (value: string | undefined) => void; label: string }
  children?: ReactNode
  /** How many filters are on; shows "Clear filters". */
  active?: number
  onClear?: () => void
  end?: ReactNode
}) {
  const { t } = useTranslation('ui')
  return (
    <search className={classes.bar}>
      {search ? <SearchField {...search} /> : null}
      {children ? (
        <div className={classes.filters} role="group" aria-label={t('filter.group')}>
          {children}
          {active && onClear ? (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={onClear}>
              {t('filter.all')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {end ? <div className={classes.end}>{end}</div> : null}
    </search>
  )
}

/** Tells the address only when typing rests, so that back is not letter by letter. */
export function SearchField({
  value,
  onChange,
  label,
}: {
  value: string | undefined
  onChange: (value: string | undefined) => void
  label: string
}) {
  const { t } = useTranslation('ui')
  const [typed, setTyped] = useState(value ?? '')
  const told = useRef(value ?? '')
  const tell = useRef(onChange)
  tell.current = onChange
  useEffect(() => {
    if ((value ?? '') !== told.current) {
      told.current = value ?? ''
      setTyped(value ?? '')
    }
  }, [value])
  useEffect(() => {
    if (typed === told.current) return
    const timer = setTimeout(() => {
      told.current = typed
      tell.current(typed.trim() === '' ? undefined : typed)
    }, 180)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <TextInput
      className={classes.search}
      aria-label={label}
      placeholder={label}
      type="text"
      inputMode="search"
      enterKeyHint="search"
      data-search
      maxLength={200}
      autoComplete="off"
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed) {
          event.preventDefault()
          setTyped('')
        }
      }}
      rightSection={
        typed ? (
          <ActionIcon size={24} aria-label={t('filter.clearSearch')} onClick={() => setTyped('')}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        ) : null
      }
    />
  )
}

export type FilterOption = { value: string; label: string; count?: number }

/** One property, any number of its values. */
export function Filter({
  label,
  options,
  value,
  onChange,
  single,
}: {
  label: string
  options: readonly FilterOption[]
  value: readonly string[]
  onChange: (value: string[]) => void
  /** Only one value at a time. */
  single?: boolean
}) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const [opened, setOpened] = useState(false)
  const [typed, setTyped] = useState('')
  const id = useId()
  const chosen = value.map((v) => options.find((o) => o.value === v)?.label ?? v)
  const found = useMemo(() => {
    const wanted = typed.trim().toLocaleLowerCase()
    return options.filter((o) => o.label.toLocaleLowerCase().includes(wanted)).slice(0, 200)
  }, [options, typed])
  const toggle = (v: string) => {
    if (single) {
      onChange(value.includes(v) ? [] : [v])
      setOpened(false)
    } else onChange(value.includes(v) ? value.filter((o) => o !== v) : [...value, v])
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      trapFocus
      width={280}
      onClose={() => setTyped('')}
    >
      <span className={classes.chip} data-on={value.length > 0 || undefined}>
        <Popover.Target>
          <button
            type="button"
            className={classes.open}
            aria-haspopup="dialog"
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            {label}
            {chosen.length ? (
              <strong>
                {chosen.length === 1 ? chosen[0] : t('filter.many', { first: chosen[0], more: chosen.length - 1 })}
              </strong>
            ) : (
              <IconChevronDown size={14} aria-hidden />
            )}
          </button>
        </Popover.Target>
        {value.length ? (
          <button
            type="button"
            className={classes.remove}
            aria-label={t('filter.remove', { label })}
            onClick={() => onChange([])}
          >
            <IconX size={14} aria-hidden />
          </button>
        ) : null}
      </span>
      <Popover.Dropdown p={0} aria-label={label}>
        {options.length > 8 ? (
          <div className={classes.find}>
            <TextInput
              data-autofocus
              variant="unstyled"
              aria-label={t('filter.find')}
              placeholder={t('filter.find')}
              value={typed}
              onChange={(e) => setTyped(e.currentTarget.value)}
            />
          </div>
        ) : null}
        <ul className={classes.options} aria-label={label} id={id}>
          {found.map((o) => (
            <li key={o.value}>
              <label className={classes.option}>
                <Checkbox size="xs" checked={value.includes(o.value)} onChange={() => toggle(o.value)} />
                <span>{o.label}</span>
                {o.count === undefined ? null : <small>{f.number(o.count)}</small>}
              </label>
            </li>
          ))}
        </ul>
        {found.length === 0 ? <p className={classes.none}>{t('filter.none')}</p> : null}
      </Popover.Dropdown>
    </Popover>
  )
}
