/**
 * How much JavaScript a browser fetches to show the sign-in page and This week,
 * compressed as we serve it. The built app, a real browser, and answers that hold
 * nothing: what is measured is what is loaded, not what a manifest says.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { browserArguments, findBrowser } from '../scripts/browser.ts'

export type Row = {
  name: string
  value: number
  unit: string
  ceiling: number
  ratio: number
  goal: number
  ok: boolean
}

const root = path.join(import.meta.dirname, '..')
const built = path.join(root, 'dist/web')
/** Compressed kilobytes per page. */
const limit = 200

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
}

const id = '00000000-0000-4000-8000-000000000001'
const me = {
  person: { id, name: 'Amara Okafor', givenName: 'Amara', title: '', email: null },
  organization: { id, name: 'Northwind', slug: 'northwind', timeZone: 'UTC', locale: 'en' },
  roles: ['employee', 'manager'],
  locale: 'en',
  timeZone: 'UTC',
  today: '2026-05-14',
  now: '2026-05-14T08:00:00.000Z',
  demo: false,
  movableClock: false,
  session: { id, via: 'session' },
  places: ['week', 'goals', 'checkins', 'people', 'team'],
  program: null,
  brand: null,
  unread: 0,
}

export async function measure(): Promise<Row[]> {
  if (!existsSync(path.join(built, 'index.html'))) {
    const done = spawnSync(process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js'), 'build'], {
      cwd: root,
      stdio: 'ignore',
    })
    if (done.status !== 0) throw new Error('The web app does not build.')
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname.startsWith('/api/')) {
      const signedIn = (request.headers.cookie ?? '').includes('in=1')
      const body =
        url.pathname !== '/api/me' ? null : signedIn ? me : { code: 'unauthenticated', status: 401, detail: '' }
      response.writeHead(body === me ? 200 : body ? 401 : 404, { 'content-type': 'application/json' })
      return response.end(JSON.stringify(body ?? { code: 'not_found', status: 404, detail: '' }))
    }
    let file = path.join(built, path.normalize(url.pathname))
    if (!file.startsWith(built) || !existsSync(file) || statSync(file).isDirectory())
      file = path.join(built, 'index.html')
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: browserArguments,
  })
  try {
    const rows: Row[] = []
    for (const [name, address, cookie] of [
      ['JavaScript of the sign-in page', '/o/northwind/sign-in', ''],
      ['JavaScript of This week', '/o/northwind', 'in=1'],
    ] as const) {
      const context = await browser.newContext({ locale: 'en-GB' })
      if (cookie) await context.addCookies([{ name: 'in', value: '1', url: origin }])
      const page = await context.newPage()
      let bytes = 0
      page.on('response', (response) => {
        const file = path.join(built, new URL(response.url()).pathname)
        if (!file.endsWith('.js')) return
        // As the server sends it: the build's own .br, or the file where it is too small for one.
        bytes += statSync(existsSync(file + '.br') ? file + '.br' : file).size
      })
      await page.goto(origin + address, { waitUntil: 'networkidle' })
      await page.locator('h1').first().waitFor({ timeout: 15_000 })
      await context.close()
      const value = Math.round(bytes / 100) / 10
      rows.push({ name, value, unit: 'kB', ceiling: limit, ratio: value / limit, goal: 1, ok: value <= limit })
    }
    return rows
  } finally {
    await browser.close()
    server.close()
  }
}

if (import.meta.main) {
  for (const row of await measure())
    process.stdout.write(`${row.name}: ${row.value} ${row.unit} of ${row.ceiling} ${row.ok ? 'ok' : 'TOO MUCH'}\n`)
}
