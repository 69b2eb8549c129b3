/** One metric: what it is now, against its target, over time. */
import { Button, UnstyledButton } from '@mantine/core'
import { IconClock, IconEyeOff, IconHelpCircle } from '@tabler/icons-react'
import { type Search, useGo } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { When } from '../ui/reader.tsx'
import { TrendChart } from '../ui/trend-chart.tsx'
import type { Chart, Dashboard } from './address.ts'
import { useMarks } from './moments.ts'
import { distance, useMetricWords } from './words.tsx'
import { chartScale, chartUnit } from './chart-unit.ts'
import classes from './metrics.module.css'

export function Card({
  chart,
  parts = [],
  annotations,
  floor,
  withLayer = false,
  heading: Heading = 'h3',
  search = true,
}: {
  chart: Chart
  /** Numbers that are told with it. */
  parts?: readonly Chart[]
  annotations: Dashboard['annotations']
  floor: number
  /** Whether it says its layer: where cards of several stand together. */
  withLayer?: boolean
  heading?: 'h2' | 'h3'
  /** Of which part of the company its own page tells; the one in the address unless told. */
  search?: Search | true
}) {
  const { t, f, aim, short, target: targetWords, value } = useMetricWords()
  const go = useGo()
  const { definition, now, series, target, baseline } = chart
  const open = () => void go(`/program/metrics/${definition.id}`, { search })
  const scale = chartScale(definition.unit)
  const part = t(`elements.${definition.element ?? 'program'}`)
  const to = distance(chart)
  const happened = useMarks()(annotations, definition.id)
  return (
    <li className={classes.card}>
      <UnstyledButton className={classes.head} onClick={open} id={`metric-${definition.id}`}>
        <span className={classes.part}>{withLayer ? `${t(`layers.${definition.layer}.title`)} · ${part}` : part}</span>
        <Heading className={classes.name}>{definition.name}</Heading>
        <Now chart={chart} floor={floor} />
      </UnstyledButton>
      <p className={classes.sentence}>{definition.sentence}</p>
      {to ? (
        <div className={classes.state}>
          <State tone={to.reached ? 'good' : 'warn'}>
            {to.reached ? t('target.reached') : short(definition, to.by)}
          </State>
        </div>
      ) : null}
      {series.length > 0 ? (
        <TrendChart
          title={definition.name}
          unit={chartUnit(definition.unit, t('unit.days'))}
          height={188}
          floor={floor}
          target={target ? target.value * scale : null}
          baseline={baseline ? baseline.value * scale : null}
          annotations={happened}
          series={[
            {
              id: definition.id,
              label: definition.name,
              points: series.map((p) => ({
                on: p.asOf,
                value: p.value === null ? null : p.value * scale,
                ...(definition.ratio || definition.unit === 'days'
                  ? { numerator: p.numerator, denominator: p.denominator }
                  : {}),
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
      ) : null}
      <ul className={classes.legend}>
        {target ? <li data-line="target">{targetWords(target, aim(definition, target.value))}</li> : null}
        {baseline ? (
          <li data-line="baseline">
            {t(baseline.source ? 'baseline.from' : 'baseline.plain', {
              value: aim(definition, baseline.value),
              source: baseline.source,
            })}
          </li>
        ) : null}
      </ul>
      {parts.length > 0 ? <Parts charts={parts} /> : null}
      {now.state === 'hidden' && now.last ? (
        <p className={classes.small}>
          {t('hidden.last', { value: value(definition, now.last), on: f.day(now.last.asOf, 'short') })}
        </p>
      ) : null}
    </li>
  )
}

/** The parts of a number, one line each. */
function Parts({ charts }: { charts: readonly Chart[] }) {
  const { t, value } = useMetricWords()
  const go = useGo()
  return (
    <ul className={classes.parts} aria-label={t('parts')}>
      {charts.map(({ definition, now }) => (
        <li key={definition.id}>
          <UnstyledButton
            className={classes.partLine}
            id={`metric-${definition.id}`}
            onClick={() => void go(`/program/metrics/${definition.id}`, { search: true })}
          >
            <span>{definition.name}</span>
            {now.state === 'shown' || now.state === 'held' ? (
              <strong>{value(definition, now.point)}</strong>
            ) : (
              <span>{t(noneWords[now.state])}</span>
            )}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

type Words = ReturnType<typeof useMetricWords>

/** Why there is no number, in a sentence. */
export function whyNone(
  { t, f }: Words,
  { now, definition }: Pick<Chart, 'definition' | 'now'>,
  floor: number,
): string {
  switch (now.state) {
    case 'hidden':
      return t(now.because === 'floor' ? 'hidden.floor' : 'hidden.complement', { floor })
    case 'not_yet':
      if (now.reason === 'acts') return t('notYet.acts', { what: definition.denominator })
      if (now.reason === 'survey' || now.reason === 'history') return t(`notYet.${now.reason}`)
      if (now.from) return t(`notYet.${now.reason}`, { on: f.day(now.from, 'long'), floor })
      return t(now.reason === 'nobody' ? 'notYet.nobodyYet' : 'notYet.no_wave')
    case 'unknown':
      if (now.column === 'own') return t('unknown.own')
      return t('unknown.why', { column: t(`columns.${now.column}`, { defaultValue: now.column }) })
    case 'shown':
    case 'held':
      return ''
  }
}

const noneWords = { hidden: 'hidden.word', not_yet: 'notYet.word', unknown: 'unknown.word' } as const

/** The number, or why there is none. */
export function Now({
  chart: { definition, now },
  floor,
}: {
  chart: Pick<Chart, 'definition' | 'now'>
  floor: number
}) {
  const words = useMetricWords()
  const { t, f, value, of } = words
  if (now.state === 'shown' || now.state === 'held')
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
  return (
    <>
      <span className={classes.none}>
        {now.state === 'hidden' ? <IconEyeOff size={22} stroke={1.6} aria-hidden /> : null}
        {now.state === 'not_yet' ? <IconClock size={22} stroke={1.6} aria-hidden /> : null} {t(noneWords[now.state])}
      </span>
      <span className={classes.of}>{whyNone(words, { definition, now }, floor)}</span>
    </>
  )
}
