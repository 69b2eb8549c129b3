import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'learning', () => import('./learning-page.tsx').then((m) => m.LearningPage), [], ['live']),
  page(parent, 'learning/$courseId', () => import('./course-page.tsx').then((m) => m.CoursePage)),
  page(parent, 'learning/$courseId/open', () => import('./package-page.tsx').then((m) => m.PackagePage)),
  page(parent, 'learning/$courseId/$lessonId', () => import('./lesson-page.tsx').then((m) => m.LessonPage)),
  page(parent, 'team/learning', () => import('./team-page.tsx').then((m) => m.TeamLearningPage)),
  page(parent, 'certificates/$number', () => import('./certificate-page.tsx').then((m) => m.CertificatePage)),
  page(parent, 'program/training/certificates', () =>
    import('./certificates-page.tsx').then((m) => m.CertificatesPage),
  ),
  page(parent, 'program/training', () => import('./progress-page.tsx').then((m) => m.TrainingPage)),
]
