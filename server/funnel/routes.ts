import { funnel } from '../../contract/funnel.ts'
import { route } from '../platform/http.ts'
import { get } from './funnel.ts'

export const routes = [route(funnel.get, get)]
