/** An installation of a journey's own: the real server and the real command line on an empty database. */
import { spawn, execFile } from 'node:child_process'
import net from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import type { APIRequestContext } from '@playwright/test'
import { readTestEnvironment } from '../server/platform/config.ts'
import { node } from './world.ts'

const server = path.join(import.meta.dirname, '../server')
const run = promisify(execFile)

export type Installation = {
  origin: string
  /** `belay …` with --json; its one answer. */
  belay<T>(...words: string[]): Promise<T>
  close(): Promise<void>
}

export async function install(options: {
  databaseUrl: string
  folder: string
  smtpUrl: string
  inboundUrl?: string
}): Promise<Installation> {
  const port = await freePort()
  const env = {
    DATABASE_URL: options.databaseUrl,
    DATA_DIR: options.folder,
    SMTP_URL: options.smtpUrl,
    ...(options.inboundUrl ? { INBOUND_URL: options.inboundUrl } : {}),
    PORT: String(port),
    LOG_LEVEL: 'warn',
    SECRET: 'the journeys of the tests, nobody else',
    NODE_COMPILE_CACHE: readTestEnvironment().compileCache,
  }
  const child = spawn(node, [path.join(server, 'main.ts')], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = `http://localhost:${port}`
  await answers(`${origin}/readyz`, ended)
  return {
    origin,
    async belay(...words) {
      const { stdout } = await run(node, [path.join(server, 'cli.ts'), ...words, '--json'], {
        env,
        maxBuffer: 64 * 1024 * 1024,
      })
      return JSON.parse(stdout) as never
    },
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function answers(url: string, ended: Promise<void>): Promise<void> {
  let over = false
  void ended.then(() => (over = true))
  for (;;) {
    if (over) throw new Error('The server ended before it was ready; the reason stands above.')
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export type Operate = <T>(operationId: string, input?: Record<string, unknown>) => Promise<T>

type Addresses = Map<string, { method: string; path: string }>
const known = new Map<string, Promise<Addresses>>()

async function addresses(request: APIRequestContext, origin: string): Promise<Addresses> {
  type Document = { paths: Record<string, Record<string, { operationId?: string }>> }
  const { paths } = (await (await request.get(`${origin}/api/openapi.json`)).json()) as Document
  const found: Addresses = new Map()
  for (const [where, methods] of Object.entries(paths)) {
    for (const [method, { operationId }] of Object.entries(methods))
      if (operationId) found.set(operationId, { method, path: where })
  }
  return found
}

/** Operations by their id, as whoever is signed in on this page; what no journey does on pages yet. */
export async function operations(request: APIRequestContext, origin: string): Promise<Operate> {
  // Many come in one journey; the list is the same for all of them.
  const asked = known.get(origin) ?? addresses(request, origin)
  known.set(origin, asked)
  const found = await asked
  return async (operationId, input = {}) => {
    const operation = found.get(operationId)
    if (!operation) throw new Error(`There is no operation ${operationId}.`)
    const rest = { ...input }
    const address = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(rest[name])
      delete rest[name]
      return encodeURIComponent(value)
    })
    const get = operation.method === 'get'
    const query = get && Object.keys(rest).length > 0 ? `?${new URLSearchParams(rest as Record<string, string>)}` : ''
    const answer = await request.fetch(`${origin}${address}${query}`, {
      method: operation.method.toUpperCase(),
      headers: { 'sec-fetch-site': 'same-origin' },
      ...(get ? {} : { data: rest }),
    })
    if (!answer.ok()) throw new Error(`${operationId} answered ${answer.status()}: ${await answer.text()}`)
    return (await answer.json()) as never
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
