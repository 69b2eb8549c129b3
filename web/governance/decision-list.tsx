/** Decisions in a row: what was asked, who sees to it until when, and what the number did. */
import { useTranslation } from 'react-i18next'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import { decisionTones, type DecisionHead, effectTones, home } from './acts.ts'
import classes from './governance.module.css'

export function DecisionList({ decisions }: { decisions: readonly DecisionHead[] }) {
  const { t } = useTranslation('governance')
  const f = useFormat()
  return (
    <List>
      {decisions.map((d) => (
        <Row
          key={d.id}
          lead={
            <span className={classes.number} aria-hidden>
              {f.number(d.number)}
            </span>
          }
          title={
            <>
              <span className="spoken">{t('decision.number', { n: f.number(d.number) })}: </span>
              {d.question}
            </>
          }
          to={`${home}/decisions/${d.id}`}
          says={[
            <span key="decided" className={classes.decided} dir="auto">
              {d.decided}
            </span>,
            <span key="owner">
              <span dir="auto">{d.owner.name}</span>
              {d.dueOn ? ` · ${t('decision.until', { day: f.day(d.dueOn, 'short') })}` : ''}
            </span>,
          ]}
          end={
            <>
              <State tone={decisionTones[d.state]}>{t(`decision.state.${d.state}`)}</State>
              {d.effect.state === 'none' || d.state === 'withdrawn' ? null : (
                <State tone={effectTones[d.effect.state]}>
                  {d.effect.state === 'waiting'
                    ? t('effect.short.waiting', { day: f.day(d.effect.until, 'short') })
                    : t(`effect.short.${d.effect.state}`)}
                </State>
              )}
            </>
          }
        />
      ))}
    </List>
  )
}
