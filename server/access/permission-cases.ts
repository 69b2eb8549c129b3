/**
 * What the generated permission test needs to know about an operation: how to make
 * a valid request, and whom it is about. Each module exports its own from
 * `permission.cases.ts`; how to write one stands in docs/permission-tests.md.
 */
import type { AnyOperation } from '../../contract/operation.ts'
import type { Relation, Role } from '../../contract/permissions.ts'
import type { Context, OpenContext } from '../platform/context.ts'

/** Everyone who tries every operation. The first group are strangers, relatives and role holders of one company. */
export const parts = [
  'self',
  'manager',
  'second_manager',
  'leader',
  'top',
  'peer',
  'report',
  'stranger',
  'admin',
  'lead',
  'sponsor',
  'hr_in',
  'hr_out',
  'committee',
  'champion',
  'trainer',
] as const
export type Part = (typeof parts)[number]

/** The same and others by another way in. */
export const outsiders = [
  'token_self',
  'token_admin',
  'token_ended',
  'leaver',
  'closed',
  'anonymous',
  'other_employee',
  'other_admin',
] as const
export type Outsider = (typeof outsiders)[number]

/** What each part is to the subject, and which roles they hold beside being employed. */
export const story: Record<Part, { relation: Relation; roles: readonly Role[] }> = {
  self: { relation: 'self', roles: ['employee', 'manager'] },
  manager: { relation: 'manager', roles: ['employee', 'manager'] },
  second_manager: { relation: 'manager', roles: ['employee'] },
  leader: { relation: 'leader', roles: ['employee', 'manager'] },
  top: { relation: 'leader', roles: ['employee', 'manager'] },
  peer: { relation: 'peer', roles: ['employee'] },
  report: { relation: 'report', roles: ['employee'] },
  stranger: { relation: 'stranger', roles: ['employee'] },
  admin: { relation: 'stranger', roles: ['admin'] },
  lead: { relation: 'stranger', roles: ['employee', 'lead'] },
  sponsor: { relation: 'stranger', roles: ['employee', 'sponsor'] },
  hr_in: { relation: 'hr', roles: ['employee', 'hr'] },
  hr_out: { relation: 'stranger', roles: ['employee', 'hr'] },
  committee: { relation: 'stranger', roles: ['employee', 'committee'] },
  champion: { relation: 'stranger', roles: ['employee', 'champion'] },
  trainer: { relation: 'stranger', roles: ['employee', 'trainer'] },
}

export type World = {
  base: OpenContext
  organizationId: string
  slug: string
  people: Record<Part, string>
  /** Acts as somebody, to make with the product's own verbs what a request needs. */
  as(person: string): Promise<Context>
  /** Somebody new whom nobody else needs: for requests that end or close something. */
  newPerson(): Promise<string>
  /** A text that was not used yet. */
  unique(word: string): string
}

export type Case = {
  /**
   * Makes a valid request: path parameters, query and body in one object. Called anew for
   * every viewer, so it may make what is then used up. `subject` is a person's id.
   */
  input?: (w: World, subject: string) => Promise<Record<string, unknown>> | Record<string, unknown>
  /**
   * Whose things the request is about. `subject`: of the same person for every viewer, so that
   * every relation is tried (unless told). `viewer`: always of whoever asks.
   */
  about?: 'subject' | 'viewer'
  /** The body of an operation that takes a file. */
  file?: (w: World, subject: string) => Promise<Buffer> | Buffer
  /** The only ones of the company whom the verb lets through although more hold the permission; with the reason. */
  only?: { parts: readonly Part[]; because: string }
}

type Ids<M> = M[keyof M] extends infer O ? (O extends AnyOperation ? O['id'] : never) : never

/** One case for every operation of a contract file; the compiler names a missing one. */
export type CasesFor<M> = Record<Ids<M>, Case>

export type CasesFile = {
  cases: Record<string, Case>
  /** Runs once in each company before the cases: a launched wave, a template. */
  prepare?: (w: World) => Promise<void>
}
