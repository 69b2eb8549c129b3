/** What tests of a wave are made of: scripts, testers, findings, signatures; the operations are in test-plans.ts. */
import * as z from 'zod'
import { languages } from './library.ts'
import { lineName } from './names.ts'

/** As whom somebody tests. Scripts are written for one of them. */
export const testRoles = ['employee', 'manager', 'lead', 'sponsor', 'hr-partner', 'champion'] as const
export type TestRole = (typeof testRoles)[number]

/** What has to be on, so that a script makes sense. */
export const testNeeds = [
  'goals',
  'checkins',
  'feedback',
  'recognition',
  'growth',
  'reviews',
  'pulse',
  'training',
  'policies',
] as const
export type TestNeed = (typeof testNeeds)[number]

export const devices = ['phone', 'computer'] as const
export type Device = (typeof devices)[number]

/**
 * `blocker`: somebody cannot do what they came for, or sees what is not theirs. `major`: it goes, but only
 * with help or a detour. `minor`: it goes, and something is not right. `question`: should it be so?
 */
export const severities = ['blocker', 'major', 'minor', 'question'] as const
export type Severity = (typeof severities)[number]

export const runResults = ['passed', 'failed', 'could_not'] as const
export type RunResult = (typeof runResults)[number]

/** `retest`: said to be fixed; whoever found it tries it again. */
export const findingStates = ['open', 'retest', 'closed', 'accepted'] as const
export type FindingState = (typeof findingStates)[number]

export const findingActs = ['graded', 'owned', 'fixed', 'works', 'still', 'accepted', 'reopened'] as const
export type FindingAct = (typeof findingActs)[number]

export const signParts = ['lead', 'hr', 'it'] as const
export type SignPart = (typeof signParts)[number]
export const voidReasons = ['blocker', 'changed', 'reopened', 'signers'] as const

/** Bytes of one picture, and how many of them a step may have. */
export const mostPictureBytes = 5 * 1024 * 1024
export const mostPictures = 3
export const mostTesters = 60
export const mostScripts = 60
export const mostSteps = 20

export const day = z.iso.date()
const instant = z.iso.datetime()
export const named = z.object({ id: z.uuid(), name: z.string() })
export const words = (most: number) => z.string().trim().max(most)
export const said = (most: number) => z.string().trim().min(1).max(most)

export const step = z.object({ do: said(400), expect: said(400) })
const scriptText = z.object({ title: lineName(120), steps: z.array(step).min(1).max(mostSteps) })
export type ScriptText = z.output<typeof scriptText>
/** A script in the languages that it has; as many steps in each. */
export const scriptTexts = z
  .partialRecord(z.enum(languages), scriptText)
  .refine((texts) => Object.keys(texts).length > 0, 'at least one language')
  .refine(
    (texts) => new Set(Object.values(texts).map((one) => one.steps.length)).size === 1,
    'as many steps in each language',
  )
export type ScriptTexts = z.output<typeof scriptTexts>

/** What a tester says of one step. */
export const answer = z.object({
  result: z.enum(runResults).nullable(),
  words: words(2000).default(''),
  severity: z.enum(severities).nullable().default(null),
})
export type TestAnswer = z.output<typeof answer>
const answers = z.array(answer).max(mostSteps)

export const picture = z.object({ id: z.uuid(), step: z.int() })

/** `failed`: something found with it is not settled. `untested`: nobody has got through it yet. */
export const scriptResults = ['untested', 'failed', 'passed'] as const
export type ScriptResult = (typeof scriptResults)[number]

const cell = z.object({
  language: z.enum(languages),
  device: z.enum(devices),
  /** `asked`: a tester has it to do. `nobody`: nobody has. */
  is: z.enum(['passed', 'failed', 'asked', 'nobody']),
})

const scriptRow = z.object({
  id: z.uuid(),
  role: z.enum(testRoles),
  title: z.string(),
  own: z.boolean(),
  must: z.boolean(),
  minutes: z.int(),
  steps: z.int(),
  version: z.int(),
  result: z.enum(scriptResults),
  /** People who have tried this version, and who have it to do. */
  tried: z.int(),
  asked: z.int(),
  findings: z.int(),
  /** One for each language and device that the wave needs. */
  coverage: z.array(cell),
})
export type ScriptRow = z.output<typeof scriptRow>

const tester = z.object({
  person: named.extend({ title: z.string() }),
  site: z.string(),
  language: z.enum(languages),
  roles: z.array(z.enum(testRoles)),
  device: z.enum(devices),
  /** Nobody can write to them; they come in by a printed code. */
  noMail: z.boolean(),
  invitedAt: instant.nullable(),
  /** Something of theirs was written anew or added since they were asked, and they have not tried it: asking again tells them. */
  changed: z.boolean(),
  /** Scripts that they handed in, and all of theirs. */
  done: z.int(),
  of: z.int(),
})

/** What keeps it from being signed. */
const missing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no_scripts') }),
  z.object({ kind: z.literal('no_testers') }),
  z.object({ kind: z.literal('blocker'), findingId: z.uuid(), number: z.int(), title: z.string() }),
  z.object({ kind: z.literal('untested'), scriptId: z.uuid(), title: z.string(), asked: z.int() }),
])
export type TestMissing = z.output<typeof missing>

const known = z.object({
  scripts: z.int(),
  passed: z.int(),
  /** Findings that were still open when it was signed, and those accepted. */
  open: z.int(),
  accepted: z.int(),
})
export type TestKnown = z.output<typeof known>

const signature = z.object({
  part: z.enum(signParts),
  person: named.nullable(),
  /** Who is named is not in the company any more: somebody else has to be. */
  left: z.boolean(),
  signedAt: instant.nullable(),
  known: known.nullable(),
  mine: z.boolean(),
})

export const head = {
  wave: named,
  programId: z.uuid(),
  program: z.string(),
  preparesOn: day.nullable(),
  goesLiveOn: day.nullable(),
  live: z.boolean(),
}
export const progress = {
  scripts: z.int(),
  passed: z.int(),
  failed: z.int(),
  untested: z.int(),
  blockers: z.int(),
  openFindings: z.int(),
  retests: z.int(),
}

export const plan = z.object({
  ...head,
  ...progress,
  today: day,
  dueOn: day,
  madeBy: named,
  revision: z.int(),
  scriptRows: z.array(scriptRow),
  testers: z.array(tester),
  /** What is tested in which languages on which devices. */
  needs: z.array(z.object({ language: z.enum(languages), device: z.enum(devices) })),
  /** Sites of the wave that nobody tests at, the largest first; five at most, and how many more. */
  sitesWithout: z.array(z.object({ site: z.string(), people: z.int() })),
  sitesMore: z.int(),
  missing: z.array(missing),
  signatures: z.array(signature),
  signedOff: z.boolean(),
  /** Signatures that hold no more, the newest first. */
  voided: z.array(
    z.object({
      part: z.enum(signParts),
      person: named,
      signedAt: instant,
      voidedAt: instant,
      reason: z.enum(voidReasons),
      words: z.string(),
    }),
  ),
  /** Scripts of the library that fit the program and are not in the plan. */
  offered: z.array(z.object({ libraryId: z.string(), role: z.enum(testRoles), title: z.string(), minutes: z.int() })),
  maySign: z.boolean(),
  mayManage: z.boolean(),
})
export type TestPlan = z.output<typeof plan>

export const findingRow = z.object({
  id: z.uuid(),
  number: z.int(),
  severity: z.enum(severities),
  words: z.string(),
  state: z.enum(findingStates),
  script: named,
  step: z.int(),
  foundBy: named,
  foundAt: instant,
  /** `left`: they are not in the company any more, so that the lead sees to it. */
  owner: named.extend({ left: z.boolean() }).nullable(),
  pictures: z.int(),
  language: z.enum(languages),
  device: z.enum(devices),
})
export type FindingRow = z.output<typeof findingRow>

export const finding = findingRow.extend({
  wave: named,
  /** The step as it was when it was tried, in the language of whoever tried it. */
  tried: step,
  pictures: z.array(z.uuid()),
  acts: z.array(
    z.object({
      act: z.enum(findingActs),
      by: named,
      at: instant,
      words: z.string(),
      severity: z.enum(severities).nullable(),
      owner: named.nullable(),
    }),
  ),
  /** What the viewer may do now. */
  may: z.array(z.enum(['grade', 'own', 'fix', 'accept', 'reopen', 'retest'])),
})
export type Finding = z.output<typeof finding>

export const run = z.object({
  id: z.uuid(),
  script: named,
  version: z.int(),
  person: named,
  language: z.enum(languages),
  device: z.enum(devices),
  result: z.enum(runResults),
  handedInAt: instant,
})

export const myScript = z.object({
  scriptId: z.uuid(),
  title: z.string(),
  role: z.enum(testRoles),
  must: z.boolean(),
  minutes: z.int(),
  /** `changed`: handed in, and there is a newer version to try. */
  state: z.enum(['to_do', 'begun', 'changed', 'passed', 'failed', 'could_not']),
})

/** A script as its tester has it before them. */
export const opened = z.object({
  wave: named,
  scriptId: z.uuid(),
  title: z.string(),
  role: z.enum(testRoles),
  must: z.boolean(),
  minutes: z.int(),
  version: z.int(),
  /** There is a newer version than the one that was begun. */
  newer: z.boolean(),
  language: z.enum(languages),
  device: z.enum(devices),
  steps: z.array(step),
  answers: z.array(answer),
  /** Last seen; zero while nothing is kept. */
  revision: z.int(),
  pictures: z.array(picture),
  /** Handed in: it stays as it is. */
  handedIn: z.object({ at: instant, result: z.enum(runResults) }).nullable(),
  next: z.object({ scriptId: z.uuid(), title: z.string() }).nullable(),
})
export type OpenedScript = z.output<typeof opened>

export const inWave = z.object({ waveId: z.uuid() })
export const inScript = inWave.extend({ scriptId: z.uuid() })
export const inFinding = inWave.extend({ findingId: z.uuid() })

export const ownScript = z.object({
  role: z.enum(testRoles),
  must: z.boolean(),
  minutes: z.int().min(1).max(60),
  texts: scriptTexts,
})
export const chosenTester = z.object({
  personId: z.uuid(),
  roles: z.array(z.enum(testRoles)).min(1).max(testRoles.length),
  device: z.enum(devices),
})
export type ChosenTester = z.output<typeof chosenTester>

export const handed = z.object({
  version: z.int().min(1),
  device: z.enum(devices),
  answers,
  /** The revision that was last seen. */
  seen: z.int().min(0),
})
