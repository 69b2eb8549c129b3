import type { audit } from '../../contract/audit.ts'
import type { CasesFor } from '../access/permission-cases.ts'

export const cases: CasesFor<typeof audit> = {
  'audit.list': { input: (_w, person) => ({ person }) },
  'audit.types': {},
  'audit.export': {},
}
