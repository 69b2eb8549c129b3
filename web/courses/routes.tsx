import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'program/training/courses', () => import('./courses-page.tsx').then((m) => m.CoursesPage)),
  page(parent, 'program/training/courses/$courseId', () => import('./writing-page.tsx').then((m) => m.WritingPage)),
  page(
    parent,
    'program/training/courses/$courseId/preview',
    () => import('./preview-page.tsx').then((m) => m.PreviewPage),
    [],
    ['training'],
  ),
  page(parent, 'program/training/courses/$courseId/library', () =>
    import('./library-page.tsx').then((m) => m.LibraryPage),
  ),
]
