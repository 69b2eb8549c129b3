import { library } from '../../contract/library.ts'
import { route } from '../platform/http.ts'
import { address, chooseAddress } from './address.ts'
import { get, getCodeSheet, getStarters, list, listAgendas, listMistakes, listPolicies, preview } from './reading.ts'

export const routes = [
  route(library.list, list),
  route(library.get, get),
  route(library.preview, preview),
  route(library.policies, listPolicies),
  route(library.agendas, listAgendas),
  route(library.mistakes, listMistakes),
  route(library.codeSheet, getCodeSheet),
  route(library.address, address),
  route(library.chooseAddress, chooseAddress),
  route(library.starters, getStarters),
]
