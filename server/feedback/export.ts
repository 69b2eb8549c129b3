/**
 * What one reads in feedback anyhow, as a file for a spreadsheet: words, and names where they are known to its reader.
 * Days without times, and the order of the list, so that a file tells nothing that the pages do not.
 */
import { sql } from 'kysely'
import type { feedback } from '../../contract/feedback.ts'
import type { Input } from '../../contract/operation.ts'
import { asPerson } from '../checkins/checkins.ts'
import { demandOpen, practiceOf } from '../goals/goals.ts'
import { csvPages, type CsvRow, inPages } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { type ItemRow, items } from './queries.ts'
import { asked, toDetail } from './read.ts'

const header = ['on', 'about', 'from', 'mode', 'question', 'words', 'reply']
const most = 200_000
const atOnce = 200

export async function exportFeedback(c: Context, input: Input<typeof feedback.export>): Promise<FileAnswer> {
  const practice = await practiceOf(c, 'feedback')
  const { where, order } = asked(c, { ...input, unread: false })
  const ids = await asPerson(c, async (tx) => {
    const { rows } = await sql<{ id: string }>`select f.id from ${items(c)} f where ${where}
      order by ${order} limit ${most}`.execute(tx)
    return rows.map((r) => r.id)
  })
  // As with the list: who has some keeps it, whatever is on today.
  if (ids.length === 0) demandOpen(practice, 'feedback')
  const pages = inPages(ids, atOnce, (some) =>
    asPerson(c, async (tx) => {
      const { rows } =
        await sql<ItemRow>`select f.* from unnest(${some as string[]}::uuid[]) with ordinality as x (id, place)
        join ${items(c)} f on f.id = x.id where ${where} order by x.place`.execute(tx)
      return rows.flatMap((row) => linesOf(row, c))
    }),
  )
  return {
    type: 'text/csv; charset=utf-8',
    body: await csvPages(header, pages),
    fileName: `feedback-${input.box}-${c.clock.today(c.viewer.timeZone)}.csv`,
  }
}

function linesOf(row: ItemRow, c: Context): CsvRow[] {
  const { on, about, author, mode, answers, reply } = toDetail(row, c)
  return answers.map((a, i) => [
    ...[on, about.name, author?.name ?? '', mode, a.ask, a.words],
    i === 0 ? (reply?.words ?? '') : '',
  ])
}
