/** When the success metrics are looked at, and which reviews were held. */
import { useTranslation } from 'react-i18next'
import type { ReviewState } from '../../contract/metric-review.ts'
import { useOperation } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, RowsSkeleton } from '../ui/states.tsx'
import classes from './metric-review.module.css'

export const reviewTones = { ahead: 'quiet', open: 'accent', due: 'warn', held: 'good' } as const satisfies Record<
  ReviewState,
  string
>

export function ReviewList() {
  const { t } = useTranslation('metric-review')
  const f = useFormat()
  const query = useOperation('metricReviews.list', {})
  return (
    <Section title={t('list.title')} description={t('list.body')} bare>
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={2} />}
        empty={(a) => a.reviews.length === 0 && <p className={classes.plain}>{t('list.none')}</p>}
      >
        {({ reviews }) => (
          <List>
            {reviews.map((one) => (
              <Row
                key={one.id}
                title={t('after', { count: one.months, n: f.number(one.months) })}
                to={`/program/business-review/metrics/${one.id}`}
                says={
                  one.heldOn
                    ? `${t('list.held', { day: f.day(one.heldOn, 'long') })} · ${t('list.counts', {
                        keep: f.number(one.counts.keep),
                        change: f.number(one.counts.change),
                        retire: f.number(one.counts.retire),
                      })}`
                    : t('list.dueOn', { day: f.day(one.dueOn, 'long') })
                }
                end={<State tone={reviewTones[one.state]}>{t(`state.${one.state}`)}</State>}
              />
            ))}
          </List>
        )}
      </Loaded>
    </Section>
  )
}
