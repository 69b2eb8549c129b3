/** The numbers in their groups: what the program is measured by stands open, each layer is one line to open. */
import { Button, UnstyledButton } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import fold from '../ui/fold.module.css'
import { Go, useGo } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import type { Chart, Dashboard } from './address.ts'
import { Card, whyNone } from './card.tsx'
import { arrange, type Group, type Layer, partsOf } from './groups.ts'
import { useMetricWords } from './words.tsx'
import classes from './metrics.module.css'

export function Layers({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useMetricWords()
  const small = dashboard.segment.kind !== 'organization'
  const { chosen, layers, hidden } = arrange(dashboard.charts, small)
  const some = chosen.cards.length + chosen.lines.length > 0
  return (
    <>
      {hidden.length > 0 ? (
        <Hidden charts={hidden} dashboard={dashboard} />
      ) : dashboard.team ? (
        <Section title={t('team.title')} description={t('team.why')}>
          <p className={classes.team}>
            <Held team={dashboard.team} /> <Go to="/team">{t('team.open')}</Go>
          </p>
        </Section>
      ) : null}
      {some ? (
        <section className={classes.chosen} aria-labelledby="metrics-chosen">
          <h2 id="metrics-chosen" className={classes.groupTitle}>
            {t('chosen.title')}
          </h2>
          <p className={classes.groupAbout}>{t('chosen.about')}</p>
          <Numbers group={chosen} dashboard={dashboard} layers />
        </section>
      ) : null}
      <div className={`${fold.folds} ${classes.layers}`}>
        {layers.map(({ layer, group }, i) => (
          <Fold key={layer} layer={layer} group={group} dashboard={dashboard} open={!some && i === 0} more={some} />
        ))}
      </div>
    </>
  )
}

/** One layer: its line says how it stands; cards are drawn when it is open. */
function Fold({
  layer,
  group,
  dashboard,
  open,
  more,
}: {
  layer: Layer
  group: Group
  dashboard: Dashboard
  open: boolean
  more: boolean
}) {
  const { t, f } = useMetricWords()
  const [shown, setShown] = useState(open)
  const count = group.cards.length + group.lines.length
  return (
    <details
      className={`${fold.fold} ${classes.fold}`}
      open={open}
      onToggle={(event) => setShown(event.currentTarget.open)}
    >
      <summary>
        <span className={classes.foldWords}>
          <h2>{t(`layers.${layer}.title`)}</h2>
          <span>{t(`layers.${layer}.about`)}</span>
        </span>
        <span className={classes.foldState}>
          {t(more ? 'layers.further' : 'layers.numbers', { count, value: f.number(count) })}
          {group.aimed > 0 ? ` · ${t('layers.reached', { n: f.number(group.reached), d: f.number(group.aimed) })}` : ''}
        </span>
      </summary>
      {shown ? <Numbers group={group} dashboard={dashboard} /> : null}
    </details>
  )
}

function Numbers({ group, dashboard, layers = false }: { group: Group; dashboard: Dashboard; layers?: boolean }) {
  const { t } = useMetricWords()
  return (
    <>
      {group.cards.length > 0 ? (
        <ul className={classes.cards} aria-label={t('cards')}>
          {group.cards.map((chart) => (
            <Card
              key={chart.definition.id}
              chart={chart}
              parts={partsOf(dashboard.charts, chart)}
              annotations={dashboard.annotations}
              floor={dashboard.floor}
              withLayer={layers}
            />
          ))}
        </ul>
      ) : null}
      {group.lines.length > 0 ? <Lines charts={group.lines} floor={dashboard.floor} /> : null}
    </>
  )
}

/** Numbers that there are not yet: a name and why. */
function Lines({ charts, floor }: { charts: readonly Chart[]; floor: number }) {
  const words = useMetricWords()
  const go = useGo()
  return (
    <ul className={classes.lines} aria-label={words.t('later')}>
      {charts.map((chart) => (
        <li key={chart.definition.id}>
          <UnstyledButton
            className={classes.line}
            id={`metric-${chart.definition.id}`}
            onClick={() => void go(`/program/metrics/${chart.definition.id}`, { search: true })}
          >
            <span className={classes.lineName}>{chart.definition.name}</span>
            <span>{whyNone(words, chart, floor)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

/** The viewer's own check-ins, which they know anyway. */
function Held({ team }: { team: NonNullable<Dashboard['team']> }) {
  const { t, f } = useMetricWords()
  return <strong>{t('team.value', { n: f.number(team.held), d: f.number(team.pairs), count: team.pairs })}</strong>
}

/** A part of the company that is too small: said once and calmly, with what there is instead. */
function Hidden({ charts, dashboard }: { charts: readonly Chart[]; dashboard: Dashboard }) {
  const { t, f, segment } = useMetricWords()
  const own = dashboard.ownLine
  return (
    <Section
      title={t('quiet.title', { count: charts.length, value: f.number(charts.length) })}
      description={t('quiet.why', { segment: segment(dashboard.segment), floor: dashboard.floor })}
      action={
        own ? (
          <Button component={Go} to="/team" variant="default">
            {t('team.open')}
          </Button>
        ) : null
      }
    >
      <div className={classes.quiet}>
        {dashboard.team ? (
          <p>
            <Held team={dashboard.team} />
          </p>
        ) : null}
        {own ? <p>{t('quiet.own')}</p> : null}
        <p className={classes.quietNames}>
          <IconEyeOff size={16} stroke={1.75} aria-hidden />
          <span>{charts.map((c) => c.definition.name).join(' · ')}</span>
        </p>
      </div>
    </Section>
  )
}
