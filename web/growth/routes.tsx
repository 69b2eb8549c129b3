import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'growth', () => import('./growth-page.tsx').then((m) => m.GrowthPage)),
  page(parent, 'growth/team', () => import('./team-page.tsx').then((m) => m.TeamGrowthPage)),
  page(parent, 'growth/people/$personId', () => import('./growth-page.tsx').then((m) => m.PersonGrowthPage)),
  page(parent, 'program/competencies/bring', () => import('./bring-page.tsx').then((m) => m.BringPage)),
  page(parent, 'program/competencies', () => import('./competencies-page.tsx').then((m) => m.CompetenciesPage)),
]
