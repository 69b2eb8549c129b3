import { halts } from '../../contract/halts.ts'
import { roadmap } from '../../contract/roadmap.ts'
import { route } from '../platform/http.ts'
import { assign, change, handOver, leaveOut, preview, tick } from './changing.ts'
import { get as getHalts, pause, resume, rollBack } from './halts.ts'
import { add, get, keepDates, make, settle } from './making.ts'
import { file, mine } from './reading.ts'

export const routes = [
  route(halts.get, getHalts),
  route(halts.pause, pause),
  route(halts.resume, resume),
  route(halts.rollBack, rollBack),
  route(roadmap.get, get),
  route(roadmap.make, make),
  route(roadmap.settle, settle),
  route(roadmap.keepDates, keepDates),
  route(roadmap.add, add),
  route(roadmap.preview, preview),
  route(roadmap.change, change),
  route(roadmap.assign, assign),
  route(roadmap.handOver, handOver),
  route(roadmap.leaveOut, leaveOut),
  route(roadmap.tick, tick),
  route(roadmap.mine, mine),
  route(roadmap.file, file),
]
