import type { GoalDetail, GoalSummary } from '../../contract/goal.ts'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { dayIn, type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { levelsFor, setsCompanyGoals } from './level.ts'
import { demandOpen, practiceOf, type Practice } from './practice.ts'
import {
  type GoalRow,
  goalOf,
  historyOf,
  isColleague,
  listGoals,
  managersOf,
  nameOf,
  reportsWithout,
  servingGoals,
} from './queries.ts'
import { askedOf, cheersOf, chosenReaders, commentsOf, sourceOf } from './talk-queries.ts'
import { hintsOf, periodFor, reachedOf, reachedOfGoal, statusOf } from './rules.ts'

export async function list(c: Context, input: Input<typeof goals.list>): Promise<Answer<typeof goals.list>> {
  const practice = await practiceOf(c, 'goals')
  demandOpen(practice, 'goals')
  const today = c.clock.today(c.viewer.timeZone)
  if (input.scope === 'person' && input.ownerId && !(await isColleague(c.db, c.viewer, input.ownerId)))
    throw problem('not_found')
  // One more than asked tells whether there is a next window.
  const shown = { which: input.period, today, length: periodOf(practice) }
  const rows = await listGoals(c.db, c.viewer, { ...input, shown, limit: input.limit + 1 }, today)
  return {
    goals: rows.slice(0, input.limit).map((row) => toSummary(row, c.viewer, today)),
    next: rows.length > input.limit ? input.offset + input.limit : null,
    period: periodFor(today, periodOf(practice)),
    without: input.scope === 'team' ? await reportsWithout(c) : [],
    mayCreate:
      input.scope === 'mine' || (input.scope === 'person' && input.ownerId === c.viewer.personId)
        ? practice.own !== null
        : practice.leads,
  }
}

export const periodOf = (practice: Practice<'goals'>) => practice.own?.settings.period ?? 'quarter'

export async function get(c: Context, input: Input<typeof goals.get>): Promise<Answer<typeof goals.get>> {
  demandOpen(await practiceOf(c, 'goals'), 'goals')
  const row = await goalOf(c.db, c.viewer, input.goalId)
  if (!row) throw problem('not_found')
  return detailOf(c, row)
}

async function detailOf(c: Context, row: GoalRow): Promise<GoalDetail> {
  const today = c.clock.today(c.viewer.timeZone)
  const summary = toSummary(row, c.viewer, today)
  const [history, serving, managers, writtenBy, closedBy, chosen, comments, cheers, mayLevel, asked, copiedFrom] =
    await Promise.all([
      historyOf(c.db, c.organizationId, row.id),
      servingGoals(c.db, c.viewer, row.id),
      row.visibility === 'private' ? managersOf(c.db, c.viewer, row.owner_id) : [],
      row.created_by === row.owner_id ? null : nameOf(c.db, c.organizationId, row.created_by),
      row.closed_by === null ? null : nameOf(c.db, c.organizationId, row.closed_by),
      row.visibility === 'private' ? chosenReaders(c.db, c.organizationId, row.id) : [],
      commentsOf(c.db, c.viewer, row.id),
      cheersOf(c.db, c.viewer, row.id),
      levelsFor(c, c.db, row.owner_id),
      row.owner_state === 'left' ? askedOf(c.db, c.organizationId, row.id) : null,
      row.copied_from === null ? null : sourceOf(c.db, c.viewer, row.copied_from),
    ])
  const readers = [...managers, ...(row.visibility === 'private' ? row.contributors : []), ...chosen]
  const newest = history.find((u) => u.kind !== 'edited')
  return {
    ...summary,
    description: row.description,
    reflection: row.reflection,
    writtenBy,
    createdAt: row.created_at,
    closedBy,
    serving: serving.map((s) => {
      const { id, title, owner, reached, status } = toSummary(s, c.viewer, today)
      return { id, title, owner, reached, status }
    }),
    history: history.map((u) => ({
      id: u.id,
      kind: u.kind,
      author: u.author_id === null ? null : { id: u.author_id, name: u.author_name ?? '' },
      source: u.source,
      to: u.to_id === null ? null : { id: u.to_id, name: u.to_name ?? '' },
      at: u.created_at,
      confidence: u.confidence,
      note: u.note,
      reachedBefore: u.reached_before,
      reachedAfter: u.reached_after,
      values: u.values,
      changed: u.changed,
      outcome: u.outcome,
      mayTakeBack:
        u.kind === 'progressed' && u.id === newest?.id && u.author_id === c.viewer.personId && summary.mayReport,
    })),
    readers: [...new Map(readers.map((r) => [r.id, r])).values()],
    chosenReaders: chosen,
    comments,
    cheers,
    mayLevel: mayLevel.includes(row.level) ? mayLevel : [],
    asked,
    copiedFrom,
  }
}

/** Reads a goal again inside the transaction that changed it. */
export async function summaryOf(db: Db | Tx, c: Context, goalId: string): Promise<GoalSummary> {
  const row = await goalOf(db, c.viewer, goalId)
  if (!row) throw problem('not_found')
  return toSummary(row, c.viewer, c.clock.today(c.viewer.timeZone))
}

export function toSummary(row: GoalRow, viewer: Viewer, today: Day): GoalSummary {
  const reached = reachedOfGoal(row.key_results, row.said_reached)
  const status = statusOf(
    {
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      publishedAt: row.published_at,
      closedAt: row.closed_at,
      outcome: row.outcome,
      reached,
      away: row.owner_state === 'leave',
      said: row.said && row.said_at ? { confidence: row.said, on: dayIn(row.said_at, viewer.timeZone) } : null,
    },
    today,
  )
  const writes = mayWrite(row, viewer)
  const quietDays = daysBetween(dayIn(row.touched_at, viewer.timeZone), today)
  return {
    id: row.id,
    title: row.title,
    owner: { id: row.owner_id, name: row.owner_name },
    ownerState: row.owner_state,
    level: row.level,
    contributors: row.contributors,
    parent: row.parent_id
      ? {
          id: row.parent_id,
          title: row.parent_title!,
          owner: { id: row.parent_owner_id!, name: row.parent_owner_name! },
        }
      : null,
    visibility: row.visibility,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    reached,
    status,
    keyResults: row.key_results.map(({ valueAt: _, ...k }) => ({
      ...k,
      reached: reachedOf(k),
      externalKey: writes ? k.externalKey : null,
    })),
    touchedAt: row.touched_at,
    hints: hintsOf({
      measures: row.key_results,
      hasParent: row.parent_id !== null,
      hasDescription: row.description !== '',
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      status,
      quietDays,
      away: row.owner_state !== 'here',
    }),
    revision: row.revision,
    mayWrite: writes,
    mayReport: mayReport(row, viewer),
  }
}

/** The owner, their managers (of somebody who left: whoever was asked), and for company goals those who set them. */
export function mayWrite(row: GoalRow, viewer: Viewer): boolean {
  return row.owner_id === viewer.personId || row.leads || (row.level === 'company' && setsCompanyGoals(viewer))
}

export const mayReport = (row: GoalRow, viewer: Viewer): boolean => mayWrite(row, viewer) || row.contributes
