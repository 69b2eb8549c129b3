import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'settings/audit', () => import('./audit-page.tsx').then((m) => m.AuditPage)),
]
