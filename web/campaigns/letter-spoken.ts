import type { Language } from '../../contract/library.ts'
import { languages } from './letter-view.tsx'

/** The language of the page, where letters have it. */
export const letterSpoken = (language: string): Language => languages.find((one) => language.startsWith(one)) ?? 'en'
