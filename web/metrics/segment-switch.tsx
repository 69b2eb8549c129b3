/** Which part of the company the page is about: its kind, then which one. */
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Request } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { type Kind, type Segment, usePlace } from './address.ts'
import { useMetricWords } from './words.tsx'
import classes from './metrics.module.css'

export function SegmentSwitch({ segment, kinds }: { segment: Segment; kinds: readonly Kind[] }) {
  const { t } = useTranslation('metrics')
  const me = useMe()
  const { setAt } = usePlace()
  const [chosen, setChosen] = useState<Kind | null>(null)
  const kind = chosen ?? segment.kind
  const whole =
    me.roles.some((role) => role === 'lead' || role === 'sponsor' || role === 'committee') ||
    segment.kind === 'organization'
  const offered: Kind[] = [...(whole ? (['organization'] as const) : []), ...kinds]
  return (
    <div className={classes.segment} role="group" aria-label={t('segment.label')}>
      <Select
        className={classes.kind}
        aria-label={t('segment.kind')}
        allowDeselect={false}
        value={kind}
        data={offered.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        onChange={(value) => {
          if (value === 'organization') {
            setChosen(null)
            setAt({ kind: undefined, key: undefined }, { push: true })
          } else setChosen(value as Kind)
        }}
      />
      {kind === 'organization' ? null : (
        <Which
          key={kind}
          kind={kind}
          segment={segment.kind === kind ? segment : null}
          onChoose={(key) => {
            setChosen(null)
            setAt({ kind, key }, { push: true })
          }}
        />
      )}
    </div>
  )
}

type AskableKind = Request<'metrics.segments'>['kind']

function Which({
  kind,
  segment,
  onChoose,
}: {
  kind: AskableKind
  segment: Segment | null
  onChoose: (key: string) => void
}) {
  const { t, f, segment: nameOf } = useMetricWords()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, 180)
  const current = segment ? nameOf(segment) : ''
  const found = useOperation(
    'metrics.segments',
    { kind, search: search === current ? '' : search, limit: 30 },
    { keep: true },
  )
  const rows = found.data?.segments ?? []
  const options = rows.map((s) => ({
    value: s.key === '' ? ' ' : s.key,
    label: nameOf(s),
    detail: s.detail,
    people: s.people,
  }))
  if (segment && !options.some((o) => o.value.trim() === segment.key))
    options.unshift({ value: segment.key === '' ? ' ' : segment.key, label: current, detail: '', people: 0 })
  return (
    <Select
      className={classes.which}
      aria-label={t(`which.${kind}`)}
      placeholder={t(`which.${kind}`)}
      searchable
      allowDeselect={false}
      data={options.map(({ value, label }) => ({ value, label }))}
      value={segment ? (segment.key === '' ? ' ' : segment.key) : null}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      nothingFoundMessage={t('which.nothing')}
      onChange={(value) => value !== null && onChoose(value.trim())}
      renderOption={({ option }) => {
        const o = options.find((one) => one.value === option.value)
        return (
          <span className={classes.option}>
            <span>{option.label}</span>
            <small>
              {o?.detail ?? ''}
              {o && o.people > 0 ? ` · ${t('people', { count: o.people, n: f.number(o.people) })}` : ''}
            </small>
          </span>
        )
      }}
    />
  )
}
