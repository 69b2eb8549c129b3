/** What waits at the desk, what is due first in front, and what is asked most. */
import { IconLock, IconMessageQuestion } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { DataTable, type Column } from '../ui/data-table.tsx'
import { useGo } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useRowWindow } from '../ui/window.ts'
import { DeskTabs } from './desk-tabs.tsx'
import classes from './hypercare.module.css'
import { StateWord } from './state-word.tsx'

type Row = Answer<'desk.questions'>['questions'][number]
const shows = ['waiting', 'answered', 'closed'] as const

export function DeskPage() {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const go = useGo()
  const { questionId = null } = useParams({ strict: false }) as { questionId?: string }
  const [show, setShow] = useTab(shows, 'show')
  const counts = useOperation(
    'desk.questions',
    { show, limit: 1 },
    { every: 60_000, keep: true, select: (a) => a.counts },
  )
  const rows = useRowWindow(
    'desk.questions',
    { show },
    {
      page: (offset, limit) => ({ offset, limit }),
      read: (a) => ({ rows: a.questions, total: a.total }),
    },
  )
  const columns: Column<Row>[] = [
    {
      id: 'title',
      header: t('desk.question'),
      width: 'minmax(220px, 2.4fr)',
      fixed: true,
      phone: 'title',
      cell: (q) => (
        <span className={classes.cell} dir="auto">
          {q.private ? <IconLock size={14} aria-label={t('private')} /> : null}
          <strong>{q.title}</strong>
        </span>
      ),
    },
    {
      id: 'asker',
      header: t('desk.asker'),
      width: 'minmax(160px, 1.4fr)',
      phone: 'detail',
      cell: (q) => <Person person={q.asker} size={24} />,
    },
    {
      id: 'state',
      header: t('desk.state'),
      width: '150px',
      phone: 'end',
      cell: (q) => <StateWord state={q.state} late={q.late} />,
    },
    {
      id: 'topic',
      header: t('desk.topic'),
      width: '140px',
      phone: 'off',
      cell: (q) => (q.topic ? t(`topic.${q.topic}`) : ''),
    },
    {
      id: 'due',
      header: t(show === 'waiting' ? 'desk.due' : 'desk.asked'),
      width: '140px',
      align: 'end',
      phone: 'detail',
      cell: (q) => <When at={q.state.is === 'open' || q.state.is === 'taken' ? q.state.dueAt : q.askedAt} />,
    },
  ]
  return (
    <Page
      title={t('desk.title')}
      width="wide"
      help={t('desk.help')}
      description={
        counts.data
          ? counts.data.late > 0
            ? t('desk.late', { count: counts.data.late, n: f.number(counts.data.late) })
            : t('desk.body')
          : undefined
      }
      below={<DeskTabs />}
    >
      <ViewTabs
        label={t('desk.show')}
        value={show}
        onChange={setShow}
        tabs={shows.map((value) => ({
          value,
          label: t(`desk.shows.${value}`),
          ...(counts.data ? { count: counts.data[value] } : {}),
        }))}
      />
      <DataTable
        label={t('desk.questions')}
        name="desk"
        rows={rows}
        columns={columns}
        rowKey={(q) => q.id}
        current={questionId}
        onOpen={(q) => void go(`/program/desk/${q.id}`, { search: true })}
        counted={(count, number) => t('desk.count', { count, number })}
        empty={
          <Empty icon={<IconMessageQuestion size={22} stroke={1.6} />} title={t(`desk.none.${show}`)}>
            {t(`desk.noneBody.${show}`)}
          </Empty>
        }
      />
      <Topics />
      <Outlet />
    </Page>
  )
}

function Topics() {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const query = useOperation('desk.topics', {}, { staleTime: 60_000 })
  return (
    <Section
      title={t('topics.title')}
      description={
        query.data
          ? t('topics.body', { days: f.number(query.data.days), floor: f.number(query.data.floor) })
          : undefined
      }
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        empty={(a) =>
          a.topics.length === 0 && (
            <Empty small title={t('topics.none')}>
              {t('topics.noneBody')}
            </Empty>
          )
        }
      >
        {({ topics, floor }) => {
          const most = Math.max(1, ...topics.map((one) => one.questions ?? 0))
          return (
            <ul className={classes.topics}>
              {topics.map((one) => (
                <li key={one.topic} data-few={one.questions === null || undefined}>
                  <span>{t(`topic.${one.topic}`)}</span>
                  <span className={classes.bar} aria-hidden>
                    {one.questions === null ? null : (
                      <span style={{ inlineSize: `${(one.questions / most) * 100}%` }} />
                    )}
                  </span>
                  <span className={classes.number}>
                    {one.questions === null
                      ? t('topics.few', { floor: f.number(floor) })
                      : t('topics.questions', { count: one.questions, n: f.number(one.questions) })}
                  </span>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </Section>
  )
}
