import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'goals', () => import('./goals-page.tsx').then((m) => m.GoalsPage), [
    (p) => page(p, '$goalId', () => import('./goal-panel.tsx').then((m) => m.GoalPanel)),
  ]),
  page(parent, 'settings/goals', () => import('./bring-page.tsx').then((m) => m.BringPage)),
]
