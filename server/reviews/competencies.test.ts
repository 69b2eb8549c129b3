import { beforeAll, describe, expect, it } from 'vitest'
import type { Sheet } from '../../contract/reviews.ts'
import type { FormAnswer } from '../../contract/review-form.ts'
import { reviews } from '../../contract/reviews.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import * as framework from '../growth/draft.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { check } from './check.ts'
import { createCycle, cycle, savePlan } from './cycles.ts'
import { exportCycle } from './export.ts'
import { pdf } from './pdf.ts'
import { nominate } from './peers.ts'
import { get } from './read.ts'
import { share } from './share.ts'
import { save, sheet, submit } from './sheets.ts'
import { filled, makeCycle, type Made } from './testing-cycle.ts'
import { wordsInPdf } from './testing-pdf.ts'

let base: TestBase
let w: World
let made: Made
const asking = {
  id: 'skills',
  title: { en: 'Competencies' },
  intro: {},
  answeredBy: ['self' as const, 'manager' as const, 'peer' as const],
  readBy: ['person' as const, 'manager' as const, 'second' as const],
  questions: [
    {
      id: 'skill',
      kind: 'competencies' as const,
      ask: { en: 'Which level does the work show?' },
      hint: {},
      required: true,
      confidential: false,
      steps: [],
    },
  ],
}
const peers = ['peer', 'stranger', 'champion'] as const

const taskOf = (writer: keyof World['people'], role: string, subject: keyof World['people'] = 'self') =>
  made.taskOf(w.people[writer], role, w.people[subject])
const skillIn = (s: Pick<Sheet, 'sections'>) =>
  s.sections.flatMap((section) => section.questions).find((q) => q.id === 'skill')!
const sheetOf = async (writer: keyof World['people'], role: string, subject: keyof World['people'] = 'self') =>
  sheet(await w.as(writer), { taskId: await taskOf(writer, role, subject) })
const levels = (ids: readonly string[], value: number, words = ''): FormAnswer => ({
  items: Object.fromEntries(ids.map((id) => [id, { value, words }])),
})
let asked: string[]

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'levels')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true }, growth: { on: true } },
  })
  const lead = await w.as('lead')
  const taken = await framework.takeStarter(lead, { revision: 0 })
  // Only for those who lead others is something expected.
  const kept = { ...taken.framework, roles: taken.framework.roles.filter((r) => r.rule.managers) }
  const saved = await framework.save(lead, { revision: taken.revision, framework: kept })
  await framework.publish(lead, { revision: saved.revision, note: '' })
  made = await makeCycle(
    w,
    (plan) => ({
      peers: { least: 1, most: 5, approved: true, mode: 'confidential' },
      form: { sections: [...plan.form.sections, asking] },
    }),
    { off: ['second', 'upward'], people: [w.people.self, w.people.peer] },
  )
  asked = skillIn(await sheetOf('manager', 'manager')).items.map((item) => item.id)
}, 60_000)

describe('a question about competencies', () => {
  it('asks what the role expects, with what each level looks like', async () => {
    const q = skillIn(await sheetOf('manager', 'manager'))
    expect(q.steps.map((s) => s.label)).toHaveLength(4)
    expect(q.items).toHaveLength(8)
    for (const item of q.items) {
      expect(item.expected).toBeGreaterThanOrEqual(1)
      expect(item.anchors).toHaveLength(4)
      expect(item.anchors.flat().length).toBeGreaterThan(0)
    }
    expect(skillIn(await sheetOf('self', 'self')).items).toEqual(q.items)
  })

  it('says before the launch of whom nothing is expected, and asks nothing of them', async () => {
    const lead = await w.as('lead')
    const next = await createCycle(lead, reviews.createCycle.body!.parse({ name: 'Next' }))
    await savePlan(lead, {
      cycleId: next.id,
      revision: next.revision,
      plan: {
        ...next.plan,
        alsoIds: [w.people.self, w.people.peer],
        form: { sections: [...next.plan.form.sections, asking] },
        // What a sender makes up is not what the launch freezes.
        competencyVersion: 99,
      },
    })
    expect((await cycle(lead, { cycleId: next.id })).plan.competencyVersion).toBeNull()
    const found = (await check(lead, { cycleId: next.id })).findings.find((f) => f.code === 'no_expectations')!
    const named = found.people.map((p) => p.id)
    expect(named).toContain(w.people.peer)
    expect(named).not.toContain(w.people.self)
    const of = await sheetOf('peer', 'self', 'peer')
    expect(skillIn(of).items).toEqual([])
    // Needed, and nothing to answer: it does not stand in the way.
    const done = await submit(await w.as('peer'), { taskId: of.id, answers: filled.self })
    expect(done.state).toBe('done')
  })

  it('keeps the version of the launch, whatever is published since', async () => {
    const lead = await w.as('lead')
    expect((await cycle(lead, { cycleId: made.cycleId })).plan.competencyVersion).toBe(1)
    const before = skillIn(await sheetOf('manager', 'manager'))
    const draft = await framework.getDraft(lead)
    const saved = await framework.save(lead, {
      revision: draft.revision,
      framework: {
        ...draft.framework,
        competencies: draft.framework.competencies.slice(1).map((k) => ({
          ...k,
          texts: { en: { name: `New ${k.id.slice(0, 4)}`, meaning: '' } },
        })),
        roles: draft.framework.roles.map((r) => ({
          ...r,
          expects: { [draft.framework.competencies[1]!.id]: draft.framework.levels[0]!.id },
        })),
      },
    })
    await framework.publish(lead, { revision: saved.revision, note: '' })
    expect(skillIn(await sheetOf('manager', 'manager'))).toEqual(before)
  })

  it('takes levels of what is asked alone, and hands in once each has one', async () => {
    const taskId = await taskOf('self', 'self')
    const self = await w.as('self')
    for (const answer of [levels([crypto.randomUUID()], 1), levels(asked.slice(0, 1), 5)])
      await expect(save(self, { taskId, answers: { skill: answer } })).rejects.toMatchObject({
        code: 'review_question',
      })
    await save(self, { taskId, answers: { skill: levels(asked.slice(1), 2) } })
    await expect(submit(self, { taskId, answers: filled.self })).rejects.toMatchObject({ code: 'review_unanswered' })
    const handed = await submit(self, { taskId, answers: { ...filled.self, skill: levels(asked, 2, 'my own view') } })
    expect(handed.state).toBe('done')
    const beside = skillIn(await sheetOf('manager', 'manager')).others
    expect(beside.map((v) => [v.role, Object.keys(v.answer.items!).length])).toEqual([['self', 8]])
  })

  it('shows voices without names apart, each competency from the floor on', async () => {
    const [first, second] = asked as [string, string]
    await nominate(await w.as('manager'), {
      reviewId: await made.reviewOf(w.people.self),
      personIds: peers.map((p) => w.people[p]),
    })
    for (const [at, part] of peers.entries())
      await submit(await w.as(part), {
        taskId: await taskOf(part, 'peer'),
        answers: {
          keep: { words: 'Answers at once' },
          skill: {
            items: Object.fromEntries(
              asked.map((id) => [id, { value: id === second ? 4 : at + 1, words: id === second ? '' : `of ${part}` }]),
            ),
          },
        },
      })
    await submit(await w.as('manager'), {
      taskId: await taskOf('manager', 'manager'),
      answers: { ...filled.manager, skill: levels(asked, 3, 'seen in the storm') },
    })
    await share(await w.as('manager'), { reviewId: await made.reviewOf(w.people.self) })
    const seen = async (part: keyof World['people']) =>
      skillIn((await get(await w.as(part), { reviewId: await made.reviewOf(w.people.self) })) as never) as never as {
        answers: Sheet['sections'][number]['questions'][number]['others']
      }
    const person = (await seen('self')).answers.filter((v) => v.role === 'peer')
    expect(person).toHaveLength(peers.length * asked.length)
    for (const voice of person) {
      expect(voice.from).toBeNull()
      // No two answers of one colleague hang together.
      expect(Object.keys(voice.answer.items!)).toHaveLength(1)
    }
    expect(person.filter((v) => v.answer.items![first])).toHaveLength(3)
    const orders = asked
      .filter((id) => id !== second)
      .map((id) => person.flatMap((v) => v.answer.items![id]?.words ?? []).join())
    expect(new Set(orders).size).toBeGreaterThan(1)
    const manager = (await seen('manager')).answers.filter((v) => v.role === 'peer')
    expect(new Set(manager.map((v) => v.from?.id))).toEqual(new Set(peers.map((p) => w.people[p])))
  })

  it('reads alike on the page, on paper and in the table', async () => {
    const reviewId = await made.reviewOf(w.people.self)
    const page = skillIn((await get(await w.as('self'), { reviewId })) as never)
    const paper = wordsInPdf((await pdf(await w.as('self'), { reviewId })).body as Buffer)
    for (const item of page.items) expect(paper).toContain(item.title)
    expect(paper).toContain('seen in the storm')
    expect(paper).toContain(`Expected in the role: ${page.steps[page.items[0]!.expected! - 1]!.label}`)
    const table = await textOf(await exportCycle(await w.as('hr_in'), { cycleId: made.cycleId }))
    const lines = table.split(/\r?\n/).filter((line) => line.includes('Which level does the work show?'))
    // One line for each competency and voice: the person, the manager and three colleagues.
    expect(lines).toHaveLength(asked.length * 5)
    expect(lines.filter((line) => line.includes('seen in the storm'))).toHaveLength(asked.length)
  })

  it('leaves out one competency of which too few colleagues spoke', async () => {
    const [first] = asked as [string]
    const peerReview = await made.reviewOf(w.people.self)
    const { as: reader } = await get(await w.as('self'), { reviewId: peerReview })
    expect(reader).toBe('person')
    const { voicesAt } = await import('./sheet.ts')
    const { plan } = await cycle(await w.as('lead'), { cycleId: made.cycleId })
    const section = plan.form.sections.find((s) => s.id === 'skills')!
    const sheets = [1, 2, 3].map((n) => ({
      review_id: peerReview,
      task_id: crypto.randomUUID(),
      role: 'peer' as const,
      writer_id: crypto.randomUUID(),
      writer_name: `Writer ${n}`,
      answers: { skill: levels(n === 3 ? asked.slice(1) : asked, n) },
    }))
    const shown = voicesAt('person', section, section.questions[0]!, { plan, sheets, voices: [], shared: true })
    expect(shown.filter((v) => v.answer.items![first])).toEqual([])
    expect(shown).toHaveLength(3 * (asked.length - 1))
  })
})
