/** Letters about packs and the year's end. They say that something is there to read or sign, never what it says. */
import { sql } from 'kysely'
import { each, type Letters, pageAddress } from '../attention/attention.ts'

export const letters: Letters = {
  pack_released: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{
      program: string
    }>`select facts -> 'program' -> 'brand' ->> 'name' as program from business_review
      where organization_id = ${c.organizationId} and id = ${letter.subjectId} and released_at is not null`.execute(
      c.db,
    )
    const row = rows[0]
    if (!row) return { excluded: 'not_needed' }
    return {
      template: 'pack-released',
      facts: {
        program: { name: row.program || organization.name },
        action: { url: `${pageAddress(c, organization.slug, 'business-review')}/${letter.subjectId}` },
      },
    }
  }),
  /** Signed or withdrawn since, it needs no letter. */
  year_end_sign: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ program_id: string; program: string | null }>`
      select y.program_id, (select v.brand ->> 'name' from program_version v where v.organization_id = y.organization_id and v.program_id = y.program_id
        order by v.number desc limit 1) as program
      from year_end y join committee_decision d on d.organization_id = y.organization_id and d.id = y.decision_id and d.withdrawn_at is null
      where y.organization_id = ${c.organizationId} and y.decision_id = ${letter.subjectId} and y.signed_at is null`.execute(
      c.db,
    )
    const row = rows[0]
    if (!row) return { excluded: 'not_needed' }
    return {
      template: 'year-end-sign',
      facts: {
        program: { name: row.program || organization.name },
        action: { url: `${pageAddress(c, organization.slug, 'business-review')}/year/${row.program_id}` },
      },
    }
  }),
}
