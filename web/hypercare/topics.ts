import type { DeskTopic } from '../../contract/desk.ts'
import type { Answer } from '../api.ts'

/** What a question is about, in the order in which it is offered. Named as in the contract; the compiler holds both together. */
const inOrder: Record<DeskTopic, true> = {
  goals: true,
  checkins: true,
  feedback: true,
  recognition: true,
  growth: true,
  reviews: true,
  pulse: true,
  learning: true,
  access: true,
  letters: true,
  privacy: true,
  program: true,
  other: true,
}
export const topics = Object.keys(inOrder) as DeskTopic[]

type One = Answer<'desk.answers'>['answers'][number]
const readersInOrder: Record<One['for'], true> = {
  everyone: true,
  managers: true,
  hr: true,
  champions: true,
  lead: true,
}
const momentsInOrder: Record<One['phase'], true> = { before: true, at: true, after: true, any: true }
/** Whom a question usually comes from, and when. */
export const readers = Object.keys(readersInOrder) as One['for'][]
export const moments = Object.keys(momentsInOrder) as One['phase'][]

export const topicOptions = (t: (key: string) => string) =>
  topics.map((value) => ({ value, label: t(`topic.${value}`) }))
