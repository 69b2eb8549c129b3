/** The bill: what each week to come asks of each kind of person. Weeks over the limit are marked, and said in words above. */
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import classes from './budget.module.css'

export type WholeBill = Answer<'plan.bill'>
const parts = ['messages', 'training', 'surveys', 'reviews'] as const

export function Bill({ bill }: { bill: WholeBill }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const weeks = [...new Set(bill.rows.flatMap((row) => row.weeks.map((week) => week.week)))].toSorted()
  const over = weeks.filter((week) => bill.rows.some((row) => row.weeks.some((one) => one.week === week && one.over)))
  const undated = bill.waves.filter((wave) => !wave.dated)
  const several = bill.waves.length > 1
  return (
    <Section title={t('budget.bill.title')} description={t('budget.bill.body')} bare>
      <div className={classes.bill}>
        {over.length > 0 ? (
          <Note tone="warn">
            {t(bill.set ? 'budget.bill.over' : 'budget.bill.overUsual', {
              count: over.length,
              n: f.number(over.length),
            })}
          </Note>
        ) : (
          <Note tone="good">{t(bill.set ? 'budget.bill.within' : 'budget.bill.withinUsual')}</Note>
        )}
        {undated.length > 0 ? (
          <Note>{t('budget.bill.undated', { count: undated.length, waves: f.list(undated.map((w) => w.name)) })}</Note>
        ) : null}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls has to be reachable */}
        <div className={classes.scroll} role="region" aria-label={t('budget.bill.table')} tabIndex={0} data-scrolls>
          <table className={classes.grid}>
            <thead>
              <tr>
                <th scope="col">{t('bill.who')}</th>
                <th scope="col">{t('budget.bill.total')}</th>
                {weeks.map((week) => (
                  <th key={week} scope="col" className={classes.week}>
                    {f.day(week, 'short')}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bill.rows.map((row) => (
                <tr key={`${row.waveId} ${row.hearer}`}>
                  <th scope="row">
                    {t(`hearer.${row.hearer}`)}
                    {several ? <small>{bill.waves.find((wave) => wave.id === row.waveId)?.name}</small> : null}
                  </th>
                  <td className={classes.total}>
                    {t('budget.minutes', { n: f.number(row.minutes, 1) })}
                    {parts
                      .filter((part) => row.parts[part].asks > 0)
                      .map((part) => (
                        <small key={part}>
                          {t(`budget.part.${part}`, {
                            count: row.parts[part].asks,
                            n: f.number(row.parts[part].asks),
                            minutes: f.number(row.parts[part].minutes, 1),
                          })}
                        </small>
                      ))}
                  </td>
                  {weeks.map((week) => {
                    const one = row.weeks.find((found) => found.week === week)
                    return (
                      <td key={week} className={classes.week} data-over={one?.over || undefined}>
                        {one ? (
                          <>
                            {one.over ? (
                              <IconAlertTriangle size={14} role="img" aria-label={t('budget.bill.isOver')} />
                            ) : null}
                            {t('budget.minutes', { n: f.number(one.minutes, 1) })}
                            <small>{t('budget.things', { count: one.asks, n: f.number(one.asks) })}</small>
                          </>
                        ) : (
                          <span className={classes.empty}>–</span>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Section>
  )
}
