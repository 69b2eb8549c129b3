/** Letters about tests. They say that something waits, never what was found. */
import { sql } from 'kysely'
import { each, type Letters, pageAddress } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import { stateOf } from './queries.ts'

/** What the program of a wave is called, for letters about it. */
const programName = sql<
  string | null
>`(select v.brand ->> 'name' from program_version v where v.organization_id = w.organization_id
  and v.program_id = w.program_id order by v.number desc limit 1)`

export const letters: Letters = {
  /** Live since, or asked no more, there is nothing to test. */
  test_invited: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ name: string; program: string | null }>`
      select w.name, ${programName} as program from test_tester t join wave w on w.organization_id = t.organization_id and w.id = t.wave_id
      where t.organization_id = ${c.organizationId} and t.wave_id = ${(letter.params['waveId'] as string | undefined) ?? letter.subjectId} and t.person_id = ${letter.personId}
        and t.ended_at is null and w.launched_at is null`.execute(c.db)
    const row = rows[0]
    if (!row) return { excluded: 'not_needed' }
    return {
      template: 'test-invited',
      facts: {
        wave: { name: row.name },
        program: { name: row.program || organization.name },
        action: { url: pageAddress(c, organization.slug, 'tests') },
      },
    }
  }),
  /** Said to work since, or settled otherwise, it needs no letter. */
  test_retest: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{
      name: string
      program: string | null
      by: string
      wave_id: string
      finding_id: string
    }>`
      select w.name, ${programName} as program, p.full_name as by, f.wave_id, f.id as finding_id from test_finding_act k
      join test_finding f on f.organization_id = k.organization_id and f.id = k.finding_id
      join wave w on w.organization_id = f.organization_id and w.id = f.wave_id
      join person p on p.organization_id = k.organization_id and p.id = k.acted_by
      where k.organization_id = ${c.organizationId} and k.id = ${letter.subjectId} and ${stateOf} = 'retest'`.execute(
      c.db,
    )
    const row = rows[0]
    if (!row) return { excluded: 'not_needed' }
    return {
      template: 'test-retest',
      facts: {
        wave: { name: row.name },
        program: { name: row.program || organization.name },
        sender: { name: row.by },
        action: { url: `${pageAddress(c, organization.slug, 'tests')}/${row.wave_id}/findings/${row.finding_id}` },
      },
    }
  }),
  /** Void or signed since, it needs no letter. */
  test_sign: each(async (c, letter, { organization }) => {
    const row = await unsigned(c, letter.subjectId, letter.personId)
    if (!row) return { excluded: 'not_needed' }
    return {
      template: 'test-sign',
      facts: {
        wave: { name: row.name },
        program: { name: row.program || organization.name },
        sender: { name: row.by },
        action: { url: `${pageAddress(c, organization.slug, 'test-plans')}/${row.wave_id}` },
      },
    }
  }),
}

async function unsigned(c: Context, signatureId: string | null, personId: string) {
  const { rows } = await sql<{ name: string; program: string | null; by: string; wave_id: string }>`
    select w.name, ${programName} as program, p.full_name as by, s.wave_id from test_signature s
    join wave w on w.organization_id = s.organization_id and w.id = s.wave_id
    join person p on p.organization_id = s.organization_id and p.id = s.person_id
    where s.organization_id = ${c.organizationId} and s.id = ${signatureId} and s.voided_at is null
      and not exists (select from test_signature o where o.organization_id = s.organization_id and o.wave_id = s.wave_id
        and o.person_id = ${personId} and o.voided_at is null)`.execute(c.db)
  return rows[0]
}
