import { checkins, notes } from '../../contract/checkins.ts'
import { route } from '../platform/http.ts'
import * as note from './notes.ts'
import { cadence, get, list } from './read.ts'
import {
  addAction,
  addItem,
  create,
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
  route(checkins.prepare, prepare),
  route(checkins.hold, hold),
  route(checkins.seen, seen),
  route(checkins.reopen, reopen),
  route(checkins.addItem, addItem),
  route(checkins.updateItem, updateItem),
  route(checkins.removeItem, removeItem),
  route(checkins.saveNote, saveNote),
  route(checkins.addAction, addAction),
  route(checkins.updateAction, updateAction),
  route(checkins.removeAction, removeAction),
  route(checkins.cadence, cadence),
  route(notes.list, note.list),
  route(notes.create, note.create),
  route(notes.update, note.update),
  route(notes.remove, note.remove),
]
