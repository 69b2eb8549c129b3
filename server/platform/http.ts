/**
 * The one way from an operation of the contract to a verb: checks the request,
 * finds the viewer, asks whether they may, runs the verb, checks the answer, and
 * turns every failure into a problem (RFC 9457) with a sentence to act on.
 */
import { Readable } from 'node:stream'
import '@fastify/cookie'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { begunHeader, begunPlaces, type Input, type Operation } from '../../contract/operation.ts'
import type { Permission, Viewer } from '../../contract/permissions.ts'
import type { Context, OpenContext } from './context.ts'
import { recordedIn } from './events.ts'
import { Problem, problem } from './problem.ts'
import { rangeOf } from './range.ts'

type AnyOperation = Operation<string, any, any, any, any>
type Result<O> = O extends { rawResponse: true }
  ? FileAnswer
  : O extends Operation<string, any, any, any, infer R>
    ? R['_zod']['output']
    : never
type Verb<O extends AnyOperation> = O['permission'] extends 'anyone'
  ? (c: OpenContext, input: Input<O>) => Promise<Result<O>>
  : (c: Context, input: Input<O>) => Promise<Result<O>>

/** What an operation with `rawResponse` answers. */
export type FileAnswer = {
  type: string
  /** A long one comes in pieces, made while they leave; where a piece fails the connection ends, so that a part is never taken for the whole. */
  body: string | Buffer | AsyncIterable<string>
  fileName?: string
  cache?: string
  /** Where it can be sent in parts: its whole size, and the bytes from one place up to another. `body` is not read then. */
  parts?: { size: number; read: (from: number, to: number) => AsyncIterable<Buffer> }
}

export type Route = { operation: AnyOperation; verb: (c: never, input: never) => Promise<unknown> }

/** One operation and the verb that fulfils it. */
export function route<O extends AnyOperation>(operation: O, verb: Verb<O>): Route {
  return { operation, verb: verb as Route['verb'] }
}

export type Guard = {
  /** Who sends this request; null when nobody is signed in. Throws nothing for a bad cookie. */
  viewerOf(request: FastifyRequest): Promise<Viewer | null>
  /** Whether this viewer could hold the permission at all; relations are the verb's to demand. */
  mayCall(viewer: Viewer, permission: Permission): boolean
}

export const sessionCookie = 'belay_session'

/** Found before the body is read, used when the verb runs. */
const viewers = new WeakMap<FastifyRequest, Viewer>()

/** Puts every route on the server. `strict` makes a writing operation without an event fail, in tests and demo. */
export function register(
  app: FastifyInstance,
  routes: readonly Route[],
  base: OpenContext,
  guard: Guard,
  strict: boolean,
): void {
  const { database, clock, config } = base
  for (const { operation, verb } of routes) {
    const known = new Set<string>(operation.query ? Object.keys(operation.query.shape) : [])
    app.route({
      method: operation.method,
      url: `/api${operation.path}`,
      schema: {
        operationId: operation.id,
        summary: operation.summary,
        tags: [operation.id.split('.')[0]!],
        ...(operation.params ? { params: operation.params } : {}),
        ...(operation.query ? { querystring: operation.query } : {}),
        ...(operation.body && !operation.rawBody ? { body: operation.body } : {}),
        ...(operation.rawResponse ? {} : { response: { 200: operation.response } }),
      },
      config: { operation: operation.id, permission: operation.permission },
      // Before the body is read: whoever may not call it sends us nothing.
      onRequest: async (request) => {
        if (operation.method !== 'GET' && !operation.fromAnywhere) refuseOtherSites(request, base)
        if (operation.permission === 'anyone') return demandKnown(request, known)
        const viewer = await guard.viewerOf(request)
        if (!viewer) throw problem('unauthenticated')
        if (!guard.mayCall(viewer, operation.permission)) throw problem('forbidden')
        viewers.set(request, viewer)
        demandKnown(request, known)
      },
      handler: async (request, reply) => {
        const input = {
          ...(request.params as object),
          ...(request.query as object),
          ...(operation.rawBody ? { file: request.body } : (request.body as object)),
        }
        let c: Context | OpenContext = {
          database,
          clock,
          config,
          log: request.log as OpenContext['log'],
          request: factsOf(request, reply, base, operation.act === true),
        }
        const viewer = viewers.get(request)
        if (viewer) {
          c = {
            database,
            clock,
            config,
            log: c.log,
            request: c.request,
            organizationId: viewer.organizationId,
            viewer,
            db: database.for(viewer.organizationId),
          }
        }
        const answer = await verb(c as never, input as never)
        if (strict && operation.method !== 'GET' && !operation.leavesNoEvent && 'viewer' in c && recordedIn(c) === 0) {
          throw new Error(`${operation.id} changed something and recorded no event`)
        }
        if (operation.rawResponse) return sendFile(request, reply, answer as FileAnswer)
        return reply.header('cache-control', 'private, no-store').send(answer)
      },
    })
  }
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: FileAnswer): FastifyReply {
  if (file.parts) return sendParts(request, reply, file, file.parts)
  if (file.fileName)
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`)
  return reply
    .header('cache-control', file.cache ?? 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .type(file.type)
    .send(typeof file.body === 'string' || Buffer.isBuffer(file.body) ? file.body : Readable.from(file.body))
}

/** A film: the part that its player asks for, in pieces that are read as they leave. */
function sendParts(
  request: FastifyRequest,
  reply: FastifyReply,
  file: FileAnswer,
  { size, read }: NonNullable<FileAnswer['parts']>,
): FastifyReply {
  const range = rangeOf(request.headers.range, size)
  reply
    .header('accept-ranges', 'bytes')
    .header('cache-control', file.cache ?? 'private, no-store')
    .header('x-content-type-options', 'nosniff')
  if (range === 'beyond')
    return reply.status(416).header('content-range', `bytes */${size}`).type('text/plain').send('')
  const { from, to } = range ?? { from: 0, to: size - 1 }
  if (range) reply.status(206).header('content-range', `bytes ${from}-${to}/${size}`)
  return reply
    .header('content-length', to - from + 1)
    .type(file.type)
    .send(Readable.from(read(from, to)))
}

function factsOf(
  request: FastifyRequest,
  reply: FastifyReply,
  base: OpenContext,
  act: boolean,
): NonNullable<Context['request']> {
  const said = request.headers[begunHeader]
  return {
    begun: act ? (begunPlaces.find((place) => place === said) ?? null) : null,
    ip: request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
    setSession(value, expiresAt) {
      const secure = base.config.secureCookies
      const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
      if (value === null) reply.clearCookie(sessionCookie, options)
      else reply.setCookie(sessionCookie, value, { ...options, ...(expiresAt ? { expires: new Date(expiresAt) } : {}) })
    },
  }
}

/** Cross-site request forgery: a browser names where a request comes from; API tokens are exempt. */
function refuseOtherSites(request: FastifyRequest, base: OpenContext): void {
  if (request.headers.authorization) return
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin') return
  const origin = request.headers.origin
  if (!site && origin) {
    const host = safeHost(origin)
    if (host && (host === request.headers.host || host === safeHost(base.config.publicUrl))) return
  }
  throw problem('cross_site')
}

/** What nobody here reads would be left out in silence: a filter with a typing error would answer with everything. */
function demandKnown(request: FastifyRequest, known: ReadonlySet<string>): void {
  for (const name of Object.keys(request.query as object)) {
    if (known.has(name)) continue
    throw problem('unknown_parameter', {
      name: name.slice(0, 60),
      known: known.size > 0 ? [...known].join(', ') : '–',
    })
  }
}

function safeHost(url: string): string | null {
  try {
    return new URL(url).host
  } catch {
    return null
  }
}

/** The body of a problem answer. `params` let the browser say it in the reader's language. */
export function problemBody(p: Problem, reference?: string) {
  return {
    type: `urn:belay:problem:${p.code}`,
    title: p.code,
    status: p.status,
    detail: p.message,
    code: p.code,
    params: p.params,
    ...(reference ? { reference } : {}),
  }
}

export function handleError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const p = toProblem(error, request)
  if (p.status >= 500) request.log.error({ err: error, reference: request.id }, 'request failed')
  if (p.code === 'too_many_requests' && p.params['seconds']) reply.header('retry-after', String(p.params['seconds']))
  if (p.code === 'collided') reply.header('retry-after', '1')
  return reply
    .status(p.status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problemBody(p, p.status >= 500 ? request.id : undefined))
}

/** PostgreSQL's words for a value that is none: malformed, a day or number beyond what it keeps, a zero byte. */
const unstorable = new Set(['22P02', '22003', '22007', '22008', '22009', '22021', '22P05'])

/** An address, or what a read asks for, with an id that is none: nothing has it, as with one that nothing has. */
function namesNothing(
  { validation, validationContext }: Pick<FastifyError, 'validation' | 'validationContext'>,
  request: FastifyRequest,
): boolean {
  if (validationContext === 'params') return true
  if (request.method !== 'GET' || validationContext !== 'querystring') return false
  return validation?.every((v) => v.keyword === 'invalid_format' && v.params['format'] === 'uuid') ?? false
}

function toProblem(error: FastifyError | Error, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    if (namesNothing(error, request)) return problem('not_found', {}, error)
    const issues = error.validation
      .slice(0, 5)
      .map((v) => `${v.instancePath.replace(/^\//, '').replaceAll('/', '.') || 'request'}: ${v.message}`)
    return problem('invalid_request', { issues: issues.join('; ') }, error)
  }
  if (isResponseSerializationError(error)) return problem('internal', { reference: request.id }, error)
  const code = (error as { code?: string }).code
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problem('too_large', { limit: '64 MB' })
  if (code && unstorable.has(code)) {
    return problem('invalid_request', { issues: 'a value has a form that cannot be stored' }, error)
  }
  if (code === 'ECONNREFUSED' || code === '57P03' || code === '57P01' || code === '53300')
    return problem('unavailable', {}, error)
  // A deadlock, or a transaction that could not be put in order with others: the same request may succeed at once.
  if (code === '40P01' || code === '40001') return problem('collided', {}, error)
  const status = (error as FastifyError).statusCode
  if (status && status >= 400 && status < 500) return problem('invalid_request', { issues: error.message }, error)
  return problem('internal', { reference: request.id }, error)
}
