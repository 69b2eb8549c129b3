/** The bill first: what the plan asks of each kind of person, and what they will have heard by go-live. */
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { Plan } from './acts.ts'
import classes from './plan.module.css'

const purposes = ['why', 'what', 'how', 'whats-in-it', 'what-to-do-now'] as const

export function Coverage({ plan, waves }: { plan: Plan; waves: Plan['waves'] }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const on = (id: string) => plan.messages.find((m) => m.id === id)?.on ?? null
  return (
    <section className={classes.billFrame}>
      <h2 className={classes.heading}>{t('bill.title')}</h2>
      <p className={classes.sub}>{t('bill.body')}</p>
      {/* Wider than a phone: it scrolls within its frame, by keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls has to be reachable */}
      <div className={classes.scroll} role="region" aria-label={t('bill.title')} tabIndex={0}>
        <table className={classes.bill}>
          <thead>
            <tr>
              <th scope="col">{t('bill.who')}</th>
              <th scope="col" className={classes.number}>
                {t('bill.letters')}
              </th>
              <th scope="col" className={classes.number}>
                {t('bill.minutes')}
              </th>
              <th scope="col">{t('bill.busiest')}</th>
              {purposes.map((one) => (
                <th key={one} scope="col">
                  {t(`heard.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {waves.map((wave) =>
              plan.bill
                .filter((bill) => bill.waveId === wave.id)
                .map((bill, i) => {
                  const busiest = bill.weeks.toSorted((a, b) => b.letters - a.letters || b.minutes - a.minutes)[0]
                  return (
                    <tr key={`${wave.id} ${bill.hearer}`} data-first={i === 0 || undefined}>
                      <th scope="row">
                        {t(`hearer.${bill.hearer}`)}
                        {waves.length > 1 || plan.waves.length > 1 ? <small>{wave.name}</small> : null}
                      </th>
                      <td className={classes.number}>{f.number(bill.letters)}</td>
                      <td className={classes.number}>{f.number(bill.minutes, 1)}</td>
                      <td>
                        {busiest ? (
                          <span
                            data-over={bill.weeks.some((week) => week.over) || undefined}
                            className={classes.busiest}
                          >
                            {t('bill.inWeek', {
                              count: busiest.letters,
                              n: f.number(busiest.letters),
                              minutes: f.number(busiest.minutes, 1),
                            })}
                            <small>
                              {typeof busiest.week === 'string'
                                ? t('week', { day: f.day(busiest.week, 'short') })
                                : t('weekNumber', { n: f.number(busiest.week) })}
                            </small>
                          </span>
                        ) : (
                          '–'
                        )}
                      </td>
                      {purposes.map((one) => {
                        const cell = plan.coverage.find(
                          (k) => k.waveId === wave.id && k.hearer === bill.hearer && k.heard === one,
                        )
                        return <td key={one}>{cell ? <Heard ids={cell.messages} on={on} past={wave.live} /> : null}</td>
                      })}
                    </tr>
                  )
                }),
            )}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** After go-live a gap is history, not a thing to mend. */
function Heard({ ids, on, past }: { ids: readonly string[]; on: (id: string) => string | null; past: boolean }) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const first = ids[0]
  if (!first)
    return (
      <span className={classes.never} data-past={past || undefined}>
        <IconMinus size={14} aria-hidden /> {t('never')}
      </span>
    )
  const day = on(first)
  return (
    <Go to={`/program/communications/plan/${first}`} search={true} className={classes.heard}>
      <IconCheck size={14} aria-hidden />
      {day ? f.day(day, 'short') : t('yes')}
      {ids.length > 1 ? <small>{t('times', { n: f.number(ids.length) })}</small> : null}
    </Go>
  )
}
