/** How often each step was given: now, as the managers gave it, and for facilitators by manager. No curve to be met. */
import { useTranslation } from 'react-i18next'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty } from '../ui/states.tsx'
import { ratingOf, type Question, type Row, type Session } from './acts.ts'
import classes from './calibration.module.css'

export function Distribution({ session, rows }: { session: Session; rows: readonly Row[] }) {
  const { t } = useTranslation('calibration')
  if (rows.every((row) => row.ratings.length === 0)) return <Empty small title={t('distribution.none')} />
  return session.questions.map((q) => (
    <OfQuestion key={q.id} session={session} q={q} rows={rows} guide={q.axis === 'x' ? session.guide : null} />
  ))
}

function OfQuestion({
  session,
  q,
  rows,
  guide,
}: {
  session: Session
  q: Question
  rows: readonly Row[]
  guide: readonly number[] | null
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const rated = rows.flatMap((row) => {
    const rating = ratingOf(row, q.axis)
    return rating ? [{ row, ...rating }] : []
  })
  const all = rated.length
  const managers = [...Map.groupBy(rated, (g) => g.row.manager?.id ?? '')]
    .map(([id, list]) => ({ id, name: list[0]!.row.manager?.name ?? t('distribution.noManager'), list }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  if (all === 0) return null
  return (
    <div className={classes.distribution}>
      <Section title={q.ask} description={guide ? t('distribution.guide') : t('distribution.noCurve')} bare>
        <ol className={classes.bars}>
          {q.steps.map((step, i) => {
            const now = rated.filter((g) => g.value === i + 1).length
            const given = rated.filter((g) => g.given === i + 1).length
            return (
              <li key={i}>
                <span className={classes.barLabel}>
                  <span className={classes.stepNumber}>{f.number(i + 1)}</span>
                  <span dir="auto">{step.label}</span>
                </span>
                <span className={classes.bar} aria-hidden>
                  <span className={classes.barFill} style={{ inlineSize: `${(now / all) * 100}%` }} />
                  {guide ? <span className={classes.barGuide} style={{ insetInlineStart: `${guide[i]}%` }} /> : null}
                </span>
                <span className={classes.barCount}>
                  {t('distribution.of', { n: f.number(now), all: f.number(all) })}
                  {now === given ? null : (
                    <span className={classes.small}> {t('distribution.given', { n: f.number(given) })}</span>
                  )}
                  {guide ? (
                    <span className={classes.small}> {t('distribution.line', { share: f.share(guide[i]!, 100) })}</span>
                  ) : null}
                </span>
              </li>
            )
          })}
        </ol>
      </Section>
      {session.as === 'facilitator' && managers.length > 1 ? (
        <div className={classes.tableFrame}>
          <table className={classes.counts}>
            <caption>{t('distribution.byManager')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('table.manager')}</th>
                {q.steps.map((step, i) => (
                  <th key={i} scope="col">
                    <span className="spoken">{step.label}</span>
                    <span aria-hidden>{f.number(i + 1)}</span>
                  </th>
                ))}
                <th scope="col">{t('distribution.ratings')}</th>
              </tr>
            </thead>
            <tbody>
              {managers.map((m) => (
                <tr key={m.id}>
                  <th scope="row" dir="auto">
                    {m.name}
                  </th>
                  {q.steps.map((_, i) => {
                    const n = m.list.filter((g) => g.value === i + 1).length
                    return (
                      <td key={i} style={{ '--share': Math.round((n / m.list.length) * 100) } as object}>
                        {n === 0 ? '–' : f.number(n)}
                      </td>
                    )
                  })}
                  <td>{f.number(m.list.length)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  )
}
