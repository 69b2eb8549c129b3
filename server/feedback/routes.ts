import { feedback } from '../../contract/feedback.ts'
import { route } from '../platform/http.ts'
import { answer, decline } from './answer.ts'
import { approve, ask, close, nominate } from './ask.ts'
import { exportFeedback } from './export.ts'
import { about, get, list } from './read.ts'
import { request, requests } from './requests.ts'
import { templates } from './templates.ts'
import { terms } from './terms.ts'
import { give, read, respond, share, takeBack } from './write.ts'

export const routes = [
  route(feedback.terms, terms),
  route(feedback.templates, templates),
  route(feedback.list, list),
  route(feedback.export, exportFeedback),
  route(feedback.about, about),
  route(feedback.get, get),
  route(feedback.give, give),
  route(feedback.takeBack, takeBack),
  route(feedback.read, read),
  route(feedback.respond, respond),
  route(feedback.share, share),
  route(feedback.requests, requests),
  route(feedback.request, request),
  route(feedback.ask, ask),
  route(feedback.nominate, nominate),
  route(feedback.approve, approve),
  route(feedback.answer, answer),
  route(feedback.decline, decline),
  route(feedback.close, close),
]
