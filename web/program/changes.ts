/** A difference between two designs, in the reader's words. */
import { useTranslation } from 'react-i18next'
import type { OtherCadence } from '../../contract/design.ts'
import { useOperation, type Answer } from '../api.ts'
import { useMetricNames } from '../metrics/names.ts'
import type { Change } from '../ui/diff.tsx'
import { useFormat } from '../ui/reader.tsx'
import { languageOf } from './language.ts'

type Found = Answer<'program.difference'>
type One = Found['differences'][number]

type Said = Change & { /** Absent where a whole item came or went. */ field: string | undefined }

export function useChanges(): (found: Found) => { area: One['area']; changes: Said[] }[] {
  const { t, i18n } = useTranslation('program')
  const f = useFormat()
  const names = useMetricNames()
  const shelf = useOperation('training.courses', { language: languageOf(i18n.language) }, { staleTime: 3_600_000 })
  const courseOf = (id: string) => shelf.data?.courses.find((one) => one.id === id)?.title ?? id
  return ({ differences, people }) => {
    const nameOf = (id: unknown) => people.find((p) => p.id === id)?.name ?? t('changes.somebody')
    const ruleOf = (line: string): string => {
      const { who, cadence } = JSON.parse(line) as Pick<OtherCadence, 'who' | 'cadence'>
      const rhythm = t(`cadence.${cadence}`)
      if (who.kind === 'joiners') return t('changes.joiners', { count: who.days, cadence: rhythm })
      const attribute = t(`elements.attribute.${who.attribute}`)
      return t('changes.part', { attribute, values: f.list(who.values), cadence: rhythm })
    }
    const said = (d: One, value: One['before']): string | null => {
      if (value === null || value === '') return null
      if (d.area === 'people') return nameOf(value)
      if (d.field === 'logo') return t('changes.logo')
      if (d.area === 'brand' && d.field === 'language') return t(`language.${value}`)
      if (typeof value === 'boolean') return t(value ? 'changes.on' : 'changes.off')
      if (d.field === 'checkins.others') return String(value).split('\n').map(ruleOf).join('\n')
      if (d.field === 'goals.period' || d.field === 'reviews.every' || d.field === 'growth.lookEvery')
        return t(`period.${value}`)
      if (d.field === 'checkins.cadence') return t(`cadence.${value}`)
      if (d.field === 'goals.firstWithinDays' || d.field === 'withinDays')
        return t('changes.days', { count: Number(value) })
      if (d.field === 'feedback.modes')
        return f.list(
          String(value)
            .split('\n')
            .map((m) => t(`feedbackMode.${m}`)),
        )
      if (d.field === 'feedback.sharing') return t(`feedbackSharing.${value}`)
      if (d.field === 'audience') return t(`policyFor.${value}`)
      if (d.area === 'training') {
        if (!d.field) return courseOf(String(value))
        if (d.field === 'managersReady') return `${f.number(Number(value))} %`
        if (d.field === 'dueDays') return t('changes.days', { count: Number(value) })
        if (d.field === 'order') return String(value).split('\n').map(courseOf).join('\n')
        return f.list(
          String(value)
            .split('\n')
            .map((role) => t(`trainingRole.${role}`)),
        )
      }
      if (d.field === 'by') return f.day(String(value), 'short')
      if (d.area === 'metrics' && typeof value === 'number')
        switch (names.of(d.item?.id ?? '')?.unit) {
          case 'percent':
            return f.share(Math.round(value * 10), 1000)
          case 'days':
            return t('changes.days', { count: value })
          default:
            return f.number(value, 2)
        }
      if (d.area === 'metrics' && (d.kind === 'added' || d.kind === 'removed')) return names.nameOf(String(value))
      return String(value)
    }
    const labelOf = (d: One): string => {
      const [field, language] = (d.field ?? '').split('.') as [string, string | undefined]
      const item = d.item
        ? d.area === 'metrics'
          ? names.nameOf(d.item.id)
          : d.area === 'training'
            ? courseOf(d.item.id)
            : d.item.label || t('policies.untitled')
        : ''
      if (d.area === 'policies' && (field === 'title' || field === 'body'))
        return `${item} · ${t(`field.${field}`)} · ${t(`language.${language}`)}`
      if (language && (d.area === 'brand' || d.area === 'reasons' || d.area === 'objectives'))
        return `${t(`field.${field}`)} · ${t(`language.${language}`)}`
      if (!d.field) return t(`changes.item.${d.area}`)
      const name = t(`field.${d.field.replace('.', '_')}`)
      return item && d.area !== 'objectives' ? `${item} · ${name}` : name
    }
    const groups: { area: One['area']; changes: Said[] }[] = []
    differences.forEach((d, i) => {
      let group = groups.find((g) => g.area === d.area)
      if (!group) groups.push((group = { area: d.area, changes: [] }))
      const before = said(d, d.before)
      const after = said(d, d.after)
      group.changes.push({
        id: String(i),
        field: d.field,
        label: labelOf(d),
        kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
        before,
        after,
      })
    })
    return groups
  }
}
