import { inbound } from '../../contract/inbound.ts'
import { route } from '../platform/http.ts'
import { list } from './list.ts'

export const routes = [route(inbound.list, list)]
