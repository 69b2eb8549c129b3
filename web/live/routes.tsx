import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(
    parent,
    'learning/sessions/$sessionId',
    () => import('./session-page.tsx').then((m) => m.SessionPage),
    [],
    ['training'],
  ),
  page(parent, 'program/sessions', () => import('./sessions-page.tsx').then((m) => m.SessionsPage)),
  page(parent, 'program/sessions/new', () => import('./plan-page.tsx').then((m) => m.PlanPage)),
  page(parent, 'program/sessions/$sessionId', () => import('./room-page.tsx').then((m) => m.RoomPage)),
  page(parent, 'program/sessions/$sessionId/change', () => import('./plan-page.tsx').then((m) => m.ChangePage)),
  page(parent, 'program/workshops/$workshopId', () => import('./workshop-page.tsx').then((m) => m.WorkshopPage)),
  page(parent, 'program/workshops/$workshopId/slides', () => import('./slides-page.tsx').then((m) => m.SlidesPage)),
]
