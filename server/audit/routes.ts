import { audit } from '../../contract/audit.ts'
import { route } from '../platform/http.ts'
import { exportFile, list, types } from './audit.ts'

export const routes = [route(audit.list, list), route(audit.types, types), route(audit.export, exportFile)]
