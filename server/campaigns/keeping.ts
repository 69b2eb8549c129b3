/** Keeping what a message says at the moment its sender is asked, and finding what differs later. */
import { sql } from 'kysely'
import { type FieldName, languages } from '../../contract/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { changedFields, keep, type Kept, keptOf, usedFields } from './kept.ts'
import { campaignRow, type Row } from './queries.ts'
import { type Script, textIn } from './words.ts'
import { scriptOfToday } from './saying.ts'

/** Which of the facts that its words name are said otherwise today than they are kept, in any language. */
function differing(kept: Kept, row: Row, today: Script): FieldName[] {
  const fields = usedFields((language) => kept.texts?.[language] ?? textIn(row, language))
  const inEach = languages.flatMap((language) => {
    const then = { ...kept.facts, program: kept.spoken[language] ?? kept.facts.program! }
    const now = { ...today.facts, program: today.program(language) }
    if (!today.corrected) return changedFields(fields, then, now)
    return changedFields(
      fields,
      { ...then, message: { corrected: kept.corrected[language] ?? [] } },
      { ...now, message: { corrected: today.corrected(language) } },
    )
  })
  return [...new Set(inEach)]
}

/** The fields that would be said otherwise today than they were when its sender was asked; [] where nobody was. */
export async function changedSince(tx: Tx, c: Context, row: Row): Promise<FieldName[]> {
  const kept = await keptOf(tx, c, row)
  return kept ? differing(kept, row, await scriptOfToday(c, row)) : []
}

/**
 * From here on the message says what it says now. Where it already said something else,
 * it becomes another revision: an approval of the words before does not cover it.
 */
export async function keepWords(tx: Tx, c: Context, row: Row): Promise<Row> {
  const before = await keptOf(tx, c, row)
  const script = await scriptOfToday(c, row)
  const changed = before ? differing(before, row, script) : []
  if (before && changed.length === 0) return row
  const revision = before ? row.revision + 1 : row.revision
  if (before)
    await sql`update campaign set revision = ${revision} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
  const { preferences: _, ...facts } = script.facts
  await keep(tx, c, {
    campaignId: row.id,
    revision,
    facts,
    spoken: Object.fromEntries(languages.map((language) => [language, script.program(language)])),
    corrected: script.corrected ? Object.fromEntries(languages.map((one) => [one, script.corrected!(one)])) : {},
    texts: Object.fromEntries(languages.map((language) => [language, script.text(language)])),
    accent: script.accent,
    changed: [...new Set([...row.changed, ...changed])],
  })
  return campaignRow(tx, c.organizationId, row.id)
}
