import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'settings/people', () => import('./feed-page.tsx').then((m) => m.FeedPage)),
  page(parent, 'settings/people/$importId', () => import('./import-page.tsx').then((m) => m.ImportPage)),
  page(parent, 'settings/people/$importId/columns', () => import('./columns-page.tsx').then((m) => m.ColumnsPage)),
]
