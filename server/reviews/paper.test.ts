import { beforeAll, describe, expect, it } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { closeCycle } from './cycles.ts'
import { exportCycle } from './export.ts'
import { nominate } from './peers.ts'
import { drawPaper, type Paper } from './paper.ts'
import { pdf } from './pdf.ts'
import { get } from './read.ts'
import { acknowledge, share } from './share.ts'
import { save, submit } from './sheets.ts'
import { filled, makeCycle, type Made } from './testing-cycle.ts'
import { wordsInPdf } from './testing-pdf.ts'

let base: TestBase
let w: World
let made: Made
let reviewId: string
/** Another company. */
let theirs: World

const inTongue = async (part: string, locale: string): Promise<Context> => {
  const c = await w.as(part)
  return { ...c, viewer: { ...c.viewer, locale } }
}
const read = async (part: string, locale = 'en', id = reviewId) =>
  wordsInPdf((await pdf(await inTongue(part, locale), { reviewId: id })).body as Buffer)

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'paper')
  theirs = await permissionWorld(base, 'elsewhere')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
  made = await makeCycle(
    w,
    () => ({
      name: 'First half',
      peers: { least: 1, most: 5, approved: true, mode: 'confidential' },
      upward: { mode: 'attributed' },
    }),
    { off: ['second'], on: ['upward'], people: ['self', 'peer', 'trainer'].map((p) => w.people[p as 'self']) },
  )
  reviewId = await made.reviewOf(w.people.self)
  await submit(await w.as('self'), { taskId: await made.taskOf(w.people.self, 'self'), answers: filled.self })
  await nominate(await w.as('manager'), {
    reviewId,
    personIds: [w.people.peer, w.people.stranger, w.people.champion],
  })
  for (const part of ['peer', 'stranger', 'champion'] as const)
    await submit(await w.as(part), {
      taskId: await made.taskOf(w.people[part], 'peer'),
      answers: { keep: { words: `word of ${part}, Łódź` }, 'hr-note': { words: `for HR by ${part}` } },
    })
  // Somebody else's draft, which is nobody's to read.
  await save(await w.as('manager'), {
    taskId: await made.taskOf(w.people.manager, 'manager', w.people.peer),
    answers: { worked: { words: 'A thought about the peer' } },
  })
}, 60_000)

describe('a review as a file', () => {
  it('is not made before it is shared, for nobody', async () => {
    await submit(await w.as('manager'), {
      taskId: await made.taskOf(w.people.manager, 'manager', w.people.self),
      answers: filled.manager,
    })
    for (const part of ['self', 'manager', 'hr_in'] as const)
      await expect(pdf(await w.as(part), { reviewId })).rejects.toMatchObject({ code: 'review_not_shared' })
    await share(await w.as('manager'), { reviewId })
    await acknowledge(await w.as('self'), { reviewId, comment: 'Thank you, Ólafur.', disagrees: false })
  })

  it('says what the page says, in the reader’s language and with their days', async () => {
    const person = await read('self', 'de-DE')
    expect(person).toContain('Beurteilung von self paper')
    expect(person).toContain('First half')
    expect(person).toContain('2. März 2026')
    expect(person).toContain('Calm in the storm')
    expect(person).toContain('Thank you, Ólafur.')
    expect(person).toMatch(/2 von \d/)
    expect(person).toContain('Erstellt für self paper am 2. März 2026')
    expect(await read('manager', 'fr')).toContain('Évaluation de self paper')
    const file = await pdf(await inTongue('self', 'de-DE'), { reviewId })
    expect(file).toMatchObject({ type: 'application/pdf', fileName: 'self paper 2026-03-02.pdf' })
    const raw = (file.body as Buffer).toString('latin1')
    expect(raw.startsWith('%PDF-1.7')).toBe(true)
    expect(raw).toContain('/Lang (de)')
    expect(raw).toContain('/MarkInfo')
  })

  it('holds for each reader exactly the answers that their page holds', async () => {
    for (const part of ['self', 'manager', 'hr_in'] as const) {
      const page = await get(await w.as(part), { reviewId })
      const paper = await read(part)
      for (const { answer } of page.sections.flatMap((s) => s.questions.flatMap((q) => q.answers)))
        if (answer.words) expect(paper).toContain(answer.words)
      for (const name of ['peer', 'stranger', 'champion'] as const) {
        expect([part, name, paper.includes(`word of ${name}, Łódź`)]).toEqual([part, name, true])
        expect([part, name, paper.includes(`${name} paper`)]).toEqual([part, name, part !== 'self'])
        expect([part, name, paper.includes(`for HR by ${name}`)]).toEqual([part, name, part === 'hr_in'])
      }
      expect(paper).not.toContain('A thought about the peer')
    }
  })

  it('is found by nobody else: other managers, colleagues, leaders, the lead, another company', async () => {
    const others = ['peer', 'report', 'stranger', 'leader', 'top', 'second_manager', 'hr_out', 'lead', 'admin'] as const
    for (const part of others)
      await expect(pdf(await w.as(part), { reviewId })).rejects.toMatchObject({ code: 'not_found' })
    for (const part of ['manager', 'lead', 'hr_in', 'admin'] as const) {
      await expect(pdf(await theirs.as(part), { reviewId })).rejects.toMatchObject({ code: 'not_found' })
      await expect(exportCycle(await theirs.as(part), { cycleId: made.cycleId })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
  })
})

describe('the table of a finished cycle', () => {
  const table = async (part: string) =>
    (await textOf(await exportCycle(await w.as(part), { cycleId: made.cycleId }))).replace('\uFEFF', '')

  it('holds the population of the HR partner, with names only where they wrote under them', async () => {
    await closeCycle(await w.as('lead'), { cycleId: made.cycleId })
    const seen = await table('hr_in')
    const rows = seen.trim().split('\r\n')
    expect(rows.length).toBeGreaterThan(6)
    for (const row of rows.slice(1)) expect(row.startsWith('self paper,')).toBe(true)
    expect(seen).toContain('Calm in the storm')
    expect(seen).toContain('for HR by peer')
    expect(seen).not.toContain('A thought about the peer')
    const out = await table('hr_out')
    expect(out).not.toContain('Calm in the storm')
  })

  it('is empty for everybody who asks beside the route: managers, colleagues, the person', async () => {
    for (const part of ['manager', 'leader', 'peer', 'self', 'lead', 'top'] as const)
      expect([part, (await table(part)).trim().split('\r\n').length]).toEqual([part, 1])
  })
})

describe('drawing', () => {
  const paper: Paper = {
    locale: 'en-US',
    language: 'en',
    house: 'House',
    brand: { name: '', accent: '#3157c4', logo: Buffer.from('no picture') },
    title: 'Title',
    subtitle: '',
    facts: [['Period', 'Now']],
    sections: [],
    notes: [],
    answer: null,
    footer: 'Foot',
    made: '2026-03-02T09:00:00Z',
    page: (n, of) => `${n}/${of}`,
    missing: 'Not all can be shown.',
  }
  const section = (text: string) => ({
    title: 'Section',
    questions: [{ ask: 'Ask', note: '', answers: [{ from: 'Me', chosen: null, words: [{ title: '', text }] }] }],
  })

  it('carries long words over as many pages as they need, each with its number', async () => {
    const words = wordsInPdf(await drawPaper({ ...paper, sections: [section('One more sentence. '.repeat(900))] }))
    const pages = Number(/1\/(\d+)/.exec(words)![1])
    expect(pages).toBeGreaterThan(3)
    for (let n = 1; n <= pages; n++) expect(words).toContain(`${n}/${pages}`)
    expect(words.match(/One more sentence\./g)!.length).toBeGreaterThan(850)
    expect(words).not.toContain('Not all can be shown.')
  })

  it('says so where a character has no shape, and cuts paper as the country does', async () => {
    const file = await drawPaper({ ...paper, sections: [section('漢字')] })
    expect(wordsInPdf(file)).toContain('Not all can be shown.')
    expect(file.toString('latin1')).toContain('[0 0 612 792]')
    expect((await drawPaper({ ...paper, locale: 'en-GB' })).toString('latin1')).toContain('[0 0 595.28 841.89]')
  })
})
