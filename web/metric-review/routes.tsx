import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(
    parent,
    'program/business-review/metrics/$reviewId',
    () => import('./review-page.tsx').then((m) => m.ReviewPage),
    [],
    ['metrics', 'program'],
  ),
]
