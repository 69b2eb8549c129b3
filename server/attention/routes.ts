import { attention } from '../../contract/attention.ts'
import { route } from '../platform/http.ts'
import { list, read } from './inbox.ts'
import { again, outgoing, settings, test, words } from './mail-list.ts'

export const routes = [
  route(attention.inbox, list),
  route(attention.read, read),
  route(attention.outgoing, outgoing),
  route(attention.words, words),
  route(attention.again, again),
  route(attention.settings, settings),
  route(attention.test, test),
]
