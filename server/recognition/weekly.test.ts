/** The weekly letter: for whom, when, at most one a week, and none when nothing happened. */
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { recognition } from '../../contract/recognition.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { set } from '../attention/own-choices.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { letters as written } from './letters.ts'
import { weekly } from './weekly.ts'
import { give, takeBack } from './write.ts'

let base: TestBase
let w: World

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'weekly')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    people: parts.filter((p) => p !== 'admin' && p !== 'leader').map((p) => w.people[p]),
    elements: { recognition: { on: true } },
  })
})

const thank = async (from: Part, to: Part, quiet = false) =>
  give(await w.as(from), recognition.give.body!.parse({ people: [w.people[to]], words: 'A lamp in the dark', quiet }))
const night = async (at: string) => {
  base.clock.set(at)
  await weekly(contextFor(base, w.organizationId))
}
type Planned = { id: string; person_id: string; due_at: string; subject_id: string; locale: string; full_name: string }
const planned = async (): Promise<Planned[]> =>
  (
    await sql<Planned>`select o.id, o.person_id, o.due_at, o.subject_id, r.locale, r.full_name from outgoing_mail o
      join roster r on r.organization_id = o.organization_id and r.person_id = o.person_id
      where o.organization_id = ${w.organizationId} and o.kind = 'recognition_weekly' order by o.due_at, r.full_name`.execute(
      base.database.for(w.organizationId),
    )
  ).rows
const names = (rows: readonly Planned[]) => rows.map((r) => r.full_name.split(' ')[0]!).toSorted()
const write = async (letter: Planned) =>
  (
    await written['recognition_weekly']!(contextFor(base, w.organizationId), [
      {
        id: letter.id,
        personId: letter.person_id,
        address: 'a@b.example',
        kind: 'recognition_weekly',
        subjectId: letter.subject_id,
        params: {},
        fullName: letter.full_name,
        givenName: letter.full_name,
        locale: letter.locale,
        timeZone: 'Europe/Berlin',
        attempts: 0,
        dueAt: letter.due_at,
      },
    ])
  ).get(letter.id)!

test('goes to those around somebody recognised, on Friday at nine where they are', async () => {
  await night('2026-03-05T00:10:00Z') // a Thursday in Berlin; nothing happened
  expect(await planned()).toEqual([])
  base.clock.set('2026-03-06T10:00:00Z')
  await thank('stranger', 'self')
  await thank('stranger', 'champion', true)
  await set(await w.as('report'), { kind: 'recognition_weekly', way: 'app' })
  await sql`update roster set time_zone = 'America/New_York' where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
    base.database.for(w.organizationId),
  )
  // Whose file says no zone lives by the company's clock.
  await sql`update roster set time_zone = '' where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
    base.database.for(w.organizationId),
  )
  await night('2026-03-11T00:10:00Z') // a Wednesday
  expect(await planned()).toEqual([])
  await night('2026-03-12T00:10:00Z')
  const rows = await planned()
  // Around self: the manager, the peer, self; the report wants none, and quiet thanks go into no letter.
  expect(names(rows)).toEqual(['manager', 'peer', 'self'])
  expect(rows.map((r) => r.due_at)).toEqual([
    '2026-03-13T08:00:00.000Z',
    '2026-03-13T08:00:00.000Z',
    '2026-03-13T13:00:00.000Z',
  ])
  await night('2026-03-12T20:10:00Z') // again on the same day: nothing new
  expect(await planned()).toHaveLength(3)
})

test('names people and never their words, leads to a way out, and stays away once nothing is left', async () => {
  const letter = (await planned()).find((r) => r.person_id === w.people.manager)!
  const made = await write(letter)
  if (!('text' in made)) throw new Error(`not written: ${made.excluded}`)
  expect(made.text).toContain('self weekly')
  expect(made.text).not.toContain('A lamp in the dark')
  expect(made.text).toContain('/account/notifications#recognition_weekly')
})

test('what is taken back before it leaves is not told, and the next week begins where the last one ended', async () => {
  base.clock.set('2026-03-18T10:00:00Z')
  const piece = await thank('stranger', 'report')
  await night('2026-03-19T00:10:00Z')
  const fresh = (await planned()).filter((r) => r.due_at.startsWith('2026-03-20'))
  expect(names(fresh)).toEqual(['self']) // the report wants none
  expect(await write(fresh[0]!)).toHaveProperty('subject')
  await takeBack(await w.as('stranger'), { recognitionId: piece.id })
  expect(await write(fresh[0]!)).toEqual({ excluded: 'not_needed' })
})
