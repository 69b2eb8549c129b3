import { home } from '../../contract/home.ts'
import { mistakes } from '../../contract/mistakes.ts'
import { route } from '../platform/http.ts'
import { leadHome } from './home.ts'
import { checkMistakes, getMistakes, waiveMistake } from './mistakes.ts'
import { planAct, removeAct, sponsorPage } from './sponsor.ts'

export const routes = [
  route(mistakes.get, getMistakes),
  route(mistakes.check, checkMistakes),
  route(mistakes.waive, waiveMistake),
  route(home.lead, leadHome),
  route(home.sponsor, sponsorPage),
  route(home.planAct, planAct),
  route(home.removeAct, removeAct),
]
