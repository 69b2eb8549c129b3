import { mistakes } from '../../contract/mistakes.ts'
import { route } from '../platform/http.ts'
import { checkMistakes, getMistakes, waiveMistake } from './mistakes.ts'

export const routes = [
  route(mistakes.get, getMistakes),
  route(mistakes.check, checkMistakes),
  route(mistakes.waive, waiveMistake),
]
