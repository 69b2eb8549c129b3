import { checkins, notes } from '../../contract/checkins.ts'
import { route } from '../platform/http.ts'
import { agree, arrange } from './agreement.ts'
import { bring, handOver } from './hand-over.ts'
import { calendar } from './letters.ts'
import { callOff, meet } from './meetings.ts'
import * as note from './notes.ts'
import { cadence, get, list } from './read.ts'
import { rate } from './usefulness.ts'
import {
  addAction,
  addItem,
  chooseAgenda,
  create,
  dispute,
  hold,
  plan,
  prepare,
  removeAction,
  removeItem,
  reopen,
  saveNote,
  seen,
  updateAction,
  updateItem,
} from './write.ts'

export const routes = [
  route(checkins.list, list),
  route(checkins.get, get),
  route(checkins.create, create),
  route(checkins.plan, plan),
  route(checkins.meet, meet),
  route(checkins.callOff, callOff),
  route(checkins.calendar, calendar),
  route(checkins.chooseAgenda, chooseAgenda),
  route(checkins.prepare, prepare),
  route(checkins.hold, hold),
  route(checkins.seen, seen),
  route(checkins.dispute, dispute),
  route(checkins.reopen, reopen),
  route(checkins.addItem, addItem),
  route(checkins.updateItem, updateItem),
  route(checkins.removeItem, removeItem),
  route(checkins.saveNote, saveNote),
  route(checkins.addAction, addAction),
  route(checkins.updateAction, updateAction),
  route(checkins.removeAction, removeAction),
  route(checkins.bring, bring),
  route(checkins.handOver, handOver),
  route(checkins.rate, rate),
  route(checkins.arrange, arrange),
  route(checkins.agree, agree),
  route(checkins.cadence, cadence),
  route(notes.list, note.list),
  route(notes.create, note.create),
  route(notes.update, note.update),
  route(notes.remove, note.remove),
]
