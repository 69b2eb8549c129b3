/** One metric: what it is now, against its target, over time. */
import { Button, UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconClock, IconEyeOff, IconHelpCircle } from '@tabler/icons-react'
import { useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { When } from '../ui/reader.tsx'
import { TrendChart } from '../ui/trend-chart.tsx'
import type { Chart, Dashboard } from './address.ts'
import { distance, useMetricWords } from './words.tsx'
import classes from './metrics.module.css'

export function Card({
  chart,
  annotations,
  floor,
}: {
  chart: Chart
  annotations: Dashboard['annotations']
  floor: number
}) {
  const { t, f, aim, target: targetWords, value } = useMetricWords()
  const go = useGo()
  const { definition, now, series, target, baseline } = chart
  const open = () => void go(`/program/metrics/${definition.id}`, { search: true })
  const scale = definition.unit === 'percent' ? 0.01 : 1
  const to = distance(chart)
  return (
    <li className={classes.card}>
      <UnstyledButton className={classes.head} onClick={open} id={`metric-${definition.id}`}>
        <h2 className={classes.name}>{definition.name}</h2>
        <Now chart={chart} floor={floor} />
      </UnstyledButton>
      <p className={classes.sentence}>{definition.sentence}</p>
      {to ? (
        <div className={classes.state}>
          <State tone={to.reached ? 'good' : 'warn'}>
            {to.reached
              ? t('target.reached')
              : definition.unit === 'index'
                ? t('target.above', { value: f.number(to.by, 2) })
                : definition.unit === 'days'
                  ? t('target.later', { count: to.by, value: f.number(to.by, 1) })
                  : t('target.below', { count: Math.round(to.by), value: f.number(to.by, to.by < 1 ? 1 : 0) })}
          </State>
        </div>
      ) : null}
      {series.length > 0 ? (
        <TrendChart
          title={definition.name}
          unit={
            definition.unit === 'percent'
              ? 'share'
              : definition.unit === 'index'
                ? { unit: '', digits: 2 }
                : { unit: t('unit.days') }
          }
          height={188}
          floor={floor}
          target={target.value * scale}
          baseline={baseline ? baseline.value * scale : null}
          annotations={annotations.map((a) => ({
            on: a.on,
            label: a.kind === 'go_live' ? a.label : t('version', { number: a.label }),
          }))}
          series={[
            {
              id: definition.id,
              label: definition.name,
              points: series.map((p) => ({
                on: p.asOf,
                value: p.value === null ? null : p.value * scale,
                numerator: p.numerator,
                denominator: p.denominator,
              })),
            },
          ]}
          tools={
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconHelpCircle size={15} aria-hidden />}
              onClick={open}
            >
              {t('explain.do')}
              <span className="spoken">: {definition.name}</span>
            </Button>
          }
        />
      ) : (
        <Waiting chart={chart} />
      )}
      <ul className={classes.legend}>
        <li data-line="target">{targetWords(chart, aim(definition, target.value))}</li>
        {baseline ? (
          <li data-line="baseline">
            {t(baseline.source ? 'baseline.from' : 'baseline.plain', {
              value: aim(definition, baseline.value),
              source: baseline.source,
            })}
          </li>
        ) : null}
      </ul>
      {now.state === 'hidden' && now.last ? (
        <p className={classes.small}>
          {t('hidden.last', { value: value(definition, now.last), on: f.day(now.last.asOf, 'short') })}
        </p>
      ) : null}
    </li>
  )
}

/** The number, or why there is none. */
export function Now({
  chart: { definition, now },
  floor,
}: {
  chart: Pick<Chart, 'definition' | 'now'>
  floor: number
}) {
  const { t, f, value, of } = useMetricWords()
  switch (now.state) {
    case 'shown':
    case 'held':
      return (
        <>
          <span className={classes.number}>{value(definition, now.point)}</span>
          <span className={classes.of}>
            {of(definition, now.point)}, <When on={now.point.asOf} style="short" />
            {now.state === 'held' ? (
              <span className={classes.held}> · {t('held.short', { on: f.day(now.peopleOf, 'short') })}</span>
            ) : null}
          </span>
        </>
      )
    case 'hidden':
      return (
        <>
          <span className={classes.none}>
            <IconEyeOff size={22} stroke={1.6} aria-hidden /> {t('hidden.word')}
          </span>
          <span className={classes.of}>
            {t(now.because === 'floor' ? 'hidden.floor' : 'hidden.complement', { floor })}
          </span>
        </>
      )
    case 'not_yet':
      return (
        <>
          <span className={classes.none}>
            <IconClock size={22} stroke={1.6} aria-hidden /> {t('notYet.word')}
          </span>
          <span className={classes.of}>
            {now.from
              ? t(`notYet.${now.reason}`, { on: f.day(now.from, 'long'), floor })
              : t(now.reason === 'nobody' ? 'notYet.nobodyYet' : 'notYet.no_wave')}
          </span>
        </>
      )
    case 'unknown':
      return (
        <>
          <span className={classes.none}>{t('unknown.word')}</span>
          <span className={classes.of}>
            {t('unknown.why', { column: t(`columns.${now.column}`, { defaultValue: now.column }) })}
          </span>
        </>
      )
  }
}

/** In place of a chart: what will stand there. */
function Waiting({ chart: { now } }: { chart: Chart }) {
  const { t } = useMetricWords()
  return (
    <div className={classes.waiting} data-state={now.state}>
      <IconArrowRight size={16} aria-hidden className="flips" />
      {t(now.state === 'hidden' ? 'waiting.hidden' : 'waiting.notYet')}
    </div>
  )
}
