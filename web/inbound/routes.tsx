import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'settings/mail-in', () => import('./incoming-page.tsx').then((m) => m.IncomingPage)),
  page(parent, 'settings/mail-unreachable', () => import('./unreachable-page.tsx').then((m) => m.UnreachablePage)),
]
