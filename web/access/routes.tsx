import { page, type Parent } from '../shell/route.tsx'

export const publicRoutes = (parent: Parent) => [
  page(parent, 'sign-in', () => import('./sign-in-page.tsx').then((m) => m.SignInPage)),
  page(parent, 'link', () => import('./link-page.tsx').then((m) => m.LinkPage)),
  page(parent, 'first-password', () => import('./first-password-page.tsx').then((m) => m.FirstPasswordPage)),
]

export const routes = (parent: Parent) => [
  page(parent, 'account', () => import('./account-page.tsx').then((m) => m.AccountPage)),
  page(parent, 'about-me', () => import('./privacy-page.tsx').then((m) => m.PrivacyPage)),
  page(parent, 'settings/company', () => import('./company-page.tsx').then((m) => m.CompanyPage)),
  page(parent, 'settings/access', () => import('./roles-page.tsx').then((m) => m.RolesPage), [
    (p) => page(p, 'people/$personId', () => import('./person-access-panel.tsx').then((m) => m.PersonAccessPanel)),
  ]),
  page(parent, 'settings/access/codes', () => import('./codes-page.tsx').then((m) => m.CodesPage)),
]
