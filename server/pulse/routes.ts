import { pulse } from '../../contract/pulse.ts'
import { route } from '../platform/http.ts'
import { answer, form, mine } from './answering.ts'
import { exportRound, response, results, segments, table } from './results.ts'
import { close } from './rounds.ts'
import { create, end, get, launch, list, listLibrary, raiseFloor, reckon, remove, update } from './surveys.ts'

export const routes = [
  route(pulse.library, listLibrary),
  route(pulse.list, list),
  route(pulse.get, get),
  route(pulse.create, create),
  route(pulse.update, update),
  route(pulse.remove, remove),
  route(pulse.reckon, reckon),
  route(pulse.launch, launch),
  route(pulse.raiseFloor, raiseFloor),
  route(pulse.end, end),
  route(pulse.close, close),
  route(pulse.response, response),
  route(pulse.results, results),
  route(pulse.table, table),
  route(pulse.segments, segments),
  route(pulse.export, exportRound),
  route(pulse.mine, mine),
  route(pulse.form, form),
  route(pulse.answer, answer),
]
