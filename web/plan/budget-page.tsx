/** How much is asked of people: the weeks to come as a bill, the limits, what was asked, and what waited. */
import { Button } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { CommunicationsTabs } from '../campaigns/communications-tabs.tsx'
import { WithProgram, type Program } from '../program/current.tsx'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { Facts, Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SuppressedNumber } from '../ui/stat.tsx'
import { Empty, Loaded, Note, PageSkeleton, RowsSkeleton } from '../ui/states.tsx'
import { Bill } from './bill.tsx'
import { BudgetLimits, roles } from './budget-limits.tsx'
import classes from './budget.module.css'

type Budget = Answer<'budget.get'>

export function BudgetPage() {
  return <WithProgram>{(program) => <Asked program={program} />}</WithProgram>
}

function Asked({ program }: { program: Program }) {
  const { t } = useTranslation('plan')
  const me = useMe()
  const bill = useOperation('plan.bill', { programId: program.id })
  const budget = useOperation('budget.get', {})
  const [limiting, setLimiting] = useState(false)
  const mayWrite = me.roles.includes('lead')
  return (
    <Page
      title={t('budget.title')}
      description={t('budget.description')}
      help={t('budget.help')}
      width="wide"
      below={<CommunicationsTabs />}
      action={
        mayWrite && bill.data && budget.data ? (
          <Button onClick={() => setLimiting(true)}>{t('budget.limits.open')}</Button>
        ) : undefined
      }
    >
      <Loaded query={bill} skeleton={<PageSkeleton />}>
        {(found) =>
          found.rows.length === 0 ? (
            <Empty
              title={t('budget.none.title')}
              icon={<IconHourglass size={22} stroke={1.6} />}
              action={
                <Button component={Go} to="/program/communications">
                  {t('budget.none.action')}
                </Button>
              }
            >
              {t('budget.none.body')}
            </Empty>
          ) : (
            <Bill bill={found} />
          )
        }
      </Loaded>
      <Loaded query={budget} skeleton={<RowsSkeleton />}>
        {(found) => (
          <>
            <Limited budget={found} />
            <WhatWaited budget={found} />
            <WasAsked budget={found} />
          </>
        )}
      </Loaded>
      {limiting && bill.data && budget.data ? (
        <BudgetLimits bill={bill.data} budget={budget.data} onClose={() => setLimiting(false)} />
      ) : null}
    </Page>
  )
}

function Limited({ budget }: { budget: Budget }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  return (
    <Section
      title={t('budget.limits.title')}
      description={
        budget.set
          ? t('budget.limits.setBy', { name: budget.set.by.name, day: f.dayAt(budget.set.at) })
          : t('budget.limits.none')
      }
    >
      <Facts
        facts={roles.map((role) => {
          const cap = budget.caps[role]
          return {
            label: t(`budget.role.${role}`),
            value: cap
              ? t('budget.limits.each', { count: cap.asks, n: f.number(cap.asks), minutes: f.number(cap.minutes) })
              : t('budget.limits.off'),
          }
        })}
      />
    </Section>
  )
}

/** What found no room in its week. Groups that are too small are not told apart. */
function WhatWaited({ budget }: { budget: Budget }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const count = (n: number | null, key: 'waits' | 'appOnly') =>
    n === 0
      ? null
      : n === null
        ? t(`budget.waited.${key}Few`, { floor: f.number(budget.smallestGroup) })
        : t(`budget.waited.${key}`, { count: n, n: f.number(n) })
  return (
    <Section title={t('budget.waited.title')} description={t('budget.waited.body')} bare={budget.waited.length === 0}>
      {budget.waited.length === 0 ? (
        <Note tone="good">{t('budget.waited.none')}</Note>
      ) : (
        <ul className={classes.waited}>
          {budget.waited.map((one) => (
            <li key={`${one.week} ${one.role} ${one.kind}`}>
              <span className={classes.what}>
                <strong>
                  <KindName kind={one.kind} />
                </strong>
                <small>
                  {t('week', { day: f.day(one.week, 'short') })} · {t(`budget.role.${one.role}`)}
                </small>
              </span>
              <span className={classes.counts}>
                {[count(one.waits, 'waits'), count(one.appOnly, 'appOnly')].filter((said) => said !== null).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function KindName({ kind }: { kind: string }) {
  const { t } = useTranslation('attention')
  return t(`mail.kinds.${kind}`)
}

/** Week by week, for one person of each role on average. */
function WasAsked({ budget }: { budget: Budget }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const past = budget.weeks.filter((one) => one.week <= budget.now)
  const weeks = [...new Set(past.map((one) => one.week))]
  return (
    <Section title={t('budget.asked.title')} description={t('budget.asked.body')} bare>
      {weeks.length === 0 ? (
        <Note>{t('budget.asked.none')}</Note>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls has to be reachable
        <div className={classes.scroll} role="group" aria-label={t('budget.asked.title')} tabIndex={0} data-scrolls>
          <table className={classes.grid}>
            <thead>
              <tr>
                <th scope="col">{t('budget.week')}</th>
                {roles.map((role) => (
                  <th key={role} scope="col">
                    {t(`budget.role.${role}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeks.map((week) => (
                <tr key={week}>
                  <th scope="row">{week === budget.now ? t('budget.thisWeek') : f.day(week, 'short')}</th>
                  {roles.map((role) => {
                    const one = past.find((found) => found.week === week && found.role === role)
                    return (
                      <td key={role}>
                        {!one ? (
                          '–'
                        ) : one.people === null ? (
                          <SuppressedNumber floor={budget.smallestGroup} />
                        ) : (
                          <>
                            {t('budget.minutes', { n: f.number(one.minutes ?? 0, 1) })}
                            <small>{t('budget.things', { count: one.asks ?? 0, n: f.number(one.asks ?? 0, 1) })}</small>
                          </>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
