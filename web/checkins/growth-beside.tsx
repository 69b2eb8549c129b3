/** What the report wants to learn, beside the talk: the open actions of their plan, as far as they share it. */
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { Conversation } from './acts.ts'
import classes from './checkins.module.css'

export function GrowthBeside({ k }: { k: Conversation }) {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  const own = k.side === 'report'
  const input = { personId: k.report.id }
  const plan = useOperation('growth.openActionsFor', input, { enabled: k.current })
  const tick = useAct('growth.updateAction', {
    invalidates: ['growth.openActionsFor', 'growth.get', 'week.get'],
    optimistic: (act, cache) =>
      cache.change('growth.openActionsFor', input, (old) => ({
        ...old,
        actions: old.actions.filter((a) => a.id !== act.actionId),
      })),
    done: t('growth.done'),
  })
  if (!plan.data || plan.data.actions.length === 0) return null
  const { sharing } = plan.data
  const other =
    sharing?.with === 'manager' && sharing.ended ? null : sharing && 'manager' in sharing ? sharing.manager : null
  return (
    <section className={classes.block} aria-labelledby="growth-in-view">
      <div className={classes.blockTop}>
        <h2 id="growth-in-view">{t('growth.title')}</h2>
        <Go to={own ? '/growth' : `/growth/people/${k.report.id}`} className={classes.blockLink}>
          {t('growth.plan')}
        </Go>
      </div>
      <ul className={classes.goals}>
        {plan.data.actions.slice(0, 5).map((a) => {
          const meta = (
            <span className={classes.save}>
              {[a.focus, ...(a.dueOn ? [t('growth.due', { day: f.day(a.dueOn, 'short') })] : [])].join(' · ')}
            </span>
          )
          return (
            <li key={a.id}>
              {own ? (
                <Checkbox
                  checked={false}
                  label={<span dir="auto">{a.words}</span>}
                  description={meta}
                  onChange={() => tick.mutate({ actionId: a.id, done: true })}
                />
              ) : (
                <>
                  <span dir="auto">{a.words}</span>
                  {meta}
                </>
              )}
            </li>
          )
        })}
      </ul>
      {own ? (
        <span className={classes.save}>
          {other?.id === k.manager.id
            ? t('growth.seen', { name: other.name })
            : t('growth.unseen', { name: k.manager.name })}
        </span>
      ) : null}
    </section>
  )
}
