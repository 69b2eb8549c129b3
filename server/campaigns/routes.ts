import { campaigns } from '../../contract/campaigns.ts'
import { route } from '../platform/http.ts'
import {
  approve,
  ask,
  cancel,
  create,
  decline,
  get,
  letStand,
  list,
  remove,
  schedule,
  toApprove,
  update,
} from './campaign.ts'
import { choices, sample } from './choosing.ts'
import { followUp, followUps } from './follow-ups.ts'
import { audience, message, preview, report, told } from './reading.ts'
import { approveAll } from './together.ts'
import { dropTrial, setTrial } from './trial-plan.ts'
import { arrived } from './trials.ts'

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
  route(campaigns.setTrial, setTrial),
  route(campaigns.dropTrial, dropTrial),
  route(campaigns.arrived, arrived),
  route(campaigns.followUps, followUps),
  route(campaigns.followUp, followUp),
  route(campaigns.letStand, letStand),
  route(campaigns.report, report),
  route(campaigns.message, message),
  route(campaigns.told, told),
]
