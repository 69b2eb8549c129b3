/**
 * The modules in import order: each may import the doors of those above it and
 * join their tables; an effect upwards goes through the event log and reactions.
 */
import { routes as access } from './access/routes.ts'
import { routes as directory } from './directory/routes.ts'
import type { Route } from './platform/http.ts'
import type { Jobs } from './platform/jobs.ts'

export type Module = { name: string; routes?: readonly Route[]; jobs?: Jobs }

export const order = [
  'people', 'access', 'directory', 'library', 'program', 'attention', 'goals', 'checkins',
  'campaigns', 'metrics', 'launch', 'week', 'audit',
] as const

export type ModuleName = (typeof order)[number]

/** Every module that is there, in order. */
export const modules: readonly Module[] = [
  { name: 'access', routes: access },
  { name: 'directory', routes: directory },
]
