import { competencies } from '../../contract/competencies.ts'
import { growth } from '../../contract/growth.ts'
import { route } from '../platform/http.ts'
import { bringOver } from './bring.ts'
import { difference, get, getDraft, publish, reach, save, takeStarter, versions } from './draft.ts'
import { saveView, shareView, unshareView } from './looks.ts'
import * as plans from './plans.ts'
import { get as getGrowth, openActionsFor, team } from './read.ts'

export const routes = [
  route(competencies.get, get),
  route(competencies.draft, getDraft),
  route(competencies.save, save),
  route(competencies.takeStarter, takeStarter),
  route(competencies.import, bringOver),
  route(competencies.reach, reach),
  route(competencies.publish, publish),
  route(competencies.versions, versions),
  route(competencies.difference, difference),
  route(growth.get, getGrowth),
  route(growth.team, team),
  route(growth.openActionsFor, openActionsFor),
  route(growth.saveView, saveView),
  route(growth.shareView, shareView),
  route(growth.unshareView, unshareView),
  route(growth.share, plans.share),
  route(growth.addFocus, plans.addFocus),
  route(growth.updateFocus, plans.updateFocus),
  route(growth.removeFocus, plans.removeFocus),
  route(growth.restoreFocus, plans.restoreFocus),
  route(growth.addAction, plans.addAction),
  route(growth.updateAction, plans.updateAction),
  route(growth.removeAction, plans.removeAction),
  route(growth.addNote, plans.addNote),
  route(growth.removeNote, plans.removeNote),
  route(growth.closePlan, plans.closePlan),
  route(growth.reopenPlan, plans.reopenPlan),
]
