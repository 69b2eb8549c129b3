/** A program's brand as the page's variables. The arithmetic is in contract/colour.ts. */
import { accentFrom, type Accent } from '../../contract/colour.ts'

export function brandVariables(accent: Accent, scheme: 'light' | 'dark'): Record<string, string> {
  const paint = accent[scheme]
  return {
    '--accent-fill': paint.fill,
    '--accent-fill-hover': paint.fillHover,
    '--accent-on': paint.onFill,
    '--accent-text': paint.text,
    '--accent-soft': paint.soft,
    '--accent-on-soft': paint.onSoft,
    '--accent-line': paint.line,
    '--mantine-color-accent-filled': paint.fill,
    '--mantine-color-accent-filled-hover': paint.fillHover,
    '--mantine-color-accent-light': paint.soft,
    '--mantine-color-accent-light-hover': paint.soft,
    '--mantine-color-accent-light-color': paint.onSoft,
    '--mantine-color-accent-outline': paint.line,
    '--mantine-color-accent-outline-hover': paint.soft,
    '--mantine-color-accent-text': paint.text,
    '--mantine-color-anchor': paint.text,
    '--mantine-primary-color-contrast': paint.onFill,
  }
}

/** For inline use where a piece of page shows another brand, as the design page's preview does. */
export function brandStyle(colour: string, scheme: 'light' | 'dark'): Record<string, string> {
  return brandVariables(accentFrom(colour), scheme)
}
