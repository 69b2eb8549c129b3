/** How a goal came to be what it is, and what would make it clearer. */
import { IconBulb } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat, When } from '../ui/reader.tsx'
import { Going, useAmount } from './amount.tsx'
import type { Detail } from './goal-panel.tsx'
import classes from './goals.module.css'

export function Hints({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  return (
    <section className={classes.block}>
      <h3 className={classes.blockTitle}>{t('hints.title')}</h3>
      <ul className={classes.hints}>
        {goal.hints.slice(0, 3).map((hint) => (
          <li key={hint}>
            <IconBulb size={16} stroke={1.6} aria-hidden />
            <span>
              <strong>{t(`hints.${hint}.title`)}</strong> {t(`hints.${hint}.body`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function History({ goal }: { goal: Detail }) {
  const { t } = useTranslation('goals')
  const f = useFormat()
  const amount = useAmount()
  return (
    <section className={classes.block}>
      <h3 className={classes.blockTitle}>{t('history.title')}</h3>
      <ol className={classes.history}>
        {goal.history.map((u) => (
          <li key={u.id}>
            <span>
              <span dir="auto">{u.author?.name ?? t('history.nobody')}</span>{' '}
              {u.kind === 'edited'
                ? t('history.edited', { fields: f.list(u.changed.map((field) => t(`field.${field}`))) })
                : u.kind === 'fed'
                  ? t('history.fed', { source: u.source })
                  : u.kind === 'handed_over'
                    ? t('history.handed_over', { name: u.to?.name ?? '' })
                    : t(`history.${u.kind}`)}
            </span>{' '}
            {u.confidence ? <Going status={{ state: 'active', going: u.confidence, said: true, daysLeft: 0 }} /> : null}
            {u.outcome ? <Going status={{ state: 'closed', outcome: u.outcome, on: u.at }} /> : null}
            {u.kind === 'progressed' &&
            u.values.length === 0 &&
            u.reachedAfter !== null &&
            u.reachedAfter !== u.reachedBefore ? (
              <div className={classes.when}>
                {f.share(Math.round((u.reachedBefore ?? 0) * 100), 100)} →{' '}
                {f.share(Math.round(u.reachedAfter * 100), 100)}
              </div>
            ) : null}
            {u.values.map((v) => (
              <div key={v.keyResultId} className={classes.when} dir="auto">
                {v.title}: {amount(v.from, v)} → {amount(v.to, v)}
              </div>
            ))}
            {u.note ? (
              <p className={classes.said} dir="auto">
                {u.note}
              </p>
            ) : null}
            <div className={classes.when}>
              <When at={u.at} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
