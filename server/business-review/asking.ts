/** When a year of a program can be decided, the question stands on the committee's agenda: once a year, and never again after a stop. */
import { sql } from 'kysely'
import { languages } from '../../contract/library.ts'
import { charterOf, fill, putOn } from '../governance/governance.ts'
import { businessReviewWords, chooseLanguage } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { designState, today as todayOf } from '../program/program.ts'
import { lock, nowOf } from './year-end.ts'

export async function nightly(c: Context): Promise<void> {
  const charter = await charterOf(c.db, c)
  if (!charter) return
  const programId = charter.program_id
  const { rows } = await sql<{ locale: string; live: boolean }>`select o.locale,
    exists (select from wave w where w.organization_id = o.id and w.program_id = ${programId} and w.launched_at <= ${c.clock.now()}::timestamptz) as live
    from organization o where o.id = ${c.organizationId}`.execute(c.db)
  if (!rows[0]!.live) return
  const today = await todayOf(c.db, c)
  await c.db.transaction().execute(async (tx) => {
    await lock(tx, c, programId)
    const { state, year } = await nowOf(tx, c, programId, today)
    if (state !== 'open') return
    const subject = { kind: 'program', id: programId }
    const { rows: asked } =
      await sql`select 1 from event where organization_id = ${c.organizationId} and type = 'year_end.asked'
      and subject_kind = ${subject.kind} and subject_id = ${subject.id} and data ->> 'year' = ${String(year)} limit 1`.execute(
        tx,
      )
    if (asked.length > 0) return
    // What stands on an agenda is written once for all who read it.
    const words = businessReviewWords(chooseLanguage(languages, null, rows[0]!.locale).language)
    const name = (await designState(tx, c, programId)).version?.design.brand.name ?? ''
    await putOn(tx, c, { title: fill(words.yearQuestion, { program: name, n: year }) })
    await record(tx, c, { type: 'year_end.asked', subject, data: { year } })
  })
}
