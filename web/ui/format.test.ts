import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayIn,
  daysUntil,
  firstDayOfWeek,
  formatBytes,
  formatDay,
  formatInstant,
  formatList,
  formatShare,
  hueOf,
  initialsOf,
  type Reader,
} from './format.ts'

const reader = (locale: string, now = '2026-05-14T10:00:00Z', timeZone = 'Europe/Berlin'): Reader => ({
  locale,
  timeZone,
  now: () => Date.parse(now),
})

describe('dates', () => {
  it('says near days in words and far ones in figures', () => {
    expect(formatDay('2026-05-14', reader('en-GB'))).toBe('today')
    expect(formatDay('2026-05-15', reader('de'))).toBe('morgen')
    expect(formatDay('2026-05-11', reader('fr'))).toBe('il y a 3 jours')
    expect(formatDay('2026-06-30', reader('en-GB'))).toBe('30 Jun')
    expect(formatDay('2025-06-30', reader('en-GB'))).toBe('30 Jun 2025')
    expect(formatDay('2026-06-30', reader('en-US'))).toBe('Jun 30')
  })
  it('takes today from the reader’s own zone', () => {
    const late = '2026-05-14T23:30:00Z'
    expect(dayIn(Date.parse(late), 'Europe/Berlin')).toBe('2026-05-15')
    expect(dayIn(Date.parse(late), 'America/New_York')).toBe('2026-05-14')
    expect(daysUntil('2026-05-15', reader('en', late, 'Europe/Berlin'))).toBe(0)
    expect(daysUntil('2026-05-15', reader('en', late, 'America/New_York'))).toBe(1)
  })
  it('says instants from seconds to days', () => {
    const r = reader('en-GB')
    expect(formatInstant('2026-05-14T09:59:50Z', r)).toBe('now')
    expect(formatInstant('2026-05-14T09:55:00Z', r)).toBe('5 minutes ago')
    expect(formatInstant('2026-05-14T08:00:00Z', r)).toBe('2 hours ago')
    expect(formatInstant('2026-05-13T08:00:00Z', r)).toBe('yesterday, 10:00')
    expect(formatInstant('2026-03-01T08:00:00Z', r)).toBe('1 Mar')
  })
  it('starts the week where the country does', () => {
    expect(firstDayOfWeek('en-US')).toBe(0)
    expect(firstDayOfWeek('de-DE')).toBe(1)
  })
})

describe('numbers', () => {
  it('never rounds somebody away', () => {
    expect(formatShare(1, 150_000, 'en')).toBe('<1%')
    expect(formatShare(149_999, 150_000, 'en')).toBe('>99%')
    expect(formatShare(0, 10, 'en')).toBe('0%')
    expect(formatShare(0, 0, 'en')).toBe('0%')
    expect(formatShare(412, 480, 'de').replace(/\s/u, ' ')).toBe('86 %')
  })
  it('says sizes and lists', () => {
    expect(formatBytes(200_000_000, 'en')).toBe('200 MB')
    expect(formatBytes(0, 'en')).toMatch(/^0/)
    expect(formatList(['Ana', 'Bo', 'Cem'], 'en-GB')).toBe('Ana, Bo and Cem')
    expect(formatList(['Ana', 'Bo'], 'es')).toBe('Ana y Bo')
  })
})

describe('names', () => {
  it('finds initials in any script', () => {
    expect(initialsOf('Amara Okafor')).toBe('AO')
    expect(initialsOf('Priya')).toBe('P')
    expect(initialsOf('王小明')).toBe('明')
    expect(initialsOf('김민지')).toBe('지')
    expect(initialsOf('Zoë van der Berg')).toBe('ZB')
    expect(initialsOf('Robert "Bob" Smith')).toBe('RS')
    expect(initialsOf('łukasz żak')).toBe('ŁŻ')
    expect(initialsOf('')).toBe('·')
  })
  it('always answers with something short', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (name) => [...new Intl.Segmenter().segment(initialsOf(name))].length <= 4,
      ),
    )
  })
  it('keeps a person’s colour', () => {
    expect(hueOf('a')).toBe(hueOf('a'))
    expect(new Set(Array.from({ length: 200 }, (_, i) => hueOf(`person ${i}`))).size).toBe(12)
  })
})
