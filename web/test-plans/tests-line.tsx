/** One line about a wave’s tests, for its panel: how far they are, or that there are none. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import classes from './test-plans.module.css'

export function TestsLine({ waveId }: { waveId: string }) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const may = useMe().roles.some((role) => role === 'lead' || role === 'sponsor' || role === 'hr' || role === 'admin')
  const query = useOperation(
    'testPlans.list',
    {},
    {
      enabled: may,
      staleTime: 60_000,
      select: (a) => a.waves.find((one) => one.wave.id === waveId) ?? null,
    },
  )
  const plan = query.data?.plan
  if (!may || !query.data) return null
  return (
    <Go to={plan ? `/program/tests/${waveId}` : '/program/tests'} className={classes.line}>
      {plan ? (
        <>
          <span>
            {t('passedOf', { count: plan.scripts, passed: f.number(plan.passed), of: f.number(plan.scripts) })}
          </span>
          {plan.blockers > 0 ? (
            <State tone="bad">{t('blockers', { count: plan.blockers, n: f.number(plan.blockers) })}</State>
          ) : (
            <State tone={plan.signedOff ? 'good' : 'quiet'}>{t(plan.signedOff ? 'signedOff' : 'notSigned')}</State>
          )}
        </>
      ) : (
        <span>{t('plans.noPlan')}</span>
      )}
    </Go>
  )
}
