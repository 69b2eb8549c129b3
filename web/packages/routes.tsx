import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/training/packages', () => import('./packages-page.tsx').then((m) => m.PackagesPage)),
]
