import { desk } from '../../contract/desk.ts'
import { handover, hypercare } from '../../contract/hypercare.ts'
import { route } from '../platform/http.ts'
import { close, held, question, questions, reply, take } from './answering.ts'
import { answers, keep, library, restore, retire, rewrite, topics, used } from './answers.ts'
import { ask, follow, mine, settle, thread } from './asking.ts'
import { leaveOut } from './faq.ts'
import { extend, get, unwaive, waive } from './first-weeks.ts'
import {
  acceptRisk,
  answer,
  get as getHandover,
  nameRisk,
  questions as checkQuestions,
  removeRisk,
  sign,
} from './handover.ts'
import { recordFile } from './record-pdf.ts'
import { list } from './waves.ts'

export const routes = [
  route(desk.answers, answers),
  route(desk.used, used),
  route(desk.mine, mine),
  route(desk.ask, ask),
  route(desk.thread, thread),
  route(desk.follow, follow),
  route(desk.settle, settle),
  route(desk.questions, questions),
  route(desk.question, question),
  route(desk.take, take),
  route(desk.reply, reply),
  route(desk.close, close),
  route(desk.held, held),
  route(desk.library, library),
  route(desk.keep, keep),
  route(desk.rewrite, rewrite),
  route(desk.retire, retire),
  route(desk.restore, restore),
  route(desk.leaveOut, leaveOut),
  route(desk.topics, topics),
  route(hypercare.list, list),
  route(hypercare.get, get),
  route(hypercare.extend, extend),
  route(hypercare.waive, waive),
  route(hypercare.unwaive, unwaive),
  route(handover.get, getHandover),
  route(handover.questions, checkQuestions),
  route(handover.answer, answer),
  route(handover.nameRisk, nameRisk),
  route(handover.acceptRisk, acceptRisk),
  route(handover.removeRisk, removeRisk),
  route(handover.sign, sign),
  route(handover.record, recordFile),
]
