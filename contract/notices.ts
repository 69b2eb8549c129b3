/** Which letters somebody gets and how, and what they say: the person's own choice, and the program lead's words and rules. */
import * as z from 'zod'
import { actionTargets, fieldNames, language, ownWords } from './library.ts'
import { lineName } from './names.ts'
import { noticeKindIds, noticeParts, ways } from './notice-kinds.ts'
import { operation } from './operation.ts'

const kind = z.enum(noticeKindIds)
const way = z.enum(ways)
const fixed = z.enum(['on', 'off'])
const someone = z.object({ id: z.uuid(), name: z.string() })
const grade = z.enum(['needed', 'program', 'free'])
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

const token = z.object({ token: z.string().regex(/^[\w-]{1,420}\.[\w-]{1,60}$/) })
const offered = z.object({
  company: z.string(),
  /** `fixed`: the program lead has decided that it always comes. */
  kinds: z.array(z.object({ kind: z.string(), state: z.enum(['on', 'off', 'fixed']) })),
})

export const letterChoices = {
  mine: operation({
    id: 'letters.mine',
    method: 'GET',
    path: '/letter-choices',
    permission: 'letters.own',
    summary:
      'Which letters I get and how each comes, what cannot be switched off and why, and in which hours they come',
    response: z.object({
      kinds: z.array(
        z.object({
          kind,
          part: z.enum(noticeParts),
          grade,
          /** As it comes now, whatever was chosen. */
          way,
          /** Whether it may wait for the letter of the day. */
          daily: z.boolean(),
          switchable: z.boolean(),
          fixed: z.object({ as: fixed, by: someone, at: z.iso.datetime() }).nullable(),
          /** False: the program as it is designed sends none. */
          sent: z.boolean(),
          /** When and where I chose; null: nothing was chosen. */
          chosen: z.object({ at: z.iso.datetime(), by: z.enum(['page', 'letter']) }).nullable(),
        }),
      ),
      /** Parts about which some things stand in the app only. */
      appOnly: z.array(z.enum(noticeParts)),
      /** Null: no address is known, so everything stands in the app only. */
      address: z.string().nullable(),
      timeZone: z.string(),
      hours: z.object({ own: z.boolean(), days: z.array(z.int()), opens: z.string(), closes: z.string() }),
    }),
  }),
  choose: operation({
    id: 'letters.choose',
    method: 'PUT',
    path: '/letter-choices/:kind',
    permission: 'letters.own',
    summary: 'How letters of one kind come to me: at once, in one letter a day, or in the app only',
    params: z.object({ kind }),
    body: z.object({ way }),
    response: z.object({ kind, way }),
    problems: ['letters_needed', 'letters_fixed', 'letters_at_once'],
  }),
  hours: operation({
    id: 'letters.hours',
    method: 'PUT',
    path: '/letter-hours',
    permission: 'letters.own',
    summary: 'On which days and in which hours letters come to me; null: as for everybody',
    body: z.object({
      hours: z
        .object({ days: z.array(z.int().min(1).max(7)).min(1).max(7), opens: time, closes: time })
        .refine((h) => new Set(h.days).size === h.days.length, 'each day once')
        .refine((h) => minutes(h.closes) - minutes(h.opens) >= 60, 'at least one hour')
        .nullable(),
    }),
    response: z.object({ saved: z.literal(true) }),
  }),
  openOff: operation({
    id: 'letters.openOff',
    method: 'GET',
    path: '/letters-off/:token',
    permission: 'anyone',
    summary: 'The address in a letter’s header, opened in a browser: leads to a page with a button and changes nothing',
    params: token,
    response: z.unknown(),
    rawResponse: true,
    problems: ['letters_link'],
  }),
  off: operation({
    id: 'letters.off',
    method: 'POST',
    path: '/letters-off/:token',
    permission: 'anyone',
    summary: 'Switch the mail of a letter’s kinds off for its reader, as a mail program does it (RFC 8058)',
    params: token,
    body: z.object({ 'List-Unsubscribe': z.literal('One-Click') }),
    response: offered,
    problems: ['letters_link'],
    fromAnywhere: 'Mail programs send it, from servers of their own; the address is signed and can do nothing else.',
  }),
  offered: operation({
    id: 'letters.offered',
    method: 'GET',
    path: '/letters-off/:token/kinds',
    permission: 'anyone',
    summary: 'Which kinds a letter’s address would switch off, and whether they are off; nobody’s name',
    params: token,
    response: offered,
    problems: ['letters_link'],
  }),
}

function minutes(at: string): number {
  return Number(at.slice(0, 2)) * 60 + Number(at.slice(3))
}

const template = z.object({ template: z.string().regex(/^[a-z0-9-]{1,60}$/) })
const inLanguage = template.extend({ language })
/** Since when own words stand and whose they are; `stale`: ours have changed since they were written. */
const own = z.object({ at: z.iso.datetime(), by: someone, stale: z.boolean() })
const rule = z.object({ as: fixed, by: someone, at: z.iso.datetime() })
const written = ownWords.extend({ subject: lineName(160), preview: lineName(200) })

const about = {
  template: z.string(),
  /** Null: the letter of the day, which gathers several kinds. */
  kind: kind.nullable(),
  part: z.enum(noticeParts).nullable(),
  grade: grade.nullable(),
  daily: z.boolean(),
  title: z.string(),
  /** Words that stay ours. */
  closed: z.boolean(),
  fixed: rule.nullable(),
  /** What stands in the app about the same: kinds of notices. */
  notices: z.array(z.string()),
}

const letter = z.object({
  ...about,
  target: z.enum(actionTargets).nullable(),
  texts: z.array(
    z.object({
      language,
      ours: ownWords,
      /** Why the reader gets it; it stays ours. */
      because: z.string(),
      own: own
        .extend({ words: ownWords, /** Ours as they were then, where they have changed. */ was: ownWords.nullable() })
        .nullable(),
    }),
  ),
  /** The live fields that this letter may name. */
  fields: z.array(
    z.object({ name: z.enum(fieldNames), about: z.string(), example: z.string(), required: z.boolean() }),
  ),
})

export const letterTexts = {
  list: operation({
    id: 'letters.list',
    method: 'GET',
    path: '/letters',
    permission: 'messages.read',
    summary:
      'Every letter that Belay writes by itself, in which languages the company words it, and who may switch it off',
    query: z.object({ language: language.optional() }),
    response: z.object({
      letters: z.array(
        z.object({
          ...about,
          subject: z.string(),
          languages: z.array(z.object({ language, own: own.nullable() })),
        }),
      ),
    }),
  }),
  get: operation({
    id: 'letters.get',
    method: 'GET',
    path: '/letters/:template',
    permission: 'messages.read',
    summary: 'One letter: our words and the company’s own in every language, and the fields it may name',
    params: template,
    query: z.object({ language: language.optional() }),
    response: letter,
  }),
  write: operation({
    id: 'letters.write',
    method: 'PUT',
    path: '/letters/:template/:language',
    permission: 'messages.write',
    summary: 'Word a letter in one language; it holds for every one that leaves from now on',
    params: inLanguage,
    body: z.object({
      words: written,
      /** When the words stood that these were written over; null: ours. */
      over: z.iso.datetime().nullable(),
    }),
    response: letter,
    problems: ['conflict', 'letter_closed', 'letter_field', 'letter_field_missing', 'field_unknown', 'template_broken'],
  }),
  restore: operation({
    id: 'letters.restore',
    method: 'DELETE',
    path: '/letters/:template/:language',
    permission: 'messages.write',
    summary: 'Go back to our words in one language',
    params: inLanguage,
    response: letter,
    problems: ['not_found'],
  }),
  preview: operation({
    id: 'letters.preview',
    method: 'POST',
    path: '/letters/:template/preview',
    permission: 'messages.read',
    summary: 'The letter as one reader gets it, in any language, also with words that are not saved yet',
    params: template,
    body: z.object({ language: language.optional(), personId: z.uuid().optional(), words: written.optional() }),
    response: z.object({
      subject: z.string(),
      preview: z.string(),
      html: z.string(),
      text: z.string(),
      language,
      chosenBy: z.string(),
      from: z.string(),
    }),
    problems: [
      'not_found',
      'letter_closed',
      'letter_field',
      'letter_field_missing',
      'field_unknown',
      'field_empty',
      'template_broken',
    ],
    leavesNoEvent: 'A preview changes nothing.',
  }),
  fix: operation({
    id: 'letters.fix',
    method: 'PUT',
    path: '/letter-rules/:kind',
    permission: 'messages.write',
    summary: 'Decide for everybody: this kind always comes by mail, or never; null: each person chooses',
    params: z.object({ kind }),
    body: z.object({ fixed: fixed.nullable() }),
    response: z.object({ kind, fixed: rule.nullable() }),
    problems: ['letters_needed', 'letters_free'],
  }),
}
export type OwnLetter = z.output<typeof letter>
