import type { week } from '../../contract/week.ts'
import type { CasesFor } from '../access/permission-cases.ts'

export const cases: CasesFor<typeof week> = {
  'week.get': { about: 'viewer' },
  'week.team': { about: 'viewer' },
  'week.line': {
    input: (_w, subject) => ({ managerId: subject }),
    only: { parts: ['manager', 'leader', 'top'], because: 'A leader opens managers of their own line, not themself and no other line.' },
  },
}
