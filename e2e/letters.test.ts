/**
 * Letters as a careless mail program draws them: without pictures, without their style block, on a narrow phone and in a
 * reading pane. Every text we ship, in every language.
 */
import { languages, type Language } from '../contract/library.ts'
import { compileLetter, exampleFacts, fillLetter, templates, templateText } from '../server/library/library.ts'
import { expect, test } from './world.ts'

const widths = [320, 600]
/** Names that are longer than a line, run the other way, or have no place to break. */
const names = [
  'Wolfeschlegelsteinhausenbergerdorff'.repeat(4),
  'فرح نظري',
  'Ana-María de la Concepción Fernández y García',
]

function bare(id: string, language: Language, name: string): string {
  const facts = { ...exampleFacts(language), person: { name, givenName: null } }
  const brand = { accent: '#0b6e5f', logoUrl: 'cid:logo', senderPictureUrl: 'https://pictures.invalid/h.png' }
  const { html } = fillLetter(compileLetter(templateText(id, language), facts, { brand }), facts)
  return html.replace(/<style>.*?<\/style>/s, '')
}

for (const width of widths)
  for (const language of languages)
    test(`every letter in ${language} stands whole on ${width} pixels, without pictures and styles`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 800 })
      await page.route('**/*', (route) => route.abort())
      const wrong: string[] = []
      for (const [n, { id }] of templates().entries()) {
        const name = names[n % names.length]!
        await page.setContent(bare(id, language, name), { waitUntil: 'domcontentloaded' })
        const drawn = await page.evaluate(() => {
          const shown = [...document.querySelectorAll<HTMLElement>('p,h2,li,td,a,span,strong')].filter(
            (one) => one.textContent!.trim() !== '' && one.getClientRects().length > 0,
          )
          const button = document.querySelector('td.fill a')?.getBoundingClientRect()
          return {
            wide: document.scrollingElement!.scrollWidth,
            outside: shown.filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1).length,
            smallest: Math.min(...shown.map((one) => parseFloat(getComputedStyle(one).fontSize))),
            button: button ? [button.width, button.height] : null,
            text: document.body.innerText,
            pictures: [...document.images].map((one) => one.alt),
          }
        })
        if (drawn.wide > width || drawn.outside > 0) wrong.push(`${id}: ${drawn.wide} wide, ${drawn.outside} outside`)
        if (drawn.smallest < 13) wrong.push(`${id}: words of ${drawn.smallest} pixels`)
        if (drawn.button && Math.min(...drawn.button) < 44) wrong.push(`${id}: a button of ${drawn.button.join(' × ')}`)
        if (drawn.pictures.some((alt) => alt === ''))
          wrong.push(`${id}: a picture that says nothing when it is missing`)
        if (/\{\{|undefined/.test(drawn.text)) wrong.push(`${id}: an open field`)
      }
      expect(wrong).toEqual([])
    })
