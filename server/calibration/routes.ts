import { calibration } from '../../contract/calibration.ts'
import { route } from '../platform/http.ts'
import { options, preview } from './choosing.ts'
import { begin, close, move, point, undo } from './moving.ts'
import { prepare, remove, seat, update } from './prepare.ts'
import { get, list, severity } from './read.ts'

export const routes = [
  route(calibration.list, list),
  route(calibration.options, options),
  route(calibration.preview, preview),
  route(calibration.prepare, prepare),
  route(calibration.get, get),
  route(calibration.update, update),
  route(calibration.seat, seat),
  route(calibration.remove, remove),
  route(calibration.open, begin),
  route(calibration.point, point),
  route(calibration.move, move),
  route(calibration.undo, undo),
  route(calibration.severity, severity),
  route(calibration.close, close),
]
