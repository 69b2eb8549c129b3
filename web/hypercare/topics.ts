import type { DeskTopic } from '../../contract/desk.ts'

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

export const topicOptions = (t: (key: string) => string) =>
  topics.map((value) => ({ value, label: t(`topic.${value}`) }))
