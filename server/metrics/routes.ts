import { metrics } from '../../contract/metrics.ts'
import { ownMetrics } from '../../contract/own-metrics.ts'
import { route } from '../platform/http.ts'
import { ages } from './ages.ts'
import { dashboard, explain, listRegistry, setFloor } from './reading.ts'
import { moments } from './moments.ts'
import { change, define, end, list } from './own.ts'
import { bringFile, bringValues, imports } from './own-import.ts'
import { segments } from './segments.ts'
import { table } from './table.ts'

export const routes = [
  route(metrics.registry, listRegistry),
  route(metrics.dashboard, dashboard),
  route(metrics.moments, moments),
  route(metrics.table, table),
  route(metrics.ages, ages),
  route(metrics.explain, explain),
  route(metrics.segments, segments),
  route(metrics.setFloor, setFloor),
  route(ownMetrics.list, list),
  route(ownMetrics.define, define),
  route(ownMetrics.change, change),
  route(ownMetrics.end, end),
  route(ownMetrics.import, bringFile),
  route(ownMetrics.values, bringValues),
  route(ownMetrics.imports, imports),
]
