import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'reviews', () => import('./reviews-page.tsx').then((m) => m.ReviewsPage)),
  page(parent, 'reviews/$reviewId', () => import('./review-page.tsx').then((m) => m.ReviewPage)),
  page(parent, 'reviews/$reviewId/colleagues', () => import('./colleagues-page.tsx').then((m) => m.ColleaguesPage)),
  page(parent, 'reviews/write/$taskId', () => import('./write-page.tsx').then((m) => m.WritePage)),
  page(parent, 'reviews/earlier/$earlierId', () => import('./earlier-page.tsx').then((m) => m.EarlierPage)),
  page(parent, 'settings/reviews', () => import('./bring-page.tsx').then((m) => m.BringPage)),
  page(parent, 'program/reviews', () => import('./cycles-page.tsx').then((m) => m.CyclesPage)),
  page(parent, 'program/reviews/$cycleId', () => import('./cycle-page.tsx').then((m) => m.CyclePage)),
  page(parent, 'program/reviews/$cycleId/plan/$step', () => import('./plan-page.tsx').then((m) => m.PlanPage)),
]
