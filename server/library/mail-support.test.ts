/**
 * What a letter is made of, against a written list of what mail programs draw. The list is ours, from what the makers of mail
 * programs say and from long use; letters were not looked at in the programs themselves (README, “What is not there yet”).
 */
import { describe, expect, test } from 'vitest'
import { languages } from '../../contract/library.ts'
import { compileLetter, exampleFacts, fillLetter, templates, templateText } from './library.ts'

/** Elements that Outlook, Gmail, Apple Mail and the mail of large providers draw, and the attributes that they keep. */
const tags: Record<string, readonly string[]> = {
  html: ['lang', 'dir'],
  head: [],
  meta: ['charset', 'name', 'content'],
  title: [],
  style: [],
  body: ['class', 'style'],
  div: ['class', 'style', 'lang', 'dir', 'role', 'aria-hidden'],
  table: ['role', 'class', 'width', 'cellpadding', 'cellspacing', 'border', 'style'],
  tr: [],
  td: ['class', 'style', 'width', 'align', 'valign', 'bgcolor'],
  p: ['class', 'style'],
  h2: ['style'],
  ul: ['style'],
  ol: ['style', 'start'],
  li: ['style'],
  blockquote: ['class', 'style'],
  a: ['class', 'href', 'style'],
  img: ['class', 'src', 'width', 'height', 'alt', 'style'],
  span: ['class', 'style'],
  strong: ['style'],
  em: [],
  br: [],
  bdi: [],
}

/** Everywhere, Outlook's Word engine included. */
const everywhere = [
  'background',
  'border',
  'border-left',
  'border-right',
  'border-top',
  'color',
  'display',
  'font-family',
  'font-size',
  'font-weight',
  'height',
  'line-height',
  'margin',
  'padding',
  'padding-bottom',
  'padding-left',
  'padding-right',
  'padding-top',
  'text-align',
  'text-decoration',
  'width',
]
/** Left out somewhere, and what a reader has then: nothing that they would miss. */
const graceful: Record<string, string> = {
  'border-radius': 'square corners in Outlook',
  'max-height': 'the preview line is hidden by display as well',
  'max-width': 'Outlook has the table of 600 px around it, others the width of the window',
  'mso-hide': 'for Outlook alone',
  'mso-padding-alt': 'for Outlook alone',
  'object-fit': 'a logo that is no square is drawn into one',
  overflow: 'the preview line is hidden by display as well; a long alternative text is cut less neatly',
  'overflow-wrap': 'a very long word makes the letter wider',
  'text-size-adjust': 'phones choose their own size',
  '-webkit-text-size-adjust': 'phones choose their own size',
  'text-underline-offset': 'the usual underline',
  'word-break': 'a long address makes the letter wider',
}

type Element = { name: string; attributes: Map<string, string> }
function elementsOf(html: string): Element[] {
  return [...html.replace(/<!--.*?-->/gs, '').matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/g)].map(
    ([, name, rest]) => ({
      name: name!,
      attributes: new Map([...rest!.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map((m) => [m[1]!, m[2] ?? ''])),
    }),
  )
}
const propertiesOf = (style: string): string[] =>
  style
    .split(';')
    .map((rule) => rule.split(':')[0]!.trim())
    .filter(Boolean)

const shipped = templates().flatMap(({ id }) => languages.map((language) => [id, language] as const))
const dressed = (id: string, language: (typeof languages)[number]) => {
  const facts = exampleFacts(language)
  const brand = { accent: '#0b6e5f', logoUrl: 'cid:logo', senderPictureUrl: 'https://x.example/h.png' }
  return fillLetter(compileLetter(templateText(id, language), facts, { brand }), facts).html
}

describe('a letter', () => {
  test('is found out where it holds something else', () => {
    const [odd] = elementsOf('<p style="color:red;position:absolute" onclick="x">')
    expect(propertiesOf(odd!.attributes.get('style')!)).toEqual(['color', 'position'])
    expect([...odd!.attributes.keys()]).toEqual(['style', 'onclick'])
    expect(Object.hasOwn(graceful, 'position') || everywhere.includes('position')).toBe(false)
    expect(elementsOf('<video src="x">')[0]!.name in tags).toBe(false)
  })

  test.each(shipped)('%s in %s is made of what mail programs draw', (id, language) => {
    const html = dressed(id, language)
    const elements = elementsOf(html)
    // Every angle bracket was read as an element, its end or a comment.
    const opened = html.replace(/<!--.*?-->/gs, '').match(/<[a-z!]/g)!
    expect(elements.length).toBe(opened.length - 1)
    for (const { name, attributes } of elements) {
      expect(Object.keys(tags), id).toContain(name)
      for (const attribute of attributes.keys()) expect(tags[name], `${name} ${attribute}`).toContain(attribute)
      for (const property of propertiesOf(attributes.get('style') ?? ''))
        expect([...everywhere, ...Object.keys(graceful)], `${name} ${property}`).toContain(property)
      if (name === 'img')
        for (const needed of ['alt', 'width', 'height']) expect([...attributes.keys()]).toContain(needed)
      if (name === 'table') expect(attributes.get('role')).toBe('presentation')
    }
  })
})
