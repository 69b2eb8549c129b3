/** What those who came thought of it: counts of five steps, and comments in no order. */
import { useTranslation } from 'react-i18next'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { SuppressedNumber } from '../ui/stat.tsx'
import classes from './live.module.css'
import type { Room } from './room-page.tsx'

export function Evaluation({ results }: { results: Room['evaluation'] }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  return (
    <Section
      title={t('results.title')}
      description={
        results.state === 'shown'
          ? t('results.people', { count: results.people, n: f.number(results.people) })
          : t('results.says')
      }
    >
      <div className={classes.inside}>
        {results.state === 'none' ? <p className={classes.plain}>{t('results.none')}</p> : null}
        {results.state === 'open' ? (
          <p className={classes.plain}>{t('results.open', { day: f.day(results.until, 'short') })}</p>
        ) : null}
        {results.state === 'few' ? <SuppressedNumber floor={results.floor} /> : null}
        {results.state === 'shown' ? (
          <>
            <table className={classes.results}>
              <caption className="spoken">{t('results.title')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('results.question')}</th>
                  {[1, 2, 3, 4, 5].map((step) => (
                    <th key={step} scope="col">
                      {f.number(step)}
                    </th>
                  ))}
                  <th scope="col">{t('results.mean')}</th>
                </tr>
              </thead>
              <tbody>
                {(['useful', 'before', 'after'] as const).map((which) => (
                  <tr key={which}>
                    <th scope="row">{t(`results.${which}`)}</th>
                    {results[which].map((n, i) => (
                      <td key={i} data-none={n === 0 || undefined}>
                        {f.number(n)}
                      </td>
                    ))}
                    <td>{f.number(meanOf(results[which]), 1)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {results.comments.length > 0 ? (
              <ul className={classes.comments}>
                {results.comments.map((one, i) => (
                  <li key={i} dir="auto">
                    {one}
                  </li>
                ))}
              </ul>
            ) : (
              <p className={classes.foot}>
                {t('results.noComments', { count: results.commentFloor, n: f.number(results.commentFloor) })}
              </p>
            )}
          </>
        ) : null}
      </div>
    </Section>
  )
}

const meanOf = (counts: readonly number[]): number =>
  counts.reduce((sum, n, i) => sum + n * (i + 1), 0) / counts.reduce((sum, n) => sum + n, 0)
