/** Signing that it was tested enough, and taking that back. */
import { sql } from 'kysely'
import type { Input } from '../../contract/operation.ts'
import type { TestKnown, TestPlan } from '../../contract/test-plan-shapes.ts'
import type { testPlans } from '../../contract/test-plans.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { readWave } from '../program/program.ts'
import { planRow } from './queries.ts'
import { voidSignatures } from './signatures.ts'
import { planOf } from './state.ts'

export async function sign(c: Context, input: Input<typeof testPlans.sign>): Promise<TestPlan> {
  return c.db.transaction().execute(async (tx) => {
    await planRow(tx, c, input.waveId, true)
    const plan = await planOf(tx, c, input.waveId)
    const mine = plan.signatures.filter((one) => one.mine && one.signedAt === null)
    if (mine.length === 0) throw problem('tests_not_yours')
    if (plan.missing.length > 0)
      throw problem('tests_open', { missing: plan.missing.map((one) => one.kind).join(', ') })
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from test_finding f where f.organization_id = ${c.organizationId}
      and f.wave_id = ${input.waveId} and (select a.act from test_finding_act a where a.organization_id = f.organization_id and a.finding_id = f.id
        and a.act in ('fixed', 'works', 'still', 'accepted', 'reopened') order by a.number desc limit 1) = 'accepted'`.execute(
      tx,
    )
    const known: TestKnown = {
      scripts: plan.scripts,
      passed: plan.passed,
      open: plan.openFindings + plan.retests,
      accepted: rows[0]!.n,
    }
    for (const { part } of mine) {
      await sql`insert into test_signature (organization_id, wave_id, part, person_id, signed_at, known)
        values (${c.organizationId}, ${input.waveId}, ${part}, ${c.viewer.personId}, ${c.clock.now()}, ${JSON.stringify(known)}::jsonb)`.execute(
        tx,
      )
      await record(tx, c, { type: 'test_plan.signed', subject: { kind: 'wave', id: input.waveId }, data: { part } })
    }
    if (mine.some((one) => one.part === 'lead'))
      for (const one of plan.signatures)
        if (one.signedAt === null && one.person && !one.mine) await askToSign(tx, c, plan, one.person.id)
    return planOf(tx, c, input.waveId)
  })
}

/** Asked once the lead has signed: before that there is nothing to read to the end. */
async function askToSign(tx: Tx, c: Context, plan: TestPlan, personId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from test_signature where organization_id = ${c.organizationId}
    and wave_id = ${plan.wave.id} and part = 'lead' and voided_at is null`.execute(tx)
  const subject = { kind: 'test_signature', id: rows[0]!.id }
  await putInInbox(tx, c, personId, {
    kind: 'test_sign',
    subject,
    params: { name: plan.wave.name, waveId: plan.wave.id },
  })
  await sendMail(tx, c, { personId, kind: 'test_sign', subject })
}

export async function openAgain(c: Context, input: Input<typeof testPlans.openAgain>): Promise<TestPlan> {
  return c.db.transaction().execute(async (tx) => {
    await planRow(tx, c, input.waveId, true)
    const wave = await readWave(tx, c, input.waveId)
    if ((await voidSignatures(tx, c, wave, 'reopened', input.reason)) === 0) throw problem('tests_unsigned')
    return planOf(tx, c, wave.id)
  })
}
