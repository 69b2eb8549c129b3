/** How managers rated beside each other, with intervals: a question to talk about, no verdict. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { usePhone } from '../ui/media.ts'
import { Person } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import type { Axis, Session } from './acts.ts'
import classes from './calibration.module.css'

export function Severity({ session }: { session: Session }) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const phone = usePhone()
  const [axis, setAxis] = useState<Axis>('x')
  const query = useOperation('calibration.severity', { sessionId: session.id, axis })
  return (
    <>
      <p className={classes.lead}>{t('severity.what')}</p>
      {session.questions.length > 1 ? (
        <SegmentedControl
          className={classes.switch}
          orientation={phone ? 'vertical' : 'horizontal'}
          aria-label={t('severity.question')}
          value={axis}
          onChange={(v) => setAxis(v as Axis)}
          data={session.questions.map((q) => ({ value: q.axis, label: q.ask }))}
        />
      ) : null}
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) => a.managers.length === 0 && <Empty small title={t('distribution.none')} />}
      >
        {(a) => {
          const reach = Math.max(
            1,
            ...a.managers.flatMap((m) =>
              m.difference ? [Math.abs(m.difference.low), Math.abs(m.difference.high)] : [],
            ),
          )
          const place = (value: number) => `${50 + (value / reach) * 50}%`
          return (
            <>
              <p className={classes.hint}>
                {t('severity.basis', {
                  n: f.number(a.ratings),
                  count: a.ratings,
                  mean: a.mean === null ? '–' : f.number(round(a.mean), 1),
                })}
              </p>
              <ul className={classes.rows}>
                {a.managers.map((m) => (
                  <li key={m.person.id} className={classes.severity}>
                    <Person
                      person={m.person}
                      detail={t('severity.ratings', { n: f.number(m.ratings), count: m.ratings })}
                    />
                    {m.difference ? (
                      <>
                        <span className={classes.scale} aria-hidden>
                          <span className={classes.zero} />
                          <span
                            className={classes.interval}
                            style={{
                              insetInlineStart: place(m.difference.low),
                              inlineSize: `${((m.difference.high - m.difference.low) / reach) * 50}%`,
                            }}
                          />
                          <span className={classes.point} style={{ insetInlineStart: place(m.difference.value) }} />
                        </span>
                        <span className={classes.severityWords}>
                          {t(direction(m.difference), { n: f.number(Math.abs(round(m.difference.value)), 1) })}
                          <span className={classes.small}>
                            {t('severity.between', {
                              low: signed(f, m.difference.low),
                              high: signed(f, m.difference.high),
                            })}
                          </span>
                        </span>
                      </>
                    ) : (
                      <span className={classes.severityNone}>{t('severity.few', { n: f.number(a.fewest) })}</span>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )
        }}
      </Loaded>
      <p className={classes.hint}>{t('severity.limits')}</p>
    </>
  )
}

const round = (value: number) => Math.round(value * 10) / 10
const signed = (f: ReturnType<typeof useFormat>, value: number) => {
  const shown = round(value)
  return `${shown > 0 ? '+' : shown < 0 ? '−' : ''}${f.number(Math.abs(shown), 1)}`
}
/** Only an interval that leaves zero aside says that there is a difference. */
function direction({ value, low, high }: { value: number; low: number; high: number }) {
  if (low <= 0 && high >= 0) return 'severity.same'
  return value > 0 ? 'severity.higher' : 'severity.lower'
}
