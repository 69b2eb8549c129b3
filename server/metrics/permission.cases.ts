import type { metrics } from '../../contract/metrics.ts'
import { type CasesFor, parts } from '../access/permission-cases.ts'

// An HR partner sees departments, sites and countries that lie wholly in their population; theirs here is one person.
const withSegment = {
  parts: parts.filter((p) => !p.startsWith('hr_')),
  because: 'No part of the company lies wholly in a population of one.',
}

export const cases: CasesFor<typeof metrics> = {
  'metrics.registry': {},
  'metrics.dashboard': { only: withSegment },
  'metrics.table': { input: () => ({ metric: 'L1', by: 'line' }) },
  'metrics.explain': { input: () => ({ metric: 'L1' }), only: withSegment },
  'metrics.segments': { input: () => ({ kind: 'line' }) },
  'metrics.setFloor': { input: () => ({ people: 5 }) },
}
