import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'recognition', () => import('./feed-page.tsx').then((m) => m.FeedPage), [
    (p) => page(p, '$recognitionId', () => import('./piece-panel.tsx').then((m) => m.PiecePanel)),
  ]),
  page(parent, 'recognition/give', () => import('./give-page.tsx').then((m) => m.GivePage)),
  page(parent, 'recognition/change/$recognitionId', () => import('./give-page.tsx').then((m) => m.ChangePage)),
  page(parent, 'recognition/reports', () => import('./reports-page.tsx').then((m) => m.ReportsPage)),
  page(parent, 'recognition/reach', () => import('./reach-page.tsx').then((m) => m.ReachPage)),
]
