/** Does it reach many, or always the same few? Two numbers of the metric registry, about groups and never about anybody. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useOperation } from '../api.ts'
import { usePlace } from '../metrics/address.ts'
import { Card } from '../metrics/card.tsx'
import { SegmentSwitch } from '../metrics/segment-switch.tsx'
import { Go } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded, StatsSkeleton } from '../ui/states.tsx'
import classes from './recognition.module.css'

export function ReachPage() {
  const { t } = useTranslation('recognition')
  const { query } = usePlace()
  const page = useOperation('metrics.dashboard', query, { keep: true })
  const nothing = page.error instanceof ApiProblem && page.error.code === 'segment_unknown'
  return (
    <Page
      title={t('reach.title')}
      help={t('reach.help')}
      description={t('reach.says')}
      back={{ to: '/recognition', label: t('title') }}
      below={page.data ? <SegmentSwitch segment={page.data.segment} kinds={page.data.tables} /> : null}
    >
      {nothing ? (
        <Empty
          title={t('reach.nothing')}
          action={
            <Button component={Go} to="/recognition/reach" variant="default">
              {t('reach.back')}
            </Button>
          }
        />
      ) : (
        <Loaded query={page} skeleton={<StatsSkeleton count={2} />}>
          {(d) => {
            const charts = d.charts.filter((c) => c.definition.id === 'R1' || c.definition.id === 'R2')
            return charts.length === 0 ? (
              <Empty title={t('reach.none')}>{t('reach.noneBody')}</Empty>
            ) : (
              <ul className={classes.reach}>
                {charts.map((chart) => (
                  <Card
                    key={chart.definition.id}
                    chart={chart}
                    annotations={d.annotations}
                    floor={d.floor}
                    heading="h2"
                  />
                ))}
              </ul>
            )
          }}
        </Loaded>
      )}
    </Page>
  )
}
