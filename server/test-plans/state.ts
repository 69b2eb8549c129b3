/** How far a test plan is: read whole, judged by the rules. */
import { sql } from 'kysely'
import type { Design } from '../../contract/design.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Wave } from '../../contract/program.ts'
import { devices, type TestNeed, type TestPlan, type TestRole } from '../../contract/test-plan-shapes.ts'
import { chooseLanguage, type LibraryScript, testScripts } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { designState, readWave, today as todayOf } from '../program/program.ts'
import { readerOf } from '../training/training.ts'
import {
  crowdOf,
  findingCounts,
  findingsOf,
  inWave,
  planRow,
  rolesHeld,
  runRows,
  scriptRows,
  testerRows,
  textIn,
} from './queries.ts'
import {
  coverageOf,
  isSettled,
  lastTries,
  missingOf,
  type PlanFinding,
  type PlanRun,
  type PlanScript,
  type PlanTester,
  scriptResult,
} from './rules.ts'
import { partsOf, signaturesOf, voidedOf } from './signatures.ts'

/** What the rules judge, of one plan. */
type Facts = {
  scripts: PlanScript[]
  testers: PlanTester[]
  runs: PlanRun[]
  findings: PlanFinding[]
}

export async function factsOf(db: Db | Tx, c: Context, waveId: string, reader: Language): Promise<Facts> {
  const scripts = (await scriptRows(db, c, waveId)).map((one) => ({
    id: one.id,
    role: one.role,
    title: textIn(one.texts, reader).text.title,
    must: one.must,
    version: one.version,
  }))
  const { rows } = await sql<{
    locale: string
  }>`select locale from organization where id = ${c.organizationId}`.execute(db)
  const company = rows[0]!.locale
  const testers = (await testerRows(db, c, waveId)).map((one) => ({
    personId: one.person_id,
    roles: one.roles,
    language: chooseLanguage(languages, one.locale, company).language,
    device: one.device,
  }))
  return {
    scripts,
    testers,
    runs: await runRows(db, c, waveId),
    findings: (await findingsOf(db, c, waveId)).map((f) => ({
      id: f.id,
      number: f.number,
      runId: f.run_id,
      scriptId: f.script_id,
      title: textIn(f.texts, reader).text.title,
      severity: f.severity,
      state: f.state,
    })),
  }
}

export function progressOf({ scripts, runs, findings }: Facts) {
  const results = scripts.map((one) => scriptResult(one, runs, findings))
  const count = (result: (typeof results)[number]) => results.filter((one) => one === result).length
  const counts = findingCounts(findings)
  return {
    scripts: scripts.length,
    passed: count('passed'),
    failed: count('failed'),
    untested: count('untested'),
    blockers: findings.filter((one) => one.severity === 'blocker' && !isSettled(one.state)).length,
    openFindings: counts.open,
    retests: counts.retest,
  }
}

export const headOf = (wave: Wave, program: string) => ({
  wave: { id: wave.id, name: wave.name },
  programId: wave.programId,
  program,
  preparesOn: wave.preparesOn,
  goesLiveOn: wave.goesLiveOn,
  live: wave.state.phase === 'live',
})

/** As published, and until then as drafted. */
export async function designOf(db: Db | Tx, c: Context, programId: string): Promise<Design> {
  const { version, draft } = await designState(db, c, programId)
  return version?.design ?? draft
}

/** Scripts of the library that make sense in a program as it is. */
export async function fitting(db: Db | Tx, c: Context, design: Design): Promise<LibraryScript[]> {
  const held = await rolesHeld(db, c)
  const on: Record<TestNeed, boolean> = {
    goals: design.elements.goals.on,
    checkins: design.elements.checkins.on,
    feedback: design.elements.feedback.on,
    recognition: design.elements.recognition.on,
    growth: design.elements.growth.on,
    reviews: design.elements.reviews.on,
    pulse: design.elements.pulse.on,
    training: design.training.courses.length > 0,
    policies: design.policies.some((one) => one.acknowledge),
  }
  const has: Record<TestRole, boolean> = {
    employee: true,
    manager: true,
    lead: true,
    sponsor: design.sponsorId !== null,
    'hr-partner': held.hr,
    champion: held.champion,
  }
  return testScripts().filter((one) => has[one.role] && (one.element === null || on[one.element]))
}

export async function planOf(db: Db | Tx, c: Context, waveId: string): Promise<TestPlan> {
  const row = await planRow(db, c, waveId)
  const wave = await readWave(db, c, waveId)
  const design = await designOf(db, c, wave.programId)
  const { language: reader } = await readerOf(c)
  const today = await todayOf(db, c)
  const within = await inWave(db, c, wave, today)
  const crowd = await crowdOf(db, c, within)
  const facts = await factsOf(db, c, waveId, reader)
  const records = await scriptRows(db, c, waveId)
  const rows = await testerRows(db, c, waveId)
  const languagesOf = new Map(facts.testers.map((one) => [one.personId, one.language]))
  // What testers speak is tested too, even where nobody else of the wave does.
  const spoken = [...new Set([...crowd.languages, ...facts.testers.map((one) => one.language)])]
  const needs = spoken.flatMap((language) => devices.map((device) => ({ language, device })))
  /** What everybody meets is tried in each language on each device; what one person does, as that person does it. */
  const needsOf = (role: TestRole) =>
    role === 'employee' || role === 'manager'
      ? needs
      : needs.filter((need) =>
          facts.testers.some((t) => t.roles.includes(role) && t.language === need.language && t.device === need.device),
        )
  const missing = missingOf(facts)
  const parts = await partsOf(db, c, waveId, design.leadId)
  const signatures = await signaturesOf(db, c, waveId, parts)
  const taken = new Set(records.map((one) => one.library_id))
  const sites = new Set(rows.map((one) => one.site))
  const without = crowd.sites.filter((one) => !sites.has(one.site))
  const mayManage = c.viewer.roles.includes('lead')
  return {
    ...headOf(wave, design.brand.name),
    ...progressOf(facts),
    today,
    dueOn: row.due_on,
    madeBy: { id: row.made_by, name: row.made_name },
    revision: row.revision,
    scriptRows: records.map((one, i) => {
      const script = facts.scripts[i]!
      const { text } = textIn(one.texts, reader)
      return {
        id: one.id,
        role: one.role,
        title: text.title,
        own: one.library_id === null,
        must: one.must,
        minutes: one.minutes,
        steps: text.steps.length,
        version: one.version,
        result: scriptResult(script, facts.runs, facts.findings),
        tried: lastTries(script, facts.runs).length,
        asked: facts.testers.filter((t) => t.roles.includes(one.role)).length,
        findings: facts.findings.filter((f) => f.scriptId === one.id && !isSettled(f.state)).length,
        coverage: coverageOf(script, needsOf(one.role), facts),
      }
    }),
    testers: rows.map((one) => {
      const theirs = facts.scripts.filter((s) => one.roles.includes(s.role))
      return {
        person: { id: one.person_id, name: one.name, title: one.title },
        site: one.site,
        language: languagesOf.get(one.person_id)!,
        roles: one.roles,
        device: one.device,
        noMail: one.no_mail,
        invitedAt: one.invited_at,
        changed: wave.state.phase !== 'live' && one.changed,
        done: theirs.filter((s) => lastTries(s, facts.runs).some((run) => run.personId === one.person_id)).length,
        of: theirs.length,
      }
    }),
    needs,
    sitesWithout: without.slice(0, 5),
    sitesMore: Math.max(0, without.length - 5),
    missing,
    signatures,
    signedOff: signatures.length > 0 && signatures.every((one) => one.signedAt !== null),
    voided: await voidedOf(db, c, waveId),
    offered: (await fitting(db, c, design))
      .filter((one) => !taken.has(one.id))
      .map((one) => ({
        libraryId: one.id,
        role: one.role,
        title: one.texts[reader].title,
        minutes: one.minutes,
      })),
    maySign: missing.length === 0 && signatures.some((one) => one.mine && one.signedAt === null),
    mayManage,
  }
}
