import { page, type Parent } from '../shell/route.tsx'

export const publicRoutes = (parent: Parent) => [
  page(parent, 'letters-off/$token', () => import('./letters-off-page.tsx').then((m) => m.LettersOffPage)),
]

export const routes = (parent: Parent) => [
  page(parent, 'inbox', () => import('./inbox-page.tsx').then((m) => m.InboxPage), [
    (p) => page(p, '$itemId', () => import('./message-panel.tsx').then((m) => m.MessagePanel)),
  ]),
  page(parent, 'account/notifications', () => import('./notifications-page.tsx').then((m) => m.NotificationsPage)),
  page(parent, 'settings/mail', () => import('./outgoing-page.tsx').then((m) => m.OutgoingPage), [
    (p) => page(p, '$mailId', () => import('./mail-panel.tsx').then((m) => m.MailPanel)),
  ]),
]
