import { certificates } from '../../contract/certificates.ts'
import { training } from '../../contract/training.ts'
import { route } from '../platform/http.ts'
import { paper } from './certificate-paper.ts'
import { dropRule, list, look, mine as held, revoke, rules, setRule } from './certificates.ts'
import { confidence, course, finishLesson, keepPlace, mine } from './learn.ts'
import { film, filmCaptions } from './lesson-film.ts'
import { keepPackage, openPackage } from './open-package.ts'
import { progress, shelf, team } from './progress.ts'
import { watch } from './watching.ts'

export const routes = [
  route(training.courses, shelf),
  route(training.mine, mine),
  route(training.course, course),
  route(training.keepPlace, keepPlace),
  route(training.finishLesson, finishLesson),
  route(training.watch, watch),
  route(training.film, film),
  route(training.filmCaptions, filmCaptions),
  route(training.openPackage, openPackage),
  route(training.keepPackage, keepPackage),
  route(training.confidence, confidence),
  route(training.team, team),
  route(training.progress, progress),
  route(certificates.rules, rules),
  route(certificates.mine, held),
  route(certificates.look, look),
  route(certificates.paper, paper),
  route(certificates.setRule, setRule),
  route(certificates.dropRule, dropRule),
  route(certificates.list, list),
  route(certificates.revoke, revoke),
]
