import { expect, it } from 'vitest'
import { instantAt } from './clock.ts'

it('is when a clock on the wall shows it, in winter and in summer', () => {
  expect(instantAt('2026-01-15', '09:00', 'Europe/Berlin')).toBe('2026-01-15T08:00:00.000Z')
  expect(instantAt('2026-07-15', '09:00', 'Europe/Berlin')).toBe('2026-07-15T07:00:00.000Z')
  expect(instantAt('2026-07-15', '09:00', 'Pacific/Kiritimati')).toBe('2026-07-14T19:00:00.000Z')
  expect(instantAt('2026-07-15', '09:00', 'Asia/Kathmandu')).toBe('2026-07-15T03:15:00.000Z')
})

it('is one of the two where clocks are set back, so that what ends there has begun before', () => {
  expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']).toContain(
    instantAt('2026-10-25', '02:30', 'Europe/Berlin'),
  )
  expect(instantAt('2026-10-25', '01:59', 'Europe/Berlin') < instantAt('2026-10-25', '03:00', 'Europe/Berlin')).toBe(
    true,
  )
})

it('is the first moment after where clocks are set forward and none shows it', () => {
  for (const [day, time, zone, at] of [
    ['2026-03-29', '02:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29', '02:59', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-09-06', '00:00', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    // Half an hour, on the other side of the world.
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ] as const)
    expect([day, time, zone, instantAt(day, time, zone)]).toEqual([day, time, zone, at])
})
