/**
 * What the second origin serves: packages of other makers, which run scripts that nobody here has
 * read. It knows no cookies and no viewer; the address itself says who opened what, and what it
 * gives is that one package. See docs/decisions/packages.md for what holds it in.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { OpenContext } from '../platform/context.ts'
import type { Db } from '../platform/db.ts'
import { statementEndpoint } from './cmi5-endpoint.ts'
import type { Follow } from './cmi5-hear.ts'
import { stillHere } from './queries.ts'
import { rangeOf } from '../platform/range.ts'
import { readTicket, type Ticket } from './ticket.ts'

type Opened = { package_id: string; kind: 'scorm12' | 'scorm2004' | 'cmi5' }
type Address = FastifyRequest<{ Params: { ticket: string; '*'?: string } }>

const hide = { schema: { hide: true } }
const nowhere = 'There is nothing here. Go back to Belay and open the course again.\n'

/** Each origin answers its own addresses alone; whether the server lives, both say. */
export function keepApart(app: FastifyInstance, { config }: OpenContext): void {
  const content = config.contentUrl ? new URL(config.contentUrl).host : null
  app.addHook('onRequest', async (request, reply) => {
    if (request.url === '/healthz' || request.url === '/readyz') return
    if ((request.host === content) === request.url.startsWith('/content/')) return
    return reply.status(404).type('text/plain').send(nowhere)
  })
}

/** `follow`: what has to be done where somebody got on in a course without the app knowing of it. */
export async function contentOrigin(app: FastifyInstance, base: OpenContext, follow: Follow): Promise<void> {
  const { config } = base
  if (!config.contentUrl) return
  await app.register(async (scope) => statementEndpoint(scope, base, follow))
  const publicOrigin = config.publicUrl
  app.get('/content/:ticket/player', hide, async (request: Address, reply) => {
    const found = await openedBy(base, request)
    if (!found) return gone(reply)
    const at = `${config.contentUrl}/content/${request.params.ticket}/`
    return (
      headersFor(reply, [
        "default-src 'none'",
        `script-src ${at}`,
        `style-src ${at}`,
        `frame-src ${at}files/${found.kind === 'cmi5' ? ` ${at}left` : ''}`,
        `frame-ancestors ${publicOrigin}`,
      ])
        // What another package left in this browser is not this one's to find.
        .header('clear-site-data', '"storage"')
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(playerPage(found.kind, publicOrigin))
    )
  })
  // Where a course of cmi5 goes when somebody ends it there.
  app.get('/content/:ticket/left', hide, async (request: Address, reply) => {
    if (!(await openedBy(base, request))) return gone(reply)
    return headersFor(reply, [
      "default-src 'none'",
      `script-src ${config.contentUrl}/content/${request.params.ticket}/parts/`,
      `frame-ancestors 'self' ${publicOrigin}`,
    ])
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(
        '<!doctype html><html><head><meta charset="utf-8"><title>–</title><script src="parts/left.js"></script></head></html>',
      )
  })
  app.get('/content/:ticket/parts/*', hide, async (request: Address, reply) => {
    const asset = assets[request.params['*'] ?? '']
    if (!asset || !(await openedBy(base, request))) return gone(reply)
    return headersFor(reply, ["default-src 'none'"])
      .header('cache-control', 'private, max-age=3600')
      .type(asset.type)
      .send(asset.text())
  })
  app.get('/content/:ticket/files/*', hide, async (request: Address, reply) => {
    const found = await openedBy(base, request)
    if (!found) return gone(reply)
    const here = `${config.contentUrl}/content/${request.params.ticket}/`
    const at = `${here}files/`
    // A course of cmi5 speaks for itself, with a token, to its own address alone.
    const speaks = found.kind === 'cmi5' ? ` ${here}fetch ${here}xapi/` : ''
    headersFor(reply, [
      "default-src 'none'",
      `script-src ${at} 'unsafe-inline' 'unsafe-eval' blob:`,
      `style-src ${at} 'unsafe-inline'`,
      `img-src ${at} data: blob:`,
      `font-src ${at} data:`,
      `media-src ${at} data: blob:`,
      `connect-src ${at}${speaks} data: blob:`,
      `frame-src ${at} data: blob:`,
      `worker-src ${at} blob:`,
      `base-uri ${at}`,
      `frame-ancestors 'self' ${publicOrigin}`,
    ])
    return sendFile(found.db, found.organizationId, found.package_id, request, reply)
  })
  // Anything else would be answered with the app's page.
  app.all('/content/*', hide, async (_request, reply) => gone(reply))
}

/** Nobody may carry anything out, open windows, or move the page around it. */
const sandbox = 'sandbox allow-scripts allow-same-origin allow-forms'
function headersFor(reply: FastifyReply, directives: readonly string[]): FastifyReply {
  return reply.headers({
    'content-security-policy': [...directives, "object-src 'none'", "form-action 'none'", sandbox].join('; '),
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=(), payment=(), clipboard-read=(), publickey-credentials-get=()',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
}

const gone = (reply: FastifyReply) => reply.status(404).type('text/plain; charset=utf-8').send(nowhere)

/** What the address opens. Whoever has left, whose account is closed, or who opened it again elsewhere, finds nothing. */
async function openedBy(base: OpenContext, request: Address): Promise<(Opened & Ticket & { db: Db }) | null> {
  // A worker would outlive the page, and answer for pages that were not opened yet.
  if (request.headers['service-worker']) return null
  const ticket = readTicket(base.config, request.params.ticket, base.clock.now())
  if (!ticket) return null
  const db = base.database.for(ticket.organizationId)
  const { rows } = await sql<Opened>`
    select k.id as package_id, k.kind from content_attempt a
    join content_package k on k.organization_id = a.organization_id and k.id = a.package_id and k.taken_away_at is null
    where a.organization_id = ${ticket.organizationId} and a.id = ${ticket.attemptId} and a.opening = ${ticket.opening} and ${stillHere}`.execute(
    db,
  )
  return rows[0] ? { ...rows[0], ...ticket, db } : null
}

async function sendFile(
  db: Db,
  organizationId: string,
  packageId: string,
  request: Address,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = request.params['*'] ?? ''
  const { rows } = await sql<{ media_type: string; size: number }>`select media_type, size from content_file
    where organization_id = ${organizationId} and package_id = ${packageId} and path = ${path}`.execute(db)
  const file = rows[0]
  if (!file) return gone(reply)
  const range = rangeOf(request.headers.range, file.size)
  if (range === 'beyond')
    return reply.status(416).header('content-range', `bytes */${file.size}`).type('text/plain').send('')
  const { from, to } = range ?? { from: 0, to: file.size - 1 }
  const part = await sql<{
    bytes: Buffer
  }>`select substring(bytes from ${from + 1}::integer for ${to - from + 1}::integer) as bytes from content_file
    where organization_id = ${organizationId} and package_id = ${packageId} and path = ${path}`.execute(db)
  reply.header('accept-ranges', 'bytes').header('cache-control', 'private, max-age=3600').type(file.media_type)
  if (file.media_type === 'application/octet-stream') reply.header('content-disposition', 'attachment')
  if (range) reply.status(206).header('content-range', `bytes ${from}-${to}/${file.size}`)
  return reply.send(part.rows[0]?.bytes ?? Buffer.alloc(0))
}

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))
/** The build that a plain script element loads lies beside the one that modules import. */
const plain = (address: string) => fileURLToPath(address).replace('/esm/', '/')
const kept = (file: () => string) => {
  let text: string | undefined
  return () => (text ??= readFileSync(file(), 'utf8'))
}
const script = 'text/javascript; charset=utf-8'
const assets: Readonly<Record<string, { type: string; text: () => string }>> = {
  'player.js': { type: script, text: kept(() => beside('./player.browser.js')) },
  'left.js': { type: script, text: () => "parent.postMessage({ belay: 1, is: 'left' }, location.origin)\n" },
  'player.css': { type: 'text/css; charset=utf-8', text: kept(() => beside('./player.css')) },
  'scorm12.js': { type: script, text: kept(() => plain(import.meta.resolve('scorm-again/scorm12/min'))) },
  'scorm2004.js': { type: script, text: kept(() => plain(import.meta.resolve('scorm-again/scorm2004/min'))) },
}

/** The page around a package: it holds the runtime that packages look for, and speaks with Belay. */
const playerPage = (kind: Opened['kind'], publicOrigin: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><title>–</title><link rel="stylesheet" href="parts/player.css">
${kind === 'cmi5' ? '' : `<script src="parts/${kind}.js"></script>`}<script src="parts/player.js" data-kind="${kind}" data-app="${publicOrigin}"></script></head><body></body></html>`
