import { communications } from '../../contract/plan.ts'
import { route } from '../platform/http.ts'
import { ask, schedule } from './asking.ts'
import { bill } from './bill.ts'
import { add, begin, bringBack, change, fix, generate, leaveOut, limits } from './planning.ts'
import { get } from './reading.ts'

export const routes = [
  route(communications.get, get),
  route(communications.bill, bill),
  route(communications.generate, generate),
  route(communications.add, add),
  route(communications.change, change),
  route(communications.leaveOut, leaveOut),
  route(communications.bringBack, bringBack),
  route(communications.begin, begin),
  route(communications.fix, fix),
  route(communications.limits, limits),
  route(communications.ask, ask),
  route(communications.schedule, schedule),
]
