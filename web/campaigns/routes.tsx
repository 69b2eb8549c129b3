import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/communications/messages', () => import('./messages-page.tsx').then((m) => m.MessagesPage)),
  page(parent, 'program/communications/new', () => import('./new-page.tsx').then((m) => m.NewMessagePage)),
  page(parent, 'program/communications/letters', () => import('./letters-page.tsx').then((m) => m.LettersPage)),
  page(parent, 'program/communications/address', () => import('./address-page.tsx').then((m) => m.AddressPage)),
  page(parent, 'program/communications/letters/$template', () => import('./letter-page.tsx').then((m) => m.LetterPage)),
  page(parent, 'program/communications/$campaignId', () => import('./message-page.tsx').then((m) => m.MessagePage)),
  page(parent, 'approve', () => import('./approve-page.tsx').then((m) => m.ToApprovePage)),
  page(parent, 'approve/$campaignId', () => import('./approve-page.tsx').then((m) => m.ApprovePage)),
]
