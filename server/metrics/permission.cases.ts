import type { metrics } from '../../contract/metrics.ts'
import { type CasesFor, parts } from '../access/permission-cases.ts'

// An HR partner sees departments, sites and countries that lie wholly in their population; theirs here is one person.
const withSegment = {
  parts: parts.filter((p) => !p.startsWith('hr_')),
  because: 'No part of the company lies wholly in a population of one.',
}

// Waves cut through every line and population.
const seesWaves = parts.filter((p) => ['lead', 'sponsor', 'committee'].includes(p))

export const cases: CasesFor<typeof metrics> = {
  'metrics.registry': {},
  'metrics.dashboard': { only: withSegment },
  'metrics.table': { input: () => ({ metric: 'L1', by: 'line' }) },
  'metrics.ages': {
    input: () => ({ metric: 'L1' }),
    only: { parts: seesWaves, because: 'Waves are no part of a line or a population.' },
  },
  'metrics.explain': { input: () => ({ metric: 'L1' }), only: withSegment },
  'metrics.segments': { input: () => ({ kind: 'line' }) },
  'metrics.setFloor': { input: () => ({ people: 5 }) },
}
