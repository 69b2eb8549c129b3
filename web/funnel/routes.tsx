import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/communications/funnel', () => import('./funnel-page.tsx').then((m) => m.FunnelPage)),
]
