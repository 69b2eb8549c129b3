import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/governance', () => import('./governance-page.tsx').then((m) => m.GovernancePage), [], ['live']),
  page(parent, 'program/governance/committee', () => import('./committee-page.tsx').then((m) => m.CommitteePage)),
  page(parent, 'program/governance/charter', () => import('./charter-page.tsx').then((m) => m.CharterPage)),
  page(
    parent,
    'program/governance/meetings/$meetingId',
    () => import('./meeting-page.tsx').then((m) => m.MeetingPage),
    [],
    ['live'],
  ),
  page(parent, 'program/governance/decisions', () => import('./decisions-page.tsx').then((m) => m.DecisionsPage)),
  page(parent, 'program/governance/decisions/new', () => import('./decide-page.tsx').then((m) => m.DecidePage)),
  page(parent, 'program/governance/decisions/$decisionId', () =>
    import('./decision-page.tsx').then((m) => m.DecisionPage),
  ),
  page(parent, 'program/governance/requests', () => import('./requests-page.tsx').then((m) => m.RequestsPage), [
    (p) => page(p, '$requestId', () => import('./request-panel.tsx').then((m) => m.RequestPanel)),
  ]),
]
