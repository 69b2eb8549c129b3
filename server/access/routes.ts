import { access } from '../../contract/access.ts'
import { route } from '../platform/http.ts'
import { readAccount, setPassword } from './account.ts'
import { whoAmI } from './me.ts'
import { endOtherSessions, endSession, listSessions, signOut } from './sessions.ts'
import { entrance, openCode, openLink, requestLink, signIn } from './sign-in.ts'

export const routes = [
  route(access.entrance, entrance),
  route(access.signIn, signIn),
  route(access.requestLink, requestLink),
  route(access.openLink, openLink),
  route(access.openCode, openCode),
  route(access.me, whoAmI),
  route(access.signOut, signOut),
  route(access.account, readAccount),
  route(access.setPassword, setPassword),
  route(access.sessions, listSessions),
  route(access.endSession, endSession),
  route(access.endOtherSessions, endOtherSessions),
]
