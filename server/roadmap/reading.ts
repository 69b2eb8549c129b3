/** Tasks of one person, for their page, their week and the lead's day; and the roadmap as a table. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { roadmap } from '../../contract/roadmap.ts'
import { csvFile } from '../people/people.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { today as todayOf } from '../program/program.ts'
import { read } from './making.ts'
import { type Picture, readPicture, stateIn } from './picture.ts'

/** Programs in whose roadmap somebody owns something: mostly none, so that a week costs one small look. */
async function programsOf(c: Context, openOnly: boolean): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct program_id as id from roadmap_task
    where organization_id = ${c.organizationId} and owner_id = ${c.viewer.personId} and left_out_at is null and (not ${openOnly} or done_on is null)
    order by 1`.execute(c.db)
  return rows.map((row) => row.id)
}

/** Done ones are shown for so many days. */
const doneDays = 60

export async function mine(c: Context): Promise<Answer<typeof roadmap.mine>> {
  const tasks: Answer<typeof roadmap.mine>['tasks'] = []
  const today = await todayOf(c.db, c)
  for (const programId of await programsOf(c, false)) {
    const picture = (await readPicture(c.db, c, programId))!
    const title = (id: string) => picture.titles.get(id)?.title ?? ''
    for (const row of picture.rows) {
      const [item, at] = [picture.byId.get(row.id), picture.placed.get(row.id)]
      if (row.owner_id !== c.viewer.personId || !item || !at) continue
      if (row.done_on !== null && row.done_on < addDays(today, -doneDays)) continue
      const wave = picture.facts.waves.find((one) => one.id === row.wave_id)
      tasks.push({
        id: row.id,
        ...picture.titles.get(row.id)!,
        phase: row.phase,
        wave: wave ? { id: wave.id, name: wave.name } : null,
        startsOn: at.startsOn,
        dueOn: at.dueOn,
        state: stateIn(item, at, picture.byId, today),
        done: row.done_on
          ? {
              on: row.done_on,
              by: row.done_by ? { id: row.done_by, name: row.done_name ?? '' } : null,
              note: row.done_note,
            }
          : null,
        slack: at.slack,
        program: { id: programId, name: picture.map.program },
        before: picture.items.filter((one) => one.after.includes(row.id)).map((one) => title(one.id)),
        waitsFor: item.after.filter((id) => picture.byId.get(id)?.doneOn === null).map(title),
      })
    }
  }
  const order = (one: (typeof tasks)[number]) => (one.state === 'done' ? 1 : 0)
  return {
    today,
    tasks: tasks.toSorted(
      (a, b) => order(a) - order(b) || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id < b.id ? -1 : 1),
    ),
  }
}

export type Due = { taskId: string; title: string; dueOn: Day; wave: string | null }

/** What of a picture is late, or due within so many days, by day. */
export function dueIn(picture: Picture, until: Day, ownerId?: string): (Due & { ownerId: string | null })[] {
  return picture.rows
    .flatMap((row) => {
      const at = picture.placed.get(row.id)
      if (!at || row.watches !== null || row.done_on !== null || at.dueOn > until) return []
      if (ownerId !== undefined && row.owner_id !== ownerId) return []
      const wave = picture.facts.waves.find((one) => one.id === row.wave_id)
      return [
        {
          taskId: row.id,
          title: picture.titles.get(row.id)!.title,
          dueOn: at.dueOn,
          wave: wave?.name ?? null,
          ownerId: row.owner_id,
        },
      ]
    })
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.taskId < b.taskId ? -1 : 1))
}

/** Of the viewer: late, or due within a week. For the page of the week. */
export async function tasksFor(c: Context, today: Day): Promise<Due[]> {
  const found: Due[] = []
  for (const programId of await programsOf(c, true)) {
    const picture = await readPicture(c.db, c, programId)
    if (picture)
      for (const { ownerId: _, ...due } of dueIn(picture, addDays(today, 7), c.viewer.personId)) found.push(due)
  }
  return found.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}

/** For the lead's day: how many tasks are late, the first of them, and the go-lives that miss their day. */
export async function lateOn(
  c: Context,
  programId: string,
): Promise<{
  late: number
  first: { title: string; dueOn: Day } | null
  atRisk: { waveId: string; wave: string; on: Day; days: number }[]
}> {
  const picture = await readPicture(c.db, c, programId)
  if (!picture) return { late: 0, first: null, atRisk: [] }
  const late = dueIn(picture, addDays(picture.facts.today, -1))
  return {
    late: late.length,
    first: late[0] ? { title: late[0].title, dueOn: late[0].dueOn } : null,
    atRisk: picture.rows.flatMap((row) => {
      const wave = row.watches === 'live' ? picture.facts.waves.find((one) => one.id === row.wave_id) : undefined
      const days = picture.placed.get(row.id)?.conflict ?? 0
      return wave?.goesLiveOn && days > 0 ? [{ waveId: wave.id, wave: wave.name, on: wave.goesLiveOn, days }] : []
    }),
  }
}

const header = [
  'phase',
  'wave',
  'task',
  'owner',
  'starts_on',
  'due_on',
  'expected_on',
  'working_days',
  'state',
  'done_on',
  'note',
  'kept_due_on',
  'slipped_working_days',
  'slack_working_days',
  'critical',
  'waits_for',
]

export async function file(c: Context, input: Input<typeof roadmap.file>): Promise<FileAnswer> {
  const { tasks, today } = await read(c.db, c, input.programId)
  const title = new Map(tasks.map((one) => [one.id, one.title]))
  return {
    type: 'text/csv; charset=utf-8',
    fileName: `roadmap-${today}.csv`,
    body: csvFile(
      header,
      tasks
        .filter((one) => !one.leftOut)
        .map((one) => [
          one.phase,
          one.wave?.name ?? '',
          one.title,
          one.owner?.name ?? '',
          one.startsOn,
          one.dueOn,
          one.expectedOn,
          one.days,
          one.state,
          one.done?.on ?? '',
          one.done?.note ?? '',
          one.kept?.dueOn ?? '',
          one.slipped ?? '',
          one.slack ?? '',
          one.critical ? 'yes' : '',
          one.after.map((id) => title.get(id) ?? '').join(' | '),
        ]),
    ),
  }
}
