/**
 * Colour arithmetic shared by the app and by mail: a company's program brand is
 * one colour, and everything painted with it must stay readable. Pure functions
 * without zod, so the browser may import this file as code.
 */

export type Rgb = readonly [red: number, green: number, blue: number]
/** Perceptual lightness 0 to 1, chroma 0 to about 0.37, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number]

/** What is painted in one scheme. Each pair named in `pairs` reaches 4.5 to 1. */
export type AccentPaint = {
  /** Buttons, selected marks. Text on it: `onFill`. */
  fill: string
  fillHover: string
  onFill: string
  /** Links and accented words on any of the scheme's surfaces. */
  text: string
  /** Quiet background of a selected row or a badge. Words on it: `onSoft`. */
  soft: string
  onSoft: string
  /** Borders and focus rings: 3 to 1 against the surfaces. */
  line: string
}

export type Accent = {
  light: AccentPaint
  dark: AccentPaint
  /** Ten steps from pale to deep, same hue. */
  scale: readonly [string, string, string, string, string, string, string, string, string, string]
  /** True where the brand's colour itself could not be used as it is. */
  adjusted: boolean
}

/** The lightest and darkest surface of each scheme that words may stand on. */
export const surfaces = {
  light: ['#ffffff', '#f6f6f4'],
  dark: ['#131315', '#222226'],
} as const

/** Belay's own accent, used until a program has one. */
export const defaultAccent = '#3157c4'

export function isHexColour(text: string): boolean {
  return /^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text.trim())
}

/** `#abc`, `abc`, `#aabbcc` to `#aabbcc`; null where it is no colour. */
export function normalHex(text: string): string | null {
  if (!isHexColour(text)) return null
  const digits = text.trim().replace('#', '').toLowerCase()
  return '#' + (digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits)
}

export function toRgb(hex: string): Rgb {
  const normal = normalHex(hex)
  if (!normal) throw new RangeError(`not a colour: ${hex}`)
  const value = Number.parseInt(normal.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

export function toHex([r, g, b]: Rgb): string {
  return (
    '#' +
    [r, g, b]
      .map((c) =>
        Math.round(Math.min(255, Math.max(0, c)))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  )
}

const toLinear = (channel: number) => {
  const c = channel / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}
const fromLinear = (c: number) => 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * Math.max(c, 0) ** (1 / 2.4) - 0.055)

/** WCAG 2 relative luminance. */
export function luminance(hex: string): number {
  const [r, g, b] = toRgb(hex).map(toLinear) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

export function toOklch(hex: string): Oklch {
  const [r, g, b] = toRgb(hex).map(toLinear) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const hue = (Math.atan2(B, A) * 180) / Math.PI
  return [lightness, Math.hypot(A, B), hue < 0 ? hue + 360 : hue]
}

function linearFromOklch([lightness, chroma, hue]: Oklch): [number, number, number] {
  const A = chroma * Math.cos((hue * Math.PI) / 180)
  const B = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * A + 0.2158037573 * B) ** 3
  const m = (lightness - 0.1055613458 * A - 0.0638541728 * B) ** 3
  const s = (lightness - 0.0894841775 * A - 1.291485548 * B) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

/** Nearest colour a screen can show: chroma gives way, lightness and hue stay. */
export function fromOklch([lightness, chroma, hue]: Oklch): string {
  const L = Math.min(1, Math.max(0, lightness))
  const fits = (c: number) => linearFromOklch([L, c, hue]).every((v) => v >= -0.0001 && v <= 1.0001)
  let low = 0
  let high = chroma
  if (!fits(chroma)) {
    for (let i = 0; i < 16; i++) {
      const middle = (low + high) / 2
      if (fits(middle)) low = middle
      else high = middle
    }
  } else low = chroma
  return toHex(linearFromOklch([L, low, hue]).map(fromLinear) as unknown as Rgb)
}

/**
 * The colour nearest in lightness to `hex` that reaches `ratio` against every one
 * of `backgrounds`; hue kept. `towards` says in which direction to look. Black and
 * white are the ends of the road, so it always answers.
 */
export function readable(
  hex: string,
  backgrounds: readonly string[],
  towards: 'darker' | 'lighter',
  ratio = 4.5,
): string {
  const passes = (c: string) => backgrounds.every((b) => contrast(c, b) >= ratio)
  const [lightness, chroma, hue] = toOklch(hex)
  const start = fromOklch([lightness, chroma, hue])
  if (passes(hex)) return normalHex(hex) as string
  if (passes(start)) return start
  const step = towards === 'darker' ? -0.005 : 0.005
  for (let L = lightness + step; L > 0 && L < 1; L += step) {
    const candidate = fromOklch([L, chroma, hue])
    if (passes(candidate)) return candidate
  }
  return towards === 'darker' ? '#000000' : '#ffffff'
}

/** White where it is readable on `fill`, else near-black. One of them always is. */
export function wordsOn(fill: string): string {
  if (contrast('#ffffff', fill) >= 4.5) return '#ffffff'
  return contrast('#111113', fill) >= 4.5 ? '#111113' : '#000000'
}

const scaleLightness = [0.975, 0.945, 0.89, 0.82, 0.74, 0.66, 0.58, 0.5, 0.42, 0.34] as const

/** Everything painted with the brand's colour, for both schemes. */
export function accentFrom(brand: string): Accent {
  const colour = normalHex(brand) ?? defaultAccent
  const [lightness, chroma, hue] = toOklch(colour)
  const tint = (L: number, c: number) => fromOklch([L, Math.min(c, chroma), hue])

  // A fill keeps the brand's colour wherever it can be told from the surface (3 to 1).
  const lightFill = readable(colour, [surfaces.light[1]], 'darker', 3)
  const darkFill = readable(colour, [surfaces.dark[1]], 'lighter', 3)
  const paint = (scheme: 'light' | 'dark'): AccentPaint => {
    const fill = scheme === 'light' ? lightFill : darkFill
    const onFill = wordsOn(fill)
    // Hover moves away from the words, so that it can only become more readable.
    const [fl, fc, fh] = toOklch(fill)
    const fillHover = fromOklch([onFill === '#ffffff' ? fl - 0.045 : fl + 0.045, fc, fh])
    const towards = scheme === 'light' ? 'darker' : 'lighter'
    const soft = scheme === 'light' ? tint(0.955, 0.03) : tint(0.275, 0.045)
    return {
      fill,
      fillHover,
      onFill,
      text: readable(colour, surfaces[scheme], towards),
      soft,
      onSoft: readable(scheme === 'light' ? tint(0.42, 0.16) : tint(0.86, 0.1), [soft], towards),
      line: readable(colour, surfaces[scheme], towards, 3),
    }
  }
  const scale = scaleLightness.map((L) => fromOklch([L, chroma * (L > 0.9 ? 0.35 : L > 0.8 ? 0.7 : 1), hue]))
  return {
    light: paint('light'),
    dark: paint('dark'),
    scale: scale as unknown as Accent['scale'],
    adjusted: lightFill !== colour || lightness > 0.97 || lightness < 0.1,
  }
}
