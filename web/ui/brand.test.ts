import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accentFrom,
  contrast,
  defaultAccent,
  fromOklch,
  normalHex,
  surfaces,
  toHex,
  toOklch,
  toRgb,
  wordsOn,
} from '../../contract/colour.ts'
import { brandVariables } from './brand.ts'

const colour = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map((rgb) => toHex(rgb))

describe('the accent from a brand colour', () => {
  it('is readable on every surface and under its own words, whatever the brand', () => {
    fc.assert(
      fc.property(colour, (brand) => {
        const accent = accentFrom(brand)
        for (const scheme of ['light', 'dark'] as const) {
          const paint = accent[scheme]
          expect(contrast(paint.fill, paint.onFill)).toBeGreaterThanOrEqual(4.5)
          expect(contrast(paint.fillHover, paint.onFill)).toBeGreaterThanOrEqual(4.5)
          expect(contrast(paint.soft, paint.onSoft)).toBeGreaterThanOrEqual(4.5)
          for (const surface of surfaces[scheme]) {
            expect(contrast(paint.text, surface)).toBeGreaterThanOrEqual(4.5)
            expect(contrast(paint.line, surface)).toBeGreaterThanOrEqual(3)
            expect(contrast(paint.fill, surface)).toBeGreaterThanOrEqual(3)
          }
        }
      }),
      { numRuns: 2000, examples: [['#ffff00'], ['#ffffff'], ['#000000'], ['#00ff00'], ['#777777'], ['#f2b705']] },
    )
  })

  it('leaves a colour that needs no change as it is, and says so', () => {
    const accent = accentFrom(defaultAccent)
    expect(accent.light.fill).toBe(defaultAccent)
    expect(accent.adjusted).toBe(false)
    expect(accentFrom('#ffff66').adjusted).toBe(true)
  })

  it('keeps the hue when it must change the lightness', () => {
    fc.assert(
      fc.property(colour, (brand) => {
        const [, chroma, hue] = toOklch(brand)
        const [, after, changed] = toOklch(accentFrom(brand).light.text)
        // Grey has no hue to keep, and near black and white little is left of one.
        if (chroma < 0.06 || after < 0.04) return
        expect(Math.abs(((changed - hue + 540) % 360) - 180)).toBeLessThan(12)
      }),
      { numRuns: 500 },
    )
  })

  it('falls back to our own where the setting is no colour', () => {
    expect(accentFrom('teal-ish').light.fill).toBe(defaultAccent)
  })

  it('paints every accent variable of the page', () => {
    const light = brandVariables(accentFrom('#0f766e'), 'light')
    const dark = brandVariables(accentFrom('#0f766e'), 'dark')
    expect(Object.keys(light)).toEqual(Object.keys(dark))
    expect(Object.values(light).every((v) => normalHex(v))).toBe(true)
  })
})

describe('colour arithmetic', () => {
  it('goes there and back', () => {
    fc.assert(
      fc.property(colour, (c) => {
        const back = toRgb(fromOklch(toOklch(c)))
        toRgb(c).forEach((channel, i) => expect(Math.abs(channel - back[i]!)).toBeLessThanOrEqual(1))
      }),
    )
  })
  it('knows the ends of contrast', () => {
    expect(contrast('#000', '#fff')).toBeCloseTo(21)
    expect(contrast('#777777', '#777777')).toBe(1)
    expect(wordsOn('#f2b705')).toBe('#111113')
  })
  it('reads what people type', () => {
    expect(normalHex(' ABC ')).toBe('#aabbcc')
    expect(normalHex('#12345')).toBeNull()
  })
})
