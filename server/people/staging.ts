/** A file's rows into a temporary table of the transaction, by COPY. */
import { once } from 'node:events'
import { sql } from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '../platform/db.ts'
import type { Finding } from './file.ts'
import type { Batch, Row } from './rows.ts'
import { searchText } from './search.ts'

/** What is staged of a row, in the order in which it is copied: column and its type. */
const columns = {
  line: 'integer not null',
  kind: 'text not null',
  // main; duplicate or earlier (an employment that ended) of another row; refused; conflict
  fate: 'text not null',
  number: 'text',
  zeros_lost: 'boolean',
  given_name: 'text',
  middle_name: 'text',
  family_name: 'text',
  preferred_name: 'text',
  full_name: 'text',
  sort_name: 'text',
  search: 'text',
  email: 'text',
  email_open: 'boolean',
  status: 'text',
  employment_type: 'text',
  title: 'text',
  department: 'text',
  division: 'text',
  location: 'text',
  country: 'text',
  time_zone: 'text',
  locale: 'text',
  level: 'text',
  manager: 'text',
  manager_by_name: 'boolean',
  second_manager: 'text',
  hired_on: 'date',
  left_on: 'date',
  starts_on: 'date',
  hired_on_open: 'boolean',
  left_on_open: 'boolean',
  findings: 'jsonb',
}
const names = Object.keys(columns)

export async function createStaging(tx: Tx): Promise<void> {
  const list = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  await sql`create temporary table staged (${sql.raw(list.join(', '))}) on commit drop`.execute(tx)
}

/**
 * Copies batches as they come; only what fits the connection's buffer is held.
 * `told` hears how many rows are in, and may throw to stop.
 */
export async function stage(
  client: pg.PoolClient,
  batches: AsyncIterable<Batch>,
  told: (rows: number) => Promise<void>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy pg_temp.staged (${names.join(', ')}) from stdin`))
  let failed: Error | undefined
  stream.on('error', (error) => (failed = error))
  try {
    for await (const batch of batches) {
      if (failed) throw failed
      const text = linesOf(batch)
      if (text !== '' && !stream.write(text)) await drained(stream)
      await told(batch.done)
    }
    if (failed) throw failed
    const finished = once(stream, 'finish')
    stream.end()
    await finished
  } catch (error) {
    stream.destroy()
    throw failed ?? error
  }
}

/** Room again, or the end of the stream; leaves no listener behind. */
function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, done)
      resolve()
    }
    for (const event of ['drain', 'close', 'error']) stream.on(event, done)
  })
}

function linesOf(batch: Batch): string {
  const found = new Map<number, Finding[]>()
  for (const finding of batch.findings) {
    const list = found.get(finding.line)
    if (list) list.push(finding)
    else found.set(finding.line, [finding])
  }
  let text = ''
  for (const row of batch.rows) {
    text += lineOf(row, found.get(row.line))
    found.delete(row.line)
  }
  // What is said about lines that are no people, and about the file.
  for (const [line, list] of found) {
    text += `${line}\tnote\tnote${'\t\\N'.repeat(names.length - 4)}\t${escape(JSON.stringify(list))}\n`
  }
  return text
}

function lineOf(row: Row, found: Finding[] | undefined): string {
  const sortName = row.familyName && row.givenName ? `${row.familyName} ${row.givenName}` : row.fullName
  return (
    [
      String(row.line),
      'row',
      row.refused ? 'refused' : 'main',
      nullable(row.number),
      flag(row.zerosLost),
      escape(row.givenName),
      escape(row.middleName),
      escape(row.familyName),
      escape(row.preferredName),
      escape(row.fullName),
      escape(sortName.toLowerCase()),
      escape(searchText([row.fullName, row.givenName, row.familyName, row.email, row.number])),
      nullable(row.email),
      flag(row.emailOpen),
      row.status,
      escape(row.employmentType),
      escape(row.title),
      escape(row.department),
      escape(row.division),
      escape(row.location),
      escape(row.country),
      escape(row.timeZone),
      escape(row.locale),
      escape(row.level),
      escape(row.manager),
      flag(row.managerByName),
      escape(row.secondManager),
      row.hiredOn ?? '\\N',
      row.leftOn ?? '\\N',
      row.startsOn ?? '\\N',
      flag(row.hiredOnOpen),
      flag(row.leftOnOpen),
      found ? escape(JSON.stringify(found)) : '\\N',
    ].join('\t') + '\n'
  )
}

const flag = (value: boolean) => (value ? 't' : 'f')
const nullable = (value: string | null) => (value === null ? '\\N' : escape(value))

const special = /[\\\n\r\t]/
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
/** COPY's text format. */
function escape(value: string): string {
  return special.test(value) ? value.replace(/[\\\n\r\t]/g, (c) => escapes[c]!) : value
}
