import { access } from '../../contract/access.ts'
import { route } from '../platform/http.ts'
import { readAccount, setPassword } from './account.ts'
import { introduce, speak } from './introduction.ts'
import { codeGroups, codeSheets, printCodes } from './codes.ts'
import { changeCompany, readCompany } from './company.ts'
import { guides, seeGuide } from './guides.ts'
import { whoAmI } from './me.ts'
import {
  accessOf,
  closeAccount,
  createOutsider,
  endSessionOf,
  endSessionsOf,
  endTokenOf,
  listOutsiders,
  reopenAccount,
} from './people-access.ts'
import { privacy } from './privacy.ts'
import { endRole, grantRole, listRoles } from './roles.ts'
import { endOtherSessions, endSession, listSessions, signOut } from './sessions.ts'
import { entrance, openCode, openLink, requestLink, signIn } from './sign-in.ts'
import { createToken, endToken, listTokens } from './tokens.ts'

export const routes = [
  route(access.entrance, entrance),
  route(access.signIn, signIn),
  route(access.requestLink, requestLink),
  route(access.openLink, openLink),
  route(access.openCode, openCode),
  route(access.me, whoAmI),
  route(access.guides, guides),
  route(access.seeGuide, seeGuide),
  route(access.signOut, signOut),
  route(access.account, readAccount),
  route(access.speak, speak),
  route(access.introduce, introduce),
  route(access.setPassword, setPassword),
  route(access.sessions, listSessions),
  route(access.endSession, endSession),
  route(access.endOtherSessions, endOtherSessions),
  route(access.tokens, listTokens),
  route(access.createToken, createToken),
  route(access.endToken, endToken),
  route(access.privacy, privacy),
  route(access.roles, listRoles),
  route(access.grantRole, grantRole),
  route(access.endRole, endRole),
  route(access.outsiders, listOutsiders),
  route(access.addOutsider, createOutsider),
  route(access.accessOf, accessOf),
  route(access.endSessionOf, endSessionOf),
  route(access.endSessionsOf, endSessionsOf),
  route(access.endTokenOf, endTokenOf),
  route(access.closeAccount, closeAccount),
  route(access.reopenAccount, reopenAccount),
  route(access.company, readCompany),
  route(access.changeCompany, changeCompany),
  route(access.codeGroups, codeGroups),
  route(access.printCodes, printCodes),
  route(access.codeSheets, codeSheets),
]
