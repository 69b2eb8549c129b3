/** What holds for the viewer, and their weekly letter. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import { changeHours, type recognition } from '../../contract/recognition.ts'
import { reportIds } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { elementOfEach } from '../program/program.ts'
import { openReportsFor } from './care.ts'
import { departmentOf } from './feed.ts'
import { toValue } from './read.ts'
import { demandRecognition } from './write.ts'

export async function terms(c: Context): Promise<Answer<typeof recognition.terms>> {
  const { own } = await demandRecognition(c)
  const grants = await elementOfEach(c, own ? [c.viewer.personId] : await teamIds(c), 'recognition')
  const settings = [...grants.values()][0]?.settings
  return {
    values: (settings?.values ?? []).map((v) => toValue(v, c.viewer.locale)).filter((v) => v.name !== ''),
    quiet: settings?.quiet ?? false,
    changeHours,
    department: await departmentOf(c),
    weekly: own && settings?.weekly ? await weeklyOf(c) : null,
    reports: await openReportsFor(c),
  }
}

async function teamIds(c: Context): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`${reportIds(c.viewer)}`.execute(c.db)
  return rows.map((r) => r.person_id)
}

async function weeklyOf(c: Context): Promise<boolean> {
  const { rows } = await sql<{ weekly: boolean }>`select weekly from recognition_letters
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}`.execute(c.db)
  return rows[0]?.weekly ?? true
}

export async function letters(
  c: Context,
  input: Input<typeof recognition.letters>,
): Promise<Answer<typeof recognition.letters>> {
  await demandRecognition(c)
  return c.db.transaction().execute(async (tx) => {
    await sql`insert into recognition_letters (organization_id, person_id, weekly, chosen_at)
      values (${c.organizationId}, ${c.viewer.personId}, ${input.weekly}, ${c.clock.now()})
      on conflict (organization_id, person_id) do update set weekly = excluded.weekly, chosen_at = excluded.chosen_at`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'recognition.letters_chosen',
      subject: { kind: 'person', id: c.viewer.personId },
      data: { weekly: input.weekly },
    })
    return { weekly: input.weekly }
  })
}
