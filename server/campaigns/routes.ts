import { campaigns } from '../../contract/campaigns.ts'
import { route } from '../platform/http.ts'
import { approve, ask, cancel, create, decline, get, list, remove, schedule, toApprove, update } from './campaign.ts'
import { choices, sample } from './choosing.ts'
import { audience, message, preview, report, told } from './reading.ts'
import { approveAll } from './together.ts'

export const routes = [
  route(campaigns.list, list),
  route(campaigns.toApprove, toApprove),
  route(campaigns.get, get),
  route(campaigns.choices, choices),
  route(campaigns.sample, sample),
  route(campaigns.create, create),
  route(campaigns.update, update),
  route(campaigns.remove, remove),
  route(campaigns.preview, preview),
  route(campaigns.audience, audience),
  route(campaigns.ask, ask),
  route(campaigns.approve, approve),
  route(campaigns.approveAll, approveAll),
  route(campaigns.decline, decline),
  route(campaigns.schedule, schedule),
  route(campaigns.cancel, cancel),
  route(campaigns.report, report),
  route(campaigns.message, message),
  route(campaigns.told, told),
]
