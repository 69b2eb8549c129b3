/** Everybody who works here: search as you type, filters, the reporting line. */
import { Button } from '@mantine/core'
import { Outlet, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Filter, FilterBar } from '../ui/filter-bar.tsx'
import { useMe } from '../shell/me.ts'
import { Go, useAddress, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { Empty } from '../ui/states.tsx'
import { useFormat } from '../ui/reader.tsx'
import { useRowWindow } from '../ui/window.ts'
import { useCountryName } from '../ui/countries.ts'

type Listed = Answer<'people.list'>['people'][number]
export type PeopleAddress = {
  q?: string
  department?: string[]
  location?: string[]
  country?: string[]
  managers?: string
  under?: string
}

export function PeoplePage() {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const go = useGo()
  const { personId } = useParams({ strict: false }) as { personId?: string }
  const [at, setAt] = useAddress<PeopleAddress>()
  const country = useCountryName()
  const filter = useMemo(
    () => ({
      search: at.q,
      department: at.department,
      location: at.location,
      country: at.country,
      under: at.under,
      ...(at.managers ? { managers: 'true' as const } : {}),
    }),
    [at.q, at.department, at.location, at.country, at.managers, at.under],
  )
  const active =
    (at.department?.length ?? 0) +
    (at.location?.length ?? 0) +
    (at.country?.length ?? 0) +
    (at.managers ? 1 : 0) +
    (at.under ? 1 : 0)
  const rows = useRowWindow('people.list', filter, {
    page: (offset, limit) => ({ offset, limit, ...(offset === 0 ? { count: 'true' as const } : {}) }),
    read: (answer) => ({ rows: answer.people, total: answer.total }),
  })
  const facets = useOperation('people.facets', filter, { keep: true, staleTime: 60_000 })
  const options = (name: 'department' | 'location' | 'country') =>
    (facets.data?.facets[name] ?? []).map(([value, count]) => ({
      value,
      count,
      label: name === 'country' ? country(value) : value,
    }))
  const leader = useOperation('people.get', { personId: at.under ?? '' }, { enabled: Boolean(at.under) })

  const columns: Column<Listed>[] = [
    {
      id: 'name',
      header: t('name'),
      width: 'minmax(220px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (p) => <Person person={p} />,
    },
    {
      id: 'department',
      header: t('department'),
      width: 'minmax(140px, 1.4fr)',
      phone: 'detail',
      cell: (p) => p.department,
    },
    { id: 'location', header: t('location'), width: 'minmax(120px, 1fr)', phone: 'off', cell: (p) => p.location },
    {
      id: 'country',
      header: t('country'),
      width: 'minmax(90px, .7fr)',
      phone: 'off',
      hidden: true,
      cell: (p) => country(p.country),
    },
    {
      id: 'manager',
      header: t('manager'),
      width: 'minmax(140px, 1.2fr)',
      phone: 'off',
      cell: (p) => p.managerName ?? '',
    },
    {
      id: 'reports',
      header: t('team'),
      width: '96px',
      align: 'end',
      phone: 'off',
      cell: (p) => (p.directReports > 0 ? f.number(p.directReports) : ''),
    },
    {
      id: 'state',
      header: t('state'),
      width: '96px',
      phone: 'end',
      cell: (p) => (p.onLeave ? <State tone="quiet">{t('onLeave')}</State> : null),
    },
  ]
  return (
    <Page
      title={t('people.title')}
      width="wide"
      help={t('people.help')}
      description={
        rows.total === null
          ? undefined
          : at.under && leader.data
            ? t('people.below', { count: rows.total, number: f.number(rows.total), name: leader.data.name })
            : t('people.count', { count: rows.total, number: f.number(rows.total) })
      }
    >
      <FilterBar
        search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('people.search') }}
        active={active}
        onClear={() =>
          setAt({
            department: undefined,
            location: undefined,
            country: undefined,
            managers: undefined,
            under: undefined,
          })
        }
      >
        <Filter
          label={t('department')}
          options={options('department')}
          value={at.department ?? []}
          onChange={(department) => setAt({ department })}
        />
        <Filter
          label={t('location')}
          options={options('location')}
          value={at.location ?? []}
          onChange={(location) => setAt({ location })}
        />
        <Filter
          label={t('country')}
          options={options('country')}
          value={at.country ?? []}
          onChange={(value) => setAt({ country: value })}
        />
        <Filter
          single
          label={t('role')}
          options={[{ value: 'yes', label: t('managersOnly') }]}
          value={at.managers ? ['yes'] : []}
          onChange={([value]) => setAt({ managers: value })}
        />
      </FilterBar>
      <DataTable
        label={t('people.title')}
        name="people"
        counted={(count, number) => t('people.count', { count, number })}
        rows={rows}
        columns={columns}
        rowKey={(p) => p.id}
        onOpen={(p) => void go(`/people/${p.id}`, { search: true })}
        {...(personId ? { current: personId } : {})}
        empty={active > 0 || at.q ? <Empty title={t('people.none.title')}>{t('people.none.body')}</Empty> : <Nobody />}
      />
      <Outlet />
    </Page>
  )
}

/** A company whose people file is still to come. */
function Nobody() {
  const { t } = useTranslation('directory')
  const mayBring = useMe().roles.includes('admin')
  return (
    <Empty
      title={t('people.nobody.title')}
      action={
        mayBring ? (
          <Button component={Go} to="/settings/people">
            {t('people.nobody.bring')}
          </Button>
        ) : undefined
      }
    >
      {t('people.nobody.body')}
    </Empty>
  )
}
