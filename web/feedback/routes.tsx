import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'feedback', () => import('./feedback-page.tsx').then((m) => m.FeedbackPage), [
    (p) => page(p, 'items/$itemId', () => import('./item-panel.tsx').then((m) => m.ItemPanel)),
  ]),
  page(parent, 'feedback/give', () => import('./give-page.tsx').then((m) => m.GivePage)),
  page(parent, 'feedback/ask', () => import('./ask-page.tsx').then((m) => m.AskPage)),
  page(parent, 'feedback/requests/$requestId', () => import('./request-page.tsx').then((m) => m.RequestPage)),
]
