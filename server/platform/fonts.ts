/** The fonts that paper is set in; read once. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (file: string) => readFileSync(fileURLToPath(file))
let read: { plain: Buffer; strong: Buffer } | undefined

export const paperFonts = (): { plain: Buffer; strong: Buffer } =>
  (read ??= {
    plain: at(import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf')),
    strong: at(import.meta.resolve('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf')),
  })

/** Where paper is cut in inches. */
const letterCountries = /-(?:US|CA|MX|CO|CL|VE|PH|PR|GT|CR|PA|DO)\b/i
export const paperSize = (locale: string): 'LETTER' | 'A4' => (letterCountries.test(locale) ? 'LETTER' : 'A4')
