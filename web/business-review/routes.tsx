import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(
    parent,
    'program/business-review',
    () => import('./reviews-page.tsx').then((m) => m.ReviewsPage),
    [],
    ['metric-review'],
  ),
  page(parent, 'program/business-review/year/$programId', () => import('./year-page.tsx').then((m) => m.YearPage)),
  page(parent, 'program/business-review/$packId', () => import('./pack-page.tsx').then((m) => m.PackPage)),
]
