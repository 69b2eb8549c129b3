/** Who signs a test plan, which signatures stand, and what voids them. */
import { sql } from 'kysely'
import type { SignPart, TestKnown, TestPlan, voidReasons } from '../../contract/test-plan-shapes.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { hasLeft } from './queries.ts'

type VoidReason = (typeof voidReasons)[number]
type Part = { part: SignPart; person: { id: string; name: string } | null; left: boolean }

/** Who is to sign: the program lead as the design names them, and who was named beside. */
export async function partsOf(db: Db | Tx, c: Context, waveId: string, leadId: string | null): Promise<Part[]> {
  const { rows } = await sql<{ part: SignPart; id: string | null; name: string | null; left: boolean }>`
    select x.part, p.id, p.full_name as name, coalesce(p.id is not null and ${hasLeft(c, sql`p.id`)}, false) as left from (
      select 'lead' as part, ${leadId}::uuid as person_id, 1 as place
      union all select s.part, s.person_id, case s.part when 'hr' then 2 else 3 end from test_signer s
        where s.organization_id = ${c.organizationId} and s.wave_id = ${waveId}
    ) x left join person p on p.organization_id = ${c.organizationId} and p.id = x.person_id order by x.place`.execute(
    db,
  )
  return rows.map((one) => ({
    part: one.part,
    person: one.id ? { id: one.id, name: one.name ?? '' } : null,
    left: one.left,
  }))
}

/** The parts with the signature that stands for each. Of the lead it stands as it was given, also after the lead has changed. */
export async function signaturesOf(
  db: Db | Tx,
  c: Context,
  waveId: string,
  parts: readonly Part[],
): Promise<TestPlan['signatures']> {
  const { rows } = await sql<{ part: SignPart; id: string; name: string; signed_at: Instant; known: TestKnown }>`
    select s.part, p.id, p.full_name as name, s.signed_at, s.known from test_signature s
    join person p on p.organization_id = s.organization_id and p.id = s.person_id
    where s.organization_id = ${c.organizationId} and s.wave_id = ${waveId} and s.voided_at is null`.execute(db)
  return parts.map(({ part, person, left }) => {
    const given = rows.find((one) => one.part === part)
    return {
      part,
      person: given ? { id: given.id, name: given.name } : person,
      // What was signed stays signed.
      left: given ? false : left,
      signedAt: given?.signed_at ?? null,
      known: given?.known ?? null,
      mine: given ? given.id === c.viewer.personId : person?.id === c.viewer.personId,
    }
  })
}

export async function voidedOf(db: Db | Tx, c: Context, waveId: string): Promise<TestPlan['voided']> {
  const { rows } = await sql<{
    part: SignPart
    id: string
    name: string
    signed_at: Instant
    voided_at: Instant
    reason: VoidReason
    words: string
  }>`select s.part, p.id, p.full_name as name, s.signed_at, s.voided_at, s.void_reason as reason, s.void_words as words from test_signature s
    join person p on p.organization_id = s.organization_id and p.id = s.person_id
    where s.organization_id = ${c.organizationId} and s.wave_id = ${waveId} and s.voided_at is not null
    order by s.voided_at desc, s.part limit 20`.execute(db)
  return rows.map((one) => ({
    part: one.part,
    person: { id: one.id, name: one.name },
    signedAt: one.signed_at,
    voidedAt: one.voided_at,
    reason: one.reason,
    words: one.words,
  }))
}

/**
 * What was signed holds no more; whoever signed is told. Answers how many signatures that were. Of a live wave it
 * says what was known at the start, and stays; only the lead takes it back, with a reason.
 */
export async function voidSignatures(
  tx: Tx,
  c: Context,
  wave: { id: string; name: string },
  reason: VoidReason,
  words = '',
): Promise<number> {
  const { rows } = await sql<{ id: string; person_id: string }>`update test_signature set voided_at = ${c.clock.now()},
      voided_by = ${c.viewer.personId}, void_reason = ${reason}, void_words = ${words}
    where organization_id = ${c.organizationId} and wave_id = ${wave.id} and voided_at is null
      and (${reason} = 'reopened' or exists (select from wave w where w.organization_id = ${c.organizationId} and w.id = ${wave.id} and w.launched_at is null))
    returning id, person_id`.execute(tx)
  if (rows.length === 0) return 0
  for (const { id, person_id: personId } of rows)
    // Whoever takes them back knows it.
    if (personId !== c.viewer.personId)
      await putInInbox(tx, c, personId, {
        kind: 'test_void',
        subject: { kind: 'test_signature', id },
        params: { name: wave.name, waveId: wave.id },
      })
  await record(tx, c, {
    type: 'test_plan.signatures-voided',
    subject: { kind: 'wave', id: wave.id },
    data: { reason, signatures: rows.length },
  })
  return rows.length
}
