import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'tests', () => import('./mine-page.tsx').then((m) => m.MinePage)),
  page(parent, 'tests/$waveId/$scriptId', () => import('./try-page.tsx').then((m) => m.TryPage)),
  page(parent, 'tests/$waveId/findings/$findingId', () => import('./finding-page.tsx').then((m) => m.FindingPage)),
  page(parent, 'program/tests', () => import('./plans-page.tsx').then((m) => m.PlansPage)),
  page(parent, 'program/tests/$waveId', () => import('./plan-page.tsx').then((m) => m.PlanPage), [
    (p) => page(p, 'testers', () => import('./testers-panel.tsx').then((m) => m.TestersPanel)),
    (p) => page(p, 'scripts/new', () => import('./script-panel.tsx').then((m) => m.NewScriptPanel)),
    (p) => page(p, 'scripts/$scriptId', () => import('./script-panel.tsx').then((m) => m.ScriptPanel)),
    (p) => page(p, 'findings/$findingId', () => import('./finding-page.tsx').then((m) => m.FindingPanel)),
    (p) => page(p, 'runs/$runId', () => import('./run-panel.tsx').then((m) => m.RunPanel)),
  ]),
]
