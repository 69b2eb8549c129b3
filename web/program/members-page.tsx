/** Who is in this wave: today, and on the day it went live. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { DataTable } from '../ui/data-table.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { useAddress, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useRowWindow } from '../ui/window.ts'

export function MembersPage() {
  const { t } = useTranslation('program')
  const go = useGo()
  const { waveId } = useParams({ strict: false }) as { waveId: string }
  const wave = useOperation('waves.get', { waveId })
  const [roster, setRoster] = useTab(['live', 'frozen'], 'roster')
  const [at, setAt] = useAddress<{ q?: string }>()
  const rows = useRowWindow(
    'waves.members',
    { waveId, roster, ...(at.q ? { search: at.q } : {}) },
    {
      page: (offset, limit) => ({ offset, limit }),
      read: (a) => ({ rows: a.people, total: a.total }),
    },
  )
  const name = wave.data?.name ?? ''
  return (
    <Page
      title={t('members.title', { wave: name })}
      description={t(`members.${roster}`)}
      back={{ to: `/program/waves/${waveId}`, label: name || t('waves.title') }}
      below={
        wave.data?.state.phase === 'live' ? (
          <ViewTabs
            label={t('members.roster')}
            value={roster}
            onChange={setRoster}
            tabs={[
              { value: 'live', label: t('members.tabLive') },
              { value: 'frozen', label: t('members.tabFrozen') },
            ]}
          />
        ) : undefined
      }
    >
      <FilterBar
        search={{ value: at.q ?? '', onChange: (q) => setAt({ q }), label: t('members.search') }}
        active={0}
        onClear={() => setAt({ q: '' })}
      />
      <DataTable
        label={t('members.title', { wave: name })}
        name="wave-members"
        counted={(count, number) => t('people', { count, shown: number })}
        rows={rows}
        rowKey={(p) => p.id}
        onOpen={(p) => void go(`/people/${p.id}`)}
        filtered={Boolean(at.q)}
        empty={<Empty title={t('members.none')}>{t('members.noneBody')}</Empty>}
        columns={[
          {
            id: 'name',
            header: t('members.name'),
            width: 'minmax(200px, 2fr)',
            fixed: true,
            cell: (p) => <Person person={p} />,
          },
          {
            id: 'department',
            header: t('members.department'),
            width: 'minmax(140px, 1.2fr)',
            cell: (p) => p.department || '–',
          },
          { id: 'since', header: t('members.since'), width: '130px', cell: (p) => <When on={p.since} style="short" /> },
          {
            id: 'state',
            header: t('members.state'),
            width: 'minmax(130px, 1fr)',
            phone: 'end',
            cell: (p) =>
              !p.here ? (
                <State tone="quiet">{t('members.left')}</State>
              ) : p.atGoLive ? (
                <State tone="good">{t('members.atGoLive')}</State>
              ) : (
                <State tone="accent">{t('members.joined')}</State>
              ),
          },
        ]}
      />
    </Page>
  )
}
