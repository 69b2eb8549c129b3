/** Every address of the app. Modules bring their own pages (`web/<module>/routes.tsx`). */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type AnyRoute,
} from '@tanstack/react-router'
import { PageSkeleton } from './ui/states.tsx'
import { NotThere } from './ui/page.tsx'
import { Failure, Root } from './shell/root.tsx'
import { page, pagesOf, type ModuleRoutes } from './shell/route.tsx'

const modules = Object.entries(import.meta.glob<ModuleRoutes>(['./*/routes.tsx'], { eager: true })).map(
  ([file, routes]) => ({ name: file.split('/')[1]!, ...routes }),
)

const root = createRootRoute({ component: Root, notFoundComponent: NotThere, errorComponent: Failure })

const front = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./shell/front.tsx'), 'Front'),
})

const organization = createRoute({
  getParentRoute: () => root,
  path: '/o/$slug',
  component: Outlet,
}) as unknown as AnyRoute

const shell = createRoute({
  getParentRoute: () => organization,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
  notFoundComponent: NotThere,
}) as unknown as AnyRoute

organization.addChildren([
  shell.addChildren([
    ...modules.flatMap((m) => pagesOf(m.name, () => m.routes?.(shell) ?? [])),
    page(shell, 'settings', () => import('./shell/settings-page.tsx').then((m) => m.SettingsPage)),
    ...(import.meta.env.DEV
      ? [page(shell, '_ui', () => import('./ui/gallery/gallery.tsx').then((m) => m.Gallery))]
      : []),
    // An unknown address below the company: said inside the shell, with a way on.
    createRoute({ getParentRoute: () => shell, path: '$', component: NotThere }) as unknown as AnyRoute,
  ]) as AnyRoute,
  ...modules.flatMap((m) => pagesOf(m.name, () => m.publicRoutes?.(organization) ?? [])),
])

export const router = createRouter({
  routeTree: root.addChildren([front, organization]),
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 150,
  defaultErrorComponent: Failure,
  defaultNotFoundComponent: NotThere,
  scrollRestoration: true,
  defaultStructuralSharing: true,
})
