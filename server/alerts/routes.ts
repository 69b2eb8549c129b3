import { alerts } from '../../contract/alerts.ts'
import { route } from '../platform/http.ts'
import { list, loud, quiet } from './reading.ts'

export const routes = [route(alerts.list, list), route(alerts.quiet, quiet), route(alerts.loud, loud)]
