import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/metrics', () => import('./metrics-page.tsx').then((m) => m.MetricsPage), [
    (p) => page(p, '$metric', () => import('./explain-panel.tsx').then((m) => m.ExplainPanel)),
  ]),
]
