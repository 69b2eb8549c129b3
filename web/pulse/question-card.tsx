/** One question of a group: the share or score with its denominator, each option's count, and the rounds before. */
import { useTranslation } from 'react-i18next'
import { useMarks, useMoments } from '../metrics/moments.ts'
import { useFormat } from '../ui/reader.tsx'
import { TrendChart } from '../ui/trend-chart.tsx'
import type { Results } from './results-address.ts'
import classes from './pulse.module.css'

type Question = Results['questions'][number]

export function QuestionCard({ question, floor }: { question: Question; floor: number }) {
  const { t } = useTranslation('pulse')
  const [marks, moments] = [useMarks(), useMoments()]
  const f = useFormat()
  const { score, trend, leaders } = question
  if (!score) return null
  const points = trend.filter((p) => p.answered > 0)
  const asNps = question.kind === 'scale'
  const most = Math.max(1, ...score.counts, score.unsaid)
  return (
    <li className={classes.card}>
      <h2 dir="auto">{question.text}</h2>
      <Headline question={question} />
      <ul className={classes.bars} aria-label={t('card.counts')}>
        {score.counts.map((n, i) => (
          <li key={i}>
            <span dir="auto">
              {question.kind === 'agreement'
                ? `${i + 1} ${t(`agreement.${i + 1}`)}`
                : question.kind === 'scale'
                  ? f.number(i)
                  : question.options[i]}
            </span>
            <span className={classes.track} aria-hidden>
              <span className={classes.fill} style={{ inlineSize: `${(n / most) * 100}%` }} />
            </span>
            <span className={classes.count}>{f.number(n)}</span>
          </li>
        ))}
        <li>
          <span>{t('unsaid')}</span>
          <span className={classes.track} aria-hidden>
            <span className={classes.fill} data-quiet style={{ inlineSize: `${(score.unsaid / most) * 100}%` }} />
          </span>
          <span className={classes.count}>{f.number(score.unsaid)}</span>
        </li>
      </ul>
      {leaders ? (
        <p className={classes.gap}>
          {t('card.gap', {
            count: Math.abs(Math.round(leaders.gap)),
            points: f.number(Math.abs(leaders.gap), 0),
            direction: t(leaders.gap >= 0 ? 'card.more' : 'card.less'),
            leaders: t('nOf', { n: f.number(leaders.leaders.favourable), d: f.number(leaders.leaders.answered) }),
            others: t('nOf', { n: f.number(leaders.others.favourable), d: f.number(leaders.others.answered) }),
          })}
        </p>
      ) : null}
      {points.length > 1 && question.kind !== 'choice' ? (
        <div className={classes.trend}>
          <TrendChart
            title={question.text}
            unit={asNps ? 'number' : 'share'}
            height={150}
            floor={floor}
            annotations={marks(moments)}
            series={[
              {
                id: question.id,
                label: t(asNps ? 'card.nps' : 'card.favourable'),
                points: points.map((p) =>
                  asNps
                    ? { on: p.on, value: p.nps }
                    : {
                        on: p.on,
                        value: p.favourable! / p.answered,
                        numerator: p.favourable!,
                        denominator: p.answered,
                      },
                ),
              },
            ]}
          />
        </div>
      ) : null}
    </li>
  )
}

function Headline({ question: { kind, score } }: { question: Question }) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  if (!score || score.answered === 0) return <span className={classes.of}>{t('card.nobody')}</span>
  if (score.nps)
    return (
      <>
        <span className={classes.number}>{t('card.points', { n: f.number(score.nps.score, 0) })}</span>
        <span className={classes.of}>
          {t('card.interval', {
            low: f.number(score.nps.low, 0),
            high: f.number(score.nps.high, 0),
            n: f.number(score.answered),
            count: score.answered,
          })}
        </span>
      </>
    )
  if (kind === 'agreement')
    return (
      <>
        <span className={classes.number}>{f.share(score.favourable!, score.answered)}</span>
        <span className={classes.of}>
          {t('card.agree', { n: f.number(score.favourable!), d: f.number(score.answered), count: score.answered })}
        </span>
      </>
    )
  return (
    <span className={classes.of}>{t('card.answered', { n: f.number(score.answered), count: score.answered })}</span>
  )
}
