/** Was it tried before everybody gets it? The waves with their tests, and a plan with one press. */
import { Button } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { List } from '../ui/list.tsx'
import { Go, useGo } from '../ui/link.tsx'
import { Meter, State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import classes from './test-plans.module.css'
import { staleTests } from './words-of.tsx'

type Wave = Answer<'testPlans.list'>['waves'][number]

export function PlansPage() {
  const { t } = useTranslation('test-plans')
  const query = useOperation('testPlans.list', {})
  return (
    <Page title={t('plans.title')} description={t('plans.body')} help={t('plans.help')}>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        empty={(a) =>
          a.waves.length === 0 && (
            <Empty
              title={t('plans.none')}
              icon={<IconChecklist size={22} stroke={1.6} />}
              action={
                a.mayManage ? (
                  <Button component={Go} to="/program/waves">
                    {t('plans.noneAct')}
                  </Button>
                ) : undefined
              }
            >
              {t('plans.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <List>
            {a.waves.map((one) => (
              <Row
                key={one.wave.id}
                one={one}
                mayManage={a.mayManage}
                several={new Set(a.waves.map((w) => w.programId)).size > 1}
              />
            ))}
          </List>
        )}
      </Loaded>
    </Page>
  )
}

function Row({ one, mayManage, several }: { one: Wave; mayManage: boolean; several: boolean }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const go = useGo()
  const { plan } = one
  const make = useAct('testPlans.make', {
    invalidates: staleTests,
    done: (made) => t('plans.made', { count: made.scripts, n: f.number(made.scripts) }),
    onDone: () => void go(`/program/tests/${one.wave.id}`),
  })
  const when = one.live
    ? t('plans.live')
    : one.goesLiveOn
      ? t('plans.starts', { day: f.day(one.goesLiveOn, 'short') })
      : t('plans.noDate')
  return (
    <li className={classes.plan}>
      <span className={classes.rowWords}>
        {plan ? (
          <Go to={`/program/tests/${one.wave.id}`} className={classes.name}>
            {one.wave.name}
          </Go>
        ) : (
          <strong>{one.wave.name}</strong>
        )}
        <span className={classes.quiet}>
          {[
            several ? one.program : '',
            when,
            plan && !one.live ? t('plans.due', { day: f.day(plan.dueOn, 'short') }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {plan ? (
        <span className={classes.planState}>
          <span className={classes.meter}>
            <Meter
              share={plan.scripts > 0 ? plan.passed / plan.scripts : null}
              label={t('passedOf', { count: plan.scripts, passed: f.number(plan.passed), of: f.number(plan.scripts) })}
              showValue={false}
              tone={plan.signedOff ? 'good' : 'accent'}
            />
            <span className={classes.quiet}>
              {t('passedOf', { count: plan.scripts, passed: f.number(plan.passed), of: f.number(plan.scripts) })}
            </span>
          </span>
          {plan.blockers > 0 ? (
            <State tone="bad">{t('blockers', { count: plan.blockers, n: f.number(plan.blockers) })}</State>
          ) : plan.signedOff ? (
            <State tone="good">{t('signedOff')}</State>
          ) : (
            <State tone="quiet">{t('notSigned')}</State>
          )}
        </span>
      ) : mayManage ? (
        <Button loading={make.isPending} onClick={() => make.mutate({ waveId: one.wave.id })}>
          {t('plans.make')}
          <span className="spoken">: {one.wave.name}</span>
        </Button>
      ) : (
        <State tone="quiet">{t('plans.noPlan')}</State>
      )}
    </li>
  )
}
