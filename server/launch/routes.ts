import { launch } from '../../contract/launch.ts'
import { route } from '../platform/http.ts'
import { holdLaunch, launchWave, readChecks } from './launch.ts'

export const routes = [route(launch.checks, readChecks), route(launch.now, launchWave), route(launch.hold, holdLaunch)]
