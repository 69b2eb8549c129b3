import { ownMetrics } from '../../contract/own-metrics.ts'
import type { metrics } from '../../contract/metrics.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { define, list } from './own.ts'

// An HR partner sees departments, sites and countries that lie wholly in their population; theirs here is one person.
const withSegment = {
  parts: parts.filter((p) => !p.startsWith('hr_')),
  because: 'No part of the company lies wholly in a population of one.',
}

// Waves cut through every line and population.
const seesWaves = parts.filter((p) => ['lead', 'sponsor', 'committee'].includes(p))

const said = (name: string) => ({
  name,
  sentence: 'How many orders left on time.',
  layer: 'outcome' as const,
  direction: 'up' as const,
  target: 95,
  floor: 1 as const,
})

/** A number of the company's own that is in use; there is room for twenty, so it is made only where there is none. */
async function inUse(w: World) {
  const lead = await w.as('lead')
  const found = (await list(lead)).metrics.find((m) => m.endedOn === null)
  if (found) return { metric: found.definition.id }
  const made = ownMetrics.define.body!.parse({ ...said(w.unique('Orders')), unit: 'percent' })
  return define(lead, made)
}

export const cases: CasesFor<typeof metrics> & CasesFor<typeof ownMetrics> = {
  'metrics.registry': {},
  'metrics.dashboard': { only: withSegment },
  'metrics.moments': {},
  'metrics.paper': { only: withSegment },
  'metrics.table': { input: () => ({ metric: 'L1', by: 'line' }) },
  'metrics.ages': {
    input: () => ({ metric: 'L1' }),
    only: { parts: seesWaves, because: 'Waves are no part of a line or a population.' },
  },
  'metrics.explain': { input: () => ({ metric: 'L1' }), only: withSegment },
  'metrics.segments': { input: () => ({ kind: 'line' }) },
  'metrics.setFloor': { input: () => ({ people: 5 }) },
  'ownMetrics.list': {},
  'ownMetrics.define': { input: (w) => ({ ...said(w.unique('Orders')), unit: 'percent' }) },
  'ownMetrics.change': { input: async (w) => ({ ...(await inUse(w)), ...said(w.unique('Orders')) }) },
  'ownMetrics.end': { input: inUse },
  'ownMetrics.import': {
    input: async (w) => ({ ...(await inUse(w)), name: w.unique('orders'), dryRun: 'false' }),
    file: () => Buffer.from('date,numerator,denominator\n2020-01-31,90,100\n'),
  },
  'ownMetrics.values': {
    input: async (w) => ({ ...(await inUse(w)), values: [{ date: '2020-02-29', numerator: 91, denominator: 100 }] }),
  },
  'ownMetrics.imports': { input: inUse },
}
