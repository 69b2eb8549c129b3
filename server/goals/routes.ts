import { goals } from '../../contract/goals.ts'
import { route } from '../platform/http.ts'
import { aligned, path, tree } from './alignment.ts'
import { bringOver, imports } from './bring.ts'
import { contributors, share } from './contributors.ts'
import { exportGoals } from './export.ts'
import { feed } from './feed.ts'
import { handOver } from './hand-over.ts'
import { get, list } from './read.ts'
import { cheer, comment, takeBackComment } from './talk.ts'
import { change, copy, undo } from './together.ts'
import { close, create, progress, publish, remove, reopen, restore, setLevel, takeBack, update } from './write.ts'

export const routes = [
  route(goals.list, list),
  route(goals.export, exportGoals),
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
  route(goals.level, setLevel),
  route(goals.contributors, contributors),
  route(goals.share, share),
  route(goals.comment, comment),
  route(goals.takeBackComment, takeBackComment),
  route(goals.cheer, cheer),
  route(goals.tree, tree),
  route(goals.aligned, aligned),
  route(goals.path, path),
  route(goals.handOver, handOver),
  route(goals.change, change),
  route(goals.copy, copy),
  route(goals.undo, undo),
  route(goals.feed, feed),
  route(goals.import, bringOver),
  route(goals.imports, imports),
]
