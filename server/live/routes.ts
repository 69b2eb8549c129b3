import { live } from '../../contract/live.ts'
import { route } from '../platform/http.ts'
import { come, evaluate, mark, openCode } from './attending.ts'
import { book, giveBack } from './booking.ts'
import { inviteAudience } from './inviting.ts'
import { callOff, change, list, options, plan } from './planning.ts'
import { calendar, session, upcoming } from './reading.ts'
import { room } from './room.ts'
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
]
