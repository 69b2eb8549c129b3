import type { week } from '../../contract/week.ts'
import type { CasesFor } from '../access/permission-cases.ts'

export const cases: CasesFor<typeof week> = {
  'week.get': { about: 'viewer' },
  'week.team': { about: 'viewer' },
  'week.line': {
    input: (_w, subject) => ({ managerId: subject }),
    only: {
      parts: ['self', 'manager', 'leader', 'top'],
      because: 'A leader opens themself and managers of their own line, no other.',
    },
  },
}
