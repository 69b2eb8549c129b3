import type { inbound } from '../../contract/inbound.ts'
import type { CasesFor } from '../access/permission-cases.ts'

export const cases: CasesFor<typeof inbound> = { 'incoming_mail.list': {} }
