/** What a check found, in the reader's words, and where the next step is taken. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useMetricNames } from '../metrics/names.ts'
import { useFormat } from '../ui/reader.tsx'
import type { PlaceId } from '../shell/places.ts'

export type Found = Answer<'mistakes.get'>
export type Mistake = Found['mistakes'][number]
export type Check = Mistake['checks'][number]

/** Reasons that say the same of several checks. */
const shared = [
  'no_program',
  'draft',
  'not_live',
  'off',
  'too_few',
  'small_group',
  'no_wave',
  'none_ahead',
  'none_yet',
] as const
/** What a sentence counts, the first that it names. */
const countable = [
  'acts',
  'objectives',
  'metrics',
  'talks',
  'left',
  'policies',
  'messages',
  'gaps',
  'weeks',
  'elements',
  'decisions',
  'days',
]

export function useSaid(): (check: Pick<Check, 'id' | 'reason' | 'evidence'>) => string {
  const { t } = useTranslation('mistakes')
  const { nameOf } = useMetricNames()
  const f = useFormat()
  return ({ id, reason, evidence }) => {
    const values: Record<string, string | number> = {}
    for (const [key, value] of Object.entries(evidence)) {
      if (value === null) continue
      if (key === 'on') values[key] = f.day(String(value), 'short')
      else if (key === 'metric') values[key] = nameOf(String(value))
      else values[key] = typeof value === 'number' ? f.number(value) : value
    }
    const counted = countable.find((key) => typeof evidence[key] === 'number')
    const count = counted === undefined ? 0 : Number(evidence[counted])
    return (shared as readonly string[]).includes(reason)
      ? t(`common.${reason}`, { ...values, count })
      : t(`check.${id}.${reason}`, { ...values, count })
  }
}

type Step = { to: string; search?: Record<string, string>; place: PlaceId }

/** Where a next step is taken, and which place somebody has to see for it. */
export function stepTo(check: Pick<Check, 'next' | 'reason' | 'evidence'>): Step | null {
  switch (check.next) {
    case null:
      return null
    case 'people':
      return { to: '/program/design/people', place: 'program.design' }
    case 'reasons':
      return {
        to: check.reason === 'objectives' ? '/program/design/objectives' : '/program/design/why',
        place: 'program.design',
      }
    case 'metrics':
      return { to: '/program/design/metrics', place: 'program.design' }
    case 'elements':
      return { to: '/program/design/elements', place: 'program.design' }
    case 'policies':
      return { to: '/program/design/expectations', place: 'program.design' }
    case 'policies_read':
      return { to: '/program', place: 'program' }
    case 'training':
      return check.reason === 'none_asked'
        ? { to: '/program/design/training', place: 'program.design' }
        : { to: '/program/training', place: 'program.training' }
    case 'champions':
      return { to: '/program/champions', place: 'program.champions' }
    case 'communications':
      return { to: '/program/communications', place: 'program.communications' }
    case 'message':
      // What is begun already is led to.
      if (typeof check.evidence['draft'] === 'string')
        return { to: `/program/communications/${check.evidence['draft']}`, place: 'program.communications' }
      return { to: '/program/communications/new', search: { sender: 'sponsor' }, place: 'program.communications' }
    case 'waves':
      return { to: '/program/waves', place: 'program.waves' }
    case 'surveys':
      return { to: '/program/pulse', place: 'program.pulse' }
    case 'numbers':
      return { to: '/program/metrics', place: 'program.metrics' }
    case 'committee':
      return { to: '/program/governance', place: 'program.governance' }
    case 'decisions':
      return { to: '/program/governance/decisions', place: 'program.governance' }
  }
}
