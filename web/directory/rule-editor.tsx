/** Writing a rule: conditions joined by and / or, groups within groups, and their opposite. */
import { ActionIcon, Button, MultiSelect, SegmentedControl, Select, Switch } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { createContext, use, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AudienceField, AudienceRule, TenureBand } from '../../contract/audiences.ts'
import { useOperation } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useCountryName } from '../ui/countries.ts'
import classes from './audience-panel.module.css'

type Change = (rule: AudienceRule) => void
const kinds = [
  'department',
  'location',
  'country',
  'level',
  'managers',
  'under',
  'tenure',
  'people',
  'everyone',
] as const
/** Rules written through the interface may ask for fields that are not offered here. */
type Kind = (typeof kinds)[number] | AudienceField
const bands: readonly TenureBand[] = [
  'under_3_months',
  '3_to_12_months',
  '1_to_3_years',
  '3_to_10_years',
  '10_years_and_more',
]

/** The rule without conditions that are still empty; null when nothing would be left. */
export function complete(rule: AudienceRule): AudienceRule | null {
  if ('all' in rule || 'any' in rule) {
    const parts = ('all' in rule ? rule.all : rule.any).map(complete).filter((part) => part !== null)
    if (parts.length === 0) return null
    return 'all' in rule ? { all: parts } : { any: parts }
  }
  if ('not' in rule) {
    const part = complete(rule.not)
    return part ? { not: part } : null
  }
  if ('field' in rule) return rule.in.length > 0 ? rule : null
  if ('under' in rule) return rule.under ? rule : null
  if ('people' in rule) return rule.people.length > 0 ? rule : null
  if ('tenure' in rule) return rule.tenure.length > 0 ? rule : null
  return rule
}

function kindOf(rule: AudienceRule): Kind | null {
  if ('field' in rule) return rule.field
  return kinds.find((kind) => kind in rule) ?? null
}

function blank(kind: Kind): AudienceRule {
  switch (kind) {
    case 'managers':
      return { managers: true }
    case 'everyone':
      return { everyone: true }
    case 'under':
      return { under: '', withLeader: true }
    case 'tenure':
      return { tenure: [] }
    case 'people':
      return { people: [] }
    default:
      return { field: kind, in: [] }
  }
}

type Joined = { all: AudienceRule[] } | { any: AudienceRule[] }
const isJoined = (rule: AudienceRule): rule is Joined => 'all' in rule || 'any' in rule

/** Names of the people whom a rule speaks of, by id, as far as they are known. */
const Names = createContext<Readonly<Record<string, string>>>({})

export function RuleEditor({
  rule,
  names,
  onChange,
  disabled,
}: {
  rule: AudienceRule
  names: Readonly<Record<string, string>>
  onChange: Change
  disabled?: boolean
}) {
  // A rule written elsewhere may be one bare condition; the page edits it as a group of one.
  const group = isJoined(rule) ? rule : { all: [rule] }
  return (
    <Names value={names}>
      <Group rule={group} negated={false} onChange={onChange} depth={0} disabled={disabled ?? false} />
    </Names>
  )
}

function Group({
  rule,
  negated,
  onChange,
  onNegate,
  onRemove,
  depth,
  disabled,
}: {
  rule: Joined
  /** Everybody but those for whom it holds. Only a group within another. */
  negated: boolean
  onChange: Change
  onNegate?: (not: boolean) => void
  onRemove?: () => void
  depth: number
  disabled: boolean
}) {
  const { t } = useTranslation('directory')
  const all = 'all' in rule
  const parts = all ? rule.all : rule.any
  const put = (next: AudienceRule[]) => onChange(all ? { all: next } : { any: next })
  const replace = (i: number, part: AudienceRule) => put(parts.map((old, n) => (n === i ? part : old)))
  const drop = (i: number) => put(parts.filter((_, n) => n !== i))
  const join = t(all ? 'rule.allOf' : 'rule.anyOf')
  return (
    <div
      className={classes.group}
      role="group"
      aria-label={negated ? t('rule.notFor', { join }) : join}
      data-negated={negated || undefined}
    >
      <div className={classes.join}>
        <span>{t(negated ? 'rule.peopleNotFor' : 'rule.peopleFor')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('rule.join')}
          value={all ? 'all' : 'any'}
          disabled={disabled}
          onChange={(value) => onChange(value === 'all' ? { all: parts } : { any: parts })}
          data={[
            { value: 'all', label: t('rule.allOf') },
            { value: 'any', label: t('rule.anyOf') },
          ]}
        />
        {onRemove ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('rule.removeGroup')}
            onClick={onRemove}
            disabled={disabled}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        ) : (
          <span />
        )}
      </div>
      {parts.map((part, i) => {
        const negated = 'not' in part
        const inner = negated ? part.not : part
        const change: Change = (next) => replace(i, negated ? { not: next } : next)
        if (isJoined(inner))
          return (
            <Group
              key={i}
              rule={inner}
              negated={negated}
              onChange={change}
              onNegate={(not) => replace(i, not ? { not: inner } : inner)}
              onRemove={() => drop(i)}
              depth={depth + 1}
              disabled={disabled}
            />
          )
        return (
          <Leaf
            key={i}
            rule={inner}
            negated={negated}
            onChange={change}
            onNegate={(not) => replace(i, not ? { not: inner } : inner)}
            onRemove={() => drop(i)}
            disabled={disabled}
          />
        )
      })}
      <div className={classes.add}>
        <Button
          variant="default"
          size="compact-sm"
          disabled={disabled}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => put([...parts, blank('department')])}
        >
          {t('rule.add')}
        </Button>
        {depth < 2 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            disabled={disabled}
            onClick={() => put([...parts, all ? { any: [blank('department')] } : { all: [blank('department')] }])}
          >
            {t('rule.addGroup')}
          </Button>
        ) : null}
        {onNegate ? (
          <Switch
            size="xs"
            label={t('rule.negate')}
            checked={negated}
            disabled={disabled}
            onChange={(event) => onNegate(event.currentTarget.checked)}
          />
        ) : null}
      </div>
    </div>
  )
}

function Leaf({
  rule,
  negated,
  onChange,
  onNegate,
  onRemove,
  disabled,
}: {
  rule: AudienceRule
  negated: boolean
  onChange: Change
  onNegate: (not: boolean) => void
  onRemove: () => void
  disabled: boolean
}) {
  const { t } = useTranslation('directory')
  const kind = kindOf(rule) ?? 'department'
  return (
    <div className={classes.leaf}>
      <Select
        aria-label={t('rule.about')}
        value={kind}
        disabled={disabled}
        allowDeselect={false}
        data={[...new Set<Kind>([...kinds, kind])].map((value) => ({ value, label: t(`rule.kind.${value}`) }))}
        onChange={(value) => value && onChange(blank(value as Kind))}
      />
      <div>
        <Value rule={rule} onChange={onChange} disabled={disabled} />
        {kind === 'everyone' ? null : (
          <Switch
            mt={6}
            size="xs"
            label={t('rule.negate')}
            checked={negated}
            disabled={disabled}
            onChange={(event) => onNegate(event.currentTarget.checked)}
          />
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t('rule.remove')}
        onClick={onRemove}
        disabled={disabled}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </div>
  )
}

function Value({ rule, onChange, disabled }: { rule: AudienceRule; onChange: Change; disabled: boolean }) {
  const { t } = useTranslation('directory')
  if ('field' in rule)
    return (
      <FieldValues
        field={rule.field}
        values={rule.in}
        onChange={(values) => onChange({ field: rule.field, in: values })}
        disabled={disabled}
      />
    )
  if ('under' in rule) return <Leader rule={rule} onChange={onChange} disabled={disabled} />
  if ('people' in rule)
    return <Chosen ids={rule.people} onChange={(people) => onChange({ people })} disabled={disabled} />
  if ('tenure' in rule)
    return (
      <MultiSelect
        aria-label={t('rule.kind.tenure')}
        description={t('rule.bandHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder={rule.tenure.length === 0 ? t('rule.choose') : ''}
        clearable
        disabled={disabled}
        data={bands.map((value) => ({ value, label: t(`rule.band.${value}`) }))}
        value={rule.tenure}
        onChange={(chosen) => onChange({ tenure: bands.filter((band) => chosen.includes(band)) })}
      />
    )
  return null
}

function FieldValues({
  field,
  values,
  onChange,
  disabled,
}: {
  field: AudienceField
  values: string[]
  onChange: (values: string[]) => void
  disabled: boolean
}) {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const country = useCountryName()
  const facets = useOperation('people.facets', {}, { staleTime: 300_000 })
  const known =
    field === 'department' || field === 'location' || field === 'country' || field === 'level'
      ? (facets.data?.facets[field] ?? [])
      : []
  const shown = [
    ...known.map(([value, n]) => ({
      value,
      label: `${field === 'country' ? country(value) : value} (${f.number(n)})`,
    })),
    ...values.filter((v) => !known.some(([k]) => k === v)).map((value) => ({ value, label: value })),
  ]
  return (
    <MultiSelect
      aria-label={t(`rule.kind.${field}`)}
      placeholder={values.length === 0 ? t('rule.choose') : ''}
      searchable
      limit={100}
      hidePickedOptions
      clearable
      disabled={disabled}
      data={shown}
      value={values}
      onChange={onChange}
      nothingFoundMessage={t('rule.nothing')}
    />
  )
}

function Leader({
  rule,
  onChange,
  disabled,
}: {
  rule: { under: string; withLeader?: boolean }
  onChange: Change
  disabled: boolean
}) {
  const { t } = useTranslation('directory')
  const person = useOperation('people.get', { personId: rule.under }, { enabled: rule.under !== '' })
  return (
    <>
      <PersonPicker
        label={t('rule.leader')}
        useFind={usePeopleSearch}
        disabled={disabled}
        value={
          rule.under && person.data ? { id: person.data.id, name: person.data.name, title: person.data.title } : null
        }
        onChange={(picked) => onChange({ ...rule, under: picked?.id ?? '' })}
      />
      <Switch
        mt={6}
        size="xs"
        label={t('rule.withLeader')}
        checked={rule.withLeader ?? false}
        disabled={disabled}
        onChange={(event) => onChange({ under: rule.under, withLeader: event.currentTarget.checked })}
      />
    </>
  )
}

function Chosen({ ids, onChange, disabled }: { ids: string[]; onChange: (ids: string[]) => void; disabled: boolean }) {
  const { t } = useTranslation('directory')
  const known = use(Names)
  const [picked, setPicked] = useState<Record<string, string>>({})
  const names = { ...known, ...picked }
  const add = (person: Pickable | null) => {
    if (!person || ids.includes(person.id)) return
    setPicked({ ...picked, [person.id]: person.name })
    onChange([...ids, person.id])
  }
  return (
    <>
      <PersonPicker
        label={t('rule.addPerson')}
        useFind={usePeopleSearch}
        disabled={disabled}
        value={null}
        onChange={add}
        without={ids}
      />
      {ids.length > 0 ? (
        <MultiSelect
          mt={8}
          aria-label={t('rule.kind.people')}
          disabled={disabled}
          data={ids.map((value) => ({ value, label: names[value] ?? t('rule.person') }))}
          value={ids}
          onChange={onChange}
        />
      ) : null}
    </>
  )
}
