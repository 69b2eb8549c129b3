/**
 * Bringing over finished reviews of an earlier tool. A review is known again by its person,
 * round and last day, so the same file a second time changes nothing. A review comes whole or
 * not at all; who a colleague or team member was is not kept.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { EarlierReviewReport, earlierReviews } from '../../contract/earlier-reviews.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { sentTable, type Source } from '../people/people.ts'
import type { Day, Instant } from '../platform/clock.ts'
import { type Context, nobody } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { dayHere } from '../program/program.ts'
import {
  type EarlierAnswer,
  type Found,
  listed,
  readReviewFile,
  type ReadRow,
  refusesRow,
  type ReviewFile,
} from './bring-file.ts'

export type BringOptions = { dryRun: boolean; mapping?: unknown; acceptGoodRows: boolean }
/** Answers of one review; more is a file that was read wrongly. */
const mostAnswers = 300

export async function bringOver(
  c: Context,
  input: Input<typeof earlierReviews.import> & { file?: unknown },
): Promise<EarlierReviewReport> {
  const { source, mapping } = sentTable(input)
  const report = await bring(c, source, { dryRun: input.dryRun, acceptGoodRows: input.acceptGoodRows, mapping })
  if (!report.applied) countRecorded(c, 1) // only looked
  return report
}

/** With refused rows nothing is written unless the good reviews are accepted. */
export async function bring(c: Context, source: Source, options: BringOptions): Promise<EarlierReviewReport> {
  const file = await readReviewFile(source, options.mapping)
  return c.db.transaction().execute(async (tx) => {
    const { reviews, unchanged } = await planOf(tx, c, file)
    const { refused, warnings } = listed(file.findings)
    const apply = !options.dryRun && (refused.length === 0 || options.acceptGoodRows)
    if (apply) await write(tx, c, source.name, reviews, { unchanged, refused: refused.length })
    return {
      rows: file.records,
      reviews: reviews.length,
      answers: reviews.reduce((sum, r) => sum + r.answers.length, 0),
      people: new Set(reviews.map((r) => r.personId)).size,
      unchanged,
      refused,
      warnings,
      columns: file.columns,
      applied: apply,
    }
  })
}

type Planned = {
  personId: string
  cycle: string
  startsOn: Day | null
  endsOn: Day
  managerId: string | null
  managerName: string
  finishedOn: Day | null
  rating: string
  answers: EarlierAnswer[]
}

async function planOf(tx: Tx, c: Context, file: ReviewFile): Promise<{ reviews: Planned[]; unchanged: number }> {
  const { rows: days } = await sql<{ today: Day }>`select ${dayHere(c)} as today`.execute(tx)
  const today = days[0]!.today
  const say = (row: ReadRow, code: Found['code'], params: Found['params'] = {}) =>
    file.findings.push({
      line: row.line,
      id: (row.personNumber || row.personEmail).slice(0, 100) || null,
      column: null,
      code,
      params,
    })
  const { find } = await peopleOf(tx, c, file.rows)
  const groups = new Map<string, { personId: string; rows: ReadRow[]; refusedAt: number | null }>()
  for (const row of file.rows) {
    const who = find(row.personNumber, row.personEmail)
    let refused = row.refused
    const refuse = (code: Found['code'], params: Found['params'] = {}) => {
      say(row, code, params)
      refused = true
    }
    if (who === 'differ') refuse('people_differ')
    else if (who === null && (row.personNumber || row.personEmail))
      refuse('person_unknown', { value: row.personNumber || row.personEmail })
    if (row.endsOn && row.endsOn > today) refuse('ends_later')
    // Whose it is stays known as far as the row says it, so that its other rows are refused with it.
    const named = who && who !== 'differ' ? who.id : `${row.personNumber}\n${row.personEmail}`.toLowerCase()
    const key = JSON.stringify([named, row.cycle, row.endsOn])
    const group = groups.get(key) ?? { personId: named, rows: [], refusedAt: null }
    groups.set(key, group)
    group.rows.push(row)
    if (refused) group.refusedAt ??= row.line
  }
  const here = await known(tx, c, [...groups.values()])
  const reviews: Planned[] = []
  let unchanged = 0
  for (const group of groups.values()) {
    const first = group.rows[0]!
    if (group.refusedAt !== null) {
      const named = new Set(file.findings.filter((f) => refusesRow(f.code)).map((f) => f.line))
      for (const row of group.rows) if (!named.has(row.line)) say(row, 'review_refused', { other: group.refusedAt })
      continue
    }
    if (here.has(JSON.stringify([group.personId, first.cycle, first.endsOn]))) {
      unchanged++
      say(first, 'already_here')
      continue
    }
    const planned = joined(group.personId, group.rows, say)
    if (!planned) continue
    const manager = managerOf(group.rows, find)
    if (manager.id === null && manager.said) say(first, 'manager_unknown', { value: manager.said })
    const own = manager.id === group.personId
    reviews.push({ ...planned, managerId: own ? null : manager.id, managerName: manager.name })
  }
  return { reviews, unchanged }
}

type Say = (row: ReadRow, code: Found['code'], params?: Found['params']) => void

/** One review out of its rows. Where two rows differ, the first that says something holds. */
function joined(
  personId: string,
  rows: readonly ReadRow[],
  say: Say,
): Omit<Planned, 'managerId' | 'managerName'> | null {
  const first = rows[0]!
  const pick = <F extends 'startsOn' | 'finishedOn' | 'rating'>(field: F): ReadRow[F] => {
    const said = rows.filter((row) => row[field])
    for (const row of said.slice(1))
      if (row[field] !== said[0]![field]) say(row, 'value_differs', { other: said[0]!.line })
    return said[0]?.[field] ?? first[field]
  }
  const answers = new Map<string, { answer: EarlierAnswer; line: number }>()
  for (const row of rows)
    for (const answer of row.answers) {
      // Two colleagues may say the same; one person does not say it twice.
      const voice = answer.role === 'peer' || answer.role === 'upward'
      const key = JSON.stringify(voice ? [row.line, answer] : answer)
      const before = answers.get(key)
      if (before) say(row, 'answer_twice', { other: before.line })
      else answers.set(key, { answer, line: row.line })
    }
  const rating = pick('rating')
  if (answers.size === 0 && rating === '') {
    say(first, 'nothing_said')
    return null
  }
  if (answers.size > mostAnswers) {
    say(first, 'too_many', { limit: mostAnswers })
    return null
  }
  return {
    personId,
    cycle: first.cycle,
    startsOn: pick('startsOn'),
    endsOn: first.endsOn!,
    finishedOn: pick('finishedOn'),
    rating,
    answers: [...answers.values()].map((one) => one.answer),
  }
}

type Someone = { id: string; name: string }
type Find = (number: string, email: string) => Someone | null | 'differ'

function managerOf(rows: readonly ReadRow[], find: Find): { id: string | null; name: string; said: string } {
  const row = rows.find((r) => r.managerNumber || r.managerEmail || r.managerName)
  if (!row) return { id: null, name: '', said: '' }
  const found = find(row.managerNumber, row.managerEmail)
  const said = row.managerName || row.managerEmail || row.managerNumber
  // Two different people are none.
  if (found === null || found === 'differ') return { id: null, name: row.managerName || row.managerEmail, said }
  return { id: found.id, name: found.name, said }
}

async function peopleOf(tx: Tx, c: Context, rows: readonly ReadRow[]): Promise<{ find: Find }> {
  const numbers = [...new Set(rows.flatMap((r) => [r.personNumber, r.managerNumber]).filter(Boolean))]
  const emails = [
    ...new Set(rows.flatMap((r) => [r.personEmail, r.managerEmail]).flatMap((e) => (e ? [e.toLowerCase()] : []))),
  ]
  const { rows: found } = await sql<Someone & { number: string | null; email: string | null }>`
    select p.id, p.full_name as name, p.employee_number as number, p.email_key as email from person p
    where p.organization_id = ${c.organizationId} and (p.employee_number = any(${numbers}::text[]) or p.email_key = any(${emails}::text[]))`.execute(
    tx,
  )
  const byNumber = new Map(found.flatMap((p) => (p.number ? [[p.number, p] as const] : [])))
  const byEmail = new Map(found.flatMap((p) => (p.email ? [[p.email, p] as const] : [])))
  return {
    find(number, email) {
      const one = number ? byNumber.get(number) : undefined
      const other = email ? byEmail.get(email.toLowerCase()) : undefined
      if (one && other && one.id !== other.id) return 'differ'
      return one ?? other ?? null
    },
  }
}

async function known(
  tx: Tx,
  c: Context,
  groups: readonly { personId: string; refusedAt: number | null }[],
): Promise<Set<string>> {
  const ids = [...new Set(groups.flatMap((g) => (g.refusedAt === null ? [g.personId] : [])))]
  const { rows } = await sql<{
    person_id: string
    cycle: string
    ends_on: Day
  }>`select person_id, cycle, ends_on from earlier_review
    where organization_id = ${c.organizationId} and person_id = any(${ids}::uuid[])`.execute(tx)
  return new Set(rows.map((r) => JSON.stringify([r.person_id, r.cycle, r.ends_on])))
}

async function write(
  tx: Tx,
  c: Context,
  name: string,
  reviews: readonly Planned[],
  counts: { unchanged: number; refused: number },
): Promise<void> {
  const id = randomUUID()
  const kept = { reviews: reviews.length, ...counts }
  await sql`insert into review_import (organization_id, id, file_name, made_by, made_at, report)
    values (${c.organizationId}, ${id}, ${name.slice(0, 300)}, ${c.viewer.personId === nobody ? null : c.viewer.personId}, ${c.clock.now()}, ${JSON.stringify(kept)}::jsonb)`.execute(
    tx,
  )
  for (let at = 0; at < reviews.length; at += 1000)
    await sql`insert into earlier_review (organization_id, import_id, person_id, cycle, starts_on, ends_on, manager_id, manager_name, finished_on, rating, answers)
      select ${c.organizationId}::uuid, ${id}::uuid, x."personId", x.cycle, x."startsOn", x."endsOn", x."managerId", x."managerName", x."finishedOn", x.rating, x.answers
      from jsonb_to_recordset(${JSON.stringify(reviews.slice(at, at + 1000))}::jsonb) x ("personId" uuid, cycle text, "startsOn" date, "endsOn" date,
        "managerId" uuid, "managerName" text, "finishedOn" date, rating text, answers jsonb)`.execute(tx)
  await record(tx, c, { type: 'review.imported', subject: { kind: 'review_import', id }, data: kept })
}

export async function imports(c: Context): Promise<Answer<typeof earlierReviews.imports>> {
  const { rows } = await sql<{
    id: string
    file_name: string
    made_at: Instant
    made_by: string | null
    name: string | null
    removed_at: Instant | null
    removed_by: string | null
    remover: string | null
    report: { reviews: number; unchanged: number; refused: number }
  }>`select i.id, i.file_name, i.made_at, i.made_by, p.full_name as name, i.removed_at, i.removed_by, q.full_name as remover, i.report
    from review_import i
    left join person p on p.organization_id = i.organization_id and p.id = i.made_by
    left join person q on q.organization_id = i.organization_id and q.id = i.removed_by
    where i.organization_id = ${c.organizationId} order by i.made_at desc, i.id limit 100`.execute(c.db)
  return {
    imports: rows.map((r) => ({
      id: r.id,
      fileName: r.file_name,
      at: r.made_at,
      by: r.made_by ? { id: r.made_by, name: r.name ?? '' } : null,
      ...r.report,
      removed: r.removed_at
        ? { at: r.removed_at, by: r.removed_by ? { id: r.removed_by, name: r.remover ?? '' } : null }
        : null,
    })),
  }
}

/** Words that should not be here go at once and for good; that they were here stays told. */
export async function removeImport(
  c: Context,
  input: Input<typeof earlierReviews.removeImport>,
): Promise<Answer<typeof earlierReviews.removeImport>> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`update review_import set removed_at = ${c.clock.now()}, removed_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${input.importId} and removed_at is null returning id`.execute(
      tx,
    )
    if (rows.length === 0) throw problem('not_found')
    const gone = await sql`delete from earlier_review
      where organization_id = ${c.organizationId} and import_id = ${input.importId}`.execute(tx)
    const removed = Number(gone.numAffectedRows ?? 0)
    await record(tx, c, {
      type: 'review.import_removed',
      subject: { kind: 'review_import', id: input.importId },
      data: { reviews: removed },
    })
    return { removed }
  })
}
