/** Calendars of days on which nobody works. Nothing is known by itself: a company brings its own. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Answer, useOperation, useRows } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { useCountryName } from '../ui/countries.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'

type Calendar = Answer<'holidays.list'>['calendars'][number]

/** Days before the last day that is known at which it is time to bring the next year. */
const soon = 90

export function HolidaysPage() {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const country = useCountryName()
  const go = useGo()
  const me = useMe()
  const holidays = useOperation('holidays.list', {})
  const rows = useRows(holidays.data?.calendars, holidays)
  const add = me.roles.includes('admin') ? (
    <Button component={Go} to="/settings/holidays/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('holidays.add')}
    </Button>
  ) : undefined
  const runsOut = (last: string | undefined): boolean =>
    last !== undefined &&
    holidays.data !== undefined &&
    Date.parse(last) - Date.parse(holidays.data.today) < soon * 86_400_000
  const columns: Column<Calendar>[] = [
    {
      id: 'name',
      header: t('holidays.name'),
      width: 'minmax(160px, 1.4fr)',
      fixed: true,
      phone: 'title',
      cell: (k) => k.name,
    },
    {
      id: 'places',
      header: t('holidays.places'),
      width: 'minmax(180px, 2fr)',
      phone: 'detail',
      cell: (k) =>
        k.places.length === 0
          ? t('holidays.nobody')
          : f.list(
              k.places
                .map((p) =>
                  p.kind === 'company' ? t('holidays.company') : p.kind === 'country' ? country(p.value) : p.value,
                )
                .slice(0, 6),
            ),
    },
    {
      id: 'days',
      header: t('holidays.days'),
      width: '110px',
      phone: 'detail',
      cell: (k) => t('holidays.count', { count: k.days.length, n: f.number(k.days.length) }),
    },
    {
      id: 'until',
      header: t('holidays.until'),
      width: '180px',
      phone: 'end',
      cell: (k) => {
        const last = k.days.at(-1)?.day
        if (!last) return null
        return runsOut(last) ? <State tone="warn">{f.day(last, 'long')}</State> : f.day(last, 'long')
      },
    },
  ]
  return (
    <Page
      title={t('holidays.title')}
      width="wide"
      description={t('holidays.about')}
      help={t('holidays.help')}
      action={add}
    >
      <DataTable
        label={t('holidays.title')}
        name="holidays"
        rows={rows}
        columns={columns}
        rowKey={(k) => k.id}
        onOpen={(k) => void go(`/settings/holidays/${k.id}`)}
        empty={
          <Empty title={t('holidays.none')} action={add}>
            {t('holidays.noneBody')}
          </Empty>
        }
      />
      <Outlet />
    </Page>
  )
}
