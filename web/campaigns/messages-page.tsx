/** Every message of the program: those to come, soonest first, then those sent, newest first. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation, useRows, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { CommunicationsTabs } from './communications-tabs.tsx'
import { tones } from './tones.ts'

type Listed = Answer<'campaigns.list'>['campaigns'][number]

export function MessagesPage() {
  const { t } = useTranslation('campaigns')
  const go = useGo()
  const me = useMe()
  const campaigns = useOperation('campaigns.list', {}, { every: 15_000 })
  const rows = useRows(campaigns.data?.campaigns, campaigns)
  const add = me.roles.includes('lead') ? (
    <Button component={Go} to="/program/communications/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('add')}
    </Button>
  ) : undefined
  const columns: Column<Listed>[] = [
    {
      id: 'title',
      header: t('column.message'),
      width: 'minmax(220px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (k) => k.title,
    },
    {
      id: 'sender',
      header: t('column.sender'),
      width: 'minmax(170px, 1.3fr)',
      phone: 'off',
      cell: (k) => (k.sender ? <Person person={k.sender} /> : t('noSender')),
    },
    {
      id: 'to',
      header: t('column.to'),
      width: 'minmax(140px, 1fr)',
      phone: 'detail',
      cell: (k) =>
        k.follows
          ? [k.wave.name, t(`follows.${k.follows.reach}`)].join(' · ')
          : [k.wave.name, k.readers === 'everyone' ? null : t(`readersAre.${k.readers}`), k.audience?.name]
              .filter(Boolean)
              .join(' · '),
    },
    {
      id: 'on',
      fixed: true,
      header: t('column.on'),
      width: '140px',
      phone: 'detail',
      cell: (k) => (k.sendsOn ? <When on={k.sendsOn} /> : t('noDate')),
    },
    {
      id: 'state',
      fixed: true,
      header: t('column.state'),
      width: '160px',
      phone: 'end',
      cell: (k) =>
        k.senderLeft && k.state === 'draft' ? (
          <State tone="warn">{t('senderLeft')}</State>
        ) : (
          <State tone={tones[k.state]}>{t(`state.${k.state}`)}</State>
        ),
    },
  ]
  return (
    <Page
      title={t('title')}
      width="wide"
      help={t('help')}
      description={t('description')}
      action={add}
      below={<CommunicationsTabs />}
    >
      <DataTable
        label={t('title')}
        name="campaigns"
        rows={rows}
        columns={columns}
        rowKey={(k) => k.id}
        onOpen={(k) => void go(`/program/communications/${k.id}`)}
        empty={
          <Empty title={t('none.title')} action={add}>
            {t('none.body')}
          </Empty>
        }
      />
    </Page>
  )
}
