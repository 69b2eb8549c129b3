/** What a champion knows two weeks before everybody: starts, messages and their texts, and for how many people they are there. */
import { sql } from 'kysely'
import { aheadDays, type Area, type champions } from '../../contract/champions.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { comingMessages } from '../campaigns/campaigns.ts'
import { chooseLanguage, template } from '../library/library.ts'
import { companyDaysOff } from '../directory/directory.ts'
import { addDays, type Day, workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { today as todayOf } from '../program/program.ts'
import { areasOf, counts, inAreas, network } from './network.ts'

type Briefing = Answer<typeof champions.briefing>

/** Starts are looked at further ahead than messages: people ask about them early. */
const startsAhead = 42

export async function briefing(c: Context, input: Input<typeof champions.briefing>): Promise<Briefing> {
  const today = await todayOf(c.db, c)
  const until = addDays(today, aheadDays)
  const areas = await areasOf(c.db, c, c.viewer.personId)
  const [floor, covers, starts, written, planned] = await Promise.all([
    floorOf(c),
    coversOf(c, areas),
    startsSoon(c, today),
    comingMessages(c, today, until, input.language),
    plannedSoon(c, today, until, input.language),
  ])
  return {
    today,
    until,
    floor,
    areas: covers.map((one) => ({ ...one, people: one.people < floor ? null : one.people })),
    starts,
    messages: [...written, ...planned].toSorted((a, b) =>
      a.on < b.on ? -1 : a.on > b.on ? 1 : a.title.localeCompare(b.title),
    ),
  }
}

async function floorOf(c: Context): Promise<number> {
  const { rows } = await sql<{ floor: number }>`select smallest_group(${c.organizationId}) as floor`.execute(c.db)
  return rows[0]!.floor
}

async function coversOf(c: Context, areas: readonly Area[]): Promise<(Area & { people: number; champions: number })[]> {
  const found: (Area & { people: number; champions: number })[] = []
  for (const area of areas) {
    const { rows } = await sql<{ people: number; champions: number }>`with ${network(c.organizationId)}
      select (select count(*) from roster r where ${counts(c.organizationId)} and ${inAreas([area])}) as people,
        (select count(distinct p.person_id) from place p where p.kind = ${area.kind} and p.key = ${area.key}) as champions`.execute(
      c.db,
    )
    found.push({ ...area, ...rows[0]! })
  }
  return found
}

async function startsSoon(c: Context, today: Day): Promise<Briefing['starts']> {
  const { rows } = await sql<Briefing['starts'][number]>`
    select w.id as "waveId", w.name as wave, coalesce(v.name, '') as program, d.on, d.what from wave w
    left join lateral (select v.brand ->> 'name' as name from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id
      order by v.number desc limit 1) v on true
    cross join lateral (values (w.prepares_on, 'prepares'), (w.goes_live_on, 'goes_live')) d("on", what)
    where w.organization_id = ${c.organizationId} and w.launched_at is null and d."on" between ${today}::date and ${addDays(today, startsAhead)}::date
      and v.name is not null
    order by d."on", w.name limit 30`.execute(c.db)
  return rows
}

/** Messages of the plan that nobody has begun to write: that they come, from when, not yet what they say. */
async function plannedSoon(
  c: Context,
  today: Day,
  until: Day,
  asked: Language | undefined,
): Promise<Briefing['messages']> {
  const { rows } = await sql<{ id: string; wave: string; template: string; goes_live_on: Day; day: number }>`
    select x.id, w.name as wave, x.template, w.goes_live_on, x.day from plan_message x
    join wave w on w.organization_id = x.organization_id and w.id = x.wave_id
    where x.organization_id = ${c.organizationId} and x.campaign_id is null and x.removed_at is null
      and x.readers in ('everyone', 'employees', 'managers', 'champions')
      and w.goes_live_on + x.day between ${addDays(today, -3)}::date and ${until}::date order by w.goes_live_on + x.day, x.id limit 30`.execute(
    c.db,
  )
  const language = asked ?? chooseLanguage(languages, c.viewer.locale, null).language
  const off = await companyDaysOff(c.db, c)
  return rows.flatMap((row) => {
    const on = workingDay(addDays(row.goes_live_on, row.day), off)
    if (on < today || on > until) return []
    const { texts } = template(row.template)
    const title = (texts.find((t) => t.language === language) ?? texts[0])?.title ?? ''
    return [{ id: row.id, on, title, sender: null, wave: row.wave, text: null }]
  })
}
