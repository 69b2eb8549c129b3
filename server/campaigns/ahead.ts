/** What goes out soon, for whoever reads it before everybody else does. */
import { sql } from 'kysely'
import { type Language, languages } from '../../contract/library.ts'
import { chooseLanguage, exampleFacts, fillLetter, template } from '../library/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { Problem } from '../platform/problem.ts'
import { campaignRow, campaignRows } from './queries.ts'
import { stateOf } from './state.ts'
import { compiler, languageFor } from './words.ts'
import { scriptOf } from './saying.ts'

export type Coming = {
  id: string
  on: Day
  title: string
  sender: string | null
  wave: string
  /** Null: nobody has approved it yet. */
  text: { subject: string; body: string; language: Language } | null
}

/** So many at most: somebody who has more than that in two weeks has another trouble. */
const most = 30

/** Messages that leave between two days, with the text of those that are approved; none that leaders or HR alone read. */
export async function comingMessages(
  c: Context,
  from: Day,
  until: Day,
  asked: Language | undefined,
): Promise<Coming[]> {
  const rows = await campaignRows(
    c.db,
    c.organizationId,
    sql`k.started_at is null and k.cancelled_at is null and k.sends_on between ${from}::date and ${until}::date
      and k.readers in ('everyone', 'employees', 'managers', 'champions')`,
  )
  const { locale } = await c.db
    .selectFrom('organization')
    .select('locale')
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
  const found: Coming[] = []
  for (const row of rows.slice(0, most)) {
    const state = stateOf(row, row.unsent)
    const language = asked ?? chooseLanguage(languages, c.viewer.locale, locale).language
    const { texts } = template(row.template)
    found.push({
      id: row.id,
      on: row.sends_on!,
      title: (texts.find((t) => t.language === language) ?? texts[0])?.title ?? '',
      sender: row.sender_name,
      wave: row.wave_name,
      text: state === 'approved' || state === 'scheduled' ? await textOf(c, row.id, asked) : null,
    })
  }
  return found
}

/** As a reader gets it, with an example for what differs from one to the next. */
async function textOf(c: Context, id: string, asked: Language | undefined): Promise<Coming['text']> {
  try {
    const row = await campaignRow(c.db, c.organizationId, id)
    const script = await scriptOf(c, row)
    const { language } = asked ? { language: asked } : languageFor(script, c.viewer.locale)
    const { person, manager } = exampleFacts(language)
    const letter = fillLetter(compiler(script, template(row.template).target)(language, c.viewer.locale), {
      person,
      manager,
    })
    return { subject: letter.subject, body: letter.text, language }
  } catch (error) {
    // What lacks a sender or a program has no text yet.
    if (error instanceof Problem) return null
    throw error
  }
}
