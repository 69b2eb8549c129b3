/**
 * Recognition as a file for a spreadsheet: who thanked whom, when, for what. A walk along the feed, so that the last
 * page costs what the first one costs. Reactions are left out: a table of them would be a ranking.
 */
import type { recognition } from '../../contract/recognition.ts'
import type { Input } from '../../contract/operation.ts'
import { demandOpen, practiceOf } from '../goals/goals.ts'
import { csvPages, type CsvRow } from '../people/people.ts'
import { dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { foundIn, placeOf } from './feed.ts'
import { piecesOf } from './queries.ts'
import { toPieces } from './read.ts'

const header = ['given_on', 'from', 'to', 'words', 'value', 'goal', 'quiet']
const most = 500_000
const atOnce = 500

type Asked = Input<typeof recognition.export>

export async function exportRecognition(c: Context, input: Asked): Promise<FileAnswer> {
  demandOpen(await practiceOf(c, 'recognition'), 'recognition')
  // Everybody reads the feed; the whole of it in one file is for whoever answers for the program.
  if (input.scope === 'company' && !c.viewer.roles.includes('lead')) throw problem('forbidden')
  return {
    type: 'text/csv; charset=utf-8',
    body: await csvPages(header, pages(c, input)),
    fileName: `recognition-${input.scope}-${c.clock.today(c.viewer.timeZone)}.csv`,
  }
}

async function* pages(c: Context, input: Asked): AsyncGenerator<CsvRow[]> {
  let after: string | undefined
  for (let left = most; left > 0; left -= atOnce) {
    const found = await foundIn(c, { ...input, limit: Math.min(atOnce, left), after })
    const page = found.slice(0, atOnce)
    const rows = await piecesOf(
      c.db,
      c,
      page.map((f) => f.id),
    )
    yield (await toPieces(c.db, c, rows)).map((k) => [
      dayIn(k.at, c.viewer.timeZone),
      k.author.name,
      k.people.map((p) => p.name).join('; '),
      k.words,
      k.value?.name ?? '',
      k.goal?.title ?? '',
      k.quiet ? 'yes' : '',
    ])
    if (found.length <= atOnce) return
    after = placeOf(page.at(-1)!)
  }
}
