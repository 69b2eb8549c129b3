/** A company that is asked: written in rows, its surveys run by the product's own verbs. For tests only. */
import { sql } from 'kysely'
import type { Request } from '../../contract/operation.ts'
import { pulse } from '../../contract/pulse.ts'
import { createOrganization } from '../access/access.ts'
import { contextAs } from '../access/sessions.ts'
import { makeWave } from '../goals/live-wave.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { answer } from './answering.ts'
import { openDue } from './rounds.ts'
import { create, get, launch, update } from './surveys.ts'

/** A company in rows: a head, two leaders with 9 and 4 people, and whoever acts. */
export type World = {
  base: TestBase
  c: Context
  ids: Map<string, string>
  as(name: string): Promise<Context>
  programId: string
}

const team = (name: string, n: number) => Array.from({ length: n }, (_, i) => `${name}${i}`)
export const north = team('north', 11)
export const south = team('south', 4)

export async function company(slug: string, options: { launched?: boolean; most?: number } = {}): Promise<World> {
  const base = await testBase({ at: '2026-03-02T08:00:00Z' })
  const made = await createOrganization(base, { name: 'Test', slug, timeZone: 'Europe/Berlin' })
  const c = contextFor(base, made.id)
  const ids = new Map<string, string>()
  const hire = async (name: string, boss: string | null, department: string, place: [number, number, number]) => {
    const [seq, last, direct] = place
    const { rows } = await sql<{
      id: string
    }>`insert into person (organization_id, employee_number, full_name, given_name, email, email_key, created_at)
      values (${made.id}, ${name}, ${name}, ${name}, ${`${name}@${slug}.example`}, ${`${name}@${slug}.example`}, '2026-01-01') returning id`.execute(
      c.db,
    )
    const id = rows[0]!.id
    ids.set(name, id)
    await sql`insert into spell (organization_id, person_id, holds, recorded) values (${made.id}, ${id}, '[2020-01-01,)', '2026-01-01')`.execute(
      c.db,
    )
    await sql`insert into roster (organization_id, person_id, employed, employee_number, full_name, given_name, family_name, sort_name, search, email,
        department, location, country, locale, time_zone, hired_on, present_since, manager_id, seq, last_seq, depth, direct_reports, all_reports)
      values (${made.id}, ${id}, true, ${name}, ${name}, ${name}, '', ${name}, ${` ${name}`}, ${`${name}@${slug}.example`}, ${department}, 'Berlin', 'DE', 'de-DE', 'Europe/Berlin',
        '2020-01-01', '2020-01-01', ${boss === null ? null : ids.get(boss)!}, ${seq}, ${last}, ${boss === null ? 0 : 1}, ${direct}, ${last - seq})`.execute(
      c.db,
    )
  }
  await hire('head', null, 'Board', [1, 1 + 2 + north.length + south.length, 2])
  await hire('nora', 'head', 'North', [2, 2 + north.length, north.length])
  for (const [i, name] of north.entries()) await hire(name, 'nora', 'North', [3 + i, 3 + i, 0])
  const from = 3 + north.length
  await hire('sam', 'head', 'South', [from, from + south.length, south.length])
  for (const [i, name] of south.entries()) await hire(name, 'sam', 'South', [from + 1 + i, from + 1 + i, 0])
  await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${made.id}, ${ids.get('head')!}, 'lead', '2026-01-01')`.execute(
    c.db,
  )
  const { programId } = await makeWave(c.db, {
    organizationId: made.id,
    day: '2026-03-01',
    at: base.clock.now(),
    launched: options.launched ?? true,
    elements: { pulse: { on: true, most: options.most ?? 6, weeks: 8 } },
  })
  return {
    base,
    c,
    ids,
    programId,
    as: async (name) => (await contextAs(base, c.db, made.id, ids.get(name)!))!,
  }
}

type Change = Partial<Request<typeof pulse.update>>

/** A launched survey whose first round is open. */
export async function running(w: World, change: Change = {}, from: string | null = 'understanding') {
  const lead = await w.as('head')
  const made = await create(lead, { programId: w.programId, from, languages: ['en', 'de'] })
  const written = await update(lead, {
    surveyId: made.id,
    ...pulse.update.body!.parse({ revision: made.revision, opensOn: w.base.clock.today('Europe/Berlin'), ...change }),
  })
  await launch(lead, { surveyId: made.id, revision: written.revision })
  await openDue(w.c, made.id)
  const { rounds } = await get(lead, { surveyId: made.id })
  return { surveyId: made.id, roundId: rounds[0]!.id }
}

export const say = (c: Context, roundId: string, value: number | null, words = '') =>
  answer(c, {
    roundId,
    ...pulse.answer.body!.parse({
      answers: [
        { questionId: 'understanding-why', value },
        { questionId: 'understanding-mine', value },
        ...(words ? [{ questionId: 'understanding-comment', words }] : []),
      ],
    }),
  })

export const ask = (query: Request<typeof pulse.results>) => ({
  ...pulse.results.query!.parse(query),
  roundId: query.roundId,
})
