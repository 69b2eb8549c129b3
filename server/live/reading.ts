/** Sessions as somebody reads them who may book, and the same as a calendar file. */
import { evaluationDays, type live } from '../../contract/live.ts'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { calendarFile } from '../platform/calendar.ts'
import { addMs } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { readerOf } from '../training/training.ts'
import { evaluationOf } from './evaluation.ts'
import { entryOf } from './letters.ts'
import { ownRow, type OwnRow, ownRows, sessionOf } from './queries.ts'

type Own = Answer<typeof live.upcoming>['sessions'][number]
type Opened = Answer<typeof live.session>

/** Those that are over stand in the list so long, for whoever came. */
const listedFor = 2 * evaluationDays * 86_400_000

export async function upcoming(c: Context): Promise<Answer<typeof live.upcoming>> {
  const { language } = await readerOf(c)
  const rows = await ownRows(c.db, c, { since: addMs(c.clock.now(), -listedFor) })
  const sessions: Own[] = []
  for (const row of rows) sessions.push(await ownOf(c.db, c, row, language))
  return { sessions }
}

async function ownOf(db: Db | Tx, c: Context, row: OwnRow, language: Language): Promise<Own> {
  return {
    ...(await sessionOf(db, row, c, language)),
    seat: row.seated ? { kind: 'seated' } : row.turn === null ? { kind: 'none' } : { kind: 'waiting', turn: row.turn },
    mayBook: row.may_book,
    leads: row.leads,
    came: row.came,
    evaluation: await evaluationOf(db, c, row),
    evaluationClosesOn: row.evaluation_closes_on,
  }
}

/** The link and the materials are for those who have a seat or lead it. */
export async function openedOf(db: Db | Tx, c: Context, sessionId: string): Promise<Opened> {
  const row = await ownRow(db, c, sessionId)
  const { language } = await readerOf({ ...c, db })
  const inside = row.seated || row.leads || row.came
  return {
    ...(await ownOf(db, c, row, language)),
    link: inside ? row.link : '',
    materials: inside ? row.materials : '',
  }
}

export const session = (c: Context, input: Input<typeof live.session>): Promise<Opened> =>
  openedOf(c.db, c, input.sessionId)

/** For a calendar that mail does not reach. */
export async function calendar(c: Context, input: Input<typeof live.calendar>): Promise<FileAnswer> {
  const row = await ownRow(c.db, c, input.sessionId)
  if (row.called_off_at) throw problem('not_found')
  const inside = row.seated || row.leads || row.came
  const reader = { name: '', address: '', accepted: true }
  const slug = await slugOf(c)
  const entry = entryOf(c, slug, { ...row, link: inside ? row.link : '' }, reader, {
    sequence: 0,
    stampedAt: c.clock.now(),
    organizer: '',
  })
  return {
    type: 'text/calendar; charset=utf-8; method=PUBLISH',
    body: calendarFile(entry, 'publish'),
    fileName: 'session.ics',
  }
}

async function slugOf(c: Context): Promise<string> {
  const { slug } = await c.db
    .selectFrom('organization')
    .select('slug')
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
  return slug
}
