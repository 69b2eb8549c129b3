/**
 * How a module declares its pages. In `web/<module>/routes.tsx`:
 *
 *   export const routes = (parent: Parent) => [
 *     page(parent, 'goals', () => import('./goals-page.tsx').then((m) => m.GoalsPage), [
 *       (p) => page(p, '$goalId', () => import('./goal-panel.tsx').then((m) => m.GoalPanel)),
 *     ]),
 *   ]
 *
 * Pages load when first visited. A child renders in its parent's `<Outlet />`:
 * that is how a side panel has an address of its own.
 * `publicRoutes` has the same shape, for pages without the shell (signing in).
 * The words of the folder come beside the code of its page, and so do those of the namespaces in
 * `also`, for a page that nearly always shows parts of other folders.
 */
import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { words } from '../words.ts'

export type Parent = AnyRoute
type Load = () => Promise<ComponentType>

/** The folder whose pages are being declared. */
let folder: string | null = null

/** Declares the pages of one folder in `web/`. */
export function pagesOf(name: string, declare: () => AnyRoute[]): AnyRoute[] {
  folder = name
  try {
    return declare()
  } finally {
    folder = null
  }
}

export function page(
  parent: Parent,
  path: string,
  load: Load,
  children: readonly ((parent: Parent) => AnyRoute)[] = [],
  also: readonly string[] = [],
): AnyRoute {
  const spoken = [...(folder ? [folder] : []), ...also]
  const route = createRoute({
    getParentRoute: () => parent,
    path,
    component: lazyRouteComponent(async () => {
      const [component] = await Promise.all([load(), words.loadNamespaces(spoken)])
      return { default: component }
    }),
  }) as unknown as AnyRoute
  return children.length ? (route.addChildren(children.map((child) => child(route))) as AnyRoute) : route
}

export type ModuleRoutes = {
  routes?: (parent: Parent) => AnyRoute[]
  publicRoutes?: (parent: Parent) => AnyRoute[]
}
