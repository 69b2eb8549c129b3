/** What reached me: messages of the program and what waits for my word. */
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, useRows } from '../api.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { useInboxLine, type Item } from './inbox-title.ts'
import classes from './inbox.module.css'

export function InboxPage() {
  const { t } = useTranslation('attention')
  const go = useGo()
  const line = useInboxLine()
  const { itemId } = useParams({ strict: false }) as { itemId?: string }
  const inbox = useOperation('inbox.list', { limit: 100 }, { every: 60_000 })
  const read = useAct('inbox.read', { invalidates: ['inbox.list'] })
  const rows = useRows(inbox.data?.items, inbox)
  const columns: Column<Item>[] = [
    {
      id: 'title',
      header: t('inbox.column.title'),
      width: 'minmax(240px, 3fr)',
      fixed: true,
      phone: 'title',
      cell: (item) => (
        <span className={classes.line} data-unread={item.readAt === null || undefined}>
          <span className={classes.dot} aria-hidden />
          {item.readAt === null ? <span className={classes.hidden}>{t('inbox.unread')} </span> : null}
          <span className={classes.subject}>{line(item).title}</span>
        </span>
      ),
    },
    {
      id: 'from',
      header: t('inbox.column.from'),
      width: 'minmax(140px, 1fr)',
      phone: 'detail',
      cell: (item) => line(item).from,
    },
    {
      id: 'at',
      header: t('inbox.column.at'),
      width: '140px',
      align: 'end',
      phone: 'end',
      cell: (item) => <When at={item.at} />,
    },
  ]
  return (
    <Page
      title={t('inbox.title')}
      help={t('inbox.help')}
      description={inbox.data && inbox.data.unread > 0 ? t('inbox.count', { count: inbox.data.unread }) : undefined}
    >
      <DataTable
        label={t('inbox.title')}
        name="inbox"
        counted={(count, number) => t('inbox.all', { count, number })}
        rows={rows}
        columns={columns}
        rowKey={(item) => item.id}
        onOpen={(item) => {
          // A message is marked by its own panel; a notice leads to a page that does not know of it.
          if (item.kind !== 'message' && item.readAt === null) read.mutate({ itemId: item.id })
          void go(line(item).to)
        }}
        {...(itemId ? { current: itemId } : {})}
        empty={<Empty title={t('inbox.none.title')}>{t('inbox.none.body')}</Empty>}
      />
      <Outlet />
    </Page>
  )
}
