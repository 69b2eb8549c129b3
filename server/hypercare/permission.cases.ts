import type { desk } from '../../contract/desk.ts'
import { criterionIds, type handover, type hypercare } from '../../contract/hypercare.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { faq, handOverCheck } from '../library/library.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor } from '../platform/context.ts'
import { reply } from './answering.ts'
import { keep, retire } from './answers.ts'
import { ask, mine, settle } from './asking.ts'
import { get, waive } from './first-weeks.ts'
import { answer, nameRisk, sign } from './handover.ts'

/** A question of somebody that waits; those before it are closed, so that nobody has too many. */
async function asked(w: World, subject: string): Promise<{ questionId: string }> {
  const me = await w.as(subject)
  for (const q of (await mine(me)).questions)
    if (q.state.is === 'open' || q.state.is === 'taken') await settle(me, { questionId: q.id })
  const { id } = await ask(me, { title: w.unique('Question'), words: 'Where do I begin?', private: false, place: null })
  return { questionId: id }
}
const own = { about: 'viewer', input: asked } as const

const texts = (w: World) => ({ en: { question: w.unique('Where is it'), answer: 'Under Goals.' } })
const kept = async (w: World) => keep(await w.as('lead'), { topic: 'goals', texts: texts(w) })

const faqs = new WeakMap<World, string[]>()
function nextFaq(w: World): string {
  const left = faqs.get(w) ?? faq('en').map((one) => one.id)
  faqs.set(w, left.slice(1))
  return left[0]!
}

/** A wave of nobody, live for seventy days. */
async function longLive(w: World): Promise<{ waveId: string }> {
  const c = contextFor(w.base, w.organizationId)
  const day = addDays(w.base.clock.today('Europe/Berlin'), -70)
  const named = { leadId: w.people.lead, sponsorId: w.people.sponsor }
  const made = { organizationId: w.organizationId, day, at: `${day}T08:00:00Z`, people: [], named }
  const { waveId } = await makeWave(c.db, made)
  return { waveId }
}
const inHalfAYear = (w: World) => addDays(w.base.clock.today('Europe/Berlin'), 100)
const waived = { criterion: 'activation', reason: 'Nobody is in it.' } as const

/** The same with everything that the hand-over needs. */
async function toSign(w: World): Promise<{ waveId: string }> {
  const [wave, lead] = [await longLive(w), await w.as('lead')]
  for (const criterion of criterionIds)
    await waive(lead, { ...wave, criterion, reason: 'Nobody is in it.', until: inHalfAYear(w) })
  await answer(lead, { ...wave, answers: rightAnswers() })
  return wave
}
const rightAnswers = () =>
  Object.fromEntries(handOverCheck('en').questions.map((q) => [q.id, q.choices.find((one) => one.good)!.id]))

async function withRisk(w: World): Promise<{ waveId: string; riskId: string }> {
  const wave = await longLive(w)
  const { risks } = await nameRisk(await w.as('lead'), { ...wave, words: 'Night shifts have no computer.' })
  return { ...wave, riskId: risks[0]!.id }
}

export const cases: CasesFor<typeof desk> & CasesFor<typeof hypercare> & CasesFor<typeof handover> = {
  'desk.answers': { input: () => ({ search: 'goal' }) },
  'desk.used': { input: async (w) => ({ entryId: (await kept(w)).id, how: 'helped' }) },
  'desk.mine': { about: 'viewer' },
  'desk.ask': {
    about: 'viewer',
    async input(w, subject) {
      await asked(w, subject)
      return { title: w.unique('Question'), words: 'How?', private: true, place: 'goals' }
    },
  },
  'desk.thread': own,
  'desk.follow': {
    about: 'viewer',
    input: async (w, subject) => ({ ...(await asked(w, subject)), words: 'And then?' }),
  },
  'desk.settle': own,
  'desk.questions': {},
  'desk.question': { input: asked },
  'desk.take': { input: async (w, subject) => ({ ...(await asked(w, subject)), taken: true }) },
  'desk.reply': { input: async (w, subject) => ({ ...(await asked(w, subject)), words: 'Here.', topic: 'goals' }) },
  'desk.close': {
    async input(w, subject) {
      const question = await asked(w, subject)
      await reply(await w.as('lead'), { ...question, words: 'Here.', topic: 'goals' })
      return question
    },
  },
  'desk.held': {},
  'desk.library': {},
  'desk.keep': { input: (w) => ({ topic: 'goals', texts: texts(w) }) },
  'desk.rewrite': {
    input: async (w) => ({ entryId: (await kept(w)).id, topic: 'other', texts: texts(w), version: 1 }),
  },
  'desk.retire': { input: async (w) => ({ entryId: (await kept(w)).id }) },
  'desk.restore': {
    async input(w) {
      const { id: entryId } = await kept(w)
      await retire(await w.as('lead'), { entryId })
      return { entryId }
    },
  },
  // Each another one: what was left out before leaves no event.
  'desk.leaveOut': { input: (w) => ({ faq: nextFaq(w), out: true }) },
  'desk.topics': {},

  'hypercare.list': {},
  'hypercare.get': { input: longLive },
  'hypercare.extend': { input: async (w) => ({ ...(await longLive(w)), days: 90 }) },
  'hypercare.waive': { input: async (w) => ({ ...(await longLive(w)), ...waived, until: inHalfAYear(w) }) },
  'hypercare.unwaive': {
    async input(w) {
      const [wave, lead] = [await longLive(w), await w.as('lead')]
      await waive(lead, { ...wave, ...waived, until: inHalfAYear(w) })
      return { ...wave, waiverId: (await get(lead, wave)).criteria.find((one) => one.waiver)!.waiver!.id }
    },
  },
  'handover.get': { input: longLive },
  'handover.questions': { input: longLive },
  'handover.answer': { input: async (w) => ({ ...(await longLive(w)), answers: rightAnswers() }) },
  'handover.nameRisk': { input: async (w) => ({ ...(await longLive(w)), words: 'Night shifts have no computer.' }) },
  'handover.acceptRisk': { input: withRisk },
  'handover.removeRisk': { input: withRisk },
  'handover.sign': { input: toSign },
  'handover.record': {
    async input(w) {
      const wave = await toSign(w)
      for (const who of ['lead', 'sponsor'] as const) await sign(await w.as(who), wave)
      return wave
    },
  },
}
