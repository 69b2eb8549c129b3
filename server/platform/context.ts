import type { BegunPlace } from '../../contract/operation.ts'
import type { Viewer } from '../../contract/permissions.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database, Db } from './db.ts'
import type { Log } from './log.ts'

/** What every verb is handed first: who asks, on which connection, at what time. */
export type Context = {
  organizationId: string
  viewer: Viewer
  /** Bound to the viewer's organization. */
  db: Db
  database: Database
  clock: Clock
  log: Log
  config: Config
  request: RequestFacts | null
}

/** The context before sign-in: no viewer, no organization. */
export type OpenContext = Omit<Context, 'viewer' | 'db' | 'organizationId'>

export type RequestFacts = {
  ip: string
  userAgent: string
  /** From where somebody came to an act of the practice; null: not one, or not said. */
  begun: BegunPlace | null
  /** Sets or clears the session cookie on the answer. */
  setSession(value: string | null, expiresAt?: string): void
}

/** Stands for the product itself: due work, reactions, operators at the command line. */
export const nobody = '00000000-0000-0000-0000-000000000000'

export function jobViewer(organizationId: string, via: Viewer['via'] = 'job'): Viewer {
  return {
    organizationId,
    personId: nobody,
    sessionId: nobody,
    roles: [],
    populations: [],
    seq: null,
    lastSeq: null,
    locale: 'en',
    timeZone: 'UTC',
    via,
  }
}

/** The context in which a job, a reaction or a command works on one organization. */
export function contextFor(base: OpenContext, organizationId: string, via: 'job' | 'operator' = 'job'): Context {
  return {
    ...base,
    organizationId,
    viewer: jobViewer(organizationId, via),
    db: base.database.for(organizationId),
    request: null,
  }
}
