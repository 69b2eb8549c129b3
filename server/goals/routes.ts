import { goals } from '../../contract/goals.ts'
import { route } from '../platform/http.ts'
import { get, list } from './read.ts'
import { close, create, progress, publish, remove, reopen, restore, takeBack, update } from './write.ts'

export const routes = [
  route(goals.list, list),
  route(goals.get, get),
  route(goals.create, create),
  route(goals.update, update),
  route(goals.publish, publish),
  route(goals.progress, progress),
  route(goals.takeBack, takeBack),
  route(goals.close, close),
  route(goals.reopen, reopen),
  route(goals.remove, remove),
  route(goals.restore, restore),
]
