/** A guide is shown once, and to each by themself. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testBase } from '../platform/testing.ts'
import { guides, seeGuide } from './guides.ts'
import { permissionWorld } from './permission-world.ts'

test('a guide that somebody was shown is known of them alone, whatever they open it with', async () => {
  const base = await testBase()
  const w = await permissionWorld(base, `guides-${randomUUID().slice(0, 8)}`)
  const self = await w.as('self')
  expect(await guides(self)).toEqual({ seen: [] })
  expect(await seeGuide(self, { guide: 'goals' })).toEqual({ seen: ['goals'] })
  await seeGuide(self, { guide: 'goals' })
  expect(await seeGuide(self, { guide: 'feedback' })).toEqual({ seen: ['feedback', 'goals'] })
  expect(await guides(await w.as('self'))).toEqual({ seen: ['feedback', 'goals'] })
  for (const other of ['manager', 'admin', 'lead'] as const)
    expect(await guides(await w.as(other))).toEqual({ seen: [] })
})
