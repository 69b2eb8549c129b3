/** Every metric, in the order in which people meet them. */
import type { Definition, MetricId } from '../../contract/metrics.ts'
import type { Language } from '../../contract/library.ts'
import { isOfPeople, type Metric, type MetricVersions, type PeopleMetric } from './metric.ts'
import { L1 } from './registry/L1.ts'
import { L2, L2before } from './registry/L2.ts'
import { L3, L3before } from './registry/L3.ts'
import { L4, L4before } from './registry/L4.ts'
import { G1 } from './registry/G1.ts'
import { G1v1 } from './registry/G1v1.ts'
import { G3 } from './registry/G3.ts'
import { C1, C1v1 } from './registry/C1.ts'
import { C2 } from './registry/C2.ts'
import { C3 } from './registry/C3.ts'
import { R1 } from './registry/R1.ts'
import { R2 } from './registry/R2.ts'
import { V1 } from './registry/V1.ts'
import { V2 } from './registry/V2.ts'

/** Definitions that numbers of earlier days were made with. */
const earlier: readonly Metric[] = [L2before, L3before, L4before, G1v1, C1v1]

export const registry: readonly MetricVersions[] = [L1, L2, L3, L4, G1, G3, C1, C2, C3, R1, R2, V1, V2].map(
  (newest: Metric) => ({
    id: newest.id,
    newest,
    earlier: earlier.filter((m) => m.id === newest.id),
  }),
)

export function metric(id: MetricId): Metric {
  return registry.find((m) => m.id === id)!.newest
}

/** The definition that a number of an earlier day was made with. */
export function metricAs(id: MetricId, version: number): Metric {
  const known = registry.find((m) => m.id === id)!
  const found = [known.newest, ...known.earlier].find((m) => m.version === version)
  if (!found) throw new Error(`${id} has no version ${version}; old definitions stay in the registry`)
  return found
}

/** The same, where it is known to count people. */
export function ofPeopleAs(id: MetricId, version: number): PeopleMetric {
  const found = metricAs(id, version)
  if (!isOfPeople(found)) throw new Error(`${id} does not count people`)
  return found
}

export function describe(m: Metric, language: Language): Definition {
  const { id, version, layer, unit, of, direction, target, floor } = m
  return { id, version, layer, unit, of, tables: isOfPeople(m), direction, target, floor, ...m.words[language] }
}
