/**
 * One operation of the product: what the server promises under one address.
 * The table of operations is written once, here in `contract/`; the server's
 * types, the checks of requests and responses, `openapi.json` and the browser's
 * client are all derived from it.
 */
import type * as z from 'zod'
import type { Permission } from './permissions.ts'
import type { ProblemCode } from './problems.ts'

/** From where somebody came to an act: a letter, their calendar, This week, or by looking for it. */
export const begunPlaces = ['letter', 'calendar', 'home', 'app'] as const
export type BegunPlace = (typeof begunPlaces)[number]
/** The header in which the browser says it. */
export const begunHeader = 'x-belay-begun'
/** The parameter by which a link of a letter or of a calendar entry says what it is. */
export const begunParameter = 'via'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Operation<
  Id extends string = string,
  Params extends z.ZodObject | undefined = z.ZodObject | undefined,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Response extends z.ZodType = z.ZodType,
> = {
  /** Stable `module.verb`; also the operationId in openapi.json. */
  id: Id
  method: Method
  /** Path below `/api`, parameters as `:name`. */
  path: `/${string}`
  /** Who may call it; see permissions.ts. Finer rules (whose goal) are the verb's. */
  permission: Permission
  summary: string
  params?: Params
  query?: Query
  body?: Body
  response: Response
  /** Problem codes beyond those that every operation can answer with. */
  problems?: readonly ProblemCode[]
  /** Why a writing operation records no event. Without a reason, none is a fault. */
  leavesNoEvent?: string
  /** An act of the practice: its events keep from where somebody came to it (`begunPlaces`), so that it can be told whether work comes to people. */
  act?: true
  /** Why this may come from anywhere, not only from our own pages. What it does has to be harmless and known from its address alone. */
  fromAnywhere?: string
  /** The request body is a raw file; its parameters travel in the query. */
  rawBody?: boolean
  /** Response is a file or page, not JSON. */
  rawResponse?: boolean
}

/** Whichever operation, for code that walks all of them. */
export type AnyOperation = Operation<string, any, any, any, any>

export function operation<
  const Id extends string,
  Response extends z.ZodType,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(o: Operation<Id, Params, Query, Body, Response>): Operation<Id, Params, Query, Body, Response> {
  return o
}

type Out<T> = T extends z.ZodType ? z.output<T> : Record<never, never>
type In<T> = T extends z.ZodType ? z.input<T> : Record<never, never>

/** What a verb receives: path parameters, query and body in one object. */
export type Input<O> =
  O extends Operation<string, infer P, infer Q, infer B, z.ZodType> ? Out<P> & Out<Q> & Out<B> : never
/** What a caller sends. */
export type Request<O> =
  O extends Operation<string, infer P, infer Q, infer B, z.ZodType> ? In<P> & In<Q> & In<B> : never
/** What a caller receives. */
export type Answer<O> = O extends Operation<string, any, any, any, infer R> ? z.output<R> : never
