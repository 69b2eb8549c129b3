/** Composition: every module's routes, jobs and reactions, and the pages, on one server. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import serveFiles from '@fastify/static'
import swagger from '@fastify/swagger'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { Viewer } from '../contract/permissions.ts'
import { mayCall, viewerOfSession, viewerOfToken } from './access/access.ts'
import { apiPage, apiPagePolicy } from './platform/api-page.ts'
import type { OpenContext } from './platform/context.ts'
import { handleError, register, sessionCookie } from './platform/http.ts'
import { isId } from './platform/id.ts'
import { problem } from './platform/problem.ts'
import { release } from './platform/release.ts'
import { sharedLookup } from './platform/shared-lookup.ts'
import { modules } from './modules.ts'
import { contentOrigin, keepApart } from './packages/packages.ts'
import { followPackage } from './training/training.ts'

export type Readiness = () => { database: boolean; jobs: boolean }

/**
 * The server, not yet listening. `webFolder` holds the built pages; without it only the API answers.
 * `strict` makes a writing operation that records no event fail.
 */
export async function createApp(
  base: OpenContext,
  options: { webFolder?: string; ready: Readiness; strict: boolean },
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: base.log as FastifyBaseLogger,
    disableRequestLogging: true,
    // As many reverse proxies are believed as the operator named; 0 believes none.
    trustProxy: (_address: string, hop: number) => hop < base.config.trustedProxies,
    bodyLimit: 4 * 1024 * 1024,
    genReqId: requestIds(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(handleError)
  keepApart(app, base)
  await app.register(cookie)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Belay', version: release, description: 'All operations of this installation.' },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: jsonSchemaTransform,
    // Shapes that name themselves, such as rules within rules, stand once under components.
    transformObject: jsonSchemaTransformObject,
  })
  const raw = (_request: FastifyRequest, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body)
  app.addContentTypeParser(
    ['application/octet-stream', 'text/csv', 'application/gzip', 'image/png', 'image/jpeg', 'image/webp'],
    { parseAs: 'buffer', bodyLimit: 64 * 1024 * 1024 },
    raw,
  )

  // What a mail program sends when its reader switches letters off (RFC 8058), in either form. Only the words it has to hold are read.
  app.addContentTypeParser(
    ['application/x-www-form-urlencoded', 'multipart/form-data'],
    { parseAs: 'string', bodyLimit: 4096 },
    (_request: FastifyRequest, body: string, done: (error: null, body: unknown) => void) => done(null, formOf(body)),
  )

  await app.register(async (api) => {
    const headers = answerHeaders(base)
    api.addHook('onRequest', (_request, reply, done) => {
      reply.headers(headers)
      done()
    })
    api.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }))
    api.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
      const state = options.ready()
      return reply.status(state.database && state.jobs ? 200 : 503).send(state)
    })
    register(
      api,
      modules.flatMap((m) => m.routes ?? []),
      base,
      { viewerOf: viewerFinder(base), mayCall },
      options.strict,
    )
    // Both are the same as long as the process lives: made when first asked for, then only handed out.
    let documents: { json: string; page: string } | undefined
    const written = () => {
      const spec = app.swagger()
      return (documents ??= { json: JSON.stringify(spec), page: apiPage(spec) })
    }
    api.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').send((documents ?? written()).json),
    )
    api.get('/api/docs', { schema: { hide: true } }, async (_request, reply) =>
      reply
        .header('content-security-policy', apiPagePolicy)
        .type('text/html; charset=utf-8')
        .send((documents ?? written()).page),
    )
  })
  await app.register(async (content) => contentOrigin(content, base, followPackage))
  await app.register(async (pages) => {
    await pages.register(helmet, {
      enableCSPNonces: true,
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          // Positions of virtual rows and floating panels are style attributes; they cannot load or run anything.
          'style-src-attr': ["'unsafe-inline'"],
          'img-src': ["'self'", 'data:', 'blob:'],
          'font-src': ["'self'"],
          // Films of lessons, and what is said in them.
          'media-src': ["'self'", 'blob:'],
          'connect-src': ["'self'"],
          'manifest-src': ["'self'"],
          // Courses of other makers, on an origin of their own.
          'frame-src': base.config.contentUrl ? [`${base.config.contentUrl}/content/`] : ["'none'"],
          'frame-ancestors': ["'none'"],
          'form-action': ["'self'"],
          'base-uri': ["'none'"],
        },
      },
      strictTransportSecurity: base.config.secureCookies ? { maxAge: 31_536_000 } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
    })
    pages.setNotFoundHandler((request, reply) => {
      if (request.url.startsWith('/api/')) return handleError(problem('not_found'), request, reply)
      // A piece of an older build is gone, and no page: the browser then loads the new one.
      if (request.url.startsWith('/assets/'))
        return reply.status(404).type('text/plain').send('Not here any more. Load the page again.\n')
      return page(options.webFolder, reply)
    })
    if (options.webFolder && existsSync(options.webFolder)) {
      await pages.register(serveFiles, {
        root: `${options.webFolder}/assets`,
        prefix: '/assets/',
        preCompressed: true,
        immutable: true,
        maxAge: '365d',
        wildcard: true,
        decorateReply: false,
      })
      // Few and named: the script that paints the right scheme before the first frame, and the mark.
      for (const [name, type] of [
        ['scheme.js', 'text/javascript'],
        ['mark.svg', 'image/svg+xml'],
      ] as const) {
        const file = `${options.webFolder}/${name}`
        if (!existsSync(file)) continue
        pages.get(`/${name}`, { schema: { hide: true } }, async (_request, reply) =>
          reply.header('cache-control', 'public, max-age=3600').type(type).send(readPage(file)),
        )
      }
    }
  })
  return app
}

/** `List-Unsubscribe=One-Click`, however it was written; nothing else. */
function formOf(body: string): Record<string, string> {
  const said = /List-Unsubscribe(?:=|"\s+)One-Click\b/.test(body)
  return said ? { 'List-Unsubscribe': 'One-Click' } : {}
}

/** What every answer of the API carries. None is a page, so nothing may load or run, and no nonce is made for it. */
function answerHeaders(base: OpenContext): Record<string, string> {
  return {
    'content-security-policy':
      "default-src 'none'; script-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(base.config.secureCookies ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

/** Names for requests that no two processes share: a random beginning and a number. */
function requestIds(): () => string {
  const beginning = randomBytes(5).toString('hex')
  let last = 0
  return () => `${beginning}${(++last).toString(36)}`
}

/** The one page of the browser application, with the style nonce of this answer. */
function page(webFolder: string | undefined, reply: import('fastify').FastifyReply) {
  const file = webFolder ? `${webFolder}/index.html` : ''
  if (!file || !existsSync(file))
    return reply.status(404).type('text/plain').send('The pages are not built. Run `npm run build`.\n')
  const html = readPage(file).replaceAll(
    '__NONCE__',
    (reply as unknown as { cspNonce: { style: string } }).cspNonce.style,
  )
  return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html)
}

const pages = new Map<string, { changed: number; text: string }>()
/** Kept in memory until the file changes: an update builds new pages beside a running server. */
function readPage(file: string): string {
  const changed = statSync(file).mtimeMs
  const known = pages.get(file)
  if (known?.changed === changed) return known.text
  const text = readFileSync(file, 'utf8')
  pages.set(file, { changed, text })
  return text
}

/** From cookie or bearer token to the viewer. Both carry the organization's id, so that even this read runs under its walls. */
function viewerFinder(base: OpenContext): (request: FastifyRequest) => Promise<Viewer | null> {
  const ofKey = (find: typeof viewerOfSession) =>
    sharedLookup((key) => {
      const dot = key.indexOf('.')
      const organizationId = key.slice(0, dot)
      return find(base.database.for(organizationId), organizationId, key.slice(dot + 1), base.clock.now())
    })
  const ofSession = ofKey(viewerOfSession)
  const ofToken = ofKey(viewerOfToken)
  return async (request) => {
    const header = request.headers.authorization
    const bearer = header?.startsWith('Bearer belay_') ? header.slice('Bearer belay_'.length) : undefined
    if (header && !bearer) return null
    const value = bearer ?? request.cookies[sessionCookie]
    if (!value) return null
    if (!isId(value.slice(0, value.indexOf('.')))) return null
    return bearer ? ofToken(value) : ofSession(value)
  }
}

export const webFolder = fileURLToPath(new URL('../dist/web', import.meta.url))
