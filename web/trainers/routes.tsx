import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'trainer', () => import('./mine-page.tsx').then((m) => m.MinePage)),
  page(parent, 'trainer/deliveries/$deliveryId', () => import('./delivery-page.tsx').then((m) => m.DeliveryPage)),
  page(parent, 'program/trainers', () => import('./trainers-page.tsx').then((m) => m.TrainersPage)),
  page(parent, 'program/trainers/new', () => import('./name-page.tsx').then((m) => m.NamePage)),
  page(parent, 'program/trainers/$personId', () => import('./trainer-page.tsx').then((m) => m.TrainerPage)),
]
