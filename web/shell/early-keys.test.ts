import { beforeEach, expect, test } from 'vitest'
import { beginEarly, keepEarly, takeEarly, waitsForField } from './early-keys.ts'

const press = (key: string, held: { ctrlKey?: boolean; isComposing?: boolean } = {}) =>
  keepEarly({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...held })

beforeEach(() => void takeEarly())

test('letters typed before the field is there are kept for it', () => {
  beginEarly()
  for (const key of ['g', 'o', 'x', 'Backspace', 'a', 'l', 's']) expect(press(key)).toBe('kept')
  expect(press('Enter')).toBe('kept')
  expect(takeEarly()).toEqual({ typed: 'goals', entered: true })
  expect(waitsForField()).toBe(false)
  expect(press('g')).toBe('not')
})

test('asking twice loses nothing; Escape gives it up; other keys pass', () => {
  beginEarly()
  press('a')
  beginEarly()
  expect(press('Tab')).toBe('not')
  expect(press('r', { ctrlKey: true })).toBe('not')
  expect(press('Escape')).toBe('leave')
  expect(takeEarly().typed).toBe('a')
})

test('a letter after Enter takes the Enter back', () => {
  beginEarly()
  press('Enter')
  press('a')
  expect(takeEarly()).toEqual({ typed: 'a', entered: false })
})
