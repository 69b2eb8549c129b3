import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import markdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { contrast } from '../../contract/colour.ts'
import { languages } from '../../contract/library.ts'
import { readTestEnvironment } from '../platform/config.ts'
import { cleanLine, cleanLines, escapeHtml } from './fields.ts'
import { initials } from './frame.ts'
import {
  compileLetter,
  emptyFields,
  exampleFacts,
  faults,
  fieldsOf,
  fillLetter,
  fillMarkdown,
  speechFor,
  templateText,
  type LetterText,
  type SomeFacts,
} from './library.ts'

const facts = exampleFacts('en')
const base: LetterText = {
  language: 'en',
  subject: 'About {{program.name}}',
  preview: 'For {{person.name}}',
  body: 'Hello {{person.name}}.',
  actionLabel: 'Open',
  because: 'Because.',
  canBeFewer: true,
  from: 'person',
}
const letter = (change: Partial<LetterText>, known: SomeFacts = facts) =>
  fillLetter(compileLetter({ ...base, ...change }, known), known)

describe('nothing is sent with a broken field', () => {
  test.each(['subject', 'preview', 'body', 'actionLabel', 'because'] as const)(
    'an unknown field in the %s is refused by name',
    (where) => {
      expect(() => letter({ [where]: 'Hello {{person.salary}}' })).toThrow(
        expect.objectContaining({ code: 'field_unknown', params: { field: 'person.salary' } }),
      )
    },
  )
  test('a text of nothing but spaces and braces is judged at once', () => {
    const started = performance.now()
    const endless = `[here](<{{${' '.repeat(6000)}x>) {{${' '.repeat(6000)}x`
    expect(faults({ ...base, body: endless })).toMatchObject([{ where: 'body' }])
    expect(fieldsOf({ ...base, body: endless })).not.toContain('x')
    expect(performance.now() - started).toBeLessThan(2000)
  })

  test.each(['{{', '{{}}', '{{person}}', '{{ person.name', '{{constructor}}', '{{__proto__}}', '{{7*7}}'])(
    '%s is no field',
    (body) => {
      expect(() => letter({ body })).toThrow(expect.objectContaining({ code: 'field_unknown' }))
    },
  )
  test('spaces inside the braces do no harm', () => {
    expect(letter({ body: 'Hello {{  person.name }}.' }).text).toContain(`Hello ${facts.person.name}.`)
  })
  test.each([undefined, null, '', '   ', '\n', '\u200b\u200d', '\u202e', '\u0000'])(
    'an empty value (%j) is refused, whenever it is known',
    (name) => {
      const person = { name } as { name: string }
      expect(() => letter({}, { ...facts, person })).toThrow(
        expect.objectContaining({ code: 'field_empty', params: { field: 'person.name' } }),
      )
      const compiled = compileLetter(base, { ...facts, person: undefined })
      expect(emptyFields(compiled, { person })).toEqual(['person.name'])
      expect(() => fillLetter(compiled, { person })).toThrow(expect.objectContaining({ code: 'field_empty' }))
      expect(emptyFields(compiled, { person: { name: 'Ana' } })).toEqual([])
    },
  )
  test('a date that is none, a cadence we have no word for, an address that runs something', () => {
    const bad: SomeFacts[] = [
      { ...facts, wave: { name: 'One', goLive: 'soon' } },
      { ...facts, checkin: { cadence: 'toString' as 'weekly' } },
      ...['javascript:alert(1)', 'data:text/html,x', 'https://user:pass@evil.example', '/o/x', ''].map((url) => ({
        ...facts,
        action: { url },
      })),
    ]
    for (const known of bad)
      expect(() => letter({ body: '{{wave.goLive}} {{checkin.cadence}}' }, known)).toThrow(
        expect.objectContaining({ code: 'field_empty' }),
      )
  })
  test('who created a token without being a person is the operator, said in words', () => {
    expect(
      letter({ body: '{{token.createdBy}} did.' }, { ...facts, token: { ...facts.token, createdBy: null } }).text,
    ).toContain('The server’s operator did.')
  })
})

describe('what a letter may hold', () => {
  test.each([
    '# Title',
    '### Small',
    '---',
    '![x](https://x.example/y.png)\n\n---',
    '[x](http://x.example)',
    '[x](javascript:alert)',
    '[x]({{person.name}})',
    '[x](https://x.example/{{person.name}})',
  ])('%s is refused with a reason', (body) => {
    expect(() => letter({ body })).toThrow(expect.objectContaining({ code: 'template_broken' }))
    expect(faults({ ...base, body })).toEqual([expect.objectContaining({ code: 'template_broken', where: 'body' })])
  })
  test('HTML that somebody types is shown, not run', () => {
    const { html, text } = letter({ body: 'A <b>bold</b> <script>alert(1)</script> word' })
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toContain('<script')
    expect(text).toContain('<script>alert(1)</script>')
  })
  test('links lead to pages written out, to our own addresses and to mail', () => {
    const { html, text } = letter({
      body: '[Docs](https://x.example/a?b=1&c=2), [mail](mailto:{{lead.email}}), [go]({{action.url}})',
    })
    expect(html).toContain('href="https://x.example/a?b=1&amp;c=2"')
    expect(html).toContain(`href="mailto:${facts.lead.email}"`)
    expect(html).toContain(`href="${facts.action.url}"`)
    expect(text).toContain('Docs (https://x.example/a?b=1&c=2)')
  })
  test('a list item that holds only a list field is written once for each of its entries, elsewhere they are joined', () => {
    const { html, text } = letter({ body: 'We want {{program.elements}}.\n\n- {{program.objectives}}\n\nEnd.' })
    expect(text).toContain('We want goals and check-ins.')
    expect(text).toContain(facts.program.objectives!.map((o) => `- ${o}`).join('\n') + '\n\nEnd.')
    expect(html.match(/<li /g)).toHaveLength(facts.program.objectives!.length)
  })
  test('long values keep their paragraphs, in a quote too', () => {
    const known = { ...facts, program: { ...facts.program, why: 'One.\r\n\r\n\r\nTwo.\nThree.' } }
    const { html, text } = letter({ body: 'Why:\n\n> {{program.why}}\n\nEnd.' }, known)
    expect(text).toContain('Why:\n\n> One.\n> \n> Two.\n> Three.\n\nEnd.')
    expect(html).toContain('One.<br><br>Two.<br>Three.')
  })
  test('faults of a text in writing are all told at once', () => {
    const found = faults({
      ...base,
      subject: 'A subject that nobody would read to its very end on a phone',
      preview: '',
      body: 'x {{nope}}',
      actionLabel: '{{no}}',
    })
    expect(found.map((f) => `${f.where} ${f.code}`)).toEqual([
      'preview empty',
      'action field_unknown',
      'body field_unknown',
      'subject subject_long',
    ])
    expect(fieldsOf(base)).toEqual(['program.name', 'person.name'])
  })
})

describe('values never break out', () => {
  const listed = path.join(readTestEnvironment().peopleFiles ?? '/nowhere', '../reference/blns.json')
  const naughty: string[] = [
    '<script>alert(1)</script>',
    '{{7*7}}',
    '{{person.name}}',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    '`x`',
    '</div></td>',
    '&lt;b&gt;',
    '${7*7}',
    '%s %d',
    '$& $1 $`',
    '**bold** _it_ [x](https://evil.example)',
    '# Title',
    '> quote',
    '- item',
    'مريم عبد الله',
    'שרה',
    '\u202egnp.exe',
    '\u2069\u2066x\u202c',
    '👩🏽‍🚀 Zoë',
    'é',
    '李娜',
    'Robert\r\nBcc: all@x.example',
    'a\u0000b',
    '\ud800 lone',
    '\u2028x\u2029',
    'x'.repeat(5000),
    '=== x',
    '1. x',
    ...(existsSync(listed) ? (JSON.parse(readFileSync(listed, 'utf8')) as string[]) : []),
  ]
  const mark = 'MARKERVALUE'
  const rendered = (language: (typeof languages)[number], value: string, early: boolean) => {
    const known = exampleFacts(language)
    const program = { ...known.program, why: value, whyNow: value }
    const all = {
      ...known,
      program,
      person: { name: value, givenName: value },
      lead: { name: value },
      organization: { name: value },
    }
    const compiled = early
      ? compileLetter(templateText('sponsor-announcement', language), {
          ...all,
          sender: { name: 'Helen Brandt', title: value },
        })
      : late(language)
    return fillLetter(compiled, all)
  }
  const remember = <K, V>(make: (key: K) => V) => {
    const kept = new Map<K, V>()
    return (key: K): V => kept.get(key) ?? kept.set(key, make(key)).get(key)!
  }
  const late = remember((language: (typeof languages)[number]) =>
    compileLetter(templateText('sponsor-announcement', language), { sender: exampleFacts(language).sender }),
  )
  const marked = {
    true: remember((l: (typeof languages)[number]) => rendered(l, mark, true)),
    false: remember((l: (typeof languages)[number]) => rendered(l, mark, false)),
  }
  /** Takes a letter's HTML apart again as a reader sees it. */
  const shown = (html: string) =>
    html
      .replace(/<\/?bdi>/g, '')
      .replaceAll('<br>', '\n')
      .replace(
        /&(amp|lt|gt|quot|#39|#96);/g,
        (e) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#96;': '`' })[e]!,
      )
  const isSeen = (value: string) => /[^\p{Z}\p{Cc}\p{Cf}]/u.test(cleanLine(value))

  function check(value: string, language: (typeof languages)[number]) {
    if (!isSeen(value)) return
    for (const early of [true, false]) {
      const got = rendered(language, value, early)
      const expected = marked[`${early}`](language)
      // The letter around the value is untouched, and the value stands where the mark stood: literally.
      const literal = [cleanLine(value), cleanLines(value)]
      const seams = expected.html.split(mark)
      let at = seams[0]!.length
      const wrong: string[] = got.html.startsWith(seams[0]!) ? [] : ['start']
      for (const seam of seams.slice(1)) {
        const found = got.html.indexOf(seam, at)
        const put = got.html.slice(at, found)
        if (found < 0 || /[<>"'`]/.test(put.replace(/<\/?bdi>|<br>/g, '')) || !literal.includes(shown(put)))
          wrong.push(put)
        at = found + seam.length
      }
      expect(wrong).toEqual([])
      expect(at).toBe(got.html.length)
      // oxlint-disable-next-line no-control-regex
      expect(got.subject + got.preview).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
      // oxlint-disable-next-line no-control-regex
      expect(got.text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\ud800-\udfff](?![\udc00-\udfff])(?<![\ud800-\udbff][\udc00-\udfff])/,
      )
    }
  }

  test(`${naughty.length} strings from the world, in HTML and text, known early or late`, () => {
    for (const value of naughty) check(value, 'en')
    for (const value of naughty.slice(0, 27)) for (const language of languages) check(value, language)
  })
  test('any string at all', () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.oneof(fc.nat({ max: 0x2ff }), fc.nat({ max: 0x10ffff })).map((n) => String.fromCodePoint(n)),
            { maxLength: 40 },
          )
          .map((all) => all.join('')),
        (value) => check(value, 'de'),
      ),
      { numRuns: 150 },
    )
  })
  test('in the app, where the same words are Markdown, a value stays letters', () => {
    const reader = markdownIt({ html: false, linkify: true, breaks: true })
    for (const value of naughty) {
      if (!isSeen(value)) continue
      const html = reader.render(
        fillMarkdown('Hello {{person.name}}, end', { person: { name: value } }, speechFor('en')),
      )
      expect(shown(html.trim().replace(/^<p>|<\/p>$/g, '')).replaceAll('\u2068', '')).toBe(
        `Hello ${cleanLine(value)}, end`,
      )
    }
  })
  test('a name that runs right to left is kept from turning its sentence', () => {
    const { html, text, subject } = letter({ subject: 'For {{person.name}}' }, { ...facts, person: { name: 'מרים' } })
    expect(html).toContain('<bdi>מרים</bdi>')
    expect(text).toContain('\u2068מרים\u2069')
    expect(subject).toBe('For \u2068מרים\u2069')
  })
  test('escaping leaves nothing that could open a tag or leave an attribute', () => {
    expect(escapeHtml(`<>"'\`&`)).toBe('&lt;&gt;&quot;&#39;&#96;&amp;')
  })
})

describe('the frame', () => {
  test('whole and alone: nothing is loaded, no scripts, dark and light, one button and its address', () => {
    const { html } = letter({})
    expect(html).toMatch(/^<!doctype html><html lang="en" dir="ltr">/)
    expect(html).not.toMatch(/<script|<link|@import|url\(|src=/)
    expect(html).toContain('name="color-scheme" content="light dark"')
    expect(html).toContain('prefers-color-scheme:dark')
    expect(html.split(facts.action.url)).toHaveLength(4)
    expect(html).toContain(facts.preferences.url)
  })
  test.each(['#ffff00', '#ffffff', '#000000', '#0b6e5f', '#ff5a00', '#c8f542', '#8899aa'])(
    'with the brand’s %s every word can still be read',
    (accent) => {
      const { html } = fillLetter(compileLetter(base, facts, { brand: { accent } }), facts)
      const pairs = [...html.matchAll(/background:(#[0-9a-f]{6})(?:!important)?;color:(#[0-9a-f]{6})/g)].map(
        (m) => [m[1]!, m[2]!] as const,
      )
      expect(pairs.length).toBeGreaterThanOrEqual(6)
      for (const [fill, ink] of pairs) expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5)
    },
  )
  test('the sender signs with initials until there is a picture; the house signs with its name', () => {
    expect(letter({}).html).toContain('>HB<')
    const pictured = fillLetter(
      compileLetter(base, facts, {
        brand: { senderPictureUrl: 'https://x.example/"h".png', logoUrl: 'https://x.example/l.png' },
      }),
      facts,
    )
    expect(pictured.html).toContain('src="https://x.example/&quot;h&quot;.png"')
    expect(pictured.html).toContain('alt="HB"')
    const house = letter({ from: 'house', canBeFewer: false })
    expect(house.html).not.toContain(facts.sender.name)
    expect(house.text).toContain('Sent by Belay for Northwind Ferries.')
    expect(house.text).not.toContain(facts.preferences.url)
  })
  test.each([
    ['Ana-María de la Cruz', 'AC'],
    ['李娜', '李'],
    ['Sukarno', 'S'],
    ['  ', '·'],
    ['"O\'Neil" (Jo)', 'OJ'],
    ['👩🏽‍🚀 Zoë', '👩🏽‍🚀Z'],
    ['ß x', 'SSX'],
  ])('initials of %s are %s', (name, expected) => {
    expect(initials(name, 2)).toBe(expected)
  })
})
