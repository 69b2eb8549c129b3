import { live } from '../../contract/live.ts'
import { trainers } from '../../contract/trainers.ts'
import { route } from '../platform/http.ts'
import { come, evaluate, mark, openCode } from './attending.ts'
import { book, giveBack } from './booking.ts'
import { inviteAudience } from './inviting.ts'
import { callOff, change, list, options, plan } from './planning.ts'
import { calendar, session, upcoming } from './reading.ts'
import { arrange, observe } from './delivering.ts'
import { room } from './room.ts'
import { end, handOver, stepDown } from './trainer-leaving.ts'
import { answer, name, setRule } from './trainer-naming.ts'
import * as reading from './trainer-reading.ts'
import { list as listWorkshops, workshop } from './workshops.ts'

export const routes = [
  route(live.upcoming, upcoming),
  route(live.session, session),
  route(live.book, book),
  route(live.giveBack, giveBack),
  route(live.come, come),
  route(live.evaluate, evaluate),
  route(live.calendar, calendar),
  route(live.options, options),
  route(live.list, list),
  route(live.plan, plan),
  route(live.inviteAudience, inviteAudience),
  route(live.room, room),
  route(live.change, change),
  route(live.callOff, callOff),
  route(live.mark, mark),
  route(live.openCode, openCode),
  route(live.workshops, listWorkshops),
  route(live.workshop, workshop),
  route(trainers.list, reading.list),
  route(trainers.readiness, reading.readiness),
  route(trainers.proposals, reading.proposals),
  route(trainers.get, reading.get),
  route(trainers.name, name),
  route(trainers.setRule, setRule),
  route(trainers.arrange, arrange),
  route(trainers.end, end),
  route(trainers.handOver, handOver),
  route(trainers.mine, reading.mine),
  route(trainers.answer, answer),
  route(trainers.stepDown, stepDown),
  route(trainers.delivery, reading.delivery),
  route(trainers.observe, observe),
  route(trainers.sheet, reading.sheet),
]
