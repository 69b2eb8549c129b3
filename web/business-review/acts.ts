/** What the pages of business reviews share: types, what a change makes old, and the tones of answers. */
import type { Answer } from '../api.ts'

export type Pack = Answer<'businessReviews.get'>
export type Figure = Pack['figures'][number]
export type Block = Pack['sections'][number]['blocks'][number]
export type Ask = Pack['asks'][number]
export type Year = Answer<'yearEnds.get'>

export const home = '/program/business-review'

/** A pack shows on several pages. */
export const all = ['businessReviews.list', 'businessReviews.get', 'yearEnds.get', 'week.get'] as const

type Tone = Figure['tone']
export const stateTone = (tone: Tone) => (tone === 'plain' ? ('quiet' as const) : tone)
export const answerTones = { yes: 'good', partly: 'warn', no: 'bad', too_early: 'quiet' } as const
export const yearTones = { ahead: 'quiet', open: 'accent', decided: 'warn', signed: 'good' } as const
export const requestTones = {
  open: 'accent',
  on_agenda: 'accent',
  accepted: 'good',
  declined: 'quiet',
  later: 'quiet',
  taken_back: 'quiet',
} as const
