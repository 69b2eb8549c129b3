/** What a message that went out said and what does not hold any more; and what a correction says instead. */
import { sql } from 'kysely'
import { isAct } from '../../contract/campaigns.ts'
import { type CorrectableField, correctableFields, type Language, languages } from '../../contract/library.ts'
import { factWords, sayField, speechFor, type SomeFacts } from '../library/library.ts'
import { addDays, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { Problem } from '../platform/problem.ts'
import { type Kept, keptOf, said, usedFields } from './kept.ts'
import { campaignRow, type Row } from './queries.ts'
import { plainScript, type Script, textIn } from './words.ts'

/** Days for which what a message said can still be somebody's plan. */
const daysHeld = 90

export type Stale = {
  fields: CorrectableField[]
  /** What the lead would let stand, by field. */
  values: Partial<Record<CorrectableField, string>>
  say: (language: Language) => { what: string; before: string; now: string }[]
}

/** What readers of a message were told last: by the newest correction in its wave since, else by itself. */
async function lastTold(c: Context, row: Row): Promise<Kept | null> {
  const { rows } = await sql<{
    id: string
  }>`select k.id from campaign k where k.organization_id = ${c.organizationId} and k.wave_id = ${row.wave_id}
    and k.reach = 'seen' and k.started_at > ${row.started_at} order by k.started_at desc limit 1`.execute(c.db)
  return keptOf(c.db, c, rows[0] ? await campaignRow(c.db, c.organizationId, rows[0].id) : row)
}

/**
 * Null: everything still holds, as far as it can matter to a reader. A day that has passed on both sides corrects nothing, nor
 * does a fact that is not known now. Corrections and follow-ups are not corrected themselves.
 */
export async function staleOf(c: Context, row: Row): Promise<Stale | null> {
  if (!row.started_at || row.reach === 'seen' || isAct(row.reach)) return null
  const day = c.clock.today('UTC')
  if (addDays(dayIn(row.started_at, 'UTC'), daysHeld) < day) return null
  const [own, told] = [await keptOf(c.db, c, row), await lastTold(c, row)]
  if (!own || !told) return null
  const script = await today(c, row)
  if (!script) return null
  const then = (language: Language): SomeFacts => ({
    ...told.facts,
    program: told.spoken[language] ?? told.facts.program!,
  })
  const holds = (language: Language): SomeFacts => ({ ...script.facts, program: script.program(language) })
  const used = new Set(usedFields((language) => own.texts?.[language] ?? textIn(row, language)))
  const [before, after] = [then(languages[0]), holds(languages[0])]
  const fields = correctableFields.filter((field) => {
    if (!used.has(field)) return false
    const [was, is] = [said(before, field), said(after, field)]
    if (was === '' || is === '' || was === is || row.let_stand[field] === is) return false
    return !(isDay(was) && isDay(is) && was < day && is < day)
  })
  if (fields.length === 0) return null
  return {
    fields,
    values: Object.fromEntries(fields.map((field) => [field, said(after, field)])),
    say: (language) => {
      const speech = speechFor(language)
      return fields.map((field) => ({
        what: factWords(language)[field]!,
        before: sayField(field, then(language), speech),
        now: sayField(field, holds(language), speech),
      }))
    },
  }
}

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value)

/** Went out in the days in which it can matter, and is no correction or follow-up itself, as a condition over `campaign k`. */
const checked = (c: Context) => sql`k.organization_id = ${c.organizationId}
  and k.started_at > ${addDays(c.clock.today('UTC'), -daysHeld - 1)}::timestamptz and (k.reach is null or k.reach = 'unseen')`

/** What may have become outdated, newest first: a quick look at the facts, wave by wave, for every night. */
export async function suspects(c: Context): Promise<string[]> {
  const { rows } = await sql<{ id: string; wave_id: string; facts: SomeFacts & Partial<Pick<Kept, 'spoken'>> }>`
    select k.id, k.wave_id, w.facts from campaign k
    join campaign_words w on w.organization_id = k.organization_id and w.campaign_id = k.id
    where ${checked(c)} order by k.started_at desc, k.id`.execute(c.db)
  const [language] = languages
  const saying = (facts: SomeFacts) => correctableFields.map((field) => said(facts, field)).join('\n')
  const now = new Map<string, string | null>()
  const found: string[] = []
  for (const { id, wave_id, facts } of rows) {
    if (!now.has(wave_id)) {
      const script = await today(c, await campaignRow(c.db, c.organizationId, id))
      now.set(wave_id, script && saying({ ...script.facts, program: script.program(language) }))
    }
    const program = facts.spoken?.[language] ?? facts.program
    if (now.get(wave_id) !== saying(program ? { ...facts, program } : facts)) found.push(id)
  }
  return found
}

/** What a message would say today; null where it could not be said at all. */
async function today(c: Context, row: Row): Promise<Script | null> {
  try {
    return await plainScript(c, row)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** What went out in a wave and does not hold any more. One correction is about all of it: nobody gets three. */
export async function staleIn(c: Context, waveId: string): Promise<{ row: Row; stale: Stale }[]> {
  const { rows } = await sql<{
    id: string
  }>`select k.id from campaign k where ${checked(c)} and k.wave_id = ${waveId} order by k.started_at desc, k.id`.execute(
    c.db,
  )
  const found = []
  for (const { id } of rows) {
    const row = await campaignRow(c.db, c.organizationId, id)
    const stale = await staleOf(c, row)
    if (stale) found.push({ row, stale })
  }
  return found
}

/** The lines of a correction, by language: what holds, and what had been said last; each fact once. */
export async function correctedFor(c: Context, row: Row): Promise<(language: Language) => string[]> {
  const all = await staleIn(c, row.wave_id)
  return (language) =>
    [
      ...new Map(
        all
          .flatMap(({ stale }) => stale.say(language))
          .map((line) => [line.what, line] as const)
          .toReversed(),
      ),
    ]
      .toReversed()
      .map(([, line]) => line)
      .map((line) =>
        factWords(language).line!.replace(/\{\{(what|now|before)\}\}/g, (_, name: keyof typeof line) => line[name]),
      )
}
