/** What the twins differ in: acts that are nobody's business but of whoever may read them. For tests only. */
import type { Part } from './access/permission-cases.ts'
import { courses } from './library/library.ts'
import type { Twin } from './testing-twins.ts'

/** What the acts are about, known once the company is there. */
export type About = { policyId: string; campaignId: string; roundId: string; manager: string; colleague: string }

const lessons = courses('en').find((one) => one.id === 'first-goals')!.lessons
const goodAnswers = (lesson: (typeof lessons)[number]) =>
  Object.fromEntries(
    (lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []).map((q) => [
      q.id,
      q.choices.find((one) => one.good)!.id,
    ]),
  )

/** What one does. */
export const acts = {
  async signIn(t: Twin, who: string) {
    await t.signIn(who)
  },
  async policy(t: Twin, who: string, about: About) {
    await done(t, who, 'policies.acknowledge', { policyId: about.policyId, version: 1 })
  },
  async training(t: Twin, who: string) {
    for (const lesson of lessons)
      await done(t, who, 'training.finishLesson', {
        courseId: 'first-goals',
        lessonId: lesson.id,
        answers: goodAnswers(lesson),
      })
  },
  async message(t: Twin, who: string, about: About) {
    const { body } = await t.call(who, 'inbox.list', { limit: 100 })
    const { items } = JSON.parse(body.toString()) as { items: { id: string; subject: { id: string } | null }[] }
    await done(t, who, 'inbox.read', { itemId: items.find((one) => one.subject?.id === about.campaignId)!.id })
  },
  async goal(t: Twin, who: string) {
    await done(t, who, 'goals.create', { title: 'Mine alone', visibility: 'private' })
  },
  async feedback(t: Twin, who: string, about: About) {
    await done(t, who, 'feedback.give', {
      aboutId: about.colleague,
      answers: [{ ask: '', words: 'Thank you' }],
    })
  },
  async letters(t: Twin, who: string) {
    await done(t, who, 'letters.choose', { kind: 'feedback_asked', way: 'app' })
  },
  async checkin(t: Twin, who: string, about: About) {
    const { id } = JSON.parse(await done(t, who, 'checkins.create', { personId: about.manager })) as { id: string }
    await done(t, who, 'checkins.hold', { checkinId: id })
  },
  async question(t: Twin, who: string) {
    await done(t, who, 'desk.ask', {
      title: 'How do I begin?',
      words: 'I would like to know.',
      private: false,
      place: 'goals',
    })
  },
} as const
export type Act = keyof typeof acts
/** What some may read one by one: whoever is above the two or looks after them, and whoever answers questions. */
export const readBy: Partial<Record<Act, readonly Part[]>> = {
  checkin: ['top', 'hr_out'],
  question: ['lead', 'champion', 'hr_out'],
}

export async function done(t: Twin, who: string, id: string, input: Record<string, unknown>): Promise<string> {
  const { status, body } = await t.call(who, id, input)
  if (status !== 200) throw new Error(`${id}: ${status} ${body.toString()}`)
  return body.toString()
}
export const says = (t: Twin, who: string, { roundId }: About, value: number) =>
  done(t, who, 'pulse.answer', {
    roundId,
    answers: [
      { questionId: 'understanding-why', value },
      { questionId: 'understanding-mine', value },
    ],
  })
