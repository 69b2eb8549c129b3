/** A wave's test plan: making it, who tests, who signs and until when. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Wave } from '../../contract/program.ts'
import type { TestPlan, TestRole } from '../../contract/test-plan-shapes.ts'
import type { testPlans } from '../../contract/test-plans.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import type { LibraryScript } from '../library/library.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { listPrograms, listWaves, lockWave, readWave, setWaveTesters, today as todayOf } from '../program/program.ts'
import { readerOf } from '../training/training.ts'
import { candidateRows, changedSince, crowdOf, holderRows, inWave, planRow, scriptRows } from './queries.ts'
import { propose as proposed } from './rules.ts'
import { partsOf, signaturesOf, voidSignatures } from './signatures.ts'
import { designOf, factsOf, fitting, headOf, planOf, progressOf } from './state.ts'

export const get = (c: Context, input: Input<typeof testPlans.get>): Promise<TestPlan> => planOf(c.db, c, input.waveId)

export async function list(c: Context): Promise<Answer<typeof testPlans.list>> {
  const { language: reader } = await readerOf(c)
  const { rows } = await sql<{ wave_id: string; due_on: Day }>`select wave_id, due_on from test_plan
    where organization_id = ${c.organizationId}`.execute(c.db)
  const due = new Map(rows.map((one) => [one.wave_id, one.due_on]))
  const waves: Answer<typeof testPlans.list>['waves'] = []
  for (const { id: programId } of (await listPrograms(c)).programs) {
    const design = await designOf(c.db, c, programId)
    for (const wave of (await listWaves(c, { programId })).waves) {
      const dueOn = due.get(wave.id)
      // What went live untested is history.
      if (!dueOn && wave.state.phase === 'live') continue
      let plan: (typeof waves)[number]['plan'] = null
      if (dueOn) {
        const facts = await factsOf(c.db, c, wave.id, reader)
        const signatures = await signaturesOf(c.db, c, wave.id, await partsOf(c.db, c, wave.id, design.leadId))
        plan = {
          ...progressOf(facts),
          dueOn,
          testers: facts.testers.length,
          signedOff: signatures.length > 0 && signatures.every((one) => one.signedAt !== null),
        }
      }
      waves.push({ ...headOf(wave, design.brand.name), plan })
    }
  }
  return { waves, today: await todayOf(c.db, c), mayManage: c.viewer.roles.includes('lead') }
}

/** Not before today, and not after the start. */
function demandDue(dueOn: Day, today: Day, wave: Wave): void {
  if (dueOn < today || (wave.goesLiveOn !== null && wave.goesLiveOn >= today && dueOn > wave.goesLiveOn))
    throw problem('tests_due')
}

/** Two days before the start there is still time to mend; where that is past, at once. */
function usualDue(wave: Wave, today: Day): Day {
  const day = wave.goesLiveOn === null ? addDays(today, 14) : addDays(wave.goesLiveOn, -2)
  return day < today ? today : day
}

export async function make(c: Context, input: Input<typeof testPlans.make>): Promise<TestPlan> {
  return c.db.transaction().execute(async (tx) => {
    await lockWave(tx, c, input.waveId)
    const wave = await readWave(tx, c, input.waveId)
    if (wave.state.phase === 'live') throw problem('wave_live', { on: wave.goesLiveOn ?? '' })
    const today = await todayOf(tx, c)
    const dueOn = input.dueOn ?? usualDue(wave, today)
    demandDue(dueOn, today, wave)
    const now = c.clock.now()
    const { numAffectedRows } = await sql`insert into test_plan (organization_id, wave_id, due_on, made_by, made_at)
      values (${c.organizationId}, ${wave.id}, ${dueOn}, ${c.viewer.personId}, ${now}) on conflict do nothing`.execute(
      tx,
    )
    if (!numAffectedRows) throw problem('tests_made')
    const scripts = await fitting(tx, c, await designOf(tx, c, wave.programId))
    for (const [place, one] of scripts.entries()) await copyScript(tx, c, wave.id, one, place)
    await record(tx, c, {
      type: 'test_plan.made',
      subject: { kind: 'wave', id: wave.id },
      data: { scripts: scripts.length, dueOn },
    })
    return planOf(tx, c, wave.id)
  })
}

/** A copy, so that what was tested stays what it was. */
export async function copyScript(
  tx: Tx,
  c: Context,
  waveId: string,
  one: Pick<LibraryScript, 'role' | 'must' | 'minutes'> & { id: string | null; texts: object },
  place: number,
): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`insert into test_script (organization_id, wave_id, library_id, role, place, version)
    values (${c.organizationId}, ${waveId}, ${one.id}, ${one.role}, ${place}, 1) returning id`.execute(tx)
  const { id } = rows[0]!
  await writeVersion(tx, c, { scriptId: id, number: 1, ...one })
  return id
}

export async function writeVersion(
  tx: Tx,
  c: Context,
  one: { scriptId: string; number: number; must: boolean; minutes: number; texts: object },
): Promise<void> {
  await sql`insert into test_script_version (organization_id, script_id, number, must, minutes, texts, written_by, written_at)
    values (${c.organizationId}, ${one.scriptId}, ${one.number}, ${one.must}, ${one.minutes}, ${JSON.stringify(one.texts)}::jsonb,
      ${c.viewer.personId}, ${c.clock.now()})`.execute(tx)
}

/** The plan, held still. */
export async function openPlan(tx: Tx, c: Context, waveId: string, revision?: number) {
  const row = await planRow(tx, c, waveId, true)
  if (revision !== undefined && row.revision !== revision) throw problem('conflict')
  return row
}

async function bump(tx: Tx, c: Context, waveId: string): Promise<void> {
  await sql`update test_plan set revision = revision + 1 where organization_id = ${c.organizationId} and wave_id = ${waveId}`.execute(
    tx,
  )
}

export async function change(c: Context, input: Input<typeof testPlans.change>): Promise<TestPlan> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openPlan(tx, c, input.waveId, input.revision)
    const wave = await readWave(tx, c, input.waveId)
    if (input.dueOn !== row.due_on) demandDue(input.dueOn, await todayOf(tx, c), wave)
    await sql`update test_plan set due_on = ${input.dueOn} where organization_id = ${c.organizationId} and wave_id = ${wave.id}`.execute(
      tx,
    )
    const fields = input.dueOn === row.due_on ? [] : ['dueOn']
    let others = false
    for (const [part, role, personId] of [
      ['hr', 'hr', input.hrId],
      ['it', 'admin', input.itId],
    ] as const) {
      const { rows } = await sql<{ person_id: string }>`select person_id from test_signer
        where organization_id = ${c.organizationId} and wave_id = ${wave.id} and part = ${part}`.execute(tx)
      if ((rows[0]?.person_id ?? null) === personId) continue
      if (personId) await demandRole(tx, c, personId, role)
      await sql`delete from test_signer where organization_id = ${c.organizationId} and wave_id = ${wave.id} and part = ${part}`.execute(
        tx,
      )
      if (personId)
        await sql`insert into test_signer (organization_id, wave_id, part, person_id, named_by, named_at)
          values (${c.organizationId}, ${wave.id}, ${part}, ${personId}, ${c.viewer.personId}, ${c.clock.now()})`.execute(
          tx,
        )
      fields.push(`${part}Id`)
      others = true
    }
    await bump(tx, c, wave.id)
    await record(tx, c, { type: 'test_plan.changed', subject: { kind: 'wave', id: wave.id }, data: { fields } })
    // Whoever signs beside others signs with those others.
    if (others) await voidSignatures(tx, c, wave, 'signers')
    return planOf(tx, c, wave.id)
  })
}

async function demandRole(tx: Tx, c: Context, personId: string, role: 'hr' | 'admin'): Promise<void> {
  const { rows } = await sql<{
    holds: boolean
  }>`select exists (select from role_grant g where g.organization_id = p.organization_id
      and g.person_id = p.id and g.role = ${role} and g.ended_at is null) as holds
    from person p where p.organization_id = ${c.organizationId} and p.id = ${personId}`.execute(tx)
  if (!rows[0]) throw problem('person_unknown')
  if (!rows[0].holds) throw problem('tests_signer')
}

export async function propose(
  c: Context,
  input: Input<typeof testPlans.propose>,
): Promise<Answer<typeof testPlans.propose>> {
  await planRow(c.db, c, input.waveId)
  const wave = await readWave(c.db, c, input.waveId)
  const { leadId, sponsorId } = await designOf(c.db, c, wave.programId)
  const within = await inWave(c.db, c, wave, await todayOf(c.db, c))
  const [candidates, holders, crowd, scripts] = [
    await candidateRows(c.db, c, wave.id, within),
    await holderRows(c.db, c, leadId, sponsorId),
    await crowdOf(c.db, c, within),
    await scriptRows(c.db, c, wave.id),
  ]
  const roles = [...new Set(scripts.map((one) => one.role))]
  const found = proposed(candidates, {
    holders: holders.filter((one) => roles.includes(one.role)),
    languages: crowd.languages,
    roles,
    sites: crowd.sites.map((one) => one.site),
  })
  const people = new Map([...holders.map((one) => one.person), ...candidates].map((one) => [one.id, one]))
  return {
    testers: found.map((one) => {
      const { name, title, site, language, noMail } = people.get(one.personId)!
      return { ...one, person: { id: one.personId, name, title }, site, language, noMail }
    }),
    without: roles.filter((role) => !found.some((one) => one.roles.includes(role))),
  }
}

export async function setTesters(c: Context, input: Input<typeof testPlans.setTesters>): Promise<TestPlan> {
  return c.db.transaction().execute(async (tx) => {
    await openPlan(tx, c, input.waveId, input.revision)
    const chosen = [...new Map(input.testers.map((one) => [one.personId, one])).values()]
    const ids = chosen.map((one) => one.personId)
    const now = c.clock.now()
    const { rows: here } = await sql<{ n: number }>`select count(*) as n from roster
      where organization_id = ${c.organizationId} and person_id = any(${ids}::uuid[])`.execute(tx)
    if (here[0]!.n !== ids.length) throw problem('person_unknown')
    const ended =
      await sql`update test_tester set ended_at = ${now} where organization_id = ${c.organizationId} and wave_id = ${input.waveId}
      and ended_at is null and person_id <> all(${ids}::uuid[])`.execute(tx)
    for (const one of chosen)
      await sql`insert into test_tester as t (organization_id, wave_id, person_id, roles, device, added_by, added_at)
        values (${c.organizationId}, ${input.waveId}, ${one.personId}, ${[...new Set(one.roles)]}::text[], ${one.device}, ${c.viewer.personId}, ${now})
        on conflict (organization_id, wave_id, person_id) do update set roles = excluded.roles, device = excluded.device, ended_at = null,
          invited_at = case when t.ended_at is null then t.invited_at end`.execute(tx)
    await bump(tx, c, input.waveId)
    await record(tx, c, {
      type: 'test_plan.testers-set',
      subject: { kind: 'wave', id: input.waveId },
      data: { testers: ids.length, ended: Number(ended.numAffectedRows ?? 0) },
    })
    await openPractice(tx, c, input.waveId)
    return planOf(tx, c, input.waveId)
  })
}

/** Whoever was asked and tests still may try the practice. */
async function openPractice(tx: Tx, c: Context, waveId: string): Promise<void> {
  const { rows } = await sql<{
    person_id: string
  }>`select person_id from test_tester where organization_id = ${c.organizationId}
    and wave_id = ${waveId} and ended_at is null and invited_at is not null`.execute(tx)
  await setWaveTesters(
    tx,
    c,
    waveId,
    rows.map((one) => one.person_id),
  )
}

export async function invite(c: Context, input: Input<typeof testPlans.invite>): Promise<TestPlan> {
  return c.db.transaction().execute(async (tx) => {
    await openPlan(tx, c, input.waveId)
    const wave = await readWave(tx, c, input.waveId)
    const { rows } = await sql<{
      person_id: string
      roles: TestRole[]
    }>`update test_tester t set invited_at = ${c.clock.now()}
      where t.organization_id = ${c.organizationId} and t.wave_id = ${wave.id} and t.ended_at is null
        and (t.invited_at is null or (${wave.state.phase !== 'live'} and ${changedSince})) returning t.person_id, t.roles`.execute(
      tx,
    )
    if (rows.length === 0) throw problem('tests_nobody')
    const scripts = await scriptRows(tx, c, wave.id)
    // Each time that somebody is asked is one of its own, or asking again would be the letter of the first time.
    const subject = { kind: 'test_asked', id: randomUUID() }
    for (const { person_id: personId, roles } of rows) {
      const minutes = scripts.filter((one) => roles.includes(one.role)).reduce((sum, one) => sum + one.minutes, 1)
      await putInInbox(tx, c, personId, { kind: 'test_invited', subject, params: { name: wave.name } })
      await sendMail(tx, c, { personId, kind: 'test_invited', subject, params: { waveId: wave.id }, minutes })
    }
    await openPractice(tx, c, wave.id)
    await record(tx, c, {
      type: 'test_plan.invited',
      subject: { kind: 'wave', id: wave.id },
      data: { people: rows.length },
    })
    return planOf(tx, c, wave.id)
  })
}
