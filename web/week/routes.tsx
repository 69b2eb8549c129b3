import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, '/', () => import('./week-page.tsx').then((m) => m.WeekPage), [], ['checkins', 'attention']),
  page(parent, 'team', () => import('./team-page.tsx').then((m) => m.TeamPage), [
    (p) =>
      page(
        p,
        'feedback/$personId',
        () => import('./feedback-panel.tsx').then((m) => m.FeedbackPanel),
        [],
        ['feedback'],
      ),
  ]),
  page(parent, 'team/line/$managerId', () => import('./line-page.tsx').then((m) => m.LinePage)),
]
