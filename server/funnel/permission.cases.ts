import type { funnel } from '../../contract/funnel.ts'
import type { CasesFor } from '../access/permission-cases.ts'
import { liveWave } from '../program/permission.cases.ts'

export const cases: CasesFor<typeof funnel> = {
  'funnel.get': { input: (w) => ({ programId: liveWave(w).programId, by: 'sender', language: 'en' }) },
}
