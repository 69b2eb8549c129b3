import { recognition } from '../../contract/recognition.ts'
import { route } from '../platform/http.ts'
import { decide, report, reports } from './care.ts'
import { exportRecognition } from './export.ts'
import { feed } from './feed.ts'
import { get } from './read.ts'
import { comment, react, takeBackComment } from './respond.ts'
import { terms } from './terms.ts'
import { edit, give, takeBack } from './write.ts'

export const routes = [
  route(recognition.terms, terms),
  route(recognition.feed, feed),
  route(recognition.export, exportRecognition),
  route(recognition.get, get),
  route(recognition.give, give),
  route(recognition.edit, edit),
  route(recognition.takeBack, takeBack),
  route(recognition.react, react),
  route(recognition.comment, comment),
  route(recognition.takeBackComment, takeBackComment),
  route(recognition.report, report),
  route(recognition.reports, reports),
  route(recognition.decide, decide),
]
