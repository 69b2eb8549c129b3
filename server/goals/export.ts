/**
 * Goals as a file for a spreadsheet, in the columns by which a file of goals is brought over: what goes out of one
 * company can come into another. A line for each goal, then one for each of its key results.
 */
import type { goals } from '../../contract/goals.ts'
import type { Input } from '../../contract/operation.ts'
import { csvPages, type CsvRow, inPages } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { demandOpen, practiceOf } from './practice.ts'
import { goalIds, goalsOf, type GoalRow, isColleague, type KeyResultRow } from './queries.ts'
import { periodOf } from './read.ts'
import { reachedOfGoal } from './rules.ts'

const header = [
  'type',
  'id',
  'parent_id',
  'title',
  'description',
  'owner_email',
  'owner_name',
  'level',
  'visibility',
  'start_date',
  'end_date',
  'state',
  'progress',
  'unit',
  'start_value',
  'target_value',
  'current_value',
  'weight',
]
/** With their key results about as many lines as a spreadsheet opens. */
const most = 500_000
const atOnce = 500

export async function exportGoals(c: Context, input: Input<typeof goals.export>): Promise<FileAnswer> {
  const practice = await practiceOf(c, 'goals')
  demandOpen(practice, 'goals')
  // Everybody may look at them one by one; all of them in one file is for whoever works with all of them.
  if (input.scope === 'company' && !c.viewer.roles.includes('lead') && !c.viewer.roles.includes('hr'))
    throw problem('forbidden')
  if (input.scope === 'person' && input.ownerId && !(await isColleague(c.db, c.viewer, input.ownerId)))
    throw problem('not_found')
  const today = c.clock.today(c.viewer.timeZone)
  const shown = { which: input.period, today, length: periodOf(practice) }
  const ids = await goalIds(c.db, c.viewer, { ...input, shown, limit: most }, today)
  const pages = inPages(ids, atOnce, async (some) => (await goalsOf(c.db, c.viewer, some)).flatMap(linesOf))
  return {
    type: 'text/csv; charset=utf-8',
    body: await csvPages(header, pages),
    fileName: `goals-${today}.csv`,
  }
}

function linesOf(g: Awaited<ReturnType<typeof goalsOf>>[number]): CsvRow[] {
  const state = g.published_at === null ? 'draft' : (g.outcome ?? 'active')
  const owned = [g.owner_email ?? '', g.owner_name]
  const goal = [
    g.level,
    g.visibility,
    g.starts_on,
    g.ends_on,
    state,
    percent(reachedOfGoal(g.key_results, g.said_reached)),
  ]
  return [
    ['goal', g.id, g.parent_id, g.title, g.description, ...owned, ...goal, null, null, null, null, null],
    ...g.key_results.map((k) => lineOf(g, k)),
  ]
}

function lineOf(g: GoalRow, k: KeyResultRow): CsvRow {
  const unit = { number: k.unit, percent: '%', currency: k.unit, yes_no: 'yes/no', milestones: 'milestones' }[k.kind]
  return [
    ...['key_result', k.id, g.id, k.title, '', '', k.owner?.name ?? '', '', '', '', '', '', '', unit],
    ...[k.start, k.target, k.current].map(plain),
    k.weight,
  ]
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`

/** 1.234 could be a thousand and more in another language; with one more digit it is read as what it is. */
const plain = (value: number): string | number => (/^\d{1,3}\.\d{3}$/.test(String(value)) ? `${value}0` : value)
