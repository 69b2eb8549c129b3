/** Questions to the desk, counted by hand. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { count, event, seven, world } from './testing-company.ts'

// Seven people, go-live on 2 February; Eve is on leave, Gus in no wave, Fay joins on the 20th.
test('L13: questions of the last seven days for every 100 people who are seven days into it', async () => {
  const w = await world('asks', seven)
  await event(w, 'desk.asked', 'Ben', '2026-02-03')
  await event(w, 'desk.asked', 'Ben', '2026-02-04')
  await event(w, 'desk.asked', 'Cem', '2026-02-09')
  await event(w, 'desk.asked', 'Eve', '2026-02-09')
  await event(w, 'desk.asked', 'Gus', '2026-02-09')
  await event(w, 'desk.followed', 'Cem', '2026-02-09')
  expect(await count(w, 'L13', '2026-02-08')).toBeNull() // the first seven days end with the 8th
  // From the 3rd to the 9th: Ben twice, Cem once, among Ada, Ben, Cem and Dia.
  expect(await count(w, 'L13', '2026-02-09')).toEqual([3, 4, 75])
  expect(await count(w, 'L13', '2026-02-10')).toEqual([2, 4, 50])
  expect(await count(w, 'L13', '2026-02-16')).toEqual([0, 4, 0])
  // Fay counts once she has been there for seven days.
  await event(w, 'desk.asked', 'Fay', '2026-02-26')
  expect(await count(w, 'L13', '2026-02-26')).toEqual([0, 4, 0])
  expect(await count(w, 'L13', '2026-02-27')).toEqual([1, 5, 20])
  // As known before it was recorded.
  await event(w, 'desk.asked', 'Ada', '2026-02-27', { recorded: '2026-03-01T09:00:00Z' })
  expect(await count(w, 'L13', '2026-02-27', '2026-02-28T09:00:00Z')).toEqual([1, 5, 20])
  expect(await count(w, 'L13', '2026-02-27', '2026-03-02T09:00:00Z')).toEqual([2, 5, 40])
})

test('L13C: of the questions first answered in 28 days, those that a champion answered', async () => {
  const w = await world('answers', seven)
  const answers = (asker: string, day: string, as: string) =>
    event(w, 'desk.answered', 'Ada', day, { subject: randomUUID(), data: { askerId: w.ids.get(asker), as } })
  await answers('Ben', '2026-02-10', 'champion')
  await answers('Ben', '2026-02-12', 'lead')
  await answers('Cem', '2026-02-20', 'champion')
  await answers('Gus', '2026-02-20', 'champion')
  await event(w, 'desk.replied', 'Ada', '2026-02-21', { data: { askerId: w.ids.get('Ben'), as: 'champion' } })
  expect(await count(w, 'L13C', '2026-02-09')).toBeNull()
  expect(await count(w, 'L13C', '2026-02-20')).toEqual([2, 3])
  expect(await count(w, 'L13C', '2026-03-10')).toEqual([1, 2]) // the 10th of February is 28 days ago
})
