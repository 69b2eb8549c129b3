/** Who no letter reaches, and why; an administrator lets letters go to an address again. */
import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { MailTabs } from '../attention/mail-tabs.tsx'
import { useMe } from '../shell/me.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { Page } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Note, ProblemNote } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useRowWindow } from '../ui/window.ts'
import classes from './inbound.module.css'

type Unreachable = Answer<'mail.unreachable'>['people'][number]

export function UnreachablePage() {
  const { t } = useTranslation('inbound')
  const { t: mail } = useTranslation('attention')
  const f = useFormat()
  const me = useMe()
  const [why, setWhy] = useTab(['dead', 'none'] as const, 'why')
  const filter = useMemo(() => ({ why }), [why])
  const summary = useOperation('mail.unreachable', { ...filter, limit: 1 }, { keep: true })
  const rows = useRowWindow('mail.unreachable', filter, {
    page: (offset, limit) => ({ offset, limit }),
    read: (answer) => ({ rows: answer.people, total: answer.total }),
  })
  const clear = useAct('mail.clearAddress', {
    invalidates: ['mail.unreachable'],
    showsProblem: true,
    done: t('unreachable.cleared'),
  })
  const more = summary.data ? summary.data.total >= summary.data.mostCounted : false
  const counted = (count: number, number: string) =>
    t(more ? 'unreachable.countMore' : 'unreachable.count', { count, number })
  const columns: Column<Unreachable>[] = [
    {
      id: 'person',
      header: t('unreachable.person'),
      width: 'minmax(200px, 2fr)',
      fixed: true,
      phone: 'title',
      cell: (row) => <Person person={row.person} detail={row.address ?? row.person.title} />,
    },
    {
      id: 'why',
      header: t('unreachable.why'),
      width: 'minmax(200px, 1.6fr)',
      phone: 'detail',
      cell: (row) => mail(`mail.reasons.${row.why}`, { defaultValue: row.why }),
    },
    ...(why === 'dead'
      ? [
          {
            id: 'since',
            header: t('unreachable.since'),
            width: '120px',
            phone: 'off',
            cell: (row: Unreachable) => (row.dead ? <When at={row.dead.at} /> : null),
          } as const,
          ...(me.roles.includes('admin')
            ? [
                {
                  id: 'clear',
                  header: '',
                  width: '160px',
                  align: 'end',
                  phone: 'end',
                  cell: (row: Unreachable) =>
                    row.dead ? (
                      <Button
                        size="compact-sm"
                        variant="default"
                        disabled={clear.isPending}
                        onClick={() => clear.mutate({ addressId: row.dead!.id })}
                      >
                        {t('unreachable.clear')}
                      </Button>
                    ) : null,
                } as const,
              ]
            : []),
        ]
      : []),
  ]
  return (
    <Page
      below={<MailTabs />}
      title={t('unreachable.title')}
      width="wide"
      help={t('unreachable.help')}
      description={summary.data ? counted(summary.data.total, f.number(summary.data.total)) : undefined}
    >
      <div className={classes.views}>
        <ViewTabs
          label={t('unreachable.why')}
          value={why}
          onChange={setWhy}
          tabs={[
            { value: 'dead', label: t('unreachable.dead') },
            { value: 'none', label: t('unreachable.none') },
          ]}
        />
        {summary.data && summary.data.total > 0 ? (
          <Note tone="accent">{t(why === 'dead' ? 'unreachable.hint' : 'unreachable.hintNone')}</Note>
        ) : null}
        {clear.error ? <ProblemNote small error={clear.error} /> : null}
      </div>
      <DataTable
        label={t('unreachable.title')}
        name="unreachable"
        counted={counted}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.person.id}
        empty={
          why === 'dead' ? (
            <Empty title={t('unreachable.emptyDead.title')}>{t('unreachable.emptyDead.body')}</Empty>
          ) : (
            <Empty title={t('unreachable.emptyNone.title')}>{t('unreachable.emptyNone.body')}</Empty>
          )
        }
      />
    </Page>
  )
}
