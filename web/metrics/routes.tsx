import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/metrics', () => import('./metrics-page.tsx').then((m) => m.MetricsPage), [
    (p) => page(p, '$metric', () => import('./explain-panel.tsx').then((m) => m.ExplainPanel)),
  ]),
  page(parent, 'program/own-numbers', () => import('./own-page.tsx').then((m) => m.OwnPage)),
  page(parent, 'program/own-numbers/$metric', () => import('./bring-page.tsx').then((m) => m.BringPage)),
]
