import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'people', () => import('./people-page.tsx').then((m) => m.PeoplePage), [
    (p) => page(p, '$personId', () => import('./person-panel.tsx').then((m) => m.PersonPanel)),
  ]),
  page(parent, 'settings/holidays', () => import('./holidays-page.tsx').then((m) => m.HolidaysPage), [
    (p) => page(p, '$calendarId', () => import('./holidays-panel.tsx').then((m) => m.HolidaysPanel)),
  ]),
  page(parent, 'program/audiences', () => import('./audiences-page.tsx').then((m) => m.AudiencesPage), [
    (p) => page(p, '$audienceId', () => import('./audience-panel.tsx').then((m) => m.AudiencePanel)),
  ]),
]
