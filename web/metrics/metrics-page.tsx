/** Is it working? The metrics over time for one part of the company. */
import { Button, SegmentedControl } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AlertsSection } from '../alerts/alerts-section.tsx'
import { addressOf, ApiProblem, useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { useMedia } from '../ui/media.ts'
import { Page } from '../ui/page.tsx'
import { Go } from '../ui/link.tsx'
import { SaveFile } from '../ui/save-file.tsx'
import { Empty, Loaded, Note, StatsSkeleton } from '../ui/states.tsx'
import { usePlace } from './address.ts'
import { Compare } from './compare.tsx'
import { Layers } from './layers.tsx'
import { SegmentSwitch } from './segment-switch.tsx'
import { useMetricWords } from './words.tsx'
import classes from './metrics.module.css'

export function MetricsPage() {
  const { t } = useTranslation('metrics')
  const { at, query, setAt } = usePlace()
  const small = useMedia('(max-width: 26.24em)')
  const { f, segment: nameOf } = useMetricWords()
  const { roles } = useMe()
  const page = useOperation('metrics.dashboard', query, { keep: true })
  const data = page.data
  const nothingToSee = page.error instanceof ApiProblem && page.error.code === 'segment_unknown'
  return (
    <Page
      title={t('title')}
      width="wide"
      help={t('help')}
      more={
        roles.includes('lead') ? (
          <Button component={Go} to="/program/own-numbers" variant="default">
            {t('own.link')}
          </Button>
        ) : undefined
      }
      description={
        data
          ? t(data.asOf ? 'about' : 'aboutNone', {
              segment: nameOf(data.segment),
              on: data.asOf ? f.day(data.asOf, 'long') : '',
            })
          : t('description')
      }
      action={
        data ? (
          <SaveFile quiet href={addressOf('metrics.paper', query)}>
            {t('paper')}
          </SaveFile>
        ) : null
      }
      below={
        data ? (
          <div className={classes.switches}>
            <SegmentSwitch segment={data.segment} kinds={data.tables} />
            <SegmentedControl
              size="sm"
              orientation={small ? 'vertical' : 'horizontal'}
              fullWidth={small}
              className={small ? classes.stacked : undefined}
              aria-label={t('roster.label')}
              value={data.roster}
              onChange={(roster) => setAt({ roster: roster === 'live' ? undefined : 'frozen' })}
              data={[
                { value: 'live', label: t('roster.live') },
                { value: 'frozen', label: t('roster.frozen') },
              ]}
            />
          </div>
        ) : null
      }
    >
      {nothingToSee ? (
        <Empty
          title={t('nothing.title')}
          action={
            <Button component={Go} to="/program/metrics">
              {t('nothing.back')}
            </Button>
          }
        >
          {t('nothing.body')}
        </Empty>
      ) : (
        <Loaded query={page} skeleton={<StatsSkeleton count={6} />}>
          {(d) => (
            <>
              {d.charts.every((c) => c.now.state === 'not_yet' && c.now.reason !== 'nobody') ? (
                <FirstNumbers charts={d.charts} />
              ) : null}
              {at.kind === undefined || at.kind === 'organization' ? <AlertsSection /> : null}
              <Layers dashboard={d} />
              {d.asOf ? <Compare dashboard={d} /> : null}
              <p className={classes.foot}>{t('privacy', { floor: d.floor })}</p>
            </>
          )}
        </Loaded>
      )}
      <Outlet />
    </Page>
  )
}

function FirstNumbers({
  charts,
}: {
  charts: readonly { now: { state: string; from?: string | null; reason?: string } }[]
}) {
  const { t, f } = useMetricWords()
  const { today } = useMe()
  // What began already waits for something else, and says so on its own card.
  const first = charts
    .flatMap(({ now }) => (now.state === 'not_yet' && now.from && now.from > today ? [now.from] : []))
    .sort()[0]
  const noWave = charts.some(({ now }) => now.reason === 'no_wave')
  return (
    <Note>
      {noWave ? (
        <>
          {t('first.noWave')} <Go to="/program/waves">{t('first.toWaves')}</Go>
        </>
      ) : first ? (
        t('first.from', { on: f.day(first, 'long') })
      ) : (
        t('first.soon')
      )}
    </Note>
  )
}
