import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { csvFile, sourceOf } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { bring, imports, removeImport } from './bring.ts'
import { readReviewFile } from './bring-file.ts'
import { commands } from './commands.ts'
import { about, earlier, earlierPdf } from './earlier.ts'
import { evidence } from './evidence.ts'
import { makeCycle } from './testing-cycle.ts'
import { wordsInPdf } from './testing-pdf.ts'

let base: TestBase
let w: World
let lead: Context
/** Another company. */
let theirs: World

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'before')
  lead = await w.as('lead')
  theirs = await permissionWorld(base, 'beyond')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
}, 60_000)

const numberOf = async (part: Part) =>
  (await sql<{ n: string }>`select employee_number as n from person where id = ${w.people[part]}`.execute(lead.db))
    .rows[0]!.n
const emailOf = async (part: Part) =>
  (await sql<{ e: string }>`select email as e from person where id = ${w.people[part]}`.execute(lead.db)).rows[0]!.e
const take = (text: string, options: Partial<Parameters<typeof bring>[2]> = {}) =>
  bring(lead, sourceOf('old.csv', Buffer.from(text)), { dryRun: false, acceptGoodRows: false, ...options })
const count = async () =>
  (await sql<{ n: number }>`select count(*)::integer as n from earlier_review`.execute(lead.db)).rows[0]!.n
type Run = (
  base: unknown,
  input: { args: string[]; options: Record<string, unknown> },
) => Promise<{ json: unknown; text: string; refused?: boolean }>
const codes = (list: { line: number; code: string }[]) => list.map((f) => `${f.line} ${f.code}`)

/** One answer a row, as most tools export. */
const answers = async () => {
  const [self, manager] = [await numberOf('self'), await emailOf('manager')]
  const row = (role: string, question: string, answer: string, rating = '') => [
    ...[self, 'Annual 2024', '01/01/2024', '31/12/2024', manager, 'Completed', 'Strong', role],
    ...[question, answer, rating],
  ]
  const header = `Employee ID;Review Cycle;Start Date;End Date;Manager Email;Status;Overall Rating;Reviewer Type;Question;Answer;Score`
  return csvFile(header.split(';'), [
    row('Self', 'What went well?', 'The launch in Łódź'),
    row('Manager', 'What went well?', 'Calm, and on time'),
    row('Manager', 'Results', '', '4'),
    row('Peer', 'What to keep?', 'Answers at once'),
    row('Peer', 'What to keep?', 'Shares early'),
    row('Direct report', 'How is it led?', 'Listens'),
  ])
}

describe('reviews of an earlier tool', () => {
  it('are looked at first, taken whole, and known again: a second time changes nothing', async () => {
    const file = await answers()
    const dry = await take(file, { dryRun: true })
    expect(dry).toMatchObject({ rows: 6, reviews: 1, answers: 6, people: 1, unchanged: 0, applied: false })
    expect(dry.refused).toEqual([])
    expect(await count()).toBe(0)
    expect(await take(file)).toMatchObject({ reviews: 1, applied: true })
    const before = await sql`select * from earlier_review`.execute(lead.db)
    const again = await take(file)
    expect(again).toMatchObject({ reviews: 0, answers: 0, unchanged: 1, applied: true })
    expect(codes(again.warnings)).toEqual(['2 already_here'])
    expect((await sql`select * from earlier_review`.execute(lead.db)).rows).toEqual(before.rows)
  })

  it('are read by the person, the manager who wrote and the HR partner, and by nobody else', async () => {
    const { rows } = await sql<{
      id: string
    }>`select id from earlier_review where person_id = ${w.people.self}`.execute(lead.db)
    const earlierId = rows[0]!.id
    const own = await earlier(await w.as('self'), { earlierId })
    expect(own).toMatchObject({ as: 'person', cycle: 'Annual 2024', startsOn: '2024-01-01', rating: 'Strong' })
    // Two colleagues and one team member are too few for words without names.
    expect(own.hidden).toBe(true)
    expect(own.questions.map((q) => q.question)).toEqual(['What went well?', 'Results'])
    const managers = await earlier(await w.as('manager'), { earlierId })
    expect(managers.questions).toHaveLength(4)
    expect(managers.questions.flatMap((q) => q.answers.map((a) => a.words))).toContain('Listens')
    expect((await earlier(await w.as('hr_in'), { earlierId })).as).toBe('hr')
    const others = ['peer', 'report', 'leader', 'top', 'second_manager', 'hr_out', 'lead', 'admin', 'stranger'] as const
    for (const c of [...(await Promise.all(others.map((p) => w.as(p)))), await theirs.as('manager')]) {
      await expect(earlier(c, { earlierId })).rejects.toMatchObject({ code: 'not_found' })
      await expect(earlierPdf(c, { earlierId })).rejects.toMatchObject({ code: 'not_found' })
      const asked = about(c, { personId: w.people.self })
      if (c.organizationId === w.organizationId) expect((await asked).reviews).toEqual([])
      else await expect(asked).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await about(await w.as('manager'), { personId: w.people.self })).reviews).toEqual([
      {
        id: earlierId,
        earlier: true,
        cycle: 'Annual 2024',
        endsOn: '2024-12-31',
        manager: managers.manager!.name,
        state: 'earlier',
      },
    ])
    const paper = wordsInPdf((await earlierPdf(await w.as('self'), { earlierId })).body as Buffer)
    expect(paper).toContain('The launch in Łódź')
    expect(paper).toContain('Calm, and on time')
    expect(paper).not.toContain('Listens')
    expect(paper).not.toContain('Shares early')
  })

  it('stand beside the next form for whoever may read them', async () => {
    const made = await makeCycle(w, () => ({}), { off: ['second'], people: [w.people.self] })
    const seen = await evidence(await w.as('manager'), {
      taskId: await made.taskOf(w.people.manager, 'manager', w.people.self),
    })
    expect(seen.lastReview).toMatchObject({
      earlier: true,
      cycle: { name: 'Annual 2024' },
      ratings: [{ label: 'Strong' }],
    })
  })

  it('are refused row by row with line and reason; of a review with one bad row nothing comes', async () => {
    const before = await count()
    const [peer, report] = [await numberOf('peer'), await numberOf('report')]
    const file = [
      'Employee number,Email,Review cycle,Period start,Period end,Status,Role,Question,Answer,Overall rating',
      `${peer},,H1,2024-01-01,2024-06-30,done,self,Well?,Good work,`,
      `${peer},,H1,2024-01-01,2024-06-30,done,astrologer,Well?,Stars,`,
      `9999,,H1,2024-01-01,2024-06-30,done,self,Well?,Hello,`,
      `${report},${await emailOf('peer')},H1,2024-01-01,2024-06-30,done,self,Well?,Hello,`,
      `${report},,,2024-01-01,2024-06-30,done,self,Well?,Hello,`,
      `${report},,H2,2024-07-01,2024-06-30,done,self,Well?,Hello,`,
      `${report},,H3,2026-01-01,2026-06-30,done,self,Well?,Hello,`,
      `${report},,H4,2024-01-01,2024-06-30,in progress,self,Well?,Hello,`,
      `${report},,H5,2024-01-01,2024-06-30,dormant,self,Well?,Hello,`,
      `${report},,H6,2024-01-01,not a day,done,self,Well?,Hello,`,
      `${report},,H7,2024-01-01,2024-06-30,done,self,Well?,,`,
      `${report},,H8,2024-01-01,2024-06-30,done,self,Well?,Fine,Good`,
      `${report},,H8,2024-01-01,2024-06-30,done,self,Well?,Fine,Better`,
    ].join('\n')
    const report1 = await take(file)
    expect(report1.applied).toBe(false)
    expect(codes(report1.refused)).toEqual([
      '2 review_refused',
      '3 role_unknown',
      '4 person_unknown',
      '5 people_differ',
      '6 cycle_missing',
      '7 dates_reversed',
      '8 ends_later',
      '9 not_finished',
      '10 state_unknown',
      '11 date_unreadable',
      '12 nothing_said',
    ])
    expect(report1.refused.find((f) => f.line === 4)?.message).toBe('Nobody here has the number or address “9999”.')
    expect(codes(report1.warnings)).toEqual(['14 answer_twice', '14 value_differs'])
    expect(await count()).toBe(before)
    const report2 = await take(file, { acceptGoodRows: true })
    expect(report2).toMatchObject({ reviews: 1, applied: true })
    expect(await count()).toBe(before + 1)
    const kept = await sql<{ cycle: string; rating: string }>`select cycle, rating from earlier_review
      where person_id = ${w.people.report}`.execute(lead.db)
    expect(kept.rows).toEqual([{ cycle: 'H8', rating: 'Good' }])
  })

  it('may ask in the titles of their columns, and write days in more than one way', async () => {
    const champion = await numberOf('champion')
    const file = `Personalnummer;Zyklus;Zeitraum bis;Was lief gut?;Was als Nächstes?;Notiz\n${champion};Jahr;03.04.2024;Viel;Mehr davon;intern\n`
    const looked = await take(file, { dryRun: true })
    expect(codes(looked.refused)).toEqual(['2 nothing_said'])
    const mapping = { columns: { 'Was lief gut?': 'asked', 'Was als Nächstes?': 'asked' } }
    expect(await take(file, { mapping })).toMatchObject({ reviews: 1, answers: 2, applied: true })
    const { rows } = await sql<{ ends_on: string; answers: { question: string }[] }>`select ends_on, answers
      from earlier_review where person_id = ${w.people.champion}`.execute(lead.db)
    expect(rows[0]!.ends_on).toBe('2024-04-03')
    expect(rows[0]!.answers.map((a) => a.question)).toEqual(['Was lief gut?', 'Was als Nächstes?'])
    await expect(take('Name,Score\nA,3\n')).rejects.toMatchObject({ code: 'review_file_columns' })
    await expect(take('', {})).rejects.toMatchObject({ code: 'people_file_empty' })
    await expect(take(file, { mapping: { Notiz: 'salary' } })).rejects.toMatchObject({
      code: 'people_mapping_field_unknown',
    })
  })

  it('go again as a whole, and leave only that they were here', async () => {
    const trainer = await numberOf('trainer')
    base.clock.forward({ minutes: 1 })
    await take(`Employee number,Review cycle,Period end,Overall rating\n${trainer},Gone,2020-12-31,Fine\n`)
    const last = (await imports(lead)).imports[0]!
    expect(last).toMatchObject({ fileName: 'old.csv', reviews: 1, removed: null })
    expect(await removeImport(lead, { importId: last.id })).toEqual({ removed: 1 })
    expect((await about(await w.as('trainer'), { personId: w.people.trainer })).reviews).toEqual([])
    expect((await imports(lead)).imports.find((i) => i.id === last.id)?.removed).not.toBeNull()
    await expect(removeImport(lead, { importId: last.id })).rejects.toMatchObject({ code: 'not_found' })
    const events = await sql<{ data: unknown }>`select data from event where type like 'review.import%'`.execute(
      lead.db,
    )
    expect(JSON.stringify(events.rows)).not.toContain('Fine')
  })

  it('come by the command line as well, which says what it refused', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'belay-reviews-'))
    try {
      const file = path.join(folder, 'reviews.csv')
      writeFileSync(
        file,
        `Employee number,Review cycle,Period end,Overall rating\n${await numberOf('stranger')},CLI,2020-12-31,Fine\n8888,CLI,2020-12-31,Fine\n`,
      )
      const said: string[] = []
      const { run } = commands[0] as object as { run: Run }
      const door = { organization: async () => lead, say: (line: string) => said.push(line) }
      const refused = await run(door, { args: [file], options: { org: 'before' } })
      expect(refused.refused).toBe(true)
      expect(refused.text).toContain('line 3')
      expect(said).toHaveLength(1)
      const done = await run(door, { args: [file], options: { org: 'before', 'accept-good-rows': true } })
      expect(done.json).toMatchObject({ reviews: 1, applied: true })
      await expect(run(door, { args: [path.join(folder, 'none.csv')], options: { org: 'before' } })).rejects.toThrow(
        'Nothing was changed',
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('reading the file', () => {
  it('keeps every word of every answer, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc
            .string({ unit: 'grapheme', maxLength: 60 })
            .map((s) => s.replaceAll('\0', '').trim())
            .filter((s) => s !== ''),
          { minLength: 1, maxLength: 6 },
        ),
        async (words) => {
          const text = csvFile(
            ['Employee number', 'Review cycle', 'Period end', 'Role', 'Question', 'Answer'],
            words.map((answer) => ['1', 'Round', '2024-12-31', 'self', 'Why?', answer]),
          )
          const { rows } = await readReviewFile(sourceOf('x.csv', Buffer.from(text)), undefined)
          const read = rows.flatMap((r) => r.answers.map((a) => a.words))
          expect(read).toEqual(
            // A spreadsheet's formula signs are written with an apostrophe before them.
            words.map((word) => (/^[=+\-@\t\r＝＋－＠]/.test(word) ? expect.stringContaining(word.slice(1)) : word)),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})
