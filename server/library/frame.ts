/**
 * The one layout that every mail of ours wears, and its plain twin. A letter, not
 * a poster: the program's name once, the words, one button that also stands as a
 * plain link, who writes, and at the foot why it came and how to get less.
 * Tables only where mail programs need them; 600 px wide, whole on 320; light and
 * dark; nothing is loaded from elsewhere; the logo travels in the letter.
 */
import { accentFrom, type Accent } from '../../contract/colour.ts'
import type { SomeFacts } from './fields.ts'
import { cleanLine, escapeHtml } from './fields.ts'
import type { LetterText } from './letters.ts'
import { lineParts, readingMinutes, say, type Part } from './markdown.ts'

export type Brand = {
  /** '#rrggbb'; contrast is mended here. */
  accent: string
  /** `cid:` of a picture in the letter; shown 32 px high. The name's first letter stands in for what is missing. */
  logoUrl?: string | null
  /** Absolute https address; shown 48 px high. Initials stand in for what is missing or blocked. */
  senderPictureUrl?: string | null
}

export type FrameWords = {
  /** 'ltr' or 'rtl'. */
  direction: 'ltr' | 'rtl'
  linkBelow: string
  getLess: string
  chooseLess: string
  cannotBeFewer: string
  decidedHere: string
  fromTheHouse: string
}

type Side = 'left' | 'right'

type Written = { subject: Part[]; preview: Part[]; html: Part[]; text: Part[]; minutes: number }

const family = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
const light = { page: '#ffffff', ink: '#1d1d20', soft: '#62626a', rule: '#e3e3e0' }
const dark = { page: '#131315', ink: '#ececee', soft: '#a2a2ab', rule: '#313136' }

export function frame(text: LetterText, brand: Brand, given: SomeFacts, words: FrameWords): Written {
  const accent = paintedWith(brand.accent)
  const body = say(text.body, { link: accent.light.text, line: accent.light.line }, words.direction)
  const subject = lineParts(cleanLine(text.subject), 'text')
  // Outlook knows no start and no end.
  const start: Side = words.direction === 'rtl' ? 'right' : 'left'
  const name: Part = given.program?.name
    ? { field: 'program.name', into: 'html' }
    : { field: 'organization.name', into: 'html' }
  const because = { html: lineParts(text.because, 'html'), text: lineParts(text.because, 'text') }
  const house = { html: lineParts(words.fromTheHouse, 'html'), text: lineParts(words.fromTheHouse, 'text') }
  const signed = text.from === 'person'
  const titled = signed && Boolean(given.sender?.title?.trim())

  const html: Part[] = [
    ...head(text, lineParts(text.subject, 'html'), accent, words.direction),
    `<body class="page" style="margin:0;padding:0;width:100%;background:${light.page};-webkit-text-size-adjust:100%;text-size-adjust:100%">`,
    // What an inbox shows beside the subject; the empty characters keep it from running on into the letter.
    '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">',
    ...lineParts(text.preview, 'html'),
    '&#847;&zwnj;&nbsp;'.repeat(60),
    '</div>',
    `<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${light.page}"><tr><td align="center" class="outer" style="padding:32px 24px 40px">`,
    '<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->',
    `<div lang="${text.language}" dir="${words.direction}" class="ink" style="max-width:600px;margin:0 auto;text-align:${start};font-family:${family};font-size:17px;line-height:27px;color:${light.ink};overflow-wrap:anywhere">`,
    ...masthead(brand, name, given, accent.light, start),
    '<div role="article" style="padding:30px 0 0">',
    ...body.html,
    '</div>',
    ...(text.actionLabel === null ? [] : button(lineParts(text.actionLabel, 'html'), accent.light, words.linkBelow)),
    ...(signed ? signature(brand, given, titled, accent.light, start) : []),
    `<div class="rule" style="margin:36px 0 0;border-top:1px solid ${light.rule};font-size:0;line-height:0">&nbsp;</div>`,
    `<p class="soft" style="margin:16px 0 0;font-size:13px;line-height:20px;color:${light.soft}">`,
    ...because.html,
    ...(text.canBeFewer
      ? [
          '<br><a class="soft" href="',
          { field: 'preferences.url', into: 'attribute' } as Part,
          `" style="color:${light.soft};text-decoration:underline;text-underline-offset:2px">`,
          escapeHtml(text.from === 'house' ? words.chooseLess : words.getLess),
          '</a>',
        ]
      : [' ', escapeHtml(text.decided ? words.decidedHere : words.cannotBeFewer)]),
    '</p>',
    ...(signed
      ? []
      : [
          `<p class="soft" style="margin:8px 0 0;font-size:13px;line-height:20px;color:${light.soft}">`,
          ...house.html,
          '</p>',
        ]),
    '</div><!--[if mso]></td></tr></table><![endif]--></td></tr></table></body></html>',
  ]

  const plain: Part[] = [
    ...body.text,
    ...(text.actionLabel === null
      ? []
      : ['\n\n', ...lineParts(text.actionLabel, 'text'), '\n', { field: 'action.url', into: 'text' } as Part]),
    ...(signed
      ? [
          '\n\n',
          { field: 'sender.name', into: 'text' } as Part,
          ...(titled ? ['\n', { field: 'sender.title', into: 'text' } as Part] : []),
        ]
      : []),
    '\n\n-- \n',
    ...because.text,
    ...(text.canBeFewer
      ? [
          `\n${text.from === 'house' ? words.chooseLess : words.getLess}\n`,
          { field: 'preferences.url', into: 'text' } as Part,
        ]
      : [`\n${text.decided ? words.decidedHere : words.cannotBeFewer}`]),
    ...(signed ? [] : ['\n', ...house.text]),
    '\n',
  ]
  return {
    subject,
    preview: lineParts(cleanLine(text.preview), 'text'),
    html,
    text: plain,
    minutes: readingMinutes(body.text),
  }
}

/** Mending a colour takes milliseconds; a company has one or two. */
const painted = new Map<string, Accent>()
function paintedWith(colour: string): Accent {
  let accent = painted.get(colour)
  if (!accent) {
    if (painted.size > 500) painted.clear()
    accent = accentFrom(colour)
    painted.set(colour, accent)
  }
  return accent
}

function head(text: LetterText, title: Part[], accent: Accent, direction: string): Part[] {
  const d = accent.dark
  const darkRules = (p: string) =>
    `${p}.page{background:${dark.page}!important}${p}.ink,${p}.ink p,${p}.ink h2,${p}.ink li{color:${dark.ink}!important}${p}.soft,${p}p.soft{color:${dark.soft}!important}` +
    `${p}.rule{border-color:${dark.rule}!important}${p}.link{color:${d.text}!important}${p}.line{border-color:${d.line}!important}` +
    `${p}.fill{background:${d.fill}!important;color:${d.onFill}!important;border-color:${d.fill}!important}${p}.tint{background:${d.soft}!important;color:${d.onSoft}!important}`
  return [
    `<!doctype html><html lang="${text.language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`,
    '<meta name="x-apple-disable-message-reformatting"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>',
    ...title,
    '</title>',
    '<style>:root{color-scheme:light dark;supported-color-schemes:light dark}p,li{text-wrap:pretty}',
    '@media (max-width:480px){.outer{padding:20px 20px 32px!important}.fill{display:block!important;text-align:center!important}.wide{width:100%!important}}',
    `@media (prefers-color-scheme:dark){${darkRules('')}}`,
    // Outlook on the web marks what it darkens in this way.
    darkRules('[data-ogsc] '),
    '</style></head>',
  ]
}

/** The program's mark and name, once. */
function masthead(brand: Brand, name: Part, given: SomeFacts, paint: Accent['light'], start: Side): Part[] {
  const called = given.program?.name ?? given.organization?.name ?? ''
  const box = 'display:block;width:32px;height:32px;border-radius:7px'
  const mark = brand.logoUrl
    ? `<img src="${escapeHtml(brand.logoUrl)}" width="32" height="32" alt="${escapeHtml(cleanLine(called))}" style="${box};border:0;object-fit:contain;overflow:hidden;font-size:9px;line-height:11px">`
    : `<div class="fill" aria-hidden="true" style="${box};background:${paint.fill};color:${paint.onFill};font-size:16px;line-height:32px;font-weight:600;text-align:center">${escapeHtml(initials(called, 1))}</div>`
  return [
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>',
    `<td width="32" valign="middle" style="width:32px">${mark}</td>`,
    `<td valign="middle" class="ink" style="padding-${start}:11px;font-family:${family};font-size:15px;line-height:20px;font-weight:600;color:${light.ink}">`,
    name,
    '</td></tr></table>',
  ]
}

function button(label: Part[], paint: Accent['light'], linkBelow: string): Part[] {
  const url: Part = { field: 'action.url', into: 'attribute' }
  return [
    `<table role="presentation" class="wide" cellpadding="0" cellspacing="0" border="0" style="margin:28px 0 0"><tr><td class="fill" bgcolor="${paint.fill}" style="border-radius:8px;background:${paint.fill};mso-padding-alt:13px 22px">`,
    '<a class="fill" href="',
    url,
    `" style="display:inline-block;border-radius:8px;padding:13px 22px;background:${paint.fill};color:${paint.onFill};font-family:${family};font-size:16px;line-height:22px;font-weight:600;text-decoration:none">`,
    ...label,
    '</a></td></tr></table>',
    `<p class="soft" style="margin:12px 0 0;font-size:13px;line-height:20px;color:${light.soft}">`,
    escapeHtml(linkBelow),
    '<br>',
    '<a class="soft" href="',
    url,
    `" style="color:${light.soft};text-decoration:none;word-break:break-all">`,
    url,
    '</a></p>',
  ]
}

/** Picture or initials, name, title. The picture's alternative text is drawn as the initials where pictures are blocked. */
function signature(brand: Brand, given: SomeFacts, titled: boolean, paint: Accent['light'], start: Side): Part[] {
  const letters = escapeHtml(initials(given.sender?.name ?? '', 2))
  const box = `display:block;width:48px;height:48px;border-radius:24px;background:${paint.soft};color:${paint.onSoft};font-family:${family};font-size:17px;line-height:48px;font-weight:600;text-align:center`
  const face = brand.senderPictureUrl
    ? `<img class="tint" src="${escapeHtml(brand.senderPictureUrl)}" width="48" height="48" alt="${letters}" style="${box};border:0;object-fit:cover">`
    : `<div class="tint" aria-hidden="true" style="${box}">${letters}</div>`
  return [
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:32px 0 0"><tr>',
    `<td width="48" valign="top" style="width:48px">${face}</td>`,
    `<td valign="middle" class="ink" style="padding-${start}:14px;font-family:${family};font-size:16px;line-height:22px;color:${light.ink}"><strong style="font-weight:600">`,
    { field: 'sender.name', into: 'html' },
    '</strong>',
    ...(titled
      ? [
          `<br><span class="soft" style="font-size:14px;line-height:20px;color:${light.soft}">`,
          { field: 'sender.title', into: 'html' } as Part,
          '</span>',
        ]
      : []),
    '</td></tr></table>',
  ]
}

/** First letters of the first and last word, as a reader would see them: "Ana-María de la Cruz" AC, "李娜" 李. */
export function initials(name: string, most: 1 | 2): string {
  const words = name
    .toWellFormed()
    .split(/[\s\p{Cc}]+/u)
    .map((w) => w.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ''))
    .filter(Boolean)
  const chosen = most === 1 || words.length < 2 ? words.slice(0, 1) : [words[0]!, words.at(-1)!]
  return (
    chosen
      .map((w) => firstLetter(w))
      .join('')
      .toLocaleUpperCase() || '·'
  )
}

const letters = new Intl.Segmenter('und', { granularity: 'grapheme' })
function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) return segment
  return ''
}
