/** A tester with a script before them: what they say is kept while they try, handed in once, and tried again later. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { type Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type {
  Device,
  OpenedScript,
  RunResult,
  ScriptTexts,
  TestAnswer,
  TestRole,
} from '../../contract/test-plan-shapes.ts'
import type { tests } from '../../contract/test-plans.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { dayHere, designState, today as todayOf } from '../program/program.ts'
import { readerOf } from '../training/training.ts'
import { findingsFor, planRow, scriptRows, type ScriptRecord, textIn, toFinding } from './queries.ts'
import { gapsOf, isFinding, resultOf } from './rules.ts'
import { voidSignatures } from './signatures.ts'

type Run = {
  id: string
  version: number
  texts: ScriptTexts
  language: Language
  device: Device
  answers: TestAnswer[]
  revision: number
  result: RunResult | null
  handed_in_at: Instant | null
}
type Try = {
  script: ScriptRecord
  device: Device
  wave: { id: string; name: string; programId: string }
  open: Run | null
  last: Run | null
}
type Where = { waveId: string; scriptId: string }

/** A script that the viewer is asked to try; for anybody else it is not there. */
export async function runToTry(db: Db | Tx, c: Context, where: Where, lock = false): Promise<Try> {
  const me = c.viewer.personId
  const { rows } = await sql<{ roles: TestRole[]; device: Device; name: string; program_id: string }>`
    select t.roles, t.device, w.name, w.program_id from test_tester t
    join wave w on w.organization_id = t.organization_id and w.id = t.wave_id
    where t.organization_id = ${c.organizationId} and t.wave_id = ${where.waveId} and t.person_id = ${me} and t.ended_at is null
      and t.invited_at is not null ${lock ? sql`for update of t` : sql``}`.execute(db)
  const tester = rows[0]
  const [script] = tester ? await scriptRows(db, c, where.waveId, where.scriptId) : []
  if (!tester || !script || !tester.roles.includes(script.role)) throw problem('not_found')
  const runs = await sql<Run>`
    select u.id, u.version, v.texts, u.language, u.device, u.answers, u.revision, u.result, u.handed_in_at from test_run u
    join test_script_version v on v.organization_id = u.organization_id and v.script_id = u.script_id and v.number = u.version
    where u.organization_id = ${c.organizationId} and u.script_id = ${script.id} and u.person_id = ${me}
    order by u.handed_in_at desc nulls first, u.id limit 2`.execute(db)
  return {
    script,
    device: tester.device,
    wave: { id: where.waveId, name: tester.name, programId: tester.program_id },
    open: runs.rows.find((one) => one.handed_in_at === null) ?? null,
    last: runs.rows.find((one) => one.handed_in_at !== null) ?? null,
  }
}

/** The try that is open, begun now where none is. */
export async function openRun(tx: Tx, c: Context, where: Where): Promise<{ id: string }> {
  const found = await runToTry(tx, c, where, true)
  if (found.open) return found.open
  if (found.last) throw problem('tests_handed_in')
  return begin(tx, c, found)
}

async function begin(tx: Tx, c: Context, { script, device, wave }: Try): Promise<{ id: string }> {
  const { language } = textIn(script.texts, (await readerOf(c)).language)
  const { rows } = await sql<{
    id: string
  }>`insert into test_run (organization_id, wave_id, script_id, version, person_id, language, device, answers, revision)
    values (${c.organizationId}, ${wave.id}, ${script.id}, ${script.version}, ${c.viewer.personId}, ${language}, ${device}, '[]'::jsonb, 0) returning id`.execute(
    tx,
  )
  return rows[0]!
}

/** Its words are others than those of the version that holds now. */
const hasOthers = (run: Run, script: ScriptRecord): boolean =>
  run.version < script.version && !isDeepStrictEqual(run.texts, script.texts)

export async function stepsOf(tx: Tx, c: Context, run: { id: string }): Promise<number> {
  const { rows } = await sql<{ texts: ScriptTexts }>`select v.texts from test_run u
    join test_script_version v on v.organization_id = u.organization_id and v.script_id = u.script_id and v.number = u.version
    where u.organization_id = ${c.organizationId} and u.id = ${run.id}`.execute(tx)
  return countOf(rows[0]!.texts)
}
const countOf = (texts: ScriptTexts): number => Object.values(texts)[0]!.steps.length

/** Writes what was said; the same again changes nothing. Throws `conflict` where another device said something else. */
async function say(
  tx: Tx,
  c: Context,
  input: Input<typeof tests.keep>,
): Promise<{ found: Try; id: string; revision: number; steps: number }> {
  const found = await runToTry(tx, c, input, true)
  if (!found.open && found.last) throw problem('tests_handed_in')
  const version = found.open?.version ?? found.script.version
  const steps = countOf(found.open?.texts ?? found.script.texts)
  if (input.version !== version || input.answers.length > steps) throw problem('tests_steps')
  if (!found.open && input.seen > 0) throw problem('conflict')
  const run = found.open ?? { ...(await begin(tx, c, found)), answers: [], device: found.device, revision: 0 }
  const same = isDeepStrictEqual(run.answers, input.answers) && run.device === input.device
  if (same) return { found, id: run.id, revision: run.revision, steps }
  if (run.revision !== input.seen) throw problem('conflict')
  const revision = run.revision + 1
  // In which language they read it now.
  const { language } = textIn(found.open?.texts ?? found.script.texts, (await readerOf(c)).language)
  await sql`update test_run set answers = ${JSON.stringify(input.answers)}::jsonb, device = ${input.device}, language = ${language}, revision = ${revision}
    where organization_id = ${c.organizationId} and id = ${run.id}`.execute(tx)
  return { found, id: run.id, revision, steps }
}

export async function keep(c: Context, input: Input<typeof tests.keep>): Promise<Answer<typeof tests.keep>> {
  return c.db.transaction().execute(async (tx) => {
    const { id, revision } = await say(tx, c, input)
    await record(tx, c, { type: 'test_run.kept', subject: { kind: 'test_run', id } })
    return { revision }
  })
}

export async function handIn(c: Context, input: Input<typeof tests.handIn>): Promise<OpenedScript> {
  return c.db.transaction().execute(async (tx) => {
    // Numbers of findings are given one after the other, and before the tester is held, as signing does it.
    await planRow(tx, c, input.waveId, true)
    const before = await runToTry(tx, c, input, true)
    // The answer was lost on the way, and the same comes again.
    if (
      !before.open &&
      before.last?.version === input.version &&
      isDeepStrictEqual(before.last.answers, input.answers)
    ) {
      await record(tx, c, { type: 'test_run.handed-in-again', subject: { kind: 'test_run', id: before.last.id } })
      return openedOf(tx, c, input)
    }
    const { found, id, steps } = await say(tx, c, input)
    const gaps = gapsOf(input.answers, steps)
    if (gaps.length > 0) throw problem('tests_gaps', { steps: gaps.join(', ') })
    const result = resultOf(input.answers)
    // A script that changed in weight alone is the one that was tried.
    const version = found.open && !hasOthers(found.open, found.script) ? found.script.version : input.version
    const now = c.clock.now()
    await sql`update test_run set result = ${result}, version = ${version}, handed_in_at = ${now} where organization_id = ${c.organizationId} and id = ${id}`.execute(
      tx,
    )
    const said = input.answers.map((one, step) => ({ ...one, step })).filter(isFinding)
    const { rows } = await sql<{ n: number }>`select coalesce(max(number), 0) as n from test_finding
      where organization_id = ${c.organizationId} and wave_id = ${input.waveId}`.execute(tx)
    const findings: { id: string; severity: string }[] = []
    for (const [i, one] of said.entries()) {
      const made = await sql<{
        id: string
      }>`insert into test_finding (organization_id, wave_id, number, run_id, step, severity, words, found_by, found_at)
        values (${c.organizationId}, ${input.waveId}, ${rows[0]!.n + 1 + i}, ${id}, ${one.step}, ${one.severity}, ${one.words}, ${c.viewer.personId}, ${now}) returning id`.execute(
        tx,
      )
      findings.push({ id: made.rows[0]!.id, severity: one.severity! })
    }
    await record(tx, c, {
      type: 'test_run.handed-in',
      subject: { kind: 'test_run', id },
      data: { waveId: input.waveId, scriptId: input.scriptId, result, findings: findings.length },
    })
    const blocker = findings.find((one) => one.severity === 'blocker')
    if (blocker) {
      await voidSignatures(tx, c, found.wave, 'blocker')
      await tellLead(tx, c, found.wave, blocker.id)
    }
    return openedOf(tx, c, input)
  })
}

/** The program lead hears of a blocker at once; of the rest on the page. */
async function tellLead(tx: Tx, c: Context, wave: Try['wave'], findingId: string): Promise<void> {
  const { version, draft } = await designState(tx, c, wave.programId)
  const leadId = (version?.design ?? draft).leadId
  if (!leadId || leadId === c.viewer.personId) return
  await putInInbox(tx, c, leadId, {
    kind: 'test_blocker',
    subject: { kind: 'test_finding', id: findingId },
    params: { name: wave.name, waveId: wave.id },
  })
}

export async function again(c: Context, input: Input<typeof tests.again>): Promise<OpenedScript> {
  return c.db.transaction().execute(async (tx) => {
    const found = await runToTry(tx, c, input, true)
    const stays = found.open !== null && !hasOthers(found.open, found.script)
    if (found.open && !stays) await forget(tx, c, found.open.id)
    const id = stays ? found.open!.id : (await begin(tx, c, found)).id
    await record(tx, c, { type: 'test_run.begun-again', subject: { kind: 'test_run', id } })
    return openedOf(tx, c, input)
  })
}

/** What was begun with words that hold no more, pictures included. */
async function forget(tx: Tx, c: Context, runId: string): Promise<void> {
  await sql`delete from test_run where organization_id = ${c.organizationId} and id = ${runId} and handed_in_at is null`.execute(
    tx,
  )
}

export const open = (c: Context, input: Input<typeof tests.open>): Promise<OpenedScript> => openedOf(c.db, c, input)

async function openedOf(db: Db | Tx, c: Context, where: Where): Promise<OpenedScript> {
  const { script, device, wave, open: begun, last } = await runToTry(db, c, where)
  const { language: reader } = await readerOf(c)
  const run = begun ?? last
  // What was handed in is shown as it was read then.
  const said = run?.handed_in_at ? textIn(run.texts, run.language) : textIn(run?.texts ?? script.texts, reader)
  const pictures = run
    ? await sql<{
        id: string
        step: number
      }>`select id, step from test_picture where organization_id = ${c.organizationId}
        and run_id = ${run.id} order by step, added_at, id`.execute(db)
    : { rows: [] }
  const mine = await myScripts(db, c, wave.id, reader)
  const at = mine.findIndex((one) => one.scriptId === script.id)
  const waits = (one: (typeof mine)[number]) =>
    one.state === 'to_do' || one.state === 'begun' || one.state === 'changed'
  const next = [...mine.slice(at + 1), ...mine.slice(0, Math.max(0, at))].find(waits)
  return {
    wave: { id: wave.id, name: wave.name },
    scriptId: script.id,
    title: said.text.title,
    role: script.role,
    must: script.must,
    minutes: script.minutes,
    version: run?.version ?? script.version,
    newer: run !== null && hasOthers(run, script),
    language: said.language,
    device: run?.device ?? device,
    steps: said.text.steps,
    answers: run?.answers ?? [],
    revision: begun?.revision ?? 0,
    pictures: pictures.rows,
    handedIn: run?.handed_in_at && run.result ? { at: run.handed_in_at, result: run.result } : null,
    next: next ? { scriptId: next.scriptId, title: next.title } : null,
  }
}

type MyScript = Answer<typeof tests.mine>['plans'][number]['scripts'][number]

async function myScripts(db: Db | Tx, c: Context, waveId: string, reader: Language): Promise<MyScript[]> {
  const me = c.viewer.personId
  const { rows: tester } = await sql<{
    roles: TestRole[]
  }>`select roles from test_tester where organization_id = ${c.organizationId}
    and wave_id = ${waveId} and person_id = ${me} and ended_at is null`.execute(db)
  const { rows: runs } = await sql<{ script_id: string; version: number; result: RunResult | null }>`
    select u.script_id, u.version, u.result from test_run u where u.organization_id = ${c.organizationId} and u.wave_id = ${waveId}
      and u.person_id = ${me} order by u.handed_in_at desc nulls first`.execute(db)
  return (await scriptRows(db, c, waveId))
    .filter((one) => tester[0]?.roles.includes(one.role))
    .map((one) => {
      const run = runs.find((r) => r.script_id === one.id)
      return {
        scriptId: one.id,
        title: textIn(one.texts, reader).text.title,
        role: one.role,
        must: one.must,
        minutes: one.minutes,
        state: !run ? 'to_do' : run.result === null ? 'begun' : run.version < one.version ? 'changed' : run.result,
      }
    })
}

export async function mine(c: Context): Promise<Answer<typeof tests.mine>> {
  const me = c.viewer.personId
  const { language: reader } = await readerOf(c)
  const { rows } = await sql<{
    wave_id: string
    name: string
    program_id: string
    due_on: Day
    device: Device
    member: boolean
    prepares_on: Day | null
    begun: boolean
  }>`select t.wave_id, w.name, w.program_id, p.due_on, t.device, w.prepares_on, w.prepared_at is not null as begun,
      exists (select from wave_member m join wave v on v.organization_id = m.organization_id and v.id = m.wave_id
        where m.organization_id = t.organization_id and m.person_id = t.person_id and m.superseded is null and m.holds @> ${dayHere(c)}
          and (v.id = w.id or v.launched_at is not null)) as member
    from test_tester t join test_plan p on p.organization_id = t.organization_id and p.wave_id = t.wave_id
    join wave w on w.organization_id = t.organization_id and w.id = t.wave_id and w.launched_at is null
    where t.organization_id = ${c.organizationId} and t.person_id = ${me} and t.ended_at is null and t.invited_at is not null
    order by p.due_on, w.name limit 20`.execute(c.db)
  const plans: Answer<typeof tests.mine>['plans'] = []
  for (const one of rows) {
    const { version, draft } = await designState(c.db, c, one.program_id)
    const design = version?.design ?? draft
    const lead = await sql<{ id: string; name: string }>`select id, full_name as name from person
      where organization_id = ${c.organizationId} and id = ${design.leadId}`.execute(c.db)
    plans.push({
      wave: { id: one.wave_id, name: one.name },
      program: design.brand.name,
      dueOn: one.due_on,
      lead: lead.rows[0] ?? null,
      device: one.device,
      access: one.member,
      accessFrom: one.member || one.begun ? null : one.prepares_on,
      scripts: await myScripts(c.db, c, one.wave_id, reader),
    })
  }
  return {
    plans,
    findings: (await findingsFor(c.db, c)).map((one) => ({
      ...toFinding(one, reader),
      waveId: one.wave_id,
      as: one.as,
    })),
    today: await todayOf(c.db, c),
  }
}
