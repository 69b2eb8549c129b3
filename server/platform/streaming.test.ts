/** Files that leave in pieces, over a real socket: never whole in memory, and never a part that looks whole. */
import http from 'node:http'
import { once } from 'node:events'
import fastify from 'fastify'
import * as z from 'zod'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterEach, expect, test } from 'vitest'
import { operation } from '../../contract/operation.ts'
import { csvPages, type CsvRow, inPages } from '../people/people.ts'
import type { OpenContext } from './context.ts'
import { handleError, register, route } from './http.ts'
import { problem } from './problem.ts'
import { textOf } from './testing.ts'

const file = operation({
  id: 'test.file',
  method: 'GET',
  path: '/file.csv',
  permission: 'anyone',
  summary: 'A file',
  response: z.unknown(),
  rawResponse: true,
})
const apps: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

async function served(pages: () => AsyncIterable<readonly CsvRow[]>): Promise<string> {
  const app = fastify({ forceCloseConnections: true }).setErrorHandler(handleError)
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler)
  const verb = async () => ({ type: 'text/csv; charset=utf-8', body: await csvPages(['n'], pages()) })
  const guard = { viewerOf: async () => null, mayCall: () => true }
  register(app as never, [route(file, verb)], {} as OpenContext, guard, false)
  apps.push(app)
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/file.csv`
}

test('a file without an end begins to leave, and is not made any further once its reader is gone', async () => {
  let closed = () => {}
  const ended = new Promise<void>((resolve) => (closed = resolve))
  const url = await served(async function* () {
    try {
      for (let n = 0; ; n++) yield Array.from({ length: 500 }, () => [n])
    } finally {
      closed()
    }
  })
  const [answer] = (await once(http.get(url), 'response')) as [http.IncomingMessage]
  let bytes = 0
  for await (const piece of answer) {
    bytes += (piece as Buffer).length
    if (bytes > 1_000_000) break // leaving the loop ends the connection
  }
  await ended
  expect(bytes).toBeGreaterThan(1_000_000)
})

test('what breaks off in the middle does not arrive as if it were whole', async () => {
  const url = await served(async function* () {
    yield [[1]]
    yield [[2]]
    throw new Error('the database went away')
  })
  await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow()
})

test('what is refused before the first line is a refusal, not a file', async () => {
  // eslint-disable-next-line require-yield
  const url = await served(async function* (): AsyncGenerator<CsvRow[]> {
    throw problem('forbidden')
  })
  const answer = await fetch(url)
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({ code: 'forbidden' })
})

test('pages come in the order of their ids, each read when it is its turn', async () => {
  const read: number[] = []
  const ids = Array.from({ length: 7 }, (_, n) => String(n))
  const text = await csvPages(
    ['id'],
    inPages(ids, 3, async (some) => {
      read.push(some.length)
      return some.map((id) => [id])
    }),
  )
  expect(read).toEqual([3])
  expect(await textOf({ type: 'text/csv', body: text })).toBe('\uFEFFid\r\n' + ids.map((id) => `${id}\r\n`).join(''))
  expect(read).toEqual([3, 3, 1])
})
