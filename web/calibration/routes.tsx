import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/reviews/$cycleId/calibration', () => import('./prepare-page.tsx').then((m) => m.PreparePage)),
  page(parent, 'reviews/calibration/$sessionId/edit', () => import('./prepare-page.tsx').then((m) => m.EditPage)),
  page(parent, 'reviews/calibration/$sessionId', () => import('./session-page.tsx').then((m) => m.SessionPage), [
    (p) => page(p, '$reviewId', () => import('./person-panel.tsx').then((m) => m.PersonPanel)),
  ]),
]
