import { reviews } from '../../contract/reviews.ts'
import { route } from '../platform/http.ts'
import { check } from './check.ts'
import { bringOver, imports, removeImport } from './bring.ts'
import { closeCycle, createCycle, cycle, cycles, forms, moveStage, removeCycle, savePlan } from './cycles.ts'
import { about, earlier, earlierPdf } from './earlier.ts'
import { evidence } from './evidence.ts'
import { exportCycle } from './export.ts'
import { launch } from './launch.ts'
import { decide, nominate, nominations } from './peers.ts'
import { pdf } from './pdf.ts'
import { addPeople, bringBack, leaveOut, setManager } from './people.ts'
import { late, people, progress } from './progress.ts'
import { get, mine } from './read.ts'
import { acknowledge, clear, share, shareAll } from './share.ts'
import { remind, reminder } from './remind.ts'
import { decline, delegate, handOver, reopen, save, sheet, submit } from './sheets.ts'
import { trace } from './trace.ts'

export const routes = [
  route(reviews.cycles, cycles),
  route(reviews.forms, forms),
  route(reviews.createCycle, createCycle),
  route(reviews.cycle, cycle),
  route(reviews.savePlan, savePlan),
  route(reviews.removeCycle, removeCycle),
  route(reviews.check, check),
  route(reviews.launch, launch),
  route(reviews.moveStage, moveStage),
  route(reviews.closeCycle, closeCycle),
  route(reviews.reminder, reminder),
  route(reviews.remind, remind),
  route(reviews.progress, progress),
  route(reviews.late, late),
  route(reviews.people, people),
  route(reviews.trace, trace),
  route(reviews.addPeople, addPeople),
  route(reviews.leaveOut, leaveOut),
  route(reviews.bringBack, bringBack),
  route(reviews.setManager, setManager),
  route(reviews.export, exportCycle),
  route(reviews.mine, mine),
  route(reviews.sheet, sheet),
  route(reviews.evidence, evidence),
  route(reviews.save, save),
  route(reviews.submit, submit),
  route(reviews.reopen, reopen),
  route(reviews.decline, decline),
  route(reviews.delegate, delegate),
  route(reviews.handOver, handOver),
  route(reviews.nominations, nominations),
  route(reviews.nominate, nominate),
  route(reviews.decide, decide),
  route(reviews.get, get),
  route(reviews.pdf, pdf),
  route(reviews.share, share),
  route(reviews.shareAll, shareAll),
  route(reviews.acknowledge, acknowledge),
  route(reviews.clear, clear),
  route(reviews.import, bringOver),
  route(reviews.imports, imports),
  route(reviews.removeImport, removeImport),
  route(reviews.about, about),
  route(reviews.earlier, earlier),
  route(reviews.earlierPdf, earlierPdf),
]
