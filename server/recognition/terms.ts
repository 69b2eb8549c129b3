/** What holds for the viewer. */
import { sql } from 'kysely'
import type { Answer } from '../../contract/operation.ts'
import { changeHours, type recognition } from '../../contract/recognition.ts'
import { reportIds } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import { elementOfEach, valueIn } from '../program/program.ts'
import { openReportsFor } from './care.ts'
import { departmentOf } from './feed.ts'
import { demandRecognition } from './write.ts'

export async function terms(c: Context): Promise<Answer<typeof recognition.terms>> {
  const { own } = await demandRecognition(c)
  const grants = await elementOfEach(c, own ? [c.viewer.personId] : await teamIds(c), 'recognition')
  const settings = [...grants.values()][0]?.settings
  return {
    values: (settings?.values ?? []).map((v) => valueIn(v, c.viewer.locale)).filter((v) => v.name !== ''),
    quiet: settings?.quiet ?? false,
    changeHours,
    department: await departmentOf(c),
    weekly: Boolean(own && settings?.weekly),
    reports: await openReportsFor(c),
  }
}

async function teamIds(c: Context): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`${reportIds(c.viewer)}`.execute(c.db)
  return rows.map((r) => r.person_id)
}
