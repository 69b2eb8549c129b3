import type { HeardTopic } from '../../contract/champions.ts'

/** What a note is about, in the order in which it is offered. Named as in the contract; the compiler holds both together. */
const inOrder: Record<HeardTopic, true> = {
  helps: true,
  time: true,
  unclear: true,
  talks: true,
  goals: true,
  reviews: true,
  fairness: true,
  privacy: true,
  learning: true,
  messages: true,
  tool: true,
  other: true,
}
const topics = Object.keys(inOrder) as HeardTopic[]

export const isTopic = (value: string | undefined): value is HeardTopic => topics.some((one) => one === value)

export const topicOptions = (t: (key: string) => string) =>
  topics.map((value) => ({ value, label: t(`topic.${value}`) }))
