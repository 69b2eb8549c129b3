/** One meeting as the committee reads it, and as a file for a calendar. */
import { sql } from 'kysely'
import { type Part, questionIds } from '../../contract/governance-shapes.ts'
import { type governance } from '../../contract/governance.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { calendarFile } from '../platform/calendar.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { itemsFor } from './agenda.ts'
import { mayRun, membersOf } from './committee.ts'
import { decisionRows, headsOf } from './decision-rows.ts'
import { gather } from './evidence.ts'
import { entryOf, entryTitle } from './letters.ts'
import { minutesOf, notesOf } from './meetings.ts'
import { headOf, meetingRow, type MeetingRow } from './queries.ts'
import { sayLine, type Speaker, speakerFor } from './saying.ts'

export type Meeting = Answer<typeof governance.meeting>

export const meeting = async (c: Context, input: Input<typeof governance.meeting>): Promise<Meeting> =>
  meetingOf(c, await meetingRow(c.db, c, input.meetingId), await speakerFor(c.db, c, input.language))

export async function meetingOf(c: Context, row: MeetingRow, speaker: Speaker): Promise<Meeting> {
  const { db } = c
  const evidence = row.evidence ?? (await gather(db, c, row.program_id))
  const notes = await notesOf(db, c, row.id)
  const minutes = await minutesOf(db, c, row.id)
  const run = await mayRun(db, c)
  const head = headOf(row, c.clock.now())
  const over = head.state === 'held' || head.state === 'called_off'
  return {
    ...head,
    plannedBy: { id: row.planned_by, name: row.planner },
    members: head.state === 'held' ? await cameTo(db, c, row.id) : await invited(db, c),
    items: await itemsFor(db, c, row.id),
    questions: questionIds.map((id) => {
      const written = minutes.find((m) => m.question === id)
      return {
        id,
        evidence: evidence.questions[id].map((line) => sayLine(speaker, line)),
        notes: notes
          .filter((n) => n.question === id)
          .map((n) => ({
            person: { id: n.person_id, name: n.name },
            words: n.words,
            mine: n.person_id === c.viewer.personId,
          })),
        minutes: written ? { words: written.words, by: { id: written.by_id, name: written.by }, at: written.at } : null,
      }
    }),
    evidenceOf: evidence.day,
    kept: row.evidence !== null,
    decisions: await headsOf(c, await decisionRows(db, c, { meetingId: row.id }), await todayOf(db, c)),
    heldAt: row.held_at,
    may: { note: !over, run: run && !over, hold: run && (head.state === 'on' || head.state === 'over') },
  }
}

const invited = async (db: Db | Tx, c: Context): Promise<Meeting['members']> =>
  (await membersOf(db, c)).map(({ person, part }) => ({ person, part, came: null }))

/** Who was on the committee then, whatever became of them since. */
async function cameTo(db: Db | Tx, c: Context, meetingId: string): Promise<Meeting['members']> {
  const { rows } = await sql<{ id: string; name: string; title: string; part: Part; came: boolean }>`
    select a.person_id as id, p.full_name as name, coalesce(r.title, '') as title, a.part, a.came from committee_attendance a
    join person p on p.organization_id = a.organization_id and p.id = a.person_id
    left join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id
    where a.organization_id = ${c.organizationId} and a.meeting_id = ${meetingId}
    order by not a.came, array_position(array['chair', 'member', 'guest'], a.part), p.sort_name, p.id`.execute(db)
  return rows.map(({ id, name, title, part, came }) => ({ person: { id, name, title }, part, came }))
}

/** For a calendar that mail does not reach. */
export async function calendar(c: Context, input: Input<typeof governance.calendar>): Promise<FileAnswer> {
  const row = await meetingRow(c.db, c, input.meetingId)
  if (row.called_off_at) throw problem('not_found')
  const { rows } = await sql<{ slug: string; program: string; house: string }>`
    select o.slug, o.name as house, coalesce((select v.brand ->> 'name' from program_version v where v.organization_id = o.id
      and v.program_id = ${row.program_id} order by v.number desc limit 1), '') as program from organization o where o.id = ${c.organizationId}`.execute(
    c.db,
  )
  const { slug, program, house } = rows[0]!
  const { language } = await speakerFor(c.db, c)
  const entry = entryOf(
    c,
    slug,
    { ...row, meeting_id: row.id },
    { name: '', address: '', accepted: true },
    {
      summary: entryTitle(language, program || house),
      sequence: 0,
      stampedAt: c.clock.now(),
      organizer: '',
    },
  )
  return {
    type: 'text/calendar; charset=utf-8; method=PUBLISH',
    body: calendarFile(entry, 'publish'),
    fileName: 'meeting.ics',
  }
}
