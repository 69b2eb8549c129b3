import { champions } from '../../contract/champions.ts'
import { route } from '../platform/http.ts'
import { briefing } from './briefing.ts'
import { coverage, overview, proposals, setAim } from './coverage.ts'
import { end, handOver, stepDown } from './exits.ts'
import { bring, heard, tell } from './heard.ts'
import { names } from './naming.ts'
import { asked, get, list, mine, who } from './reading.ts'
import { answer, fits, invite, setAreas, withdraw } from './terms.ts'

export const routes = [
  route(champions.overview, overview),
  route(champions.coverage, coverage),
  route(champions.proposals, proposals),
  route(champions.list, list),
  route(champions.get, get),
  route(champions.setAim, setAim),
  route(champions.invite, invite),
  route(champions.withdraw, withdraw),
  route(champions.setAreas, setAreas),
  route(champions.end, end),
  route(champions.handOver, handOver),
  route(champions.mine, mine),
  route(champions.answer, answer),
  route(champions.stepDown, stepDown),
  route(champions.briefing, briefing),
  route(champions.names, names),
  route(champions.tell, tell),
  route(champions.heard, heard),
  route(champions.bring, bring),
  route(champions.asked, asked),
  route(champions.fits, fits),
  route(champions.who, who),
]
