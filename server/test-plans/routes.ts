import { testPlans, tests } from '../../contract/test-plans.ts'
import { route } from '../platform/http.ts'
import { exportFile } from './export.ts'
import { accept, finding, findings, fixed, grade, own, reopen, retest } from './findings.ts'
import { addPicture, picture, removePicture } from './pictures.ts'
import { change, get, invite, list, make, propose, setTesters } from './plan.ts'
import { addScript, editScript, removeScript, run, script } from './scripts.ts'
import { openAgain, sign } from './signing.ts'
import { again, handIn, keep, mine, open } from './trying.ts'

export const routes = [
  route(testPlans.list, list),
  route(testPlans.make, make),
  route(testPlans.get, get),
  route(testPlans.change, change),
  route(testPlans.propose, propose),
  route(testPlans.setTesters, setTesters),
  route(testPlans.invite, invite),
  route(testPlans.addScript, addScript),
  route(testPlans.script, script),
  route(testPlans.editScript, editScript),
  route(testPlans.removeScript, removeScript),
  route(testPlans.run, run),
  route(testPlans.findings, findings),
  route(testPlans.finding, finding),
  route(testPlans.grade, grade),
  route(testPlans.own, own),
  route(testPlans.fixed, fixed),
  route(testPlans.accept, accept),
  route(testPlans.reopen, reopen),
  route(testPlans.retest, retest),
  route(testPlans.sign, sign),
  route(testPlans.openAgain, openAgain),
  route(testPlans.export, exportFile),
  route(testPlans.picture, picture),
  route(tests.mine, mine),
  route(tests.open, open),
  route(tests.keep, keep),
  route(tests.handIn, handIn),
  route(tests.again, again),
  route(tests.addPicture, addPicture),
  route(tests.removePicture, removePicture),
]
