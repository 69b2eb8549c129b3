import type { metrics } from '../../contract/metrics.ts'
import type { CasesFor } from '../access/permission-cases.ts'

export const cases: CasesFor<typeof metrics> = {
  'metrics.registry': {},
  'metrics.dashboard': {},
  'metrics.table': { input: () => ({ metric: 'L1', by: 'line' }) },
  'metrics.explain': { input: () => ({ metric: 'L1' }) },
  'metrics.segments': { input: () => ({ kind: 'line' }) },
  'metrics.setFloor': { input: () => ({ people: 5 }) },
}
