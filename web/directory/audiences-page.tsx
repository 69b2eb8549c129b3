/** Saved rules that select people, with who is in each today. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, useRows, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { OfTotal } from '../ui/stat.tsx'
import { Empty } from '../ui/states.tsx'
import { RuleWords } from './rule-words.tsx'

type Listed = Answer<'audiences.list'>['audiences'][number]

export function AudiencesPage() {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const go = useGo()
  const me = useMe()
  const { audienceId } = useParams({ strict: false }) as { audienceId?: string }
  const audiences = useOperation('audiences.list', {})
  const rows = useRows(audiences.data?.audiences, audiences)
  const mayWrite = me.roles.some((role) => role === 'lead' || role === 'admin')
  const columns: Column<Listed>[] = [
    {
      id: 'name',
      header: t('audience.name'),
      width: 'minmax(180px, 1.2fr)',
      fixed: true,
      phone: 'title',
      cell: (a) => a.name,
    },
    {
      id: 'rule',
      header: t('audience.rule'),
      width: 'minmax(220px, 2.4fr)',
      phone: 'detail',
      cell: (a) => <RuleWords rule={a.rule} />,
    },
    {
      id: 'people',
      header: t('audience.people'),
      width: '170px',
      align: 'end',
      phone: 'end',
      cell: (a) =>
        a.upTo ? (
          t('audience.upTo', { number: f.number(a.people) })
        ) : (
          <OfTotal numerator={a.people} denominator={audiences.data?.everyone ?? 0} share={false} />
        ),
    },
    {
      id: 'updated',
      header: t('audience.updated'),
      width: '130px',
      align: 'end',
      phone: 'off',
      cell: (a) => <When at={a.updatedAt} />,
    },
  ]
  const add = mayWrite ? (
    <Button component={Go} to="/program/audiences/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('audience.add')}
    </Button>
  ) : undefined
  return (
    <Page
      title={t('audiences.title')}
      width="wide"
      help={t('audiences.help')}
      description={
        audiences.data ? t('audiences.description', { number: f.number(audiences.data.everyone) }) : undefined
      }
      action={add}
    >
      <DataTable
        label={t('audiences.title')}
        name="audiences"
        counted={(count, number) => t('audiences.count', { count, number })}
        rows={rows}
        columns={columns}
        rowKey={(a) => a.id}
        onOpen={(a) => void go(`/program/audiences/${a.id}`)}
        {...(audienceId ? { current: audienceId } : {})}
        empty={
          <Empty title={t('audiences.none.title')} action={add}>
            {t('audiences.none.body')}
          </Empty>
        }
      />
      <Outlet />
    </Page>
  )
}
