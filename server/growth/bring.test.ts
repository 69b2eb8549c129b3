import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { bringCompetencies } from '../../contract/bring-competencies.ts'
import { Framework } from '../../contract/competencies.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import type { Context } from '../platform/context.ts'
import { csvFile, sourceOf } from '../people/people.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { bringOver, most, planOf } from './bring.ts'
import { listed, readCompetencyFile } from './bring-file.ts'
import { getDraft, publish, save } from './draft.ts'
import { emptyFramework } from './framework.ts'

let base: TestBase
let w: World
let lead: Context

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'bring-competencies')
  lead = await w.as('lead')
})

const lines = (...all: string[]) => `${all.join('\n')}\n`
const take = async (text: string, more: Record<string, string> = {}) =>
  bringOver(lead, {
    ...bringCompetencies.import.query!.parse({ name: 'frame.csv', dryRun: 'false', ...more }),
    file: Buffer.from(text),
  })
const codes = (list: readonly { line: number; code: string }[]) => list.map((f) => `${f.line} ${f.code}`)
const names = (items: readonly { texts: Framework['levels'][number]['texts'] }[], l: 'en' | 'de' = 'en') =>
  items.map((item) => item.texts[l]?.name)

const long = lines(
  'Competency,Description,Level,Behaviours,Role,Expected level,Job title,Notes',
  'Listening,Hears what is meant,Beginning,Lets others finish,,,,x',
  'Listening,,Beginning,Asks back,,,,',
  'Listening,,Firm,"- Hears what is not said\n- Sums it up",,,,',
  'Deciding,Chooses in time,Firm,Says why,,,,',
  'Listening,,,,Engineer,Firm,Specialist;Galaxy Engineer,',
  'Deciding,,,,Engineer,1,,',
  'Deciding,,,,Specialist,Firm,,',
)

describe('competencies from a file', () => {
  it('come with levels, what can be observed, and what roles expect, once it is said', async () => {
    const looked = await take(long, { dryRun: 'true' })
    expect(looked).toMatchObject({ applied: false, revision: 0, competencies: 2, levels: 2, roles: 2, expectations: 3 })
    expect((await getDraft(lead)).framework).toEqual(emptyFramework)
    const done = await take(long)
    expect(done).toMatchObject({ ...looked, applied: true, revision: 1 })
    expect(codes(done.warnings)).toEqual([
      '1 column_not_imported',
      '2 levels_ordered',
      '7 nobody_has',
      '8 level_by_place',
      '9 role_by_title',
    ])
    const { framework, missing } = await getDraft(lead)
    expect(missing).toEqual([])
    expect(names(framework.levels)).toEqual(['Beginning', 'Firm'])
    expect(names(framework.competencies)).toEqual(['Listening', 'Deciding'])
    const [beginning, firm] = framework.levels
    const [listening, deciding] = framework.competencies
    expect(listening!.texts.en!.meaning).toBe('Hears what is meant')
    expect(listening!.behaviours[beginning!.id]).toEqual({ en: 'Lets others finish\nAsks back' })
    expect(listening!.behaviours[firm!.id]).toEqual({ en: 'Hears what is not said\nSums it up' })
    const [engineer, specialist] = framework.roles
    expect(engineer!.expects).toEqual({ [listening!.id]: firm!.id, [deciding!.id]: beginning!.id })
    expect(engineer!.rule.title).toEqual(['Specialist', 'Galaxy Engineer'])
    // Nobody said whom it means: people of that title, in the spelling of the people file, not everybody.
    expect(specialist!.rule).toMatchObject({ title: ['Specialist'], department: [], managers: null })
  })

  it('leave no trace when somebody only looks, and need not wait for who is writing', async () => {
    const kept = async () =>
      (await sql<{ n: number }>`select count(*)::integer as n from competency_framework`.execute(lead.db)).rows[0]!.n
    expect(await take(long, { dryRun: 'true' })).toMatchObject({ applied: false, revision: 0, levels: 2 })
    expect(await kept()).toBe(0)
    // Nor does a file that is refused.
    expect(await take(lines('Competency,Level,Behaviours', 'Listening,,Hears it'))).toMatchObject({ applied: false })
    expect(await kept()).toBe(0)
    const { revision } = await take(long)
    await lead.db.transaction().execute(async (tx) => {
      await sql`select 1 from competency_framework for update`.execute(tx)
      expect(await take(long, { dryRun: 'true' })).toMatchObject({ applied: false, revision, unchanged: 4 })
    })
  })

  it('say in which order their levels were taken, for no file says which is the lowest', async () => {
    const order = async (text: string) =>
      (await take(text, { dryRun: 'true' })).warnings.filter((w) => w.code === 'levels_ordered')
    const upsideDown = lines('Competency,Level,Behaviours', 'Listening,Firm,Sums it up', 'Listening,Beginning,Hears it')
    expect(await order(upsideDown)).toMatchObject([{ line: 2, params: { levels: 'Firm, Beginning' } }])
    // Of titles, in the order of the columns; a level that nothing is said of is none.
    const titles = lines('Competency,Level 2,Level 3,Level 1', 'Listening,Sums it up,,Hears it')
    expect(await order(titles)).toMatchObject([{ line: 1, params: { levels: 'Level 2, Level 1' } }])
    await take(upsideDown)
    // What the draft has is in its own order; only what is new stands behind it.
    expect(await order(upsideDown)).toEqual([])
    const more = lines('Competency,Level,Behaviours', 'Listening,Masterly,Teaches it')
    expect(await order(more)).toMatchObject([{ line: 2, params: { levels: 'Firm, Beginning, Masterly' } }])
    expect(await order(lines('Competency', 'Deciding'))).toEqual([])
  })

  it('change nothing the second time, nor what was written since', async () => {
    await take(long)
    const { framework, revision } = await getDraft(lead)
    const [first, ...rest] = framework.competencies
    await save(lead, {
      revision,
      framework: {
        ...framework,
        competencies: [{ ...first!, texts: { en: { name: 'Listening', meaning: 'In our own words' } } }, ...rest],
      },
    })
    const before = (await getDraft(lead)).framework
    const again = await take(long)
    expect(again).toMatchObject({ competencies: 0, levels: 0, roles: 0, expectations: 0, added: 0, unchanged: 4 })
    expect(codes(again.warnings)).toContain('2 draft_kept')
    expect((await getDraft(lead)).framework).toEqual(before)
    // What is new for one that is there comes to it.
    const more = await take(lines('Competency,Level,Behaviours', 'listening,Masterly,Teaches it'))
    expect(more).toMatchObject({ competencies: 0, levels: 1, added: 1 })
    expect(names((await getDraft(lead)).framework.levels)).toEqual(['Beginning', 'Firm', 'Masterly'])
  })

  it('may have levels and roles in the titles, in the language of the file', async () => {
    const wide = lines(
      'Kompetenz;Beschreibung;Stufe 1;Stufe 2;Technik;Vertrieb',
      'Zuhören;Hört, was gemeint ist;Lässt ausreden;Fasst zusammen;2;1',
      'Entscheiden;;;Sagt warum;Stufe 2;',
    )
    const mapping = JSON.stringify({ columns: { Technik: 'ofRole', Vertrieb: 'ofRole' } })
    expect(await take(wide, { mapping, language: 'de' })).toMatchObject({
      competencies: 2,
      levels: 2,
      roles: 2,
      expectations: 3,
      applied: true,
    })
    const { framework } = await getDraft(lead)
    expect(names(framework.levels, 'de')).toEqual(['Stufe 1', 'Stufe 2'])
    expect(names(framework.roles, 'de')).toEqual(['Technik', 'Vertrieb'])
    expect(framework.competencies[0]!.texts).toEqual({ de: { name: 'Zuhören', meaning: 'Hört, was gemeint ist' } })
    // Its levels and roles are known by their names from now on.
    const next = lines('Kompetenz;Stufe 1;Technik', 'Rechnen;Zählt;Stufe 1')
    expect(await take(next, { language: 'de' })).toMatchObject({
      competencies: 1,
      levels: 0,
      roles: 0,
      expectations: 1,
    })
  })

  it('are refused line by line, and nothing of them is written halfway', async () => {
    const bad = lines(
      'Competency,Level,Behaviours,Role,Expected level',
      'Listening,Beginning,Lets others finish,,',
      'Listening,,Hears it,,',
      'Deciding,Beginning,Says why,,',
      ',Beginning,Of nothing,,',
      ',,,,',
      ',,,Engineer,Beginning',
      'Deciding,,,,Beginning',
      'Deciding,,,Engineer,Beginning',
      'Deciding,,,Engineer,Galaxy',
      'Sailing,,,Engineer,Beginning',
    )
    const refused = await take(bad)
    expect(refused.applied).toBe(false)
    expect(codes(refused.refused)).toEqual([
      '2 competency_refused',
      '3 level_missing',
      '5 competency_missing',
      '7 competency_missing',
      '8 role_missing',
      '10 level_unknown',
      '11 competency_unknown',
    ])
    expect((await getDraft(lead)).framework).toEqual(emptyFramework)
    await expect(take(lines('Notes', 'x'))).rejects.toMatchObject({ code: 'competency_file_columns' })
    await expect(take('')).rejects.toMatchObject({ code: 'people_file_empty' })
    const many = lines('Competency,Level', ...Array.from({ length: 9 }, (_, n) => `Listening,L${n}`))
    expect(codes((await take(many)).refused)).toContain('9 too_many_levels')
  })

  it('go the way back, and are not there for anybody before they are published', async () => {
    const before = (await getDraft(lead)).framework
    const done = await take(long)
    await save(lead, { revision: done.revision, framework: before })
    expect((await getDraft(lead)).framework).toEqual(before)
    const again = await take(long)
    expect(await publish(lead, { revision: again.revision, note: '' })).toEqual({ number: 1 })
  })

  it('make a draft that can be kept, whatever stands in the file', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'Listening', 'Deciding', 'Beginning', 'Firm', 'Engineer', '1', '9', '- a\n- b'),
      fc.string({ unit: 'grapheme', maxLength: 130 }),
    )
    const header = [
      'Competency',
      'Description',
      'Level',
      'Behaviours',
      'Role',
      'Expected level',
      'Level 1',
      'Department',
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(...header.map(() => cell)), { minLength: 1, maxLength: 12 }), async (rows) => {
        const file = await readCompetencyFile(
          sourceOf('x.csv', Buffer.from(csvFile(header, rows))),
          undefined,
          emptyFramework,
        )
        const values = { department: new Map(), title: new Map(), level: new Map() }
        const { framework, counts } = planOf(emptyFramework, file, 'en', values)
        expect(Framework.parse(framework)).toEqual(framework)
        expect(framework.levels.length).toBeLessThanOrEqual(most.levels)
        // What was refused left nothing behind, and every level that is pointed at is one.
        const ids = new Set(framework.levels.map((l) => l.id))
        for (const k of framework.competencies) for (const id of Object.keys(k.behaviours)) expect(ids).toContain(id)
        for (const r of framework.roles) for (const id of Object.values(r.expects)) expect(ids).toContain(id)
        const { refused } = listed(file.findings)
        if (refused.length === 0 && file.records > 0)
          expect(counts.competencies + counts.roles + counts.levels).toBeGreaterThan(0)
      }),
      { numRuns: 80 },
    )
  })
})
