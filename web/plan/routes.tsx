import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/communications', () => import('./plan-page.tsx').then((m) => m.PlanPage), [
    (p) => page(p, 'plan/$messageId', () => import('./message-panel.tsx').then((m) => m.PlannedMessagePanel)),
  ]),
  page(parent, 'program/communications/time', () => import('./budget-page.tsx').then((m) => m.BudgetPage)),
]
