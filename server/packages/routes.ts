import { packages } from '../../contract/packages.ts'
import { route } from '../platform/http.ts'
import { bring, describe, list, takeAway } from './bring.ts'

export const routes = [
  route(packages.list, list),
  route(packages.bring, bring),
  route(packages.describe, describe),
  route(packages.takeAway, takeAway),
]
