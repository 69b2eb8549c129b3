/**
 * The minimal statement endpoint: as much of xAPI 1.0.3 as units of cmi5 need, for one launch, and
 * no more. It lies on the second origin, below the address of that launch. The pages that call it
 * come from the same origin, so no other is ever allowed (never "null": every sandboxed page of
 * the world has that), and it knows no cookies, only the token of the launch.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OpenContext } from '../platform/context.ts'
import { type Document, instantOf, type Kind, names, read, remove, write } from './cmi5-documents.ts'
import { type Follow, hear } from './cmi5-hear.ts'
import { admit, handOut, refusal, type Session, sessionAt } from './cmi5-session.ts'
import { one, search } from './cmi5-statements.ts'
import { activities } from './cmi5-words.ts'

type Asked = Record<string, string | string[] | undefined>
type Request = FastifyRequest<{ Params: { ticket: string }; Querystring: Asked }>

const version = '1.0.3'
const limit = 256 * 1024
/** A launch may ask so much at once, and so much a second after that. */
const pace = { burst: 300, perSecond: 30 }

export async function statementEndpoint(app: FastifyInstance, base: OpenContext, follow: Follow): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limit }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: FastifyError & { refused?: boolean }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) base.log.error({ err: error, url: request.routeOptions.url }, 'statement endpoint failed')
    return reply.status(status).send({ error: status < 500 ? error.message : 'Something went wrong here.' })
  })
  const slow = newPace(() => Date.parse(base.clock.now()))
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-experience-api-version': version,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    refuseOthers(request, base)
    // By what every request of the launch has in common, whether it may or not.
    if (!slow((request.params as { ticket: string }).ticket)) throw refusal(429, 'Too much at once. Wait a moment.')
  })

  app.post('/content/:ticket/fetch', hide, async (request: Request, reply) => {
    const session = await sessionAt(base, request.params.ticket)
    reply.type('application/json; charset=utf-8')
    if (!session) return { 'error-code': '2', 'error-text': 'This launch is over. Open the course again.' }
    const token = await handOut(session)
    return token
      ? { 'auth-token': token }
      : { 'error-code': '1', 'error-text': 'The token of this launch was handed out before, or the launch is over.' }
  })

  app.get('/content/:ticket/xapi/about', hide, async (request: Request) => {
    if (!(await sessionAt(base, request.params.ticket))) throw refusal(404, 'There is nothing here.')
    return { version: [version], extensions: { 'urn:belay:statement-endpoint': 'minimal, for units of cmi5' } }
  })

  const statements = '/content/:ticket/xapi/statements'
  const within = (run: (session: Session, request: Request, reply: FastifyReply) => Promise<unknown>) =>
    async function answer(request: Request, reply: FastifyReply): Promise<unknown> {
      const session = await sessionAt(base, request.params.ticket)
      if (!session) throw refusal(401, 'This launch is over. Open the course again.')
      admit(session, request.headers.authorization)
      const said = request.headers['x-experience-api-version']
      if (typeof said !== 'string' || !/^1\.0(\.\d+)?$/.test(said))
        throw refusal(400, `X-Experience-API-Version has to be 1.0 or ${version}.`)
      return run(session, request, reply)
    }

  app.post(
    statements,
    hide,
    within(async (session, request, reply) => {
      const sent = jsonOf(request)
      const ids = await hear(session, Array.isArray(sent) ? sent : [sent], follow)
      return reply.status(200).type('application/json; charset=utf-8').send(JSON.stringify(ids))
    }),
  )
  app.put(
    statements,
    hide,
    within(async (session, request, reply) => {
      const id = wordOf(request, 'statementId')
      const sent = jsonOf(request)
      if (!id || typeof sent !== 'object' || sent === null || Array.isArray(sent))
        throw refusal(400, 'One statement and its statementId are needed.')
      const own = (sent as { id?: unknown }).id
      if (own !== undefined && String(own).toLowerCase() !== id.toLowerCase())
        throw refusal(400, 'The id of the statement is not the statementId.')
      await hear(session, [{ ...sent, id }], follow)
      return reply.status(204).send()
    }),
  )
  app.get(
    statements,
    hide,
    within(async (session, request, reply) => {
      const { c, of } = session
      reply.header('x-experience-api-consistent-through', c.clock.now())
      if (wordOf(request, 'voidedStatementId')) throw refusal(404, 'No statement was voided.')
      const id = wordOf(request, 'statementId')
      if (id) {
        const found = await one(session, id)
        if (!found) throw refusal(404, 'There is no such statement in this registration.')
        return found
      }
      sameAgent(session, wordOf(request, 'agent'))
      const registration = wordOf(request, 'registration')
      if (registration && registration.toLowerCase() !== of.registration)
        throw refusal(403, 'That is another registration.')
      return search(session, {
        verb: wordOf(request, 'verb'),
        activity: wordOf(request, 'activity'),
        since: instantOf(wordOf(request, 'since')),
        until: instantOf(wordOf(request, 'until')),
        ascending: wordOf(request, 'ascending') === 'true',
        limit: Number(wordOf(request, 'limit') ?? 0),
      })
    }),
  )

  documents(app, '/content/:ticket/xapi/activities/state', 'state', 'stateId', within)
  documents(app, '/content/:ticket/xapi/activities/profile', 'activity', 'profileId', within)
  documents(app, '/content/:ticket/xapi/agents/profile', 'agent', 'profileId', within)

  app.get(
    '/content/:ticket/xapi/activities',
    hide,
    within(async (session, request) => {
      sameActivity(session, wordOf(request, 'activityId'))
      return { objectType: 'Activity', id: activities.unit(session.of.packageId, session.part.id) }
    }),
  )
  app.get(
    '/content/:ticket/xapi/agents',
    hide,
    within(async (session, request) => {
      sameAgent(session, wordOf(request, 'agent'))
      return { objectType: 'Person', account: [session.of.actor.account] }
    }),
  )
}

const hide = { schema: { hide: true } }
type Within = (
  run: (session: Session, request: Request, reply: FastifyReply) => Promise<unknown>,
) => (request: Request, reply: FastifyReply) => Promise<unknown>

function documents(app: FastifyInstance, url: string, kind: Kind, naming: string, within: Within): void {
  const named = (session: Session, request: Request): string | null => {
    if (kind !== 'agent') sameActivity(session, wordOf(request, 'activityId') ?? '')
    if (kind !== 'activity') sameAgent(session, wordOf(request, 'agent') ?? '')
    const registration = wordOf(request, 'registration')
    if (registration && registration.toLowerCase() !== session.of.registration)
      throw refusal(403, 'That is another registration.')
    const name = wordOf(request, naming)
    if (name !== undefined && (name.length > 200 || name === '' || /\p{C}/u.test(name)))
      throw refusal(400, `${naming} has to be a short word.`)
    return name ?? null
  }
  const conditions = (request: Request) => ({
    match: request.headers['if-match'],
    noneMatch: request.headers['if-none-match'],
  })
  app.get(
    url,
    hide,
    within(async (session, request, reply) => {
      const name = named(session, request)
      if (name === null) return names(session, kind, instantOf(wordOf(request, 'since')))
      const found = await read(session.c.db, session, kind, name)
      if (!found) throw refusal(404, 'There is no such document.')
      return sendDocument(reply, found, request.headers['if-none-match'])
    }),
  )
  const put = (merge: boolean) =>
    within(async (session, request, reply) => {
      const name = named(session, request)
      if (name === null) throw refusal(400, `${naming} is needed.`)
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const mediaType = request.headers['content-type'] ?? 'application/octet-stream'
      if (mediaType.length > 200 || /\p{C}/u.test(mediaType)) throw refusal(400, 'That is no content type.')
      await write(session, kind, name, { bytes, mediaType, merge }, conditions(request))
      return reply.status(204).send()
    })
  app.put(url, hide, put(false))
  app.post(url, hide, put(true))
  app.delete(
    url,
    hide,
    within(async (session, request, reply) => {
      const name = named(session, request)
      if (name === null && kind !== 'state') throw refusal(400, `${naming} is needed.`)
      await remove(session, kind, name, conditions(request))
      return reply.status(204).send()
    }),
  )
}

function sendDocument(reply: FastifyReply, { bytes, mediaType, etag, updatedAt }: Document, known: string | undefined) {
  reply.header('etag', etag).header('last-modified', new Date(Date.parse(updatedAt)).toUTCString())
  if (known !== undefined && known.split(',').some((tag) => tag.trim() === etag)) return reply.status(304).send()
  return reply.type(mediaType).send(bytes)
}

/** Only the pages of the second origin itself; a page from elsewhere could at least use up a token. */
function refuseOthers(request: FastifyRequest, { config }: OpenContext): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if (
    (origin !== undefined && origin !== new URL(config.contentUrl!).origin) ||
    (site !== undefined && site !== 'same-origin')
  )
    throw refusal(403, 'Only a course calls this, from its own page.')
}

function wordOf(request: Request, name: string): string | undefined {
  const said = request.query[name]
  if (Array.isArray(said)) throw refusal(400, `${name} stands twice.`)
  return said
}

function jsonOf(request: Request): unknown {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw refusal(400, 'Statements are sent as application/json, without attachments.')
  try {
    return JSON.parse((request.body as Buffer).toString('utf8'))
  } catch {
    throw refusal(400, 'That is no JSON.')
  }
}

/** Whoever asks for somebody else, or for a way to name somebody else, gets nothing. */
function sameAgent({ of }: Session, said: string | undefined): void {
  if (said === undefined) return
  let agent: { account?: { homePage?: unknown; name?: unknown } } | null
  try {
    agent = JSON.parse(said)
  } catch {
    throw refusal(400, 'The agent is no JSON.')
  }
  const { homePage, name } = of.actor.account
  if (agent?.account?.homePage !== homePage || agent.account.name !== name) throw refusal(403, 'That is another agent.')
}
function sameActivity({ of, part }: Session, said: string | undefined): void {
  if (said !== activities.unit(of.packageId, part.id)) throw refusal(403, 'That is another activity.')
}

/** One bucket a launch, in the memory of this process. */
function newPace(now: () => number): (key: string) => boolean {
  const buckets = new Map<string, { left: number; at: number }>()
  return (key) => {
    if (buckets.size > 20_000) buckets.clear()
    const at = now()
    const bucket = buckets.get(key) ?? { left: pace.burst, at }
    bucket.left = Math.min(pace.burst, bucket.left + ((at - bucket.at) / 1000) * pace.perSecond)
    bucket.at = at
    buckets.set(key, bucket)
    if (bucket.left < 1) return false
    bucket.left -= 1
    return true
  }
}
