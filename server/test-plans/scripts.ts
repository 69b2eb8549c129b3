/** The scripts of a plan: of the library, and the company's own. Each change is a version, and what was signed is void. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import {
  type Device,
  mostScripts,
  type RunResult,
  type TestAnswer,
  type TestPlan,
  type TestRole,
  type ScriptTexts,
} from '../../contract/test-plan-shapes.ts'
import { type testPlans } from '../../contract/test-plans.ts'
import { testScripts } from '../library/library.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { readWave } from '../program/program.ts'
import { copyScript, openPlan, writeVersion } from './plan.ts'
import { planOf } from './state.ts'
import { planRow, scriptRows, textIn } from './queries.ts'
import { voidSignatures } from './signatures.ts'

export async function addScript(
  c: Context,
  input: Input<typeof testPlans.addScript>,
): Promise<Answer<typeof testPlans.addScript>> {
  return c.db.transaction().execute(async (tx) => {
    await openPlan(tx, c, input.waveId)
    const there = await scriptRows(tx, c, input.waveId)
    if (there.length >= mostScripts) throw problem('tests_many')
    const { rows } = await sql<{ place: number }>`select coalesce(max(place), -1) + 1 as place from test_script
      where organization_id = ${c.organizationId} and wave_id = ${input.waveId}`.execute(tx)
    let one
    if ('libraryId' in input) {
      one = testScripts().find((script) => script.id === input.libraryId)
      if (!one || there.some((script) => script.library_id === input.libraryId)) throw problem('tests_script_there')
    } else one = { ...input, id: null }
    const scriptId = await copyScript(tx, c, input.waveId, one, rows[0]!.place)
    await record(tx, c, {
      type: 'test_plan.script-added',
      subject: { kind: 'wave', id: input.waveId },
      data: { scriptId, libraryId: one.id },
    })
    await voidSignatures(tx, c, await readWave(tx, c, input.waveId), 'changed')
    return { scriptId }
  })
}

export async function editScript(
  c: Context,
  input: Input<typeof testPlans.editScript>,
): Promise<Answer<typeof testPlans.editScript>> {
  return c.db.transaction().execute(async (tx) => {
    await openPlan(tx, c, input.waveId)
    const [before] = await scriptRows(tx, c, input.waveId, input.scriptId)
    if (!before) throw problem('not_found')
    if (before.version !== input.version) throw problem('conflict')
    const fields = (['must', 'minutes', 'texts'] as const).filter((key) => !isDeepStrictEqual(before[key], input[key]))
    const number = before.version + 1
    await writeVersion(tx, c, { ...input, scriptId: before.id, number })
    await sql`update test_script set version = ${number} where organization_id = ${c.organizationId} and id = ${before.id}`.execute(
      tx,
    )
    // What was tried holds where not a word of it is another.
    if (!fields.includes('texts')) await carryOver(number)
    await record(tx, c, {
      type: 'test_plan.script-changed',
      subject: { kind: 'wave', id: input.waveId },
      data: { scriptId: before.id, version: number, fields },
    })
    if (fields.length > 0) await voidSignatures(tx, c, await readWave(tx, c, input.waveId), 'changed')
    return { version: number }

    async function carryOver(to: number) {
      await sql`update test_run set version = ${to} where organization_id = ${c.organizationId} and script_id = ${before!.id}
        and version = ${before!.version} and handed_in_at is not null`.execute(tx)
    }
  })
}

export async function removeScript(c: Context, input: Input<typeof testPlans.removeScript>): Promise<TestPlan> {
  return c.db.transaction().execute(async (tx) => {
    await openPlan(tx, c, input.waveId)
    const { numAffectedRows } =
      await sql`update test_script set removed_by = ${c.viewer.personId}, removed_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and wave_id = ${input.waveId} and id = ${input.scriptId} and removed_at is null`.execute(
        tx,
      )
    if (!numAffectedRows) throw problem('not_found')
    await record(tx, c, {
      type: 'test_plan.script-removed',
      subject: { kind: 'wave', id: input.waveId },
      data: { scriptId: input.scriptId },
    })
    await voidSignatures(tx, c, await readWave(tx, c, input.waveId), 'changed')
    return planOf(tx, c, input.waveId)
  })
}

type RunRecord = {
  id: string
  script_id: string
  version: number
  person_id: string
  name: string
  language: Language
  device: Device
  result: RunResult
  handed_in_at: Instant
}
const runOf = (one: RunRecord) => ({
  id: one.id,
  version: one.version,
  person: { id: one.person_id, name: one.name },
  language: one.language,
  device: one.device,
  result: one.result,
  handedInAt: one.handed_in_at,
})

export async function script(
  c: Context,
  input: Input<typeof testPlans.script>,
): Promise<Answer<typeof testPlans.script>> {
  await planRow(c.db, c, input.waveId)
  const [one] = await scriptRows(c.db, c, input.waveId, input.scriptId)
  if (!one) throw problem('not_found')
  const { rows } = await sql<RunRecord>`
    select u.id, u.script_id, u.version, u.person_id, p.full_name as name, u.language, u.device, u.result, u.handed_in_at
    from test_run u join person p on p.organization_id = u.organization_id and p.id = u.person_id
    where u.organization_id = ${c.organizationId} and u.wave_id = ${input.waveId} and u.script_id = ${one.id} and u.handed_in_at is not null
    order by u.handed_in_at desc, u.id limit 200`.execute(c.db)
  const shipped = testScripts().find((s) => s.id === one.library_id)
  return {
    id: one.id,
    role: one.role,
    own: one.library_id === null,
    must: one.must,
    minutes: one.minutes,
    version: one.version,
    texts: one.texts,
    changed: shipped !== undefined && !isDeepStrictEqual(shipped.texts, one.texts),
    runs: rows.map(runOf),
    mayManage: c.viewer.roles.includes('lead'),
  }
}

export async function run(c: Context, input: Input<typeof testPlans.run>): Promise<Answer<typeof testPlans.run>> {
  const { rows } = await sql<RunRecord & { role: TestRole; newest: number; texts: ScriptTexts; answers: TestAnswer[] }>`
    select u.id, u.script_id, u.version, u.person_id, p.full_name as name, u.language, u.device, u.result, u.handed_in_at,
      s.role, s.version as newest, v.texts, u.answers
    from test_run u join person p on p.organization_id = u.organization_id and p.id = u.person_id
    join test_script s on s.organization_id = u.organization_id and s.id = u.script_id
    join test_script_version v on v.organization_id = u.organization_id and v.script_id = u.script_id and v.number = u.version
    where u.organization_id = ${c.organizationId} and u.wave_id = ${input.waveId} and u.id = ${input.runId} and u.handed_in_at is not null`.execute(
    c.db,
  )
  const one = rows[0]
  if (!one) throw problem('not_found')
  const pictures = await sql<{ id: string; step: number }>`select id, step from test_picture
    where organization_id = ${c.organizationId} and run_id = ${one.id} order by step, added_at, id`.execute(c.db)
  const { text } = textIn(one.texts, one.language)
  return {
    ...runOf(one),
    script: { id: one.script_id, name: text.title },
    role: one.role,
    newer: one.newest > one.version,
    steps: text.steps,
    answers: one.answers,
    pictures: pictures.rows,
  }
}
