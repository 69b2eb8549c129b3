/** Letters about becoming and being a trainer. They say what is next, never what an observer wrote. */
import { sql } from 'kysely'
import { each, type Letters, pageAddress } from '../attention/attention.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'

const notNeeded = { excluded: 'not_needed' } as const

type Row = {
  person_id: string
  observer_id: string
  candidate: string
  observer: string
  title: string
  starts_at: Instant
  open: boolean
  standing: boolean
  verdict: 'ready' | 'not_yet' | null
  ready_until: Day | null
  renewed: boolean
}

async function deliveryFor(c: Context, id: string | null): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select t.person_id, d.observer_id, p.full_name as candidate, o.full_name as observer, s.title, s.starts_at, d.verdict, d.ready_until,
      t.ended_at is null as standing, d.withdrawn_at is null and d.observed_at is null and s.called_off_at is null and s.starts_at > ${c.clock.now()}::timestamptz as open,
      exists (select from trainer_delivery n where n.organization_id = d.organization_id and n.trainer_id = d.trainer_id and n.verdict = 'ready' and n.observed_at > d.observed_at) as renewed
    from trainer_delivery d
    join trainer t on t.organization_id = d.organization_id and t.id = d.trainer_id
    join training_session s on s.organization_id = d.organization_id and s.id = d.session_id
    join person p on p.organization_id = t.organization_id and p.id = t.person_id
    join person o on o.organization_id = d.organization_id and o.id = d.observer_id
    where d.organization_id = ${c.organizationId} and d.id = ${id}`.execute(c.db)
  return rows[0]
}

const programName = async (c: Context, personId: string, fallback: string): Promise<string> =>
  (await brandFor(c, personId))?.name || fallback

/** What came of a delivery, to the candidate. */
const outcome = (verdict: 'ready' | 'not_yet', template: 'trainer-ready' | 'trainer-not-yet') =>
  each(async (c, letter, { organization }) => {
    const row = await deliveryFor(c, letter.subjectId)
    if (row?.verdict !== verdict || !row.standing) return notNeeded
    return {
      template,
      facts: {
        sender: { name: row.observer },
        program: { name: await programName(c, letter.personId, organization.name) },
        action: { url: pageAddress(c, organization.slug, 'trainer') },
      },
    }
  })

export const trainerLetters: Letters = {
  /** Answered or taken back since, it is not needed. */
  trainer_named: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ by: string; open: boolean }>`
      select n.full_name as by, t.accepted_at is null and t.declined_at is null and t.ended_at is null as open from trainer t
      join person n on n.organization_id = t.organization_id and n.id = t.named_by
      where t.organization_id = ${c.organizationId} and t.id = ${letter.subjectId}`.execute(c.db)
    if (!rows[0]?.open) return notNeeded
    return {
      template: 'trainer-named',
      facts: {
        sender: { name: rows[0].by },
        program: { name: await programName(c, letter.personId, organization.name) },
        action: { url: pageAddress(c, organization.slug, 'trainer') },
      },
    }
  }),
  trainer_delivery: each(async (c, letter, { organization }) => {
    const row = await deliveryFor(c, letter.subjectId)
    if (!row?.open) return notNeeded
    return {
      template: 'trainer-delivery',
      facts: {
        sender: { name: row.observer },
        live: { title: row.title, starts: row.starts_at },
        action: { url: pageAddress(c, organization.slug, 'trainer') },
      },
    }
  }),
  trainer_observe: each(async (c, letter, { organization }) => {
    const row = await deliveryFor(c, letter.subjectId)
    if (!row?.open || row.observer_id !== letter.personId) return notNeeded
    return {
      template: 'trainer-observe',
      facts: {
        sender: { name: row.candidate },
        live: { title: row.title, starts: row.starts_at },
        action: { url: `${pageAddress(c, organization.slug, 'trainer')}/deliveries/${letter.subjectId}` },
      },
    }
  }),
  trainer_ready: outcome('ready', 'trainer-ready'),
  trainer_not_yet: outcome('not_yet', 'trainer-not-yet'),
  trainer_renewal: each(async (c, letter, { organization }) => {
    const row = await deliveryFor(c, letter.subjectId)
    if (!row?.standing || row.renewed || row.ready_until === null) return notNeeded
    return {
      template: 'trainer-renewal',
      facts: {
        training: { due: row.ready_until },
        program: { name: await programName(c, letter.personId, organization.name) },
        action: { url: pageAddress(c, organization.slug, 'trainer') },
      },
    }
  }),
}
