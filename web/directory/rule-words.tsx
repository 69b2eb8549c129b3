/** A rule as a sentence. */
import { useTranslation } from 'react-i18next'
import type { AudienceRule } from '../../contract/audiences.ts'
import { useFormat } from '../ui/reader.tsx'
import { useCountryName } from '../ui/countries.ts'

/** `names`: people and leaders that the rule speaks of, by id. */
export function useRuleWords(names: Record<string, string> = {}): (rule: AudienceRule, inner?: boolean) => string {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const country = useCountryName()
  const either = (parts: readonly string[]) => new Intl.ListFormat(f.locale, { type: 'disjunction' }).format(parts)
  const say = (rule: AudienceRule, inner = false): string => {
    if ('everyone' in rule) return t('rule.everyone')
    if ('managers' in rule) return t('rule.managers')
    if ('not' in rule) return t('rule.not', { rule: say(rule.not, true) })
    if ('all' in rule || 'any' in rule) {
      const parts = ('all' in rule ? rule.all : rule.any).map((part) => say(part, true))
      if (parts.length === 1) return parts[0]!
      const joined = 'all' in rule ? f.list(parts) : either(parts)
      return inner ? `(${joined})` : joined
    }
    if ('field' in rule) {
      const values = rule.in.map((value) => (rule.field === 'country' ? country(value) : value))
      const shown =
        values.length > 4
          ? [...values.slice(0, 3), t('rule.more', { count: values.length - 3, number: f.number(values.length - 3) })]
          : values
      return t(`rule.field.${rule.field}`, { values: either(shown) })
    }
    if ('tenure' in rule) return t('rule.tenure', { bands: either(rule.tenure.map((band) => t(`rule.band.${band}`))) })
    if ('under' in rule)
      return t(rule.withLeader ? 'rule.underWith' : 'rule.under', { name: names[rule.under] ?? t('rule.someone') })
    return t('rule.people', { count: rule.people.length, number: f.number(rule.people.length) })
  }
  return say
}

export function RuleWords({ rule, names }: { rule: AudienceRule; names?: Record<string, string> }) {
  return <>{useRuleWords(names)(rule)}</>
}
