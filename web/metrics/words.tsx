/** Numbers and segments in words, the same on cards, in tables and in the panel. */
import { useTranslation } from 'react-i18next'
import { useCountryName } from '../ui/countries.ts'
import { useFormat } from '../ui/reader.tsx'
import type { Chart, Definition, Segment, Standing } from './address.ts'

export type PointOf = Extract<Standing, { state: 'shown' }>['point']

const ofWords = {
  people: 'ofPeople',
  pairs: 'ofPairs',
  checkins: 'ofCheckins',
  goals: 'ofGoals',
  requests: 'ofRequests',
  forms: 'ofForms',
  ratings: 'ofRatings',
  questions: 'ofQuestions',
  messages: 'ofMessages',
  acts: 'ofActs',
  scripts: 'ofScripts',
  champions: 'ofChampions',
  imported: 'ofImported',
  answers: 'ofAnswers',
} as const

export function useMetricWords() {
  const { t } = useTranslation('metrics')
  const f = useFormat()
  const country = useCountryName()
  const said = (definition: Definition, value: number): string => {
    switch (definition.unit) {
      case 'days':
        return t('days', { count: value, value: f.number(value, 1) })
      case 'minutes':
        return t('minutes', { count: Math.round(value), value: f.number(value) })
      case 'index':
      case 'of_five':
      case 'number':
        return f.number(value, 2)
      case 'items':
        return f.number(value, 1)
      case 'score':
        return `${value > 0 ? '+' : ''}${f.number(value)}`
      case 'percent':
        return f.share(Math.round(value * 10), 1000)
    }
  }
  return {
    t,
    f,
    value(definition: Definition, point: PointOf): string {
      if (definition.ratio) return f.share(point.numerator, point.denominator)
      if (point.value === null) return t(definition.unit === 'days' ? 'notReached' : 'nothingYet')
      return said(definition, point.value)
    },
    /** A target or baseline, in the metric's unit. */
    aim: said,
    of(definition: Definition, point: PointOf): string {
      const counts = { n: f.number(point.numerator), d: f.number(point.denominator), count: point.denominator }
      if (definition.of === 'imported') return t('ofImported', counts)
      if (definition.ratio || definition.unit === 'days') return t(ofWords[definition.of], counts)
      if (definition.unit === 'index' && definition.of !== 'answers') return t('ofIndex', counts)
      if (definition.unit === 'minutes' && definition.of === 'messages') return t('ofReading', counts)
      if (definition.unit === 'of_five' || definition.unit === 'index' || definition.unit === 'minutes')
        return t('ofFive', counts)
      if (definition.unit === 'items')
        return t(
          { questions: 'ofLoad', messages: 'ofMessages', scripts: 'ofBlockers', champions: 'ofChampions' }[
            definition.of as string
          ] ?? 'ofItems',
          counts,
        )
      if (definition.unit === 'percent')
        return t({ people: 'ofPeople', answers: 'ofFive' }[definition.of as string] ?? 'ofMean', counts)
      const { low, high } = point.interval ?? { low: -100, high: 100 }
      return t('ofScore', { ...counts, low: f.number(low), high: f.number(high) })
    },
    /** How far a number is from its target. */
    short(definition: Definition, by: number): string {
      switch (definition.unit) {
        case 'index':
        case 'of_five':
        case 'number':
          return t(definition.direction === 'up' ? 'target.short' : 'target.above', { value: f.number(by, 2) })
        case 'minutes':
          return t('target.above', { value: t('minutes', { count: Math.round(by), value: f.number(by) }) })
        case 'days':
          return t('target.later', { count: by, value: f.number(by, 1) })
        case 'items':
          return t(definition.direction === 'up' ? 'target.short' : 'target.above', { value: f.number(by, 1) })
        case 'percent':
        case 'score':
          return t('target.below', { count: Math.round(by), value: f.number(by, by < 1 ? 1 : 0) })
      }
    },
    segment(segment: Segment): string {
      if (segment.kind === 'organization') return t('kinds.organization')
      if (segment.kind === 'manager') return t(segment.key === 'yes' ? 'managers.yes' : 'managers.no')
      if (segment.kind === 'tenure') return t(`tenure.${segment.key}`)
      if (segment.kind === 'country' && segment.label) return country(segment.label)
      return segment.label ?? t('notGiven')
    },
    target({ by, source }: NonNullable<Chart['target']>, aim: string): string {
      if (source === 'ours') return t('target.ours', { value: aim })
      return by ? t('target.by', { value: aim, on: f.day(by, 'short') }) : t('target.plain', { value: aim })
    },
  }
}

/** How far a number is from its target, in its own direction. Null where there is nothing to compare. */
export function distance({ definition, now, target }: Chart): { reached: boolean; by: number } | null {
  if (now.state !== 'shown' && now.state !== 'held') return null
  const value = now.point.value
  if (value === null || target === null) return null
  const ahead = definition.direction === 'up' ? value - target.value : target.value - value
  return { reached: ahead >= 0, by: Math.abs(ahead) }
}
