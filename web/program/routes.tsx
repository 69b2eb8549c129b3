import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program', () => import('./overview-page.tsx').then((m) => m.OverviewPage), [], ['hypercare']),
  page(parent, 'program/about', () => import('./about-page.tsx').then((m) => m.AboutPage)),
  page(parent, 'program/design', () => import('./design-page.tsx').then((m) => m.DesignStart)),
  page(parent, 'program/design/$step', () => import('./design-page.tsx').then((m) => m.DesignPage)),
  page(parent, 'program/versions', () => import('./versions-page.tsx').then((m) => m.VersionsPage)),
  page(parent, 'program/waves', () => import('./waves-page.tsx').then((m) => m.WavesPage), [
    (p) => page(p, 'new', () => import('./wave-panel.tsx').then((m) => m.NewWavePanel)),
    (p) =>
      page(
        p,
        '$waveId',
        () => import('./wave-panel.tsx').then((m) => m.WavePanel),
        [],
        ['hypercare', 'test-plans', 'roadmap'],
      ),
  ]),
  page(parent, 'program/waves/$waveId/people', () => import('./members-page.tsx').then((m) => m.MembersPage)),
  page(parent, 'program/readiness', () => import('./readiness-page.tsx').then((m) => m.ReadinessPage)),
  page(parent, 'policies', () => import('./policies-page.tsx').then((m) => m.PoliciesPage)),
]
