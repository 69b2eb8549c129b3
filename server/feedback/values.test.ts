import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { terms } from './terms.ts'

let base: TestBase
let w: World
const courage = { id: randomUUID(), name: { en: 'Courage', de: 'Mut' }, sentence: { en: 'We say what we see.' } }
const unnamed = { id: randomUUID(), name: {}, sentence: {} }

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'values')
  const wave = (people: string[], on: boolean) =>
    makeWave(base.database.for(w.organizationId), {
      organizationId: w.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      people,
      elements: { feedback: { on: true }, recognition: { on, values: [courage, unnamed] } },
    })
  await wave([w.people.self, w.people.manager], true)
  await wave([w.people.peer], false)
})

describe('prompts of the company’s values', () => {
  it('are those of the person it is about, in the reader’s language, and only those that have a name', async () => {
    const manager = await w.as('manager')
    const of = async (aboutId: string, locale: string) =>
      (await terms({ ...manager, viewer: { ...manager.viewer, locale } }, { kind: 'give', aboutId })).values
    expect(await of(w.people.self, 'de-AT')).toEqual([{ id: courage.id, name: 'Mut', sentence: 'We say what we see.' }])
    expect((await of(w.people.self, 'fr')).map((v) => v.name)).toEqual(['Courage'])
    expect(await of(w.people.peer, 'en')).toEqual([])
  })
})
