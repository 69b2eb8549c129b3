/**
 * What an earlier release saved, opened by this one. The file was written by that release's own
 * `belay backup`, of a company that had lived with it for 75 days: before there were feedback,
 * recognition, reviews, growth, surveys and courses.
 */
import { beforeAll, expect, test } from 'vitest'
import { contract } from '../contract/contract.ts'
import { createApp } from './app.ts'
import { openDatabase } from './platform/db.ts'
import { openLog } from './platform/log.ts'
import { migrations } from './platform/migrate.ts'
import { restore } from './platform/restore.ts'
import { emptyDatabase, testClock, testConfig } from './platform/testing.ts'

const file = new URL('../fixtures/backups/before-feedback.backup', import.meta.url).pathname
/** The moment at which it was saved, after 75 days. */
const savedAt = '2026-03-20T15:00:00Z'
let app: Awaited<ReturnType<typeof createApp>>
let report: Awaited<ReturnType<typeof restore>>
let database: ReturnType<typeof openDatabase>

beforeAll(async () => {
  const { url } = await emptyDatabase()
  const log = openLog('silent')
  const config = testConfig({ databaseUrl: url })
  report = await restore({ url, log, config, say() {} }, file)
  database = openDatabase(url, { connections: 4 })
  app = await createApp(
    { database, clock: testClock(savedAt), config, log, request: null },
    { ready: () => ({ database: true, jobs: true }), strict: true },
  )
  return async () => {
    await app.close()
    await database.close()
  }
}, 120_000)

async function asPerson(email: string) {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const entered = await app.inject({
    method: 'POST',
    url: '/api/sign-in',
    headers,
    payload: { organization: 'lumenwerk', name: `${email}@lumenwerk.example`, password: 'a lamp on every desk' },
  })
  expect(entered.statusCode).toBe(200)
  const cookie = String(entered.headers['set-cookie']).split(';')[0]!
  return async (path: string) => {
    const answer = await app.inject({ url: `/api${path}`, headers: { cookie } })
    expect([path, answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([path, 200, ''])
    return answer.json()
  }
}

test('is brought to this release, whole', async () => {
  expect(report).toMatchObject({ companies: 1, from: { release: '0.1.0', migration: 12 } })
  expect(report.migration).toBe((await migrations()).at(-1)!.number)
  const { rows } = await database.owner.query<Record<string, number>>(`select
    (select count(*)::int from person) as people, (select count(*)::int from goal) as goals, (select count(*)::int from checkin) as checkins,
    (select count(*)::int from campaign) as campaigns, (select count(*)::int from wave) as waves, (select count(*)::int from metric_cell) as numbers`)
  for (const [what, n] of Object.entries(rows[0] ?? {})) expect(n, what).toBeGreaterThan(0)
})

test('its lead opens the dashboard, the program, messages and the week', async () => {
  const read = await asPerson('mateo.alvarez')
  const page = contract.metrics.dashboard.response.parse(await read('/metrics/dashboard'))
  expect(page.charts.some((chart) => chart.series.length > 0)).toBe(true)
  const { programs } = (await read('/programs')) as { programs: { id: string }[] }
  await read(`/programs/${programs[0]!.id}`)
  await read(`/programs/${programs[0]!.id}/waves`)
  const { campaigns } = (await read('/campaigns')) as { campaigns: { id: string }[] }
  expect(campaigns.length).toBeGreaterThan(0)
  for (const { id } of campaigns) await read(`/campaigns/${id}`)
  await read('/week')
  await read('/outgoing-mail')
})

test('its people open their inbox with its messages, their goals and their check-ins', async () => {
  for (const email of ['jonas.lindqvist', 'farah.nazari']) {
    const read = await asPerson(email)
    const { items } = (await read('/inbox')) as { items: { kind: string; subject: { kind: string; id: string } }[] }
    for (const item of items) if (item.subject.kind === 'campaign') await read(`/messages/${item.subject.id}`)
    for (const path of ['/week', '/goals', '/my-program', '/my-policies', '/me']) await read(path)
    const { pairs } = contract.checkins.list.response.parse(await read('/checkins'))
    for (const { lastId, open } of pairs) for (const id of [lastId, open?.id]) if (id) await read(`/checkins/${id}`)
  }
})
