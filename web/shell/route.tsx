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
 */
import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import type { ComponentType } from 'react'

export type Parent = AnyRoute
type Load = () => Promise<ComponentType>

export function page(
  parent: Parent,
  path: string,
  load: Load,
  children: readonly ((parent: Parent) => AnyRoute)[] = [],
): AnyRoute {
  const route = createRoute({
    getParentRoute: () => parent,
    path,
    component: lazyRouteComponent(async () => ({ default: await load() })),
  }) as unknown as AnyRoute
  return children.length ? (route.addChildren(children.map((child) => child(route))) as AnyRoute) : route
}

export type ModuleRoutes = {
  routes?: (parent: Parent) => AnyRoute[]
  publicRoutes?: (parent: Parent) => AnyRoute[]
}
