/** What the reader writes, whose reviews they look after, and their own. */
import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { MySessions } from '../calibration/sessions.tsx'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Avatar, Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { useSheetActs, type Mine, type MyTask, type OwnReview, type TeamReview } from './acts.ts'
import { StateWord } from './state-word.tsx'
import classes from './reviews.module.css'

const rank = { late: 0, open: 1, waiting: 2, ahead: 3 } as const

export function ReviewsPage() {
  const { t } = useTranslation('reviews')
  const query = useOperation('reviews.mine', {})
  return (
    <Page title={t('mine.title')} width="reading" help={t('mine.help')}>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(m) =>
          m.tasks.length === 0 &&
          m.own.length === 0 &&
          m.team.length === 0 && (
            <>
              <Nothing startsOn={m.startsOn} />
              <Before />
            </>
          )
        }
      >
        {(m) => <Everything m={m} />}
      </Loaded>
      <MySessions />
    </Page>
  )
}

function Nothing({ startsOn }: { startsOn: string | null }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  return (
    <Empty
      icon={<IconPencil size={22} stroke={1.6} />}
      title={startsOn ? t('mine.none.soon', { day: f.day(startsOn, 'long') }) : t('mine.none.title')}
    >
      {t('mine.none.body')}
    </Empty>
  )
}

/** So many that are done stand open. */
const few = 3

function Everything({ m }: { m: Mine }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  // What managers write stands with the person it is about.
  const inTeam = new Set(m.team.flatMap((v) => (v.task ? [v.task.id] : [])))
  const open = m.tasks
    .filter((x) => x.state in rank && !inTeam.has(x.id))
    .toSorted((a, b) => rank[a.state as keyof typeof rank] - rank[b.state as keyof typeof rank])
  const done = m.tasks.filter((x) => !(x.state in rank) && !inTeam.has(x.id))
  return (
    <>
      {open.length > 0 ? (
        <Section title={t('mine.write')}>
          <ul className={classes.rows}>
            {open.map((x) => (
              <TaskRow key={x.id} task={x} />
            ))}
          </ul>
        </Section>
      ) : null}
      {m.team.length > 0 ? <Team team={m.team} /> : null}
      {m.own.length > 0 ? (
        <Section title={t('mine.own')}>
          <ul className={classes.rows}>
            {m.own.map((v) => (
              <OwnRow key={v.id} review={v} />
            ))}
          </ul>
        </Section>
      ) : null}
      <Before />
      {done.length > 0 ? (
        <details className={classes.done} open={done.length <= few || undefined}>
          <summary>{t('mine.doneCount', { n: f.number(done.length), count: done.length })}</summary>
          <ul className={classes.rows}>
            {done.map((x) => (
              <TaskRow key={x.id} task={x} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

/** The reader's own reviews of an earlier tool. */
function Before() {
  const { t } = useTranslation('reviews')
  const me = useMe()
  const query = useOperation('reviews.about', { personId: me.person.id }, { staleTime: 300_000 })
  const before = query.data?.reviews.filter((v) => v.earlier) ?? []
  if (before.length === 0) return null
  return (
    <Section title={t('earlier.list')}>
      <ul className={classes.rows}>
        {before.map((v) => (
          <li key={v.id} className={classes.row} data-two>
            <span className={classes.rowWords}>
              <span className={classes.rowTitle} dir="auto">
                {v.cycle}
              </span>
              <span className={classes.small}>
                <When on={v.endsOn} style="short" />
                {v.manager ? <> · {t('own.manager', { name: v.manager })}</> : null}
              </span>
            </span>
            <span className={classes.rowAct}>
              <Button
                component={Go}
                to={`/reviews/earlier/${v.id}`}
                variant="default"
                aria-label={`${t('act.read')}: ${v.cycle}`}
              >
                {t('act.read')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Row({
  start,
  title,
  detail,
  end,
  children,
}: {
  start: ReactNode
  title: ReactNode
  detail: ReactNode
  end?: ReactNode
  children?: ReactNode
}) {
  return (
    <li className={classes.row}>
      {start}
      <span className={classes.rowWords}>
        <span className={classes.rowTitle}>{title}</span>
        <span className={classes.small}>{detail}</span>
      </span>
      <span className={classes.rowEnd}>{end}</span>
      <span className={classes.rowAct}>{children}</span>
    </li>
  )
}

function TaskRow({ task }: { task: MyTask }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const writable = task.state === 'open' || task.state === 'late'
  const title = t(`task.${task.role}`, { name: task.subject.name })
  const act = task.state === 'ended' ? 'look' : writable ? (task.started ? 'goOn' : 'write') : 'look'
  return (
    <Row
      start={<Avatar name={task.subject.name} id={task.subject.id} size={36} />}
      title={title}
      detail={
        <>
          {task.cycle.name}
          {task.for ? <> · {t('task.for', { name: task.for.name })}</> : null}
          {writable ? (
            <>
              {' · '}
              {t('minutes', { n: f.number(task.minutes), count: task.minutes })}
            </>
          ) : null}
        </>
      }
      end={<StateWord state={task.state} opensOn={task.opensOn} dueOn={task.dueOn} />}
    >
      {task.state === 'ahead' || task.state === 'declined' ? null : (
        <Button
          component={Go}
          to={`/reviews/write/${task.id}`}
          variant={writable ? 'filled' : 'default'}
          aria-label={`${t(`act.${act}`)}: ${title}`}
        >
          {t(`act.${act}`)}
        </Button>
      )}
    </Row>
  )
}

function OwnRow({ review }: { review: OwnReview }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const n = review.nominations
  const toRead = review.sharedAt && !review.acknowledgedAt
  return (
    <li className={classes.row} data-own>
      <span className={classes.rowWords}>
        <span className={classes.rowTitle}>{review.cycle.name}</span>
        <span className={classes.small}>
          <When on={review.startsOn} style="short" /> – <When on={review.endsOn} style="short" />
          {review.manager ? <> · {t('own.manager', { name: review.manager.name })}</> : null}
          {review.writer ? <> · {t('team.writer', { name: review.writer.name })}</> : null}
          {n && n.state === 'open' ? <> · {t('own.named', { n: f.number(n.named), most: f.number(n.most) })}</> : null}
        </span>
      </span>
      <span className={classes.rowEnd}>
        {review.acknowledgedAt ? (
          <State tone="good">{t('own.read')}</State>
        ) : review.sharedAt ? (
          <State tone="accent">{t('own.shared')}</State>
        ) : (
          <State tone="quiet">{t('own.running')}</State>
        )}
      </span>
      <span className={classes.rowAct}>
        {n && n.state === 'open' && !review.sharedAt ? (
          <Button
            component={Go}
            to={`/reviews/${review.id}/colleagues`}
            variant={n.named < n.least ? 'filled' : 'default'}
          >
            {t('act.colleagues')}
          </Button>
        ) : null}
        {review.sharedAt ? (
          <Button component={Go} to={`/reviews/${review.id}`} variant={toRead ? 'filled' : 'default'}>
            {t('act.read')}
          </Button>
        ) : null}
      </span>
    </li>
  )
}

function Team({ team }: { team: readonly TeamReview[] }) {
  const { t } = useTranslation('reviews')
  const cycles = [...new Map(team.map((v) => [v.cycle.id, v.cycle])).values()]
  return (
    <>
      {cycles.map((cycle) => {
        const its = team.filter((v) => v.cycle.id === cycle.id)
        const ready = its.filter((v) => v.mayShare).length
        return (
          <Section
            key={cycle.id}
            title={cycles.length > 1 ? t('team.titleOf', { cycle: cycle.name }) : t('team.title')}
            description={<TeamFacts its={its} />}
            action={ready > 1 ? <ShareAll cycleId={cycle.id} ready={ready} /> : undefined}
          >
            <ul className={classes.rows}>
              {its.map((v) => (
                <TeamRow key={v.id} review={v} />
              ))}
            </ul>
          </Section>
        )
      })}
    </>
  )
}

function TeamFacts({ its }: { its: readonly TeamReview[] }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const tasks = its.flatMap((v) => (v.task ? [v.task] : []))
  if (tasks.length === 0) return null
  const done = tasks.filter((x) => x.state === 'done').length
  return <>{t('team.facts', { done: f.number(done), all: f.number(tasks.length) })}</>
}

function ShareAll({ cycleId, ready }: { cycleId: string; ready: number }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const share = useAct('reviews.shareAll', {
    invalidates: ['reviews.mine', 'reviews.get', 'week.get'],
    done: (a) => t('done.sharedAll', { n: f.number(a.shared), count: a.shared }),
  })
  return (
    <Button size="xs" variant="default" loading={share.isPending} onClick={() => share.mutate({ cycleId })}>
      {t('act.shareAll', { n: f.number(ready) })}
    </Button>
  )
}

function TeamRow({ review: v }: { review: TeamReview }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const me = useMe()
  const { delegate } = useSheetActs()
  const other = v.task && v.task.writer.id !== me.person.id ? v.task.writer : null
  const writes = !other && v.task && (v.task.state === 'open' || v.task.state === 'late')
  const said = [
    ...(v.second ? [t('team.second')] : []),
    ...(other ? [t('team.writer', { name: other.name })] : []),
    ...(v.onLeave ? [t('team.onLeave')] : []),
    ...(v.self ? [t(v.self === 'done' ? 'team.selfDone' : 'team.selfOpen')] : []),
    ...(v.voices ? [t('team.voices', { done: f.number(v.voices.done), all: f.number(v.voices.of) })] : []),
  ]
  return (
    <li className={classes.row} data-team>
      <Person person={v.person} size={36} detail={said.join(' · ') || v.person.title} />
      <span className={classes.rowEnd}>
        {v.acknowledgedAt ? (
          <State tone={v.disagrees ? 'warn' : 'good'}>{t(v.disagrees ? 'team.disagrees' : 'own.read')}</State>
        ) : v.sharedAt ? (
          <State tone="good">{t('team.shared')}</State>
        ) : v.mayShare ? (
          <State tone="accent">{t('team.ready')}</State>
        ) : v.task ? (
          <StateWord state={v.task.state} dueOn={v.task.dueOn} opensOn={null} />
        ) : null}
      </span>
      <span className={classes.rowAct}>
        {v.toDecide > 0 ? (
          <Button component={Go} to={`/reviews/${v.id}/colleagues`} variant="default">
            {t('act.decide', { n: f.number(v.toDecide) })}
          </Button>
        ) : null}
        {other && v.task && v.task.state !== 'done' ? (
          <Button
            variant="default"
            loading={delegate.isPending}
            onClick={() => delegate.mutate({ taskId: v.task!.id, personId: me.person.id, reason: '' })}
            aria-label={`${t('act.takeBack')}: ${v.person.name}`}
          >
            {t('act.takeBack')}
          </Button>
        ) : writes && v.task ? (
          <Button
            component={Go}
            to={`/reviews/write/${v.task.id}`}
            aria-label={`${t(v.task.started ? 'act.goOn' : 'act.write')}: ${v.person.name}`}
          >
            {t(v.task.started ? 'act.goOn' : 'act.write')}
          </Button>
        ) : (
          <Button
            component={Go}
            to={`/reviews/${v.id}`}
            variant={v.mayShare ? 'filled' : 'default'}
            aria-label={`${t(v.mayShare ? 'act.share' : 'act.look')}: ${v.person.name}`}
          >
            {t(v.mayShare ? 'act.share' : 'act.look')}
          </Button>
        )}
      </span>
    </li>
  )
}
