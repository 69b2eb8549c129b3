/** Asking somebody to become a trainer, their answer, and the company's rule. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { trainers, TrainerDetail } from '../../contract/trainers.ts'
import { giveRole } from '../access/access.ts'
import { putInInbox, sendMail, takeFromInboxes } from '../attention/attention.ts'
import { workshops } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { detailOf } from './trainer-reading.ts'
import { holds, lockTrainer, standingRow } from './trainer-rows.ts'

export async function name(c: Context, input: Input<typeof trainers.name>): Promise<TrainerDetail> {
  return c.db.transaction().execute(async (tx) => {
    await lockTrainer(tx, c, input.personId)
    const { rows } = await sql<{ name: string; fits: boolean }>`
      select r.full_name as name, r.direct_reports > 0 or ${holds(c, sql`r.person_id`, ['champion', 'hr', 'trainer'])} as fits from roster r
      where r.organization_id = ${c.organizationId} and r.person_id = ${input.personId} and r.employed`.execute(tx)
    if (!rows[0]?.fits) throw problem('trainer_person')
    if (await standingRow(tx, c, input.personId)) throw problem('trainer_named', { name: rows[0].name })
    const { rows: made } = await sql<{ id: string }>`
      insert into trainer (organization_id, person_id, languages, words, named_by, named_at)
      values (${c.organizationId}, ${input.personId}, ${[...new Set(input.languages)]}::text[], ${input.words}, ${c.viewer.personId}, ${c.clock.now()})
      returning id`.execute(tx)
    const subject = { kind: 'trainer', id: made[0]!.id }
    await record(tx, c, { type: 'trainers.named', subject, data: { personId: input.personId } })
    const { rows: by } = await sql<{ name: string }>`select full_name as name from person
      where organization_id = ${c.organizationId} and id = ${c.viewer.personId}`.execute(tx)
    await putInInbox(tx, c, input.personId, { kind: 'trainer_named', subject, params: { by: by[0]?.name ?? '' } })
    await sendMail(tx, c, { personId: input.personId, kind: 'trainer_named', subject })
    return detailOf(tx, c, input.personId)
  })
}

export async function answer(
  c: Context,
  input: Input<typeof trainers.answer>,
): Promise<Answer<typeof trainers.answer>> {
  const me = c.viewer.personId
  return c.db.transaction().execute(async (tx) => {
    await lockTrainer(tx, c, me)
    const row = await standingRow(tx, c, me)
    if (!row || row.accepted_at) throw problem('trainer_answered')
    const now = c.clock.now()
    const subject = { kind: 'trainer', id: row.id }
    await (
      input.accepts
        ? sql`update trainer set accepted_at = ${now} where organization_id = ${c.organizationId} and id = ${row.id}`
        : sql`update trainer set declined_at = ${now} where organization_id = ${c.organizationId} and id = ${row.id}`
    ).execute(tx)
    // The role comes with it: who asked stands as who gave it.
    if (input.accepts) await giveRole(tx, c, { personId: me, role: 'trainer', grantedBy: row.named_by })
    await takeFromInboxes(tx, c, subject)
    await record(tx, c, { type: input.accepts ? 'trainers.accepted' : 'trainers.declined', subject })
    await putInInbox(tx, c, row.named_by, {
      kind: input.accepts ? 'trainer_accepted' : 'trainer_declined',
      subject,
      params: { name: row.name, personId: me },
    })
    return { trainer: input.accepts }
  })
}

export async function setRule(
  c: Context,
  input: Input<typeof trainers.setRule>,
): Promise<Answer<typeof trainers.setRule>> {
  return c.db.transaction().execute(async (tx) => {
    const known = workshops('en').map((one) => one.id)
    if (input.workshops.some((id) => !known.includes(id))) throw problem('not_found')
    const rule = { renewMonths: input.renewMonths, workshops: known.filter((id) => input.workshops.includes(id)) }
    await sql`insert into trainer_rule (organization_id, renew_months, workshops, set_by, set_at)
      values (${c.organizationId}, ${rule.renewMonths}, ${rule.workshops}::text[], ${c.viewer.personId}, ${c.clock.now()})
      on conflict (organization_id) do update set renew_months = excluded.renew_months, workshops = excluded.workshops,
        set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx)
    await record(tx, c, {
      type: 'trainers.rule_set',
      subject: { kind: 'organization', id: c.organizationId },
      data: { months: rule.renewMonths, workshops: rule.workshops.length },
    })
    return rule
  })
}
