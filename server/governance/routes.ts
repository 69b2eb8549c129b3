import { governance } from '../../contract/governance.ts'
import { route } from '../platform/http.ts'
import { get, name, release, setCharter } from './committee.ts'
import { changeDecision, decide, decision, finish, list as listDecisions, options, withdraw } from './decisions.ts'
import { addItem, callOff, hold, move, note, plan, settleItem, write } from './meetings.ts'
import { minutes } from './paper.ts'
import { calendar, meeting } from './reading.ts'
import { answer, ask, list as listRequests, putOnAgenda, takeBack } from './requests.ts'
import { list as listTriggers, unwatch, watch } from './triggers.ts'

export const routes = [
  route(governance.get, get),
  route(governance.setCharter, setCharter),
  route(governance.name, name),
  route(governance.release, release),
  route(governance.plan, plan),
  route(governance.move, move),
  route(governance.callOff, callOff),
  route(governance.meeting, meeting),
  route(governance.calendar, calendar),
  route(governance.minutes, minutes),
  route(governance.note, note),
  route(governance.write, write),
  route(governance.addItem, addItem),
  route(governance.settleItem, settleItem),
  route(governance.hold, hold),
  route(governance.decisions, listDecisions),
  route(governance.options, options),
  route(governance.decide, decide),
  route(governance.decision, decision),
  route(governance.changeDecision, changeDecision),
  route(governance.finish, finish),
  route(governance.withdraw, withdraw),
  route(governance.requests, listRequests),
  route(governance.ask, ask),
  route(governance.takeBack, takeBack),
  route(governance.putOnAgenda, putOnAgenda),
  route(governance.answer, answer),
  route(governance.triggers, listTriggers),
  route(governance.watch, watch),
  route(governance.unwatch, unwatch),
]
