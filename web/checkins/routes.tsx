import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'check-ins', () => import('./checkins-page.tsx').then((m) => m.CheckinsPage)),
  page(parent, 'check-ins/$checkinId', () => import('./conversation-page.tsx').then((m) => m.ConversationPage)),
]
