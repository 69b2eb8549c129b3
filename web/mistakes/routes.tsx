import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/mistakes', () => import('./mistakes-page.tsx').then((m) => m.MistakesPage), [
    (p) => page(p, '$mistakeId', () => import('./mistake-panel.tsx').then((m) => m.MistakePanel)),
  ]),
  page(parent, 'program/sponsor', () => import('./sponsor-page.tsx').then((m) => m.SponsorPage)),
]
