import { access } from '../../contract/access.ts'
import { route } from '../platform/http.ts'
import { whoAmI } from './me.ts'

export const routes = [route(access.me, whoAmI)]
