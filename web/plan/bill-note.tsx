/** The bill in short, where somebody is about to publish: the fullest week of each kind of person, and the way to all weeks. */
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { TextLink } from '../program/text-link.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import classes from './budget.module.css'

/** Says nothing as long as no wave has a date, or while it is added up. */
export function BillNote({ programId }: { programId: string }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const { data: bill } = useOperation('plan.bill', { programId, of: 'draft' })
  if (!bill || bill.rows.length === 0) return null
  const several = bill.waves.length > 1
  return (
    <Section
      title={t('budget.note.title')}
      description={t('budget.note.body')}
      action={<TextLink to="/program/communications/time">{t('budget.note.all')}</TextLink>}
    >
      <ul className={classes.waited}>
        {bill.rows.map((row) => {
          const fullest = row.weeks.toSorted((a, b) => b.minutes - a.minutes || b.asks - a.asks)[0]!
          const over = row.weeks.filter((week) => week.over).length
          return (
            <li key={`${row.waveId} ${row.hearer}`}>
              <span className={classes.what}>
                <strong>{t(`hearer.${row.hearer}`)}</strong>
                {several ? <small>{bill.waves.find((wave) => wave.id === row.waveId)?.name}</small> : null}
              </span>
              <span className={classes.counts} data-over={over > 0 || undefined}>
                {over > 0 ? <IconAlertTriangle size={14} aria-hidden /> : null}
                {over > 0
                  ? t('budget.note.over', { count: over, n: f.number(over) })
                  : t('budget.note.fullest', {
                      day: f.day(fullest.week, 'short'),
                      minutes: f.number(fullest.minutes, 1),
                      total: f.number(row.minutes, 1),
                    })}
              </span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** Above a plan of messages: that weeks are too full once all else is counted. */
export function BillLine({ programId }: { programId: string }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const { data: bill } = useOperation('plan.bill', { programId })
  const weeks = new Set(bill?.rows.flatMap((row) => row.weeks.filter((week) => week.over).map((week) => week.week)))
  if (weeks.size === 0) return null
  return (
    <Note tone="warn">
      {t('budget.note.with', { count: weeks.size, n: f.number(weeks.size) })}{' '}
      <TextLink to="/program/communications/time" named>
        {t('budget.note.all')}
      </TextLink>
    </Note>
  )
}
