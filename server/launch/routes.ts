import { launch } from '../../contract/launch.ts'
import { route } from '../platform/http.ts'
import { holdLaunch, launchWave, readChecks, waiveGate } from './launch.ts'
import { endWaiver } from './waivers.ts'

export const routes = [
  route(launch.checks, readChecks),
  route(launch.now, launchWave),
  route(launch.hold, holdLaunch),
  route(launch.waive, waiveGate),
  route(launch.endWaiver, endWaiver),
]
