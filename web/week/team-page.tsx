/** One row for each report: last check-in, goals, what needs the manager. Below it, for leaders, the cadence of their line. */
import { Button, Checkbox } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useAct, useOperation, type Answer } from '../api.ts'
import { useDueWords } from '../checkins/due-words.ts'
import { Go } from '../ui/link.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton, TextSkeleton } from '../ui/states.tsx'
import { LineWorth, useOwnLine } from './line-worth.tsx'
import classes from './week.module.css'

type Member = Answer<'week.team'>['people'][number]
const TwoMinutes = lazy(() => import('../checkins/two-minutes.tsx').then((m) => ({ default: m.TwoMinutes })))

export function TeamPage() {
  const { t } = useTranslation('week')
  const query = useOperation('week.team', {})
  const learning = useOperation('training.team', {})
  return (
    <Page
      title={t('teamPage.title')}
      more={
        learning.data && learning.data.people.length > 0 ? (
          <Button component={Go} to="/team/learning" variant="default">
            {t('teamPage.learning')}
          </Button>
        ) : undefined
      }
      help={t('teamPage.help')}
      description={
        query.data && query.data.cadence.pairs > 0
          ? t('cadence', { n: query.data.cadence.inWindow, count: query.data.cadence.pairs })
          : undefined
      }
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={6} />}
        empty={(a) =>
          a.people.length === 0 && (
            <Empty icon={<IconUsers size={22} stroke={1.6} />} title={t('teamPage.none.title')}>
              {t('teamPage.none.body')}
            </Empty>
          )
        }
      >
        {(team) => (
          <>
            {team.leads ? <LineWorth /> : null}
            <div className={classes.table} role="table" aria-label={t('teamPage.title')}>
              <div className={classes.tableHead} role="row">
                <span role="columnheader">{t('column.person')}</span>
                <span role="columnheader">{t('column.checkin')}</span>
                <span role="columnheader">{t('column.goals')}</span>
                <span role="columnheader">{t('column.needs')}</span>
              </div>
              {team.people.map((member) => (
                <MemberRow key={member.person.id} member={member} />
              ))}
            </div>
            {team.leads ? <LineBelow /> : null}
          </>
        )}
      </Loaded>
      <Outlet />
    </Page>
  )
}

function MemberRow({ member }: { member: Member }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const dueWords = useDueWords()
  const [open, setOpen] = useState<'talk' | 'steps' | null>(null)
  const talkButton = useRef<HTMLButtonElement>(null)
  const { checkin, goals, steps } = member
  const due = checkin ? dueWords(checkin.due, checkin.lastHeldOn) : null
  const pressing = checkin?.due && checkin.due.state !== 'later' && !member.onLeave
  const late = steps.filter((s) => s.dueOn !== null && f.daysUntil(s.dueOn) < 0).length
  const turn = (what: 'talk' | 'steps') => setOpen(open === what ? null : what)
  const talk = open === 'talk' ? t('checkin.close') : t(checkin?.ready ? 'needs.checkin' : 'needs.prepare')
  return (
    <>
      <div className={classes.tableRow} role="row">
        <span role="cell">
          <Person
            person={member.person}
            size={36}
            link
            {...(member.second ? { detail: t('secondLine', { title: member.person.title }) } : {})}
          />
        </span>
        <span role="cell" className={classes.cell}>
          {!checkin ? (
            <span className={classes.small}>
              {member.startsOn ? t('startsOn', { day: f.day(member.startsOn, 'short') }) : t('noCheckins')}
            </span>
          ) : (
            <>
              <span data-tone={due!.tone} className={classes.mateDue}>
                {member.onLeave ? t('onLeave') : due!.words}
              </span>
              <span className={classes.small}>
                {checkin.lastHeldOn ? (
                  <>
                    {t('lastHeld')} <When on={checkin.lastHeldOn} />
                  </>
                ) : (
                  t('neverHeld')
                )}
              </span>
            </>
          )}
        </span>
        <span role="cell" className={classes.cell}>
          {!goals ? null : goals.active === 0 ? (
            <span className={classes.small}>{t('goals.none')}</span>
          ) : (
            <Go to="/goals" search={{ owner: member.person.id }} className={classes.goals}>
              <Meter size="small" share={goals.reached} label={t('goals.reached', { name: member.person.name })} />
              <span className={classes.small}>{t('goals.count', { count: goals.active })}</span>
            </Go>
          )}
        </span>
        <span role="cell" className={classes.needs}>
          <span className={classes.states}>
            {checkin?.theirsReady && !member.onLeave ? <State tone="good">{t('needs.ready')}</State> : null}
            {goals && goals.attention > 0 ? (
              <State tone="warn">{t('needs.goals', { count: goals.attention })}</State>
            ) : null}
            {goals && goals.active === 0 && !member.onLeave ? <State tone="quiet">{t('needs.noGoal')}</State> : null}
            {steps.length > 0 ? (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                className={late > 0 ? classes.late : undefined}
                aria-expanded={open === 'steps'}
                onClick={() => turn('steps')}
              >
                {late > 0 ? t('needs.stepsLate', { count: late }) : t('needs.steps', { count: steps.length })}
              </Button>
            ) : null}
          </span>
          <span className={classes.acts}>
            {member.feedback ? (
              <Button
                component={Go}
                to={`/team/feedback/${member.person.id}`}
                search={true}
                size="xs"
                variant="default"
                aria-label={`${t('needs.feedback')}: ${t('teamFeedback.title', { name: member.person.name })}`}
              >
                {t('needs.feedback')}
              </Button>
            ) : null}
            {checkin ? (
              <Button
                ref={talkButton}
                size="xs"
                variant={pressing && open !== 'talk' ? 'filled' : 'default'}
                aria-expanded={open === 'talk'}
                aria-label={`${talk}: ${t('checkinWith', { name: member.person.name })}`}
                onClick={() => turn('talk')}
              >
                {talk}
              </Button>
            ) : null}
          </span>
        </span>
      </div>
      {open ? (
        <div className={classes.tableBelow} role="row">
          <div role="cell" aria-colspan={4}>
            {open === 'talk' ? (
              <Suspense fallback={<TextSkeleton lines={5} />}>
                <TwoMinutes
                  personId={member.person.id}
                  onDone={() => {
                    talkButton.current?.focus()
                    setOpen(null)
                  }}
                />
              </Suspense>
            ) : null}
            {steps.length > 0 ? <OpenSteps member={member} /> : null}
          </div>
        </div>
      ) : null}
    </>
  )
}

/** What the two agreed on and is still open: ticked off here. */
function OpenSteps({ member }: { member: Member }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const done = useAct('checkins.updateAction', {
    invalidates: ['week.team', 'week.get', 'checkins.get'],
    optimistic: (input, cache) =>
      cache.change('week.team', {}, (old) => ({
        ...old,
        people: old.people.map((p) => ({ ...p, steps: p.steps.filter((s) => s.actionId !== input.actionId) })),
      })),
    done: t('step.done'),
    undo: (_answer, input) =>
      call('checkins.updateAction', { checkinId: input.checkinId, actionId: input.actionId, done: false }),
  })
  return (
    <section aria-label={t('steps.of', { name: member.person.name })}>
      <h3 className={classes.stepsTitle}>{t('steps.title')}</h3>
      <ul className={classes.steps}>
        {member.steps.map((s) => {
          const over = s.dueOn !== null && f.daysUntil(s.dueOn) < 0
          return (
            <li key={s.actionId}>
              <Checkbox
                checked={false}
                label={<span dir="auto">{s.words}</span>}
                onChange={() => done.mutate({ checkinId: s.checkinId, actionId: s.actionId, done: true })}
              />
              <span className={classes.small} data-late={over || undefined}>
                {s.ownerId === member.person.id ? member.person.name : t('steps.mine')}
                {s.dueOn ? ` · ${over ? t('steps.late', { day: f.day(s.dueOn) }) : f.day(s.dueOn)}` : ''}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** That the line talks, leader by leader. Nothing of what is said. */
function LineBelow() {
  const { t } = useTranslation('week')
  const query = useOwnLine()
  return (
    <Section title={t('line.title')} description={t('line.body')}>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        empty={(a) =>
          a.people.every((p) => !p.cadence || p.cadence.pairs === 0) && <Empty small title={t('line.none')} />
        }
      >
        {(line) => <LineRows people={line.people.filter((p) => p.cadence && p.cadence.pairs > 0)} />}
      </Loaded>
    </Section>
  )
}

export function LineRows({ people }: { people: Answer<'week.line'>['people'] }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  return (
    <ul className={classes.line}>
      {people.map((p) => (
        <li key={p.person.id}>
          {p.cadence && p.reports > 0 ? (
            <Go to={`/team/line/${p.person.id}`} className={classes.lineLink}>
              <Person person={p.person} size={28} />
            </Go>
          ) : (
            <Person person={p.person} size={28} />
          )}
          {p.cadence && p.cadence.pairs > 0 ? (
            <span className={classes.lineShare}>
              <Meter
                size="small"
                share={p.cadence.inWindow / p.cadence.pairs}
                label={t('line.of', { name: p.person.name })}
                showValue={false}
              />
              <span className={classes.small}>
                {t('line.count', {
                  n: f.number(p.cadence.inWindow),
                  count: p.cadence.pairs,
                  of: f.number(p.cadence.pairs),
                })}
              </span>
            </span>
          ) : (
            <span />
          )}
          {p.due ? (
            <span className={classes.small}>
              {p.lastHeldOn ? (
                <>
                  {t('lastHeld')} <When on={p.lastHeldOn} />
                </>
              ) : (
                t('neverHeld')
              )}
            </span>
          ) : (
            <span />
          )}
        </li>
      ))}
    </ul>
  )
}
