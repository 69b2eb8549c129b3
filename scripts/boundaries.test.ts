import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { testFolder } from '../server/platform/testing.ts'
import { findBreaches } from './boundaries.ts'

const root = path.dirname(import.meta.dirname)

/** A small house in which everything is as it should be. */
const house: Record<string, string> = {
  'server/modules.ts': `export const order = ['people', 'goals', 'metrics'] as const`,
  'server/db/migrations/0001_platform.sql':
    '-- module: platform\n-- not now()\ncreate table event (id int);\ncreate table organization (id int);\n',
  'server/db/migrations/0002_people.sql': '-- module: people\ncreate table person (id int);\n',
  'server/db/migrations/0003_goals.sql':
    '-- module: goals\ncreate table goal (person_id int references person (id));\nalter table organization add column goal_cycle text;\n',
  'server/db/migrations/0004_metrics.sql': '-- module: metrics\ncreate table measurement (id int);\n',
  'server/platform/config.ts': 'export const port = process.env.PORT',
  'server/platform/clock.ts': 'export const now = () => new Date().toISOString() + Date.now()',
  'server/platform/mail.ts': `import { createTransport } from 'nodemailer'\nexport const transport = createTransport()`,
  'server/people/people.ts': `import { allPeople } from './queries.ts'\nexport const people = () => allPeople()`,
  'server/people/queries.ts':
    'export const allPeople = () => `select * from person where hired_on <= ${1} and seen_at > (${2}::date - 7)::timestamptz and (seen_at at time zone zone)::date > ${2}::date`',
  'server/goals/goals.ts': [
    `import { people } from '../people/people.ts'`,
    'export const save = (sql: (s: TemplateStringsArray) => void) => { sql`insert into goal select id from person`; sql`insert into event values (1)`; sql`update organization set goal_cycle = null` }',
    `export const list = (db: any) => db.selectFrom('goal as g').innerJoin('person as p', 'p.id', 'g.person_id')`,
    `export const day = new Date('2026-01-01')`,
    'export { people }',
  ].join('\n'),
  'contract/goals.ts': `import * as z from 'zod'\nexport const goal = z.object({})\nexport type Goal = z.output<typeof goal>`,
  'contract/colour.ts': 'export const white = "#fff"',
  'web/goals/page.tsx': `import type { Goal } from '../../contract/goals.ts'\nimport { white } from '../../contract/colour.ts'\nexport const Page = (p: { goal: Goal }) => <i color={white}>{String(p.goal)}</i>`,
}

const planted: [rule: string, file: string, text: string, message: RegExp][] = [
  ['environment', 'server/goals/page.ts', 'export const x = process.env.HOME', /config\.ts only/],
  ['environment', 'server/goals/page.ts', `export const x = process['env']`, /config\.ts only/],
  ['environment', 'scripts/x.ts', 'const { env } = process\nexport const home = env.HOME', /config\.ts only/],
  [
    'environment',
    'server/goals/page.ts',
    `import { env } from 'node:process'\nexport const x = env`,
    /config\.ts only/,
  ],
  ['now', 'server/goals/page.ts', 'export const x = new Date()', /clock/],
  ['now', 'server/goals/page.ts', 'export const x = Date()', /clock/],
  ['now', 'web/goals/card.tsx', 'export const x = Date.now()', /clock/],
  ['now', 'server/goals/page.ts', 'export const q = `select ${1} where day < now()`', /now\(\)/],
  ['now', 'server/goals/page.ts', `export const q = 'select current_date'`, /current_date/],
  [
    'now',
    'server/goals/page.ts',
    'export const q = `select CURRENT_TIMESTAMP, clock_timestamp ( )`',
    /CURRENT_TIMESTAMP/,
  ],
  [
    'now',
    'server/db/migrations/0005_metrics.sql',
    '-- module: metrics\ncreate table m (at timestamptz default now());',
    /now\(\)/,
  ],
  [
    'instants',
    'server/goals/page.ts',
    'export const q = (day: string) => `select from goal where closed_at > ${day}::date - 7`',
    /::timestamptz/,
  ],
  [
    'instants',
    'server/goals/page.ts',
    'export const q = (day: string) => `select from goal g where g.recorded >= (${day}::date - 7)`',
    /::timestamptz/,
  ],
  [
    'instants',
    'server/goals/page.ts',
    'export const q = (day: string) => `select from goal where closed_at between ${day}::date and ${day}::date`',
    /::timestamptz/,
  ],
  [
    'mail',
    'server/goals/page.ts',
    `import nodemailer from 'nodemailer'\nexport { nodemailer }`,
    /platform\/mail\.ts only/,
  ],
  ['names', 'server/goals/utils.ts', 'export {}', /says nothing/],
  ['names', 'web/lib/card.tsx', 'export {}', /says nothing/],
  ['names', 'server/goals/index.ts', 'export {}', /says nothing/],
  [
    'order',
    'server/goals/page.ts',
    `import { m } from '../metrics/metrics.ts'\nexport { m }`,
    /goals stands above metrics/,
  ],
  [
    'order',
    'server/goals/page.ts',
    `export const m = await import('../metrics/metrics.ts')`,
    /goals stands above metrics/,
  ],
  ['order', 'server/goals/page.ts', `import { createApp } from '../app.ts'\nexport { createApp }`, /doors of modules/],
  ['order', 'server/payroll/payroll.ts', 'export {}', /not in the list/],
  [
    'doors',
    'server/goals/page.ts',
    `import { allPeople } from '../people/queries.ts'\nexport { allPeople }`,
    /only the door of people/,
  ],
  ['platform', 'server/platform/page.ts', `export * from '../people/people.ts'`, /knows no other part/],
  ['tables', 'server/goals/page.ts', 'export const q = `insert into person values (1)`', /goals writes person/],
  [
    'tables',
    'server/goals/page.ts',
    'export const q = `with p as (update person set id = 2 returning id) select 1`',
    /goals writes person/,
  ],
  ['tables', 'server/goals/page.ts', 'export const q = `update event set id = 2`', /goals writes event/],
  [
    'tables',
    'server/people/page.ts',
    'export const q = `update organization set goal_cycle = 2`',
    /people writes organization/,
  ],
  [
    'tables',
    'server/goals/page.ts',
    `export const q = (db: any) => db.deleteFrom('person').where('id', '=', 1)`,
    /goals writes person/,
  ],
  ['tables', 'server/goals/page.ts', 'export const q = `copy person from stdin`', /goals writes person/],
  [
    'tables',
    'server/people/page.ts',
    'export const q = `select 1 from person p left join goal g on true`',
    /people reads goal/,
  ],
  [
    'tables',
    'server/people/page.ts',
    `export const q = (db: any) => db.selectFrom('person as p').leftJoin('goal as g', 'g.id', 'p.id')`,
    /people reads goal/,
  ],
  [
    'tables',
    'server/db/migrations/0005_people.sql',
    '-- module: people\ncreate table badge (id int references goal (id));',
    /people reads goal/,
  ],
  ['tables', 'server/db/migrations/0005_people.sql', 'create table badge (id int);', /says whose tables/],
  [
    'contract',
    'contract/people.ts',
    `import { people } from '../server/people/people.ts'\nexport { people }`,
    /only zod and itself/,
  ],
  ['contract', 'contract/people.ts', `import dayjs from 'dayjs'\nexport { dayjs }`, /only zod and itself/],
  ['contract', 'contract/people.ts', `import { z } from 'zod'\nexport { z }`, /every bundle/],
  [
    'web',
    'web/goals/card.tsx',
    `import type { x } from '../../server/goals/goals.ts'\nexport type { x }`,
    /never imports server/,
  ],
  ['web', 'web/goals/card.tsx', `import { goal } from '../../contract/goals.ts'\nexport { goal }`, /as types only/],
  [
    'web',
    'web/goals/card.tsx',
    `import { type Goal, goal } from '../../contract/goals.ts'\nexport const g: Goal = goal`,
    /as types only/,
  ],
  ['web', 'web/goals/card.tsx', `import fs from 'node:fs'\nexport { fs }`, /browser/],
  [
    'server',
    'server/goals/page.ts',
    `import { company } from '../../fixtures/company.ts'\nexport { company }`,
    /only itself and contract/,
  ],
  ['extensions', 'web/goals/card.tsx', `import { Page } from './page'\nexport { Page }`, /must end in/],
]

function build(files: Record<string, string>): string {
  const folder = testFolder()
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), text)
  }
  return folder
}

describe('boundaries', () => {
  test('a house in order has no breach', () => {
    expect(findBreaches(build(house))).toEqual([])
  })

  test.each(planted)('%s: %s', (rule, file, text, message) => {
    const breaches = findBreaches(build({ ...house, [file]: text }))
    expect(breaches.length).toBeGreaterThan(0)
    expect(breaches[0]).toMatchObject({ rule, file })
    expect(breaches[0]!.message).toMatch(message)
  })

  test('tests may look where the house may not', () => {
    const text = `import { allPeople } from '../people/queries.ts'\nimport nodemailer from 'nodemailer'\nexport const q = [allPeople, nodemailer, 'insert into person values (now())']`
    expect(findBreaches(build({ ...house, 'server/goals/goals.test.ts': text }))).toEqual([])
  })

  test('so may what only tests import, until something else does', () => {
    const files = {
      ...house,
      'server/goals/world.ts': 'export const q = `insert into person values (1)`',
      'server/goals/goals.test.ts': `import { q } from './world.ts'\nexport { q }`,
    }
    expect(findBreaches(build(files))).toEqual([])
    expect(
      findBreaches(build({ ...files, 'server/goals/page.ts': `import { q } from './world.ts'\nexport { q }` })),
    ).toHaveLength(1)
  })

  test('it reads the order and the tables of this very project', () => {
    const found = findBreaches(root)
    expect(found.every((b) => b.line > 0 && b.message.length > 20)).toBe(true)
  })
})
