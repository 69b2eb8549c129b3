/** This week: the two or three things worth doing now, then what is new. Nothing else. */
import { Button } from '@mantine/core'
import { IconCalendarTime, IconCircleCheck } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { useInboxLine } from '../attention/inbox-title.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { Page, Section } from '../ui/page.tsx'
import { When, useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import { TaskRow } from './task-row.tsx'
import { TeamStrip } from './team-strip.tsx'
import classes from './week.module.css'

type Week = Answer<'week.get'>

export function WeekPage() {
  const { t } = useTranslation('week')
  const f = useFormat()
  const me = useMe()
  const query = useOperation('week.get', {})
  return (
    <Page
      title={t('title')}
      tabTitle={t('tab')}
      width="reading"
      help={t('help')}
      description={`${t('hello', { name: me.person.givenName || me.person.name })} ${f.day(me.today, 'long')}`}
    >
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} />}>
        {(week) => (
          <>
            <Todo week={week} />
            {week.team && week.team.people.length > 0 ? <TeamStrip team={week.team} /> : null}
            <News week={week} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Todo({ week }: { week: Week }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const soon = [week.goals, week.checkins].find((o) => o.state === 'soon')
  const me = useMe()
  // Who set the company up, before there is a program.
  const first = me.roles.includes('admin') && !me.program
  const begun = week.goals.state === 'open' || week.checkins.state === 'open'
  return (
    <>
      {!begun && soon?.state === 'soon' ? (
        <div className={classes.calm}>
          <Empty
            icon={<IconCalendarTime size={22} stroke={1.6} />}
            title={t('soon.title', { day: f.day(soon.startsOn, 'long') })}
          >
            {t('soon.body')}
          </Empty>
        </div>
      ) : null}
      {week.halt ? <Halted halt={week.halt} /> : null}
      {week.todo.length > 0 ? (
        <ol className={classes.tasks} aria-label={t('todo')}>
          {week.todo.map((task) => (
            <TaskRow key={keyOf(task)} task={task} />
          ))}
        </ol>
      ) : !begun && !soon && first ? (
        <Begin />
      ) : begun || !soon ? (
        <div className={classes.calm}>
          <Empty
            icon={<IconCircleCheck size={22} stroke={1.6} />}
            title={t(begun ? 'calm.title' : 'none.title')}
            action={
              begun && week.goals.state === 'open' ? (
                <Button component={Go} to="/goals" variant="default">
                  {t('calm.goals')}
                </Button>
              ) : undefined
            }
          >
            {t(!begun ? 'none.body' : week.hasManager ? 'calm.body' : 'calm.noManager')}
          </Empty>
        </div>
      ) : null}
      {week.more > 0 ? <Later week={week} /> : null}
    </>
  )
}

/** Why it is quiet: in the words of whoever decided it, where they wrote any. */
function Halted({ halt }: { halt: NonNullable<Week['halt']> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  return (
    <div className={classes.halted}>
      <Note title={t(`halt.${halt.kind}.title`, { program: halt.program })}>
        {halt.words ? (
          <span className={classes.haltedWords}>
            <strong dir="auto">{t('halt.writes', { name: halt.by })}</strong>
            <span dir="auto">{halt.words}</span>
          </span>
        ) : null}
        <span>{t(`halt.${halt.kind}.body`, { on: f.day(halt.on, 'long') })}</span>
      </Note>
    </div>
  )
}

/** What can wait is one line until somebody asks for it. */
function Later({ week }: { week: Week }) {
  const { t } = useTranslation('week')
  const [open, setOpen] = useState(false)
  return (
    <>
      <p className={classes.more}>
        {t('more', { count: week.more })}{' '}
        <button type="button" className={classes.moreButton} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'moreLess' : 'moreShow')}
        </button>
      </p>
      {open ? (
        <ol className={classes.tasks} aria-label={t('more', { count: week.more })}>
          {week.later.map((task) => (
            <TaskRow key={keyOf(task)} task={task} />
          ))}
        </ol>
      ) : null}
    </>
  )
}

/** A company without a program yet: first its people, then the design. */
function Begin() {
  const { t } = useTranslation('week')
  const people = useOperation('people.list', { limit: 2 })
  const [bring, design] = [
    { to: '/settings/people', words: t('begin.people') },
    { to: '/program', words: t('begin.program') },
  ]
  // Whoever set Belay up is alone until the first file.
  const there = (people.data?.people.length ?? 0) > 1
  const [first, second] = there ? [design, bring] : [bring, design]
  if (people.isPending) return null
  return (
    <div className={classes.calm}>
      <Empty
        icon={<IconCalendarTime size={22} stroke={1.6} />}
        title={t(there ? 'begin.thereTitle' : 'begin.title')}
        action={
          <span className={classes.twoActions}>
            <Button component={Go} to={first.to}>
              {first.words}
            </Button>
            <Button component={Go} to={second.to} variant="default">
              {second.words}
            </Button>
          </span>
        }
      >
        {t(there ? 'begin.thereBody' : 'begin.body')}
      </Empty>
    </div>
  )
}

const keyOf = (task: Week['todo'][number]) =>
  Object.entries(task)
    .flatMap(([name, value]) =>
      name === 'person' ? [(value as { id: string }).id] : /^(kind|side)$|Id$/.test(name) ? [String(value)] : [],
    )
    .join(' ')

function News({ week }: { week: Week }) {
  const { t } = useTranslation('week')
  const line = useInboxLine()
  // A message that stands above as a task is not news a second time.
  const above = new Set(week.todo.flatMap((task) => (task.kind === 'message' ? [task.itemId] : [])))
  const items = week.inbox.items.filter((i) => !above.has(i.id)).slice(0, 5)
  if (items.length + week.toConfirm.length === 0) return null
  // One order for all that is new: what is unread first, the newest of it on top.
  const rows = [
    ...week.toConfirm.map((k) => ({
      key: k.checkinId,
      at: `${k.heldOn}T23:59`,
      unread: true,
      title: t('confirm', { name: k.by.name }),
      to: `/check-ins/${k.checkinId}`,
      end: <When on={k.heldOn} />,
    })),
    ...items.map((item) => {
      const { title, to, from } = line(item)
      return {
        key: item.id,
        at: item.at,
        unread: item.readAt === null,
        title,
        to,
        end: (
          <>
            {from ? <span dir="auto">{from} · </span> : null}
            <When at={item.at} />
          </>
        ),
      }
    }),
  ].toSorted((a, b) => Number(b.unread) - Number(a.unread) || (a.at < b.at ? 1 : -1))
  return (
    <Section
      title={t('news')}
      bare
      action={
        <Go to="/inbox" className={classes.sectionLink}>
          {week.inbox.unread > 0 ? t('allUnread', { count: week.inbox.unread }) : t('all')}
        </Go>
      }
    >
      <ul className={classes.news}>
        {rows.map((row) => (
          <NewsRow key={row.key} unread={row.unread} title={row.title} to={row.to} end={row.end} />
        ))}
      </ul>
    </Section>
  )
}

function NewsRow({ unread, title, to, end }: { unread: boolean; title: string; to: string; end: ReactNode }) {
  const { t } = useTranslation('week')
  return (
    <li data-unread={unread || undefined}>
      <Go to={to} className={classes.newsLink}>
        {unread ? <span className="spoken">{t('unread')} </span> : null}
        <span dir="auto">{title}</span>
      </Go>
      <span className={classes.small}>{end}</span>
    </li>
  )
}
