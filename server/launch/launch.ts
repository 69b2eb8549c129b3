/** The door of launch: is a wave ready, letting it go live, and letting a check that fails stand for a while. */
import { sql } from 'kysely'
import { type Check, type CheckId, checkIds, type launch, waivableChecks, type Waiver } from '../../contract/launch.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Wave } from '../../contract/program.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import { designState, goLive, lockWave, markScheduled } from '../program/program.ts'
import { factsOf, type Holders } from './facts.ts'
import { blocking, type Facts, judge } from './judge.ts'
import { giveWaiver, waiversOf } from './waivers.ts'

export { factsOf } from './facts.ts'
export {
  championsCover,
  type Facts,
  fail,
  type Finding,
  judge,
  managersKnow,
  named,
  pass,
  type Person,
  textsRead,
  understands,
  unknown,
} from './judge.ts'
export { giveWaiver, waiversOf } from './waivers.ts'

type Readiness = Answer<typeof launch.checks>
type Outcome = Readiness['attempts'][number]['outcome']

export async function readChecks(c: Context, input: Input<typeof launch.checks>): Promise<Readiness> {
  return readinessOf(c.db, c, input.waveId)
}

async function readinessOf(db: Db | Tx, c: Context, waveId: string): Promise<Readiness> {
  const { wave, facts, holders } = await factsOf(db, c, waveId, 'as_planned')
  const checks = judge(facts)
  const waivers = await waiversOf(db, c, { programId: wave.programId, waveId }, facts.today)
  const stops = blocking(checks, standing(waivers, launchDay(facts), holders))
  return {
    wave,
    checks: checks.map((one) => ({
      ...one,
      waiver: waivers.get(one.id) ?? null,
      waivable:
        one.result === 'fail' &&
        one.required &&
        isWaivable(one.id) &&
        c.viewer.roles.some((role) => role === 'lead' || role === 'sponsor') &&
        speaksOf(one.id, holders) !== c.viewer.personId,
      blocks: stops.includes(one.id),
    })),
    blocking: stops.length,
    ready: stops.length === 0 && wave.state.phase !== 'live',
    today: facts.today,
    administrators: await administratorsOf(db, c),
    attempts: await attemptsOf(db, c, waveId),
  }
}

const isWaivable = (id: CheckId): boolean => (waivableChecks as readonly string[]).includes(id)

/** Who would let a check about themself stand. */
const speaksOf = (id: CheckId, holders: Holders): string | null =>
  id === 'lead' ? holders.lead : id === 'sponsor' || id === 'message' ? holders.sponsor : null

/** A waiver has to hold on the day on which the wave goes live. */
const launchDay = ({ when, wave, today }: Facts): Day =>
  when === 'on_date' && wave.goesLiveOn !== null && wave.goesLiveOn > today ? wave.goesLiveOn : today
/** Whoever gave one and is named themself since then does not stand for themself. */
const standing = (waivers: ReadonlyMap<string, Waiver>, on: Day, holders: Holders): Map<string, Waiver> =>
  new Map(
    [...waivers].filter(
      ([id, waiver]) =>
        isWaivable(id as CheckId) && waiver.until >= on && waiver.by.id !== speaksOf(id as CheckId, holders),
    ),
  )

export async function waiveGate(c: Context, input: Input<typeof launch.waive>): Promise<Readiness> {
  await c.db.transaction().execute(async (tx) => {
    await lockWave(tx, c, input.waveId)
    const { wave, facts, holders } = await factsOf(tx, c, input.waveId, 'as_planned')
    const found = judge(facts).find((one) => one.id === input.check)!
    if (found.result !== 'fail' || !found.required) throw problem('waiver_not_needed')
    const of = {
      programId: wave.programId,
      waveId: wave.id,
      check: input.check,
      speaksOf: speaksOf(input.check, holders),
    }
    await giveWaiver(tx, c, of, { reason: input.reason, until: input.until, today: facts.today })
  })
  return readinessOf(c.db, c, input.waveId)
}

async function administratorsOf(db: Db | Tx, c: Context): Promise<Readiness['administrators']> {
  const { rows } = await sql<{ id: string; name: string }>`
    select r.person_id as id, r.full_name as name from role_grant g
    join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    where g.organization_id = ${c.organizationId} and g.role = 'admin' and g.ended_at is null
    order by g.granted_at, r.person_id limit 3`.execute(db)
  return rows
}

async function attemptsOf(db: Db | Tx, c: Context, waveId: string): Promise<Readiness['attempts']> {
  const { rows } = await sql<{
    at: string
    by: string | null
    outcome: Outcome
    open: { id: string; waived: boolean }[] | null
  }>`
    select a.attempted_at as at, p.full_name as by, a.outcome,
      (select jsonb_agg(jsonb_build_object('id', k ->> 'id', 'waived', k ? 'waiverId')) from jsonb_array_elements(a.checks) k
        where (k ->> 'required')::boolean and k ->> 'result' <> 'pass') as open
    from launch_attempt a left join person p on p.organization_id = a.organization_id and p.id = a.attempted_by
    where a.organization_id = ${c.organizationId} and a.wave_id = ${waveId} order by a.attempted_at desc limit 20`.execute(
    db,
  )
  const known = (open: { id: string }[]) =>
    open.map(({ id }) => id).filter((id): id is CheckId => (checkIds as readonly string[]).includes(id))
  return rows.map(({ at, by, outcome, open }) => ({
    at,
    by,
    outcome,
    failed: known((open ?? []).filter((one) => !one.waived)),
    waived: known((open ?? []).filter((one) => one.waived)),
  }))
}

async function keepAttempt(
  db: Db | Tx,
  c: Context,
  waveId: string,
  by: string | null,
  outcome: Outcome,
  checks: readonly Check[],
  waived: ReadonlyMap<string, Waiver>,
): Promise<string> {
  const kept = checks.map((one) => {
    const waiver = one.result === 'pass' ? undefined : waived.get(one.id)
    return waiver ? { ...one, waiverId: waiver.id } : one
  })
  const { rows } = await sql<{
    id: string
  }>`insert into launch_attempt (organization_id, wave_id, attempted_by, attempted_at, outcome, checks)
    values (${c.organizationId}, ${waveId}, ${by}, ${c.clock.now()}, ${outcome}, ${JSON.stringify(kept)}::jsonb) returning id`.execute(
    db,
  )
  return rows[0]!.id
}

/** Waivers of a wave's gates that hold on the day on which it would go live. */
const standingFor = async (
  tx: Tx,
  c: Context,
  { wave, facts, holders }: Awaited<ReturnType<typeof factsOf>>,
): Promise<Map<string, Waiver>> =>
  standing(
    await waiversOf(tx, c, { programId: wave.programId, waveId: wave.id }, facts.today),
    launchDay(facts),
    holders,
  )

/** Launches now, or sees to it that the wave launches by itself on its date. Refuses with what is missing. */
export async function launchWave(c: Context, input: Input<typeof launch.now>): Promise<Readiness> {
  const refused = await c.db.transaction().execute(async (tx) => {
    await lockWave(tx, c, input.waveId)
    const found = await factsOf(tx, c, input.waveId, input.when)
    const { wave, facts } = found
    if (wave.state.phase === 'live') throw problem('wave_live', { on: wave.goesLiveOn ?? '' })
    if (input.when === 'on_date' && wave.goesLiveOn !== null && wave.goesLiveOn < facts.today)
      throw problem('wave_date_past', { on: wave.goesLiveOn })
    const checks = judge(facts)
    const waived = await standingFor(tx, c, found)
    const stops = blocking(checks, waived)
    if (stops.length > 0) {
      await keepAttempt(tx, c, wave.id, c.viewer.personId, 'refused', checks, waived)
      await record(tx, c, {
        type: 'wave.launch-refused',
        subject: { kind: 'wave', id: wave.id },
        data: { failed: stops },
      })
      return stops
    }
    // On its date means today as well, and today is now.
    const later = input.when === 'on_date' && wave.goesLiveOn! > facts.today
    await keepAttempt(tx, c, wave.id, c.viewer.personId, later ? 'scheduled' : 'launched', checks, waived)
    if (later) await markScheduled(tx, c, wave.id, wave.goesLiveOn)
    else await goLive(tx, c, wave.id)
    return null
  })
  // Thrown after the transaction, so that the attempt and what it found stay on record.
  if (refused) throw problem('wave_not_ready', { failed: refused.join(', ') })
  return readinessOf(c.db, c, input.waveId)
}

export async function holdLaunch(c: Context, input: Input<typeof launch.hold>): Promise<Readiness> {
  return c.db.transaction().execute(async (tx) => {
    await lockWave(tx, c, input.waveId)
    const { wave } = await factsOf(tx, c, input.waveId, 'on_date')
    if (wave.state.phase === 'live') throw problem('wave_live', { on: wave.goesLiveOn ?? '' })
    if (!wave.state.scheduled) throw problem('wave_not_scheduled')
    await markScheduled(tx, c, wave.id, null)
    return readinessOf(tx, c, wave.id)
  })
}

/** The scheduled launch, on its day. What has failed since then keeps it from going live, on record, for the lead to see. */
export async function launchOnDate(c: Context, waveId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const known = await lockWave(tx, c, waveId)
    // Held, moved or launched by hand in the meantime.
    if (!known || known.launchedAt !== null || known.scheduledBy === null) return
    const found = await factsOf(tx, c, waveId, 'now')
    const { wave, facts } = found
    if (wave.goesLiveOn === null || wave.goesLiveOn > facts.today) return
    const checks = judge(facts)
    const waived = await standingFor(tx, c, found)
    const stops = blocking(checks, waived)
    const attemptId = await keepAttempt(
      tx,
      c,
      waveId,
      known.scheduledBy,
      stops.length > 0 ? 'refused' : 'launched',
      checks,
      waived,
    )
    if (stops.length > 0) {
      await record(tx, c, {
        type: 'wave.launch-refused',
        subject: { kind: 'wave', id: waveId },
        data: { failed: stops },
      })
      await markScheduled(tx, c, waveId, null)
      await tellOfRefusal(tx, c, wave, attemptId, known.scheduledBy)
    } else await goLive(tx, c, waveId)
  })
}

/** The program's lead and whoever set the launch hear that it did not happen: nobody was watching at midnight. */
async function tellOfRefusal(tx: Tx, c: Context, wave: Wave, attemptId: string, scheduledBy: string): Promise<void> {
  const { version } = await designState(tx, c, wave.programId)
  const subject = { kind: 'launch_attempt', id: attemptId }
  for (const personId of new Set([version?.design.leadId ?? scheduledBy, scheduledBy])) {
    await sendMail(tx, c, { personId, kind: 'launch_refused', subject })
    await putInInbox(tx, c, personId, { kind: 'launch_refused', subject, params: { by: wave.name, waveId: wave.id } })
  }
}
