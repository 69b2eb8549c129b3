import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { problems } from '../contract/problems.ts'
import { findFaults } from './words.ts'

const root = path.dirname(import.meta.dirname)
const made: string[] = []
afterEach(() => made.splice(0).forEach((folder) => fs.rmSync(folder, { recursive: true })))

/** A web folder with one module, its words and one component. */
function plant(words: Record<string, Record<string, unknown>>, component: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'words-'))
  made.push(folder)
  fs.mkdirSync(path.join(folder, 'web/sample/words'), { recursive: true })
  for (const [language, texts] of Object.entries(words))
    fs.writeFileSync(path.join(folder, `web/sample/words/${language}.json`), JSON.stringify(texts))
  fs.writeFileSync(
    path.join(folder, 'web/sample/page.tsx'),
    `import { useTranslation } from 'react-i18next'\nexport function Page() {\n  const { t } = useTranslation('sample')\n  ${component}\n}\n`,
  )
  return folder
}
const everywhere = (words: Record<string, unknown>) => ({ en: words, de: words, es: words, fr: words })
const told = (folder: string) => findFaults(folder).map((f) => `${f.kind}: ${f.message}`)

describe('the words of the interface', () => {
  it('are complete in this repository', () => {
    expect(findFaults(root)).toEqual([])
  })

  it('have a sentence for every code in every language, with the names that the code fills in', () => {
    for (const language of ['en', 'de', 'es', 'fr']) {
      const sentences = JSON.parse(
        fs.readFileSync(path.join(root, `web/problems/words/${language}.json`), 'utf8'),
      ) as Record<string, string>
      for (const [code, { detail }] of Object.entries(problems)) {
        const sentence = sentences[code]
        expect(sentence, `${code} in ${language}`).toBeTruthy()
        const offered = new Set([...detail.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))
        for (const [, name] of (sentence ?? '').matchAll(/\{\{(\w+)\}\}/g))
          expect(offered, `${code} in ${language}`).toContain(name)
      }
    }
  })
})

describe('the search for faults', () => {
  it('passes what is right: plurals, choices, templates, other namespaces', () => {
    const folder = plant(
      everywhere({
        title: 'Goals',
        count_one: '{{count}} goal',
        count_other: '{{count}} goals',
        on: 'On',
        off: 'Off',
        state: { open: 'Open', done: 'Done' },
      }),
      'return <p title={t("title")}>{t("count", { count: 2 })} {t(x ? "on" : "off")} {t(`state.${kind}`)} · 5</p>',
    )
    expect(told(folder)).toEqual([])
  })
  it('finds a key without words', () => {
    expect(told(plant(everywhere({ a: 'A' }), 'return t("a") + t("b")'))).toEqual([
      'missing: no words for “b” in sample',
    ])
  })
  it('finds words without a key', () => {
    expect(told(plant(everywhere({ a: 'A', left: 'Over' }), 'return t("a")'))).toEqual(['unused: nobody says “left”'])
  })
  it('finds languages that differ', () => {
    const folder = plant(
      {
        en: { a: 'Dear {{name}}', b: 'B' },
        de: { a: 'Liebe', b: 'B' },
        es: { a: 'Hola {{name}}' },
        fr: { a: '{{name}}', b: 'B', c: 'C' },
      },
      'return t("a") + t("b")',
    )
    expect(told(folder)).toEqual([
      'languages: “a” fills in other names than English: name',
      'languages: lacks “b”',
      'languages: “c” does not exist in English',
    ])
  })
  it('finds French signs that a line could break away from', () => {
    const french = (text: string) => ({ ...everywhere({ a: 'Ready' }), fr: { a: text } })
    expect(told(plant(french('Prêt ?'), 'return t("a")'))).toEqual(['spaces: “a” has an ordinary space beside a sign'])
    expect(told(plant(french('Prêt\u202f?'), 'return t("a")'))).toEqual([])
  })

  it('finds a language that is not there', () => {
    const { fr: _, ...three } = everywhere({ a: 'A' })
    expect(told(plant(three, 'return t("a")'))).toEqual(['languages: the file is missing'])
  })
  it('finds text left in a component', () => {
    const folder = plant(
      everywhere({ a: 'A' }),
      'return <button aria-label="Close" data-x="fine">Save {"draft now"} {t("a")} × 3</button>',
    )
    expect(told(folder).filter((f) => f.startsWith('literal'))).toEqual([
      'literal: text in a component: “aria-label="Close"”',
      'literal: text in a component: “Save”',
      'literal: text in a component: “draft now”',
    ])
  })
})
