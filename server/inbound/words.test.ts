/** What is new in a mail, as mail programs of four languages write it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clean, headingOf, newWords, shortened } from './words.ts'

const quoted = '> Your question has arrived.\n> It is answered soon.'
const mails: [name: string, text: string][] = [
  ['a plain one', 'How do I change my goal?'],
  ['Gmail', `How do I change my goal?\n\nOn Mon, 2 Mar 2026 at 10:02, Belay <belay@lumen.example> wrote:\n\n${quoted}`],
  [
    'Gmail over two lines',
    `How do I change my goal?\n\nOn Mon, 2 Mar 2026 at 10:02, Somebody With A Long Name\n<belay@lumen.example> wrote:\n${quoted}`,
  ],
  [
    'Gmail, German',
    `How do I change my goal?\n\nAm Mo., 2. März 2026 um 10:02 Uhr schrieb Belay <belay@lumen.example>:\n\n${quoted}`,
  ],
  ['Thunderbird, German', `How do I change my goal?\n\nBelay schrieb am 02.03.2026 um 10:02:\n${quoted}`],
  [
    'Gmail, Spanish',
    `How do I change my goal?\n\nEl lun, 2 mar 2026 a las 10:02, Belay (<belay@lumen.example>) escribió:\n\n${quoted}`,
  ],
  [
    'Gmail, French',
    `How do I change my goal?\n\nLe lun. 2 mars 2026 à 10:02, Belay <belay@lumen.example> a écrit :\n\n${quoted}`,
  ],
  [
    'a line that begins like an introduction',
    `How do I change my goal?\nBelay schrieb am 02.03.2026 um 10:02:\n${quoted}`,
  ],
  [
    'Outlook',
    'How do I change my goal?\n\n________________________________\nFrom: Belay <belay@lumen.example>\nSent: Monday\nTo: Ada\nSubject: Your question\n\nIt has arrived.',
  ],
  [
    'Outlook, German',
    'How do I change my goal?\n\nVon: Belay <belay@lumen.example>\nGesendet: Montag, 2. März 2026 10:02\nAn: Ada\nBetreff: Ihre Frage\n\nIst da.',
  ],
  [
    'Outlook, Spanish',
    'How do I change my goal?\n\nDe: Belay <belay@lumen.example>\nEnviado el: lunes\nPara: Ada\nAsunto: Su pregunta\n\nHa llegado.',
  ],
  [
    'Outlook, French',
    'How do I change my goal?\n\nDe : Belay <belay@lumen.example>\nEnvoyé : lundi\nÀ : Ada\nObjet : Votre question\n\nArrivée.',
  ],
  ['an old Outlook', 'How do I change my goal?\n\n-----Ursprüngliche Nachricht-----\nIhre Frage ist da.'],
  ['signature', 'How do I change my goal?\n\n-- \nAda Example\nWorks, Berlin'],
  ['signature, English', 'How do I change my goal?\n\nKind regards,\nAda Example\nWorks · Berlin'],
  ['signature, German', 'How do I change my goal?\n\nMit freundlichen Grüßen\nAda Beispiel\nTel. +49 30 1'],
  ['signature, Spanish', 'How do I change my goal?\n\nUn saludo,\nAda'],
  ['signature, French', 'How do I change my goal?\n\nCordialement,\nAda Exemple'],
  ['telephone', 'How do I change my goal?\n\nSent from my iPhone'],
  ['telephone, German', 'How do I change my goal?\n\nVon meinem iPhone gesendet'],
  ['telephone, French', 'How do I change my goal?\n\nEnvoyé de mon iPhone'],
  ['telephone, Spanish', 'How do I change my goal?\n\nEnviado desde mi iPhone'],
  ['answers below', `${quoted}\n\nHow do I change my goal?`],
]

describe('what is new', () => {
  test.each(mails)('%s', (_name, text) => {
    expect(newWords(text)).toBe('How do I change my goal?')
  })

  test('a line that only looks like a quotation stays', () => {
    const text = 'On Monday my manager wrote:\nplease change your goal.\n\nWhat does that mean?'
    expect(newWords(text)).toBe(text)
    const thanks =
      'Thanks for the answer, it helped with the first goal and I could change it yesterday evening.\nOne more thing: who reads it?'
    expect(newWords(thanks)).toBe(thanks)
  })

  test('a postscript is no signature', () => {
    expect(newWords('It works.\n\nKind regards,\nAda\n\nPS: but not on my phone')).toContain('not on my phone')
  })

  test('nothing comes of it but letters that can be kept, and it ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const said = newWords(text)
        // oxlint-disable-next-line no-control-regex -- they are what must not be there
        expect(said).not.toMatch(/[\u0000-\u0008\u202e]/)
        expect(said.isWellFormed()).toBe(true)
        expect(newWords(said).length).toBeLessThanOrEqual(said.length)
      }),
    )
    expect(newWords('On '.repeat(20_000)).length).toBeGreaterThan(0)
    expect(clean('a\u0000b\r\n\r\n\r\n\r\nc\u202e')).toBe('ab\n\nc')
  })
})

test('a heading is the subject without what mail programs put before it, or the first line', () => {
  expect(headingOf('Re: AW: RV: TR: Goal?', '')).toBe('Goal?')
  expect(headingOf('Re:', 'How do I\nchange it?')).toBe('How do I')
  expect(headingOf('  ', '')).toBeNull()
  expect(headingOf('Ré: x', '')).toBe('Ré: x')
  expect(headingOf('a '.repeat(300), '')!.length).toBeLessThanOrEqual(160)
  expect(shortened('😀'.repeat(100), 20).isWellFormed()).toBe(true)
})
