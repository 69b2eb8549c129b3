/** Every metric, in the order in which people meet them. */
import type { Definition, MetricId } from '../../contract/metrics.ts'
import { type Language, languages } from '../../contract/library.ts'
import {
  hasTables,
  isOfCompany,
  isOfPeople,
  isOfSurveys,
  isOwn,
  type Metric,
  type MetricVersions,
  type PeopleMetric,
} from './metric.ts'
import { medianOfWaitsFollowed, medianWaitFollowed } from './survival.ts'
import { followed } from './registry/followed.ts'
import { L1, L1before } from './registry/L1.ts'
import { L2, L2before } from './registry/L2.ts'
import { L3, L3before } from './registry/L3.ts'
import { L4, L4before } from './registry/L4.ts'
import { L5 } from './registry/L5.ts'
import { L6 } from './registry/L6.ts'
import { L7 } from './registry/L7.ts'
import { L7R } from './registry/L7R.ts'
import { L8 } from './registry/L8.ts'
import { L9 } from './registry/L9.ts'
import { L9M } from './registry/L9M.ts'
import { L10 } from './registry/L10.ts'
import { L10B } from './registry/L10B.ts'
import { L10L } from './registry/L10L.ts'
import { L11, L11A, L11B, L11D, L11K, L11R } from './registry/L11.ts'
import { L12 } from './registry/L12.ts'
import { L12R } from './registry/L12R.ts'
import { L13 } from './registry/L13.ts'
import { L13C } from './registry/L13C.ts'
import { L14 } from './registry/L14.ts'
import { L14S } from './registry/L14S.ts'
import { L15 } from './registry/L15.ts'
import { L16 } from './registry/L16.ts'
import { G1, G1v1 } from './registry/G1.ts'
import { G2 } from './registry/G2.ts'
import { G3 } from './registry/G3.ts'
import { G4 } from './registry/G4.ts'
import { G5 } from './registry/G5.ts'
import { G6 } from './registry/G6.ts'
import { C1, C1v1 } from './registry/C1.ts'
import { C2 } from './registry/C2.ts'
import { C3 } from './registry/C3.ts'
import { F1 } from './registry/F1.ts'
import { F2 } from './registry/F2.ts'
import { F3 } from './registry/F3.ts'
import { F3D } from './registry/F3D.ts'
import { F4, F4v1 } from './registry/F4.ts'
import { R1 } from './registry/R1.ts'
import { R2 } from './registry/R2.ts'
import { V1, V1before } from './registry/V1.ts'
import { V2, V2v1 } from './registry/V2.ts'
import { V2S } from './registry/V2S.ts'
import { V2P } from './registry/V2P.ts'
import { V2M } from './registry/V2M.ts'
import { V2N } from './registry/V2N.ts'
import { V2H } from './registry/V2H.ts'
import { V2A } from './registry/V2A.ts'
import { V3 } from './registry/V3.ts'
import { V3L } from './registry/V3L.ts'
import { V5 } from './registry/V5.ts'
import { X1 } from './registry/X1.ts'
import { X2 } from './registry/X2.ts'
import { X2P } from './registry/X2P.ts'
import { X3 } from './registry/X3.ts'
import { X4 } from './registry/X4.ts'
import { X5 } from './registry/X5.ts'
import { X6 } from './registry/X6.ts'
import { X7 } from './registry/X7.ts'

/** Times, as they were counted while one who was followed for long could stand for all. */
const waits: readonly PeopleMetric[] = [L4, V2, V2S, V2P, V2M, V2N, V2H, V2A, F3D]
const waitsNow = new Map(
  waits.map((m) => [m.id, followed(m, m.id === 'F3D' ? medianOfWaitsFollowed : medianWaitFollowed)]),
)

/** Definitions that numbers of earlier days were made with. */
const earlier: readonly Metric[] = [
  ...[L1before, V1before, L2before, L3before, L4before, G1v1, C1v1, F4v1, V2v1],
  ...waits,
]

const newest: readonly Metric[] = [
  L1,
  L2,
  L3,
  L4,
  L5,
  L6,
  L7,
  L7R,
  L8,
  L9,
  L9M,
  L10,
  L10L,
  L10B,
  L11,
  L11A,
  L11D,
  L11K,
  L11B,
  L11R,
  L12,
  L12R,
  L13,
  L13C,
  L14,
  L14S,
  L15,
  L16,
  G1,
  G2,
  G3,
  G4,
  G5,
  G6,
  C1,
  C2,
  C3,
  F1,
  F2,
  F3,
  F3D,
  F4,
  R1,
  R2,
  V1,
  V2,
  V2S,
  V2P,
  V2M,
  V2N,
  V2H,
  V2A,
  V3,
  V3L,
  V5,
  X1,
  X2,
  X2P,
  X3,
  X4,
  X5,
  X6,
  X7,
]

export const registry: readonly MetricVersions[] = newest
  .map((m) => waitsNow.get(m.id) ?? m)
  .map((m) => ({
    id: m.id,
    newest: m,
    earlier: earlier.filter((e) => e.id === m.id),
  }))

/** One of those that everybody has. What a company defined itself stands in its own registry (own.ts). */
export function metric(id: MetricId): Metric {
  const found = registry.find((m) => m.id === id)
  if (!found) throw new Error(`${id} is a company's own number; registryOf knows it`)
  return found.newest
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

/** Of names and sentences: the viewer's own unless asked for another. */
export const languageOf = (viewer: { locale: string }, asked?: Language): Language =>
  asked ?? languages.find((l) => viewer.locale.toLowerCase().startsWith(l)) ?? 'en'

export function describe(m: Metric, language: Language): Definition {
  const { id, version, layer, unit, of, element, direction, target, floor, rise = null, within = null } = m
  // A rate for a whole year, or a difference of two shares, is no share of its own numbers.
  const ratio =
    unit === 'percent' &&
    !(isOfPeople(m) && m.value) &&
    !(isOfCompany(m) && of === 'people') &&
    !isOwn(m) &&
    !(isOfSurveys(m) && m.says === 'gap')
  const aims = { direction, target, rise, within, floor }
  return { id, version, layer, unit, of, ratio, element, tables: hasTables(m), ...aims, ...m.words[language] }
}
