/** What the pages of the committee share: types, what a change makes old, and the tones of states. */
import type { Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'

export type Overview = Answer<'governance.get'>
export type Meeting = Answer<'governance.meeting'>
export type MeetingHead = Overview['past'][number]
export type Decision = Answer<'governance.decision'>
export type DecisionHead = Answer<'governance.decisions'>['decisions'][number]
export type ChangeRequest = Answer<'governance.requests'>['requests'][number]

export const home = '/program/governance'

/** One thing of the committee shows on several pages. */
export const all = [
  'governance.get',
  'governance.meeting',
  'governance.decisions',
  'governance.decision',
  'governance.requests',
  'governance.triggers',
  'week.get',
] as const

export const decisionTones = { open: 'accent', late: 'bad', done: 'good', withdrawn: 'quiet' } as const
export const requestTones = {
  open: 'accent',
  on_agenda: 'accent',
  accepted: 'good',
  declined: 'quiet',
  later: 'quiet',
  taken_back: 'quiet',
} as const
export const effectTones = {
  none: 'quiet',
  waiting: 'quiet',
  moved: 'good',
  did_not: 'warn',
  cannot_tell: 'quiet',
} as const

/** Whether the viewer reads the committee's pages; others of the program's team ask for changes. */
export function useReadsCommittee(): boolean {
  return useMe().roles.some((role) => ['lead', 'sponsor', 'committee'].includes(role))
}
