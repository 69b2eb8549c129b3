/** The rules of test plans. Pure: what a try comes to, what is covered, what is missing, whom to ask. */
import type { Language } from '../../contract/library.ts'
import {
  type Device,
  devices,
  type FindingState,
  type RunResult,
  type ScriptResult,
  type ScriptRow,
  type Severity,
  type TestAnswer,
  type TestMissing,
  type TestRole,
} from '../../contract/test-plan-shapes.ts'

/** What a whole try comes to: one step that failed makes it fail. */
export function resultOf(answers: readonly TestAnswer[]): RunResult {
  if (answers.some((one) => one.result === 'failed')) return 'failed'
  return answers.some((one) => one.result === 'could_not') ? 'could_not' : 'passed'
}

/** Something was said of the step that somebody has to look at. */
export const isFinding = (one: TestAnswer): boolean => one.words !== '' && one.severity !== null

/**
 * Steps, counted from one, that keep a try from being handed in: not answered, or wrong without a word about it.
 * What could not be done because of an earlier step needs no words of its own.
 */
export function gapsOf(answers: readonly TestAnswer[], steps: number): number[] {
  const gaps: number[] = []
  let said = false
  for (let i = 0; i < steps; i++) {
    const one = answers[i]
    const found = one !== undefined && isFinding(one)
    const open =
      !one ||
      one.result === null ||
      (one.result === 'failed' && !found) ||
      (one.result === 'could_not' && !found && !said) ||
      // Words alone would reach nobody.
      (one.words !== '' && one.severity === null) ||
      (one.words === '' && one.severity !== null && one.result === 'passed')
    if (open) gaps.push(i + 1)
    said ||= found
  }
  return gaps
}

export type PlanScript = { id: string; role: TestRole; title: string; must: boolean; version: number }
export type PlanTester = { personId: string; roles: readonly TestRole[]; language: Language; device: Device }
export type PlanRun = {
  id: string
  scriptId: string
  version: number
  personId: string
  language: Language
  device: Device
  result: RunResult
}
export type PlanFinding = {
  id: string
  number: number
  runId: string
  scriptId: string
  /** Of its script, which may have been taken out of the plan since. */
  title: string
  severity: Severity
  state: FindingState
}

export const isSettled = (state: FindingState): boolean => state === 'closed' || state === 'accepted'

/** What a try says of its script, with what became of its findings. `nothing`: nobody got through. */
export function holds(run: PlanRun, findings: readonly PlanFinding[]): 'passed' | 'failed' | 'nothing' {
  const mine = findings.filter((one) => one.runId === run.id)
  const weighs = (one: PlanFinding) =>
    run.result === 'failed' ||
    (run.result === 'passed' ? one.severity === 'blocker' || one.severity === 'major' : one.severity !== 'question')
  if (mine.some((one) => !isSettled(one.state) && weighs(one))) return 'failed'
  if (run.result === 'could_not' && !mine.some((one) => isSettled(one.state))) return 'nothing'
  return 'passed'
}

/** Of each tester the last try of the version that holds now; `runs` come oldest first. */
export function lastTries(script: Pick<PlanScript, 'id' | 'version'>, runs: readonly PlanRun[]): PlanRun[] {
  const last = new Map<string, PlanRun>()
  for (const run of runs) if (run.scriptId === script.id && run.version === script.version) last.set(run.personId, run)
  return [...last.values()]
}

export function scriptResult(
  script: Pick<PlanScript, 'id' | 'version'>,
  runs: readonly PlanRun[],
  findings: readonly PlanFinding[],
): ScriptResult {
  const said = lastTries(script, runs).map((run) => holds(run, findings))
  if (said.includes('failed')) return 'failed'
  return said.includes('passed') ? 'passed' : 'untested'
}

/** What was tried in each language on each device, and who has it still to do. */
export function coverageOf(
  script: PlanScript,
  needs: readonly { language: Language; device: Device }[],
  plan: { testers: readonly PlanTester[]; runs: readonly PlanRun[]; findings: readonly PlanFinding[] },
): ScriptRow['coverage'] {
  const tries = lastTries(script, plan.runs)
  return needs.map((need) => {
    const here = (one: { language: Language; device: Device }) =>
      one.language === need.language && one.device === need.device
    const said = tries.filter(here).map((run) => holds(run, plan.findings))
    const asked = plan.testers.some(
      (one) => here(one) && one.roles.includes(script.role) && !tries.some((run) => run.personId === one.personId),
    )
    return {
      ...need,
      is: said.includes('failed') ? 'failed' : said.includes('passed') ? 'passed' : asked ? 'asked' : 'nobody',
    }
  })
}

/** What keeps the plan from being signed: a blocker that is not settled, a must that nobody got through. */
export function missingOf(plan: {
  scripts: readonly PlanScript[]
  testers: readonly PlanTester[]
  runs: readonly PlanRun[]
  findings: readonly PlanFinding[]
}): TestMissing[] {
  const missing: TestMissing[] = []
  if (plan.scripts.length === 0) missing.push({ kind: 'no_scripts' })
  if (plan.testers.length === 0 && plan.runs.length === 0) missing.push({ kind: 'no_testers' })
  for (const one of plan.findings)
    if (one.severity === 'blocker' && !isSettled(one.state))
      missing.push({ kind: 'blocker', findingId: one.id, number: one.number, title: one.title })
  for (const one of plan.scripts)
    if (one.must && scriptResult(one, plan.runs, plan.findings) === 'untested')
      missing.push({
        kind: 'untested',
        scriptId: one.id,
        title: one.title,
        asked: plan.testers.filter((t) => t.roles.includes(one.role)).length,
      })
  return missing
}

/** Somebody who could test. */
export type Candidate = {
  id: string
  site: string
  language: Language
  manages: boolean
  noMail: boolean
  managerId: string | null
}
export type Proposed = { personId: string; roles: TestRole[]; device: Device; why: Why }
type Why = 'role' | 'language' | 'device' | 'site' | 'pair'

/** More would be a survey, and nobody could talk to them all. */
export const mostProposed = 20
const mostManagers = 4

/**
 * Whom to ask. First those who hold a role that has scripts; then in each language a manager and somebody of their
 * team, because a check-in takes two; then each language on a phone and at a computer; somebody who comes in by a
 * printed code; and at last the sites that nobody is at, the largest first. `candidates` come in the order in which they are
 * taken; the same candidates give the same proposal.
 */
export function propose(
  candidates: readonly Candidate[],
  wanted: {
    /** Who holds which role; in or outside the wave. */
    holders: readonly { person: Candidate; role: TestRole }[]
    languages: readonly Language[]
    roles: readonly TestRole[]
    /** The largest first. */
    sites: readonly string[]
  },
): Proposed[] {
  const chosen = new Map<string, Proposed>()
  const people = new Map([...candidates, ...wanted.holders.map((one) => one.person)].map((one) => [one.id, one]))
  const has = (role: TestRole) => wanted.roles.includes(role)
  const sites = () => new Set([...chosen.keys()].map((id) => people.get(id)!.site))
  const add = (one: Candidate, roles: readonly TestRole[], device: Device, why: Why) => {
    const before = chosen.get(one.id)
    if (before) before.roles = [...new Set([...before.roles, ...roles])]
    else if (chosen.size < mostProposed && roles.length > 0)
      chosen.set(one.id, { personId: one.id, roles: [...roles], device: one.noMail ? 'phone' : device, why })
  }
  const asked = (role: TestRole, language: Language, device: Device) =>
    [...chosen.values()].some(
      (one) => one.device === device && one.roles.includes(role) && people.get(one.personId)!.language === language,
    )
  /** The first that fits; before others one of a site that nobody is at yet. */
  const find = (fits: (one: Candidate) => boolean): Candidate | undefined => {
    const free = candidates.filter((one) => !chosen.has(one.id) && fits(one))
    const seen = sites()
    return free.find((one) => !seen.has(one.site)) ?? free[0]
  }

  for (const { person, role } of wanted.holders) add(person, [role], role === 'sponsor' ? 'phone' : 'computer', 'role')
  const managers: Candidate[] = []
  if (has('manager'))
    for (const language of wanted.languages) {
      if (managers.length === mostManagers) break
      const leads = (one: Candidate) => candidates.some((other) => other.managerId === one.id && !chosen.has(other.id))
      const fits = (one: Candidate) => one.manages && one.language === language
      const one = find((c) => fits(c) && leads(c)) ?? find(fits)
      if (!one) continue
      add(
        one,
        has('employee') ? ['manager', 'employee'] : ['manager'],
        devices[managers.length % 2 === 0 ? 1 : 0],
        'language',
      )
      managers.push(one)
    }
  if (has('employee')) {
    for (const [i, manager] of managers.entries()) {
      const one = find((c) => c.managerId === manager.id)
      if (one) add(one, ['employee'], devices[i % 2]!, 'pair')
    }
    for (const language of wanted.languages)
      for (const device of devices) {
        if (asked('employee', language, device)) continue
        const one = find((c) => !c.manages && c.language === language && (device === 'phone' || !c.noMail))
        if (one) add(one, ['employee'], device, 'device')
      }
    if (![...chosen.keys()].some((id) => people.get(id)!.noMail)) {
      const one = find((c) => c.noMail)
      if (one) add(one, ['employee'], 'phone', 'device')
    }
    for (const site of wanted.sites) {
      if (sites().has(site)) continue
      const one = candidates.find((c) => c.site === site && !chosen.has(c.id))
      if (one) add(one, ['employee'], 'phone', 'site')
    }
  }
  return [...chosen.values()]
}
