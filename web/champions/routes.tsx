import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/champions', () => import('./champions-page.tsx').then((m) => m.ChampionsPage), [
    (p) => page(p, 'invite', () => import('./invite-panel.tsx').then((m) => m.InvitePanel)),
    (p) => page(p, 'aim', () => import('./aim-panel.tsx').then((m) => m.AimPanel)),
    (p) => page(p, '$personId', () => import('./person-panel.tsx').then((m) => m.PersonPanel)),
  ]),
  page(parent, 'program/heard', () => import('./heard-page.tsx').then((m) => m.HeardPage)),
  page(parent, 'champion', () => import('./mine-page.tsx').then((m) => m.MinePage)),
  page(parent, 'champion/asked', () => import('./asked-page.tsx').then((m) => m.AskedPage)),
]
