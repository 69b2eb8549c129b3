import type { library } from '../../contract/library.ts'
import type { CasesFor } from '../access/permission-cases.ts'

export const cases: CasesFor<typeof library> = {
  'library.list': {},
  'library.get': { input: () => ({ id: 'sponsor-announcement' }) },
  'library.preview': { about: 'subject', input: (_w, subject) => ({ id: 'sponsor-announcement', personId: subject }) },
  'library.policies': {},
  'library.agendas': {},
  'library.mistakes': {},
  'library.codeSheet': { input: () => ({ validUntil: '2026-12-31' }) },
  'library.starters': {},
  'library.address': {},
  'library.chooseAddress': { input: () => ({ language: 'de', informal: true }) },
}
