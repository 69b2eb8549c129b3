/** A roadmap as it looks today: rows and facts become items of the schedule, and those become what a page shows. */
import { languages } from '../../contract/library.ts'
import type { Anchor, RoadmapAnswer, RoadmapTask, TaskState, WatchedFact } from '../../contract/roadmap.ts'
import { chooseLanguage, roadmapTemplate, roadmapText } from '../library/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { designState } from '../program/program.ts'
import { type Calendar, calendarOf } from './calendar.ts'
import { companyFacts, type Facts, factsOf, type RoadmapWave } from './facts.ts'
import { type MapRow, mapRow, type TaskRow, taskRows } from './rows.ts'
import { type Item, place, type Placed } from './schedule.ts'
import { type Company, elementsOf, keyOf, type Wanted, wantedTasks } from './wanted.ts'

/** A wave without a date is thought to go live so many working days from now, and to prepare so many before. */
const undated = { goesLive: 40, prepares: 10 }

export type Picture = {
  map: MapRow
  facts: Facts
  rows: TaskRow[]
  items: Item[]
  byId: ReadonlyMap<string, Item>
  calendar: Calendar
  placed: Map<string, Placed>
  titles: Map<string, { title: string; about: string }>
}

export async function readPicture(db: Db | Tx, c: Context, programId: string): Promise<Picture | null> {
  const { row: map } = await mapRow(db, c, programId)
  if (!map) return null
  const rows = await taskRows(db, c, programId)
  return pictureOf(c, map, rows, await factsOf(db, c, programId))
}

/** The same for verbs, which need one. */
export async function demandPicture(db: Db | Tx, c: Context, programId: string): Promise<Picture> {
  const picture = await readPicture(db, c, programId)
  if (!picture) throw problem('roadmap_none')
  return picture
}

export function pictureOf(c: Context, map: MapRow, rows: TaskRow[], facts: Facts): Picture {
  const calendar = calendarOf(map.work_days, facts.off)
  const titles = new Map(rows.map((row) => [row.id, said(c, row)]))
  const items = itemsOf(map, rows, facts, calendar, (row) => titles.get(row.id)!.title)
  const byId = new Map(items.map((one) => [one.id, one]))
  return { map, facts, rows, items, byId, calendar, titles, placed: placeAll(items, map, facts, calendar) }
}

export const placeAll = (items: readonly Item[], map: MapRow, facts: Facts, calendar: Calendar): Map<string, Placed> =>
  place(items, { calendar, today: facts.today, from: map.starts_on })

/** What a task is called: as somebody wrote it, or as the template says it in the reader's language. */
function said(c: Context, row: Pick<TaskRow, 'title' | 'about' | 'template'>): { title: string; about: string } {
  const language = chooseLanguage(languages, c.viewer.locale, null).language
  const text = row.template ? roadmapText(language, row.template) : undefined
  return { title: row.title ?? text?.title ?? row.template ?? '', about: row.about ?? text?.about ?? '' }
}

/** What is left out does not count: whoever waited for it waits for what it waited for. Pure. */
export function bridged(rows: readonly Pick<TaskRow, 'id' | 'after' | 'left_out'>[]): Map<string, string[]> {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const resolve = (ids: readonly string[], seen: Set<string>): string[] =>
    ids.flatMap((id) => {
      const row = byId.get(id)
      if (!row || seen.has(id)) return []
      seen.add(id)
      return row.left_out ? resolve(row.after, seen) : [id]
    })
  return new Map(rows.map((row) => [row.id, [...new Set(resolve(row.after, new Set()))]]))
}

export function itemsOf(
  map: Pick<MapRow, 'starts_on'>,
  rows: readonly TaskRow[],
  facts: Facts,
  calendar: Calendar,
  name: (row: TaskRow) => string,
): Item[] {
  const waves = new Map(facts.waves.map((one) => [one.id, one]))
  const after = bridged(rows)
  return rows
    .filter((row) => !row.left_out)
    .map((row): Item => {
      const wave = row.wave_id ? waves.get(row.wave_id) : undefined
      const common = {
        id: row.id,
        name: name(row),
        days: row.days,
        off: offNumbers(row, facts, calendar),
        after: after.get(row.id)!,
      }
      if (row.watches !== null) {
        const reached = (wave?.reached ?? facts.reached).get(row.watches) ?? null
        const own = row.watches === 'live' ? wave?.goesLiveOn : row.watches === 'prepared' ? wave?.preparesOn : null
        return {
          ...common,
          notBefore: row.watches === 'hypercare_over' ? (wave?.overOn ?? null) : null,
          fixed: reached === null ? (own ?? null) : null,
          doneOn: reached,
          guarded: row.watches === 'live',
        }
      }
      const earliest = row.not_before ?? anchored(row, wave, map.starts_on, facts, calendar)
      return {
        ...common,
        notBefore: row.not_before ?? (earliest !== null && earliest < map.starts_on ? map.starts_on : earliest),
        fixed: row.held_on,
        doneOn: row.done_on,
        guarded: false,
      }
    })
}

const never: ReadonlySet<number> = new Set()

/** Days of the company on which whoever owns a task does not work. */
function offNumbers(row: Pick<TaskRow, 'owner_id'>, facts: Facts, calendar: Calendar): ReadonlySet<number> {
  const off = row.owner_id === null ? undefined : facts.offOf.get(row.owner_id)
  return off ? new Set([...off].filter((day) => calendar.works(day)).map((day) => calendar.number(day))) : never
}

/** Those of them that lie in a task. */
const offIn = (item: Item, at: Placed, calendar: Calendar): Day[] =>
  [...item.off]
    .filter((n) => n >= at.start && n < at.finish)
    .toSorted((a, b) => a - b)
    .map((n) => calendar.day(n))

/** The day that a task's anchor and its working days from it lead to. */
function anchored(
  row: Pick<TaskRow, 'anchor' | 'anchor_days'>,
  wave: RoadmapWave | undefined,
  startsOn: Day,
  facts: Facts,
  calendar: Calendar,
): Day | null {
  if (row.anchor === null) return null
  const day = anchorDay(row.anchor, wave, startsOn, facts, calendar)
  return calendar.day(calendar.number(day) + row.anchor_days)
}

function anchorDay(
  anchor: Anchor,
  wave: RoadmapWave | undefined,
  startsOn: Day,
  facts: Facts,
  calendar: Calendar,
): Day {
  const later = facts.today > startsOn ? facts.today : startsOn
  const guess = (days: number) => calendar.day(calendar.number(later) + days)
  const live = (one: RoadmapWave | undefined) => one?.goesLiveOn ?? guess(undated.goesLive)
  const prepares = (one: RoadmapWave | undefined) =>
    one?.preparesOn ?? calendar.day(calendar.number(live(one)) - undated.prepares)
  switch (anchor) {
    case 'start':
      return startsOn
    case 'prepares':
      return prepares(wave)
    case 'goes_live':
      return live(wave)
    case 'first_prepares':
      return prepares(facts.waves[0])
    case 'first_goes_live':
      return live(facts.waves[0])
    case 'last_goes_live':
      return live(facts.waves.findLast((one) => one.goesLiveOn !== null))
  }
}

/** What the design asks for today; `fresh`: without what lies behind. */
export async function wantedNow(
  db: Db | Tx,
  c: Context,
  programId: string,
  facts: Facts,
  company?: Company,
): Promise<{ fresh: Wanted[]; all: Wanted[] }> {
  const { draft, version } = await designState(db, c, programId)
  const on = elementsOf((version?.design ?? draft).elements)
  const about = company ?? (await companyFacts(db, c))
  const reached = new Set<WatchedFact | 'first_live'>([
    ...facts.reached.keys(),
    ...(facts.waves.some((one) => one.live) ? (['first_live'] as const) : []),
  ])
  const waves = facts.waves.map((one) => ({ id: one.id, reached: new Set(one.reached.keys()) }))
  const file = roadmapTemplate()
  const asked = (fresh: boolean) => wantedTasks(file, about, on, reached, waves, fresh)
  return { fresh: asked(true), all: asked(false) }
}

/** The page. `wanted`: what the design asks for, where somebody may bring the roadmap up to date. */
export function answerOf(
  c: Context,
  picture: Picture,
  wanted: { fresh: readonly Wanted[]; all: readonly Wanted[] } | null,
): RoadmapAnswer {
  const { map, facts, rows, placed, calendar, titles } = picture
  const waves = new Map(facts.waves.map((one) => [one.id, one]))
  const asked = wanted && new Set(wanted.all.map((one) => one.key))
  const there = new Set(rows.flatMap((row) => (row.template ? [keyOf(row.template, row.wave_id)] : [])))
  const tasks = rows.map((row): RoadmapTask => {
    const wave = row.wave_id ? waves.get(row.wave_id) : undefined
    const item = picture.byId.get(row.id)
    const at = placed.get(row.id)
    const reached = row.watches ? (wave?.reached ?? facts.reached).get(row.watches) : undefined
    const kept = row.kept_starts_on && row.kept_due_on ? { startsOn: row.kept_starts_on, dueOn: row.kept_due_on } : null
    const expectedOn = at?.expectedOn ?? row.kept_due_on ?? facts.today
    return {
      id: row.id,
      kind: row.days === 0 ? 'milestone' : 'task',
      watches: row.watches,
      ...titles.get(row.id)!,
      phase: row.phase,
      wave: wave ? { id: wave.id, name: wave.name } : null,
      owner: row.owner_id ? { id: row.owner_id, name: row.owner_name ?? '', here: row.owner_here } : null,
      ownerRole: row.owner_role,
      mine: row.owner_id === c.viewer.personId,
      days: row.days,
      startsOn: at?.startsOn ?? row.kept_starts_on ?? facts.today,
      dueOn: at?.dueOn ?? row.kept_due_on ?? facts.today,
      expectedOn,
      notBefore: row.not_before,
      held: row.held_on !== null,
      ownerOff: at && item && item.doneOn === null ? offIn(item, at, calendar) : [],
      after: item ? [...item.after] : row.after,
      state: at && item ? stateIn(item, at, picture.byId, facts.today) : 'ahead',
      done: row.done_on
        ? {
            on: row.done_on,
            by: row.done_by ? { id: row.done_by, name: row.done_name ?? '' } : null,
            note: row.done_note,
          }
        : reached
          ? { on: reached, by: null, note: '' }
          : null,
      slack: at?.slack ?? null,
      critical: at?.critical ?? false,
      conflict: at?.conflict ?? 0,
      kept,
      slipped: kept && at ? calendar.number(expectedOn) - calendar.number(kept.dueOn) : null,
      leftOut: row.left_out,
      unneeded:
        asked !== null && row.template !== null && row.done_on === null && !asked.has(keyOf(row.template, row.wave_id)),
      fromTemplate: row.template !== null,
      revision: row.revision,
    }
  })
  return {
    program: { id: map.program_id, name: map.program },
    made: { at: map.made_at, by: map.made_by ? { id: map.made_by, name: map.made_name ?? '' } : null },
    today: facts.today,
    startsOn: map.starts_on,
    workDays: map.work_days,
    kept: map.kept_on
      ? { on: map.kept_on, by: map.kept_by ? { id: map.kept_by, name: map.kept_name ?? '' } : null }
      : null,
    mayPlan: c.viewer.roles.includes('lead'),
    goLives: facts.waves.map((wave) => {
      const at = rows.find((row) => row.wave_id === wave.id && row.watches === 'live' && !row.left_out)
      const on = at && placed.get(at.id)
      return {
        wave: { id: wave.id, name: wave.name },
        goesLiveOn: wave.goesLiveOn,
        live: wave.live,
        buffer: on?.buffer ?? null,
        overBy: on?.conflict ?? 0,
      }
    }),
    tasks,
    missing: wanted ? wanted.fresh.filter((one) => !there.has(one.key)).length : 0,
  }
}

export function stateIn(item: Item, at: Placed, byId: ReadonlyMap<string, Item>, today: Day): TaskState {
  if (item.doneOn !== null) return 'done'
  if (at.late) return 'late'
  const open = item.after.some((id) => byId.get(id)?.doneOn === null)
  if (at.startsOn > today) return open ? 'waiting' : 'ahead'
  return open ? 'waiting' : 'running'
}

/** The page of a program without one. */
export async function emptyAnswer(db: Db | Tx, c: Context, programId: string): Promise<RoadmapAnswer> {
  const [{ program }, facts] = [await mapRow(db, c, programId), await factsOf(db, c, programId)]
  const may = c.viewer.roles.includes('lead')
  return {
    program,
    made: null,
    today: facts.today,
    startsOn: facts.today,
    workDays: [1, 2, 3, 4, 5],
    kept: null,
    mayPlan: may,
    goLives: facts.waves.map((wave) => ({
      wave: { id: wave.id, name: wave.name },
      goesLiveOn: wave.goesLiveOn,
      live: wave.live,
      buffer: null,
      overBy: 0,
    })),
    tasks: [],
    missing: may ? (await wantedNow(db, c, programId, facts)).fresh.length : 0,
  }
}
