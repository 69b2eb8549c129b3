/** The letter about a review that is due. Held since, it needs no letter. */
import { sql } from 'kysely'
import { each, type Letters, pageAddress } from '../attention/attention.ts'

export const letters: Letters = {
  metric_review_due: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ program: string | null; months: number }>`
      select m.months, (select v.brand ->> 'name' from program_version v where v.organization_id = m.organization_id and v.program_id = m.program_id
        order by v.number desc limit 1) as program
      from metric_review m where m.organization_id = ${c.organizationId} and m.id = ${letter.subjectId} and m.held_at is null`.execute(
      c.db,
    )
    const row = rows[0]
    if (!row) return { excluded: 'not_needed' }
    return {
      template: 'metric-review-due',
      facts: {
        program: { name: row.program || organization.name },
        action: { url: `${pageAddress(c, organization.slug, 'business-review')}/metrics/${letter.subjectId}` },
      },
    }
  }),
}
