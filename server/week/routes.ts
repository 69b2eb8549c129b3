import { week } from '../../contract/week.ts'
import { route } from '../platform/http.ts'
import { get, line, team } from './week.ts'

export const routes = [route(week.get, get), route(week.team, team), route(week.line, line)]
