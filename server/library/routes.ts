import { library } from '../../contract/library.ts'
import { route } from '../platform/http.ts'
import { get, getCodeSheet, getStarters, list, listAgendas, listMistakes, listPolicies, preview } from './reading.ts'

export const routes = [
  route(library.list, list),
  route(library.get, get),
  route(library.preview, preview),
  route(library.policies, listPolicies),
  route(library.agendas, listAgendas),
  route(library.mistakes, listMistakes),
  route(library.codeSheet, getCodeSheet),
  route(library.starters, getStarters),
]
