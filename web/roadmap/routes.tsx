import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(
    parent,
    'program/roadmap',
    () => import('./roadmap-page.tsx').then((m) => m.RoadmapPage),
    [
      (p) => page(p, 'new', () => import('./new-task-panel.tsx').then((m) => m.NewTaskPanel)),
      (p) => page(p, '$taskId', () => import('./task-panel.tsx').then((m) => m.TaskPanel)),
    ],
    ['program'],
  ),
  page(parent, 'program/my-tasks', () => import('./my-tasks-page.tsx').then((m) => m.MyTasksPage), [
    (p) => page(p, '$taskId', () => import('./my-task-panel.tsx').then((m) => m.MyTaskPanel)),
  ]),
]
