/** Numbers and segments in words, the same on cards, in tables and in the panel. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import type { Chart, Definition, Segment, Standing } from './address.ts'

export type PointOf = Extract<Standing, { state: 'shown' }>['point']

const ofWords = {
  people: 'ofPeople',
  pairs: 'ofPairs',
  checkins: 'ofCheckins',
  forms: 'ofForms',
  answers: 'ofAnswers',
} as const

export function useMetricWords() {
  const { t } = useTranslation('metrics')
  const f = useFormat()
  const days = (value: number) => t('days', { count: value, value: f.number(value, 1) })
  return {
    t,
    f,
    value(definition: Definition, point: PointOf): string {
      if (definition.unit === 'index') return point.value === null ? t('nothingYet') : f.number(point.value, 2)
      if (definition.unit === 'days') return point.value === null ? t('notReached') : days(point.value)
      return f.share(point.numerator, point.denominator)
    },
    /** A target or baseline, in the metric's unit. */
    aim: (definition: Definition, value: number) =>
      definition.unit === 'index'
        ? f.number(value, 2)
        : definition.unit === 'days'
          ? days(value)
          : f.share(Math.round(value * 10), 1000),
    of: (definition: Definition, point: PointOf) =>
      t(definition.unit === 'index' ? 'ofIndex' : ofWords[definition.of], {
        n: f.number(point.numerator),
        d: f.number(point.denominator),
        count: point.denominator,
      }),
    segment(segment: Segment): string {
      if (segment.kind === 'organization') return t('kinds.organization')
      if (segment.kind === 'manager') return t(segment.key === 'yes' ? 'managers.yes' : 'managers.no')
      if (segment.kind === 'tenure') return t(`tenure.${segment.key}`)
      return segment.label ?? t('notGiven')
    },
    target(chart: Pick<Chart, 'target' | 'definition'>, aim: string): string {
      const { by, source } = chart.target
      if (source === 'ours') return t('target.ours', { value: aim })
      return by ? t('target.by', { value: aim, on: f.day(by, 'short') }) : t('target.plain', { value: aim })
    },
  }
}

/** How far a number is from its target, in its own direction. Null where there is nothing to compare. */
export function distance({ definition, now, target }: Chart): { reached: boolean; by: number } | null {
  if (now.state !== 'shown' && now.state !== 'held') return null
  const value = now.point.value
  if (value === null) return null
  const ahead = definition.direction === 'up' ? value - target.value : target.value - value
  return { reached: ahead >= 0, by: Math.abs(ahead) }
}
