import type { FastifyReply, FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { handleError } from './http.ts'

test.each(['40P01', '40001'])('a change that gave way to another (%s) may be tried again', (code) => {
  const said: unknown[] = []
  const reply = {
    status: (status: number) => (said.push(status), reply),
    header: (name: string, value: string) => (name === 'retry-after' && said.push(value), reply),
    serializer: () => reply,
    send: (body: { code: string }) => (said.push(body.code), reply),
  }
  const request = { id: 'r', log: { error: () => {} } }
  const error = Object.assign(new Error('database'), { code })
  handleError(error, request as unknown as FastifyRequest, reply as unknown as FastifyReply)
  expect(said).toEqual(['1', 503, 'collided'])
})
