/** What happened in the whole period, beside the form: month by month, so that the last weeks do not hide the rest. */
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { FeedbackBeside } from '../feedback/beside.tsx'
import { Go } from '../ui/link.tsx'
import { Meter } from '../ui/meter.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import classes from './reviews.module.css'

type Found = Answer<'reviews.evidence'>

export function Evidence({ taskId }: { taskId: string }) {
  const { t } = useTranslation('reviews')
  const query = useOperation('reviews.evidence', { taskId }, { staleTime: 300_000 })
  return (
    <section className={classes.block} aria-labelledby="evidence">
      <h2 id="evidence">{t('evidence.title')}</h2>
      <Loaded query={query} small skeleton={<TextSkeleton lines={6} />}>
        {(e) =>
          e.goals.length + e.checkins.length + e.feedback.length === 0 && !e.lastReview ? (
            <p className={classes.hint}>{t('evidence.none')}</p>
          ) : (
            <Parts e={e} />
          )
        }
      </Loaded>
    </section>
  )
}

function Parts({ e }: { e: Found }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  return (
    <>
      <Months e={e} />
      {e.goals.length > 0 ? (
        <div className={classes.evidence}>
          <h3>{t('evidence.goals')}</h3>
          <ul>
            {e.goals.map((g) => (
              <li key={g.id}>
                <Go to={`/goals/${g.id}`} dir="auto">
                  {g.title}
                </Go>
                <Meter
                  size="small"
                  share={g.reached}
                  label={g.title}
                  tone={g.outcome === 'missed' ? 'quiet' : 'accent'}
                />
                <span className={classes.small}>
                  <When on={g.startsOn} style="short" /> – <When on={g.endsOn} style="short" />
                  {g.outcome ? <> · {t(`outcome.${g.outcome}`)}</> : null}
                </span>
                {g.theirs.with ? (
                  <span className={classes.small}>
                    {t(`evidence.part.${g.theirs.part}`, { name: g.theirs.with.name })}
                    {g.theirs.on ? (
                      <>
                        , <When on={g.theirs.on} style="short" />
                      </>
                    ) : null}
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {e.checkins.length > 0 ? (
        <div className={classes.evidence}>
          <h3>{t('evidence.checkins', { n: f.number(e.checkins.length), count: e.checkins.length })}</h3>
          <ul>
            {e.checkins.map((k, at) => (
              <li key={k.id ?? at}>
                {k.id ? (
                  <Go to={`/check-ins/${k.id}`}>
                    <When on={k.on} style="short" />
                  </Go>
                ) : (
                  <When on={k.on} style="short" />
                )}
                <span className={classes.small} dir="auto">
                  {[k.with.name, ...k.topics].join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {e.feedback.length > 0 ? (
        <div className={classes.evidence}>
          <h3>{t('evidence.feedback')}</h3>
          <FeedbackBeside items={e.feedback} />
        </div>
      ) : null}
      {e.lastReview ? (
        <div className={classes.evidence}>
          <h3>{t('evidence.lastReview')}</h3>
          <ul>
            <li>
              <Go to={`/reviews/${e.lastReview.earlier ? 'earlier/' : ''}${e.lastReview.id}`} dir="auto">
                {e.lastReview.cycle.name}
              </Go>
              {e.lastReview.ratings.map((r) => (
                <span key={r.ask} className={classes.small} dir="auto">
                  {r.ask} {r.label}
                </span>
              ))}
            </li>
          </ul>
        </div>
      ) : null}
    </>
  )
}

/** One column a month: how much there is to look back on, said in words for whoever cannot see it. */
function Months({ e }: { e: Found }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const most = Math.max(1, ...e.months.map((m) => Math.max(m.goals, m.checkins, m.feedback)))
  const name = (month: string) =>
    new Intl.DateTimeFormat(f.locale, { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-15T12:00:00Z`))
  return (
    <div>
      <ol className={classes.months} aria-label={t('evidence.months')}>
        {e.months.map((m) => (
          <li key={m.month}>
            <span className={classes.monthBar} aria-hidden>
              <span style={{ blockSize: `${(m.checkins / most) * 100}%` }} data-kind="checkins" />
              <span style={{ blockSize: `${(m.goals / most) * 100}%` }} data-kind="goals" />
              <span style={{ blockSize: `${(m.feedback / most) * 100}%` }} data-kind="feedback" />
            </span>
            <span className={classes.small}>{name(m.month)}</span>
            <span className="spoken">
              {t('evidence.month', {
                checkins: f.number(m.checkins),
                goals: f.number(m.goals),
                feedback: f.number(m.feedback),
              })}
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.keys} aria-hidden>
        <span>{t('evidence.keyCheckins')}</span>
        <span data-kind="goals">{t('evidence.keyGoals')}</span>
        <span data-kind="feedback">{t('evidence.keyFeedback')}</span>
      </p>
    </div>
  )
}
