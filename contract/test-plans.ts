/**
 * Test plans: what is tried before a wave goes live, by named people, on their own devices; what
 * they find; and who signs that it is enough.
 */
import * as z from 'zod'
import { languages } from './library.ts'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

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

const day = z.iso.date()
const instant = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })
const words = (most: number) => z.string().trim().max(most)
const said = (most: number) => z.string().trim().min(1).max(most)

const step = z.object({ do: said(400), expect: said(400) })
const scriptText = z.object({ title: lineName(120), steps: z.array(step).min(1).max(mostSteps) })
export type ScriptText = z.output<typeof scriptText>
/** A script in the languages that it has; as many steps in each. */
const scriptTexts = z
  .partialRecord(z.enum(languages), scriptText)
  .refine((texts) => Object.keys(texts).length > 0, 'at least one language')
  .refine(
    (texts) => new Set(Object.values(texts).map((one) => one.steps.length)).size === 1,
    'as many steps in each language',
  )
export type ScriptTexts = z.output<typeof scriptTexts>

/** What a tester says of one step. */
const answer = z.object({
  result: z.enum(runResults).nullable(),
  words: words(2000).default(''),
  severity: z.enum(severities).nullable().default(null),
})
export type TestAnswer = z.output<typeof answer>
const answers = z.array(answer).max(mostSteps)

const picture = z.object({ id: z.uuid(), step: z.int() })

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

const head = {
  wave: named,
  programId: z.uuid(),
  program: z.string(),
  preparesOn: day.nullable(),
  goesLiveOn: day.nullable(),
  live: z.boolean(),
}
const progress = {
  scripts: z.int(),
  passed: z.int(),
  failed: z.int(),
  untested: z.int(),
  blockers: z.int(),
  openFindings: z.int(),
  retests: z.int(),
}

const plan = z.object({
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

const findingRow = z.object({
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

const finding = findingRow.extend({
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

const run = z.object({
  id: z.uuid(),
  script: named,
  version: z.int(),
  person: named,
  language: z.enum(languages),
  device: z.enum(devices),
  result: z.enum(runResults),
  handedInAt: instant,
})

const myScript = z.object({
  scriptId: z.uuid(),
  title: z.string(),
  role: z.enum(testRoles),
  must: z.boolean(),
  minutes: z.int(),
  /** `changed`: handed in, and there is a newer version to try. */
  state: z.enum(['to_do', 'begun', 'changed', 'passed', 'failed', 'could_not']),
})

/** A script as its tester has it before them. */
const opened = z.object({
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

const inWave = z.object({ waveId: z.uuid() })
const inScript = inWave.extend({ scriptId: z.uuid() })
const inFinding = inWave.extend({ findingId: z.uuid() })

const ownScript = z.object({
  role: z.enum(testRoles),
  must: z.boolean(),
  minutes: z.int().min(1).max(60),
  texts: scriptTexts,
})
const chosenTester = z.object({
  personId: z.uuid(),
  roles: z.array(z.enum(testRoles)).min(1).max(testRoles.length),
  device: z.enum(devices),
})
export type ChosenTester = z.output<typeof chosenTester>

const handed = z.object({
  version: z.int().min(1),
  device: z.enum(devices),
  answers,
  /** The revision that was last seen. */
  seen: z.int().min(0),
})

export const testPlans = {
  list: operation({
    id: 'testPlans.list',
    method: 'GET',
    path: '/test-plans',
    permission: 'tests.read',
    summary: 'Waves with how far their tests are; those that have not gone live and those that were tested',
    response: z.object({
      waves: z.array(
        z.object({
          ...head,
          plan: z.object({ ...progress, dueOn: day, testers: z.int(), signedOff: z.boolean() }).nullable(),
        }),
      ),
      today: day,
      mayManage: z.boolean(),
    }),
  }),
  make: operation({
    id: 'testPlans.make',
    method: 'POST',
    path: '/waves/:waveId/test-plan',
    permission: 'tests.manage',
    summary: 'Make the test plan of a wave from the design: scripts of what the program has on, for the roles it has',
    params: inWave,
    body: z.object({ /** Two days before go-live unless told. */ dueOn: day.optional() }),
    response: plan,
    problems: ['tests_made', 'wave_live', 'tests_due'],
  }),
  get: operation({
    id: 'testPlans.get',
    method: 'GET',
    path: '/waves/:waveId/test-plan',
    permission: 'tests.read',
    summary: 'The test plan of a wave: scripts, testers, coverage, what is missing and who signed',
    params: inWave,
    response: plan,
  }),
  change: operation({
    id: 'testPlans.change',
    method: 'PUT',
    path: '/waves/:waveId/test-plan',
    permission: 'tests.manage',
    summary: 'By when it is to be done, and who signs beside the program lead',
    params: inWave,
    body: z.object({ dueOn: day, hrId: z.uuid().nullable(), itId: z.uuid().nullable(), revision: z.int() }),
    response: plan,
    problems: ['conflict', 'tests_due', 'person_unknown', 'tests_signer'],
  }),
  propose: operation({
    id: 'testPlans.propose',
    method: 'GET',
    path: '/waves/:waveId/test-plan/proposal',
    permission: 'tests.manage',
    summary: 'Whom to ask to test: people of the wave, so that roles, languages, sites and devices are covered',
    params: inWave,
    response: z.object({
      testers: z.array(
        chosenTester.extend({
          person: named.extend({ title: z.string() }),
          site: z.string(),
          language: z.enum(languages),
          noMail: z.boolean(),
          /** What they are proposed for. */
          why: z.enum(['role', 'language', 'device', 'site', 'pair']),
        }),
      ),
      /** Roles for which nobody was found. */
      without: z.array(z.enum(testRoles)),
    }),
  }),
  setTesters: operation({
    id: 'testPlans.setTesters',
    method: 'PUT',
    path: '/waves/:waveId/test-plan/testers',
    permission: 'tests.manage',
    summary:
      'Who tests, as whom and on which device; whoever is not named tests no more, and what they handed in stays',
    params: inWave,
    body: z.object({ testers: z.array(chosenTester).max(mostTesters), revision: z.int() }),
    response: plan,
    problems: ['conflict', 'person_unknown'],
  }),
  invite: operation({
    id: 'testPlans.invite',
    method: 'POST',
    path: '/waves/:waveId/test-plan/invitations',
    permission: 'tests.manage',
    summary: 'Ask the testers who were not asked yet: by letter, in the app and in their week',
    params: inWave,
    response: plan,
    problems: ['tests_nobody'],
  }),
  addScript: operation({
    id: 'testPlans.addScript',
    method: 'POST',
    path: '/waves/:waveId/test-plan/scripts',
    permission: 'tests.manage',
    summary: 'Add a script of one’s own, or one of the library; signatures are void then',
    params: inWave,
    body: z.union([z.object({ libraryId: z.string().regex(/^[a-z0-9-]{1,60}$/) }), ownScript]),
    response: z.object({ scriptId: z.uuid() }),
    problems: ['tests_script_there', 'tests_many'],
  }),
  script: operation({
    id: 'testPlans.script',
    method: 'GET',
    path: '/waves/:waveId/test-plan/scripts/:scriptId',
    permission: 'tests.read',
    summary: 'One script in its languages, and who tried it',
    params: inScript,
    response: z.object({
      id: z.uuid(),
      role: z.enum(testRoles),
      own: z.boolean(),
      must: z.boolean(),
      minutes: z.int(),
      version: z.int(),
      texts: scriptTexts,
      /** Of a script of the library: its words were changed here. */
      changed: z.boolean(),
      runs: z.array(run.omit({ script: true })),
      mayManage: z.boolean(),
    }),
  }),
  editScript: operation({
    id: 'testPlans.editScript',
    method: 'PUT',
    path: '/waves/:waveId/test-plan/scripts/:scriptId',
    permission: 'tests.manage',
    summary: 'Write a script anew: a version of its own that has to be tried again; signatures are void then',
    params: inScript,
    body: ownScript.omit({ role: true }).extend({ /** Last seen. */ version: z.int().min(1) }),
    response: z.object({ version: z.int() }),
    problems: ['conflict'],
  }),
  removeScript: operation({
    id: 'testPlans.removeScript',
    method: 'DELETE',
    path: '/waves/:waveId/test-plan/scripts/:scriptId',
    permission: 'tests.manage',
    summary: 'Take a script out of the plan; what was found with it stays, and signatures are void',
    params: inScript,
    response: plan,
  }),
  run: operation({
    id: 'testPlans.run',
    method: 'GET',
    path: '/waves/:waveId/test-plan/runs/:runId',
    permission: 'tests.read',
    summary: 'What somebody handed in: the steps as they tried them, what they said, their pictures',
    params: inWave.extend({ runId: z.uuid() }),
    response: run.extend({
      role: z.enum(testRoles),
      newer: z.boolean(),
      steps: z.array(step),
      answers: z.array(answer),
      pictures: z.array(picture),
    }),
  }),
  findings: operation({
    id: 'testPlans.findings',
    method: 'GET',
    path: '/waves/:waveId/test-plan/findings',
    permission: 'tests.read',
    summary: 'What was found: the heaviest first, then the oldest',
    params: inWave,
    query: z.object({
      show: z.enum(['open', 'retest', 'settled', 'all']).default('open'),
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({
      findings: z.array(findingRow),
      total: z.int(),
      counts: z.object({ open: z.int(), retest: z.int(), settled: z.int(), all: z.int() }),
    }),
  }),
  finding: operation({
    id: 'testPlans.finding',
    method: 'GET',
    path: '/waves/:waveId/test-plan/findings/:findingId',
    permission: 'tests.own',
    summary: 'One finding, with the step, pictures and what became of it; also for whoever found it or sees to it',
    params: inFinding,
    response: finding,
  }),
  grade: operation({
    id: 'testPlans.grade',
    method: 'PUT',
    path: '/waves/:waveId/test-plan/findings/:findingId/severity',
    permission: 'tests.manage',
    summary: 'Weigh a finding differently, with a reason that stays',
    params: inFinding,
    body: z.object({ severity: z.enum(severities), reason: said(500) }),
    response: finding,
    problems: ['tests_settled'],
  }),
  own: operation({
    id: 'testPlans.own',
    method: 'PUT',
    path: '/waves/:waveId/test-plan/findings/:findingId/owner',
    permission: 'tests.manage',
    summary: 'Who sees to a finding',
    params: inFinding,
    body: z.object({ ownerId: z.uuid() }),
    response: finding,
    problems: ['person_unknown', 'tests_settled'],
  }),
  fixed: operation({
    id: 'testPlans.fixed',
    method: 'POST',
    path: '/waves/:waveId/test-plan/findings/:findingId/fix',
    permission: 'tests.own',
    summary: 'Say that it is fixed: whoever found it is asked to try again. For the lead and whoever sees to it',
    params: inFinding,
    body: z.object({ words: said(2000) }),
    response: finding,
    problems: ['tests_state'],
  }),
  accept: operation({
    id: 'testPlans.accept',
    method: 'POST',
    path: '/waves/:waveId/test-plan/findings/:findingId/acceptance',
    permission: 'tests.manage',
    summary: 'Live with it, in one’s own name and with a reason',
    params: inFinding,
    body: z.object({ reason: said(500) }),
    response: finding,
    problems: ['tests_state'],
  }),
  reopen: operation({
    id: 'testPlans.reopen',
    method: 'POST',
    path: '/waves/:waveId/test-plan/findings/:findingId/opening',
    permission: 'tests.manage',
    summary: 'Open a settled finding again; a blocker voids the signatures',
    params: inFinding,
    body: z.object({ reason: said(500) }),
    response: finding,
    problems: ['tests_state'],
  }),
  retest: operation({
    id: 'testPlans.retest',
    method: 'POST',
    path: '/waves/:waveId/test-plan/findings/:findingId/retest',
    permission: 'tests.own',
    summary: 'Whoever found it says whether it works now; where they have left, the lead does',
    params: inFinding,
    body: z.object({ works: z.boolean(), words: words(2000).default('') }),
    response: finding,
    problems: ['tests_state', 'tests_retest_words'],
  }),
  sign: operation({
    id: 'testPlans.sign',
    method: 'POST',
    path: '/waves/:waveId/test-plan/signature',
    permission: 'tests.sign',
    summary: 'Sign that it was tested enough, in one’s own name; not while a blocker is open or a must is untested',
    params: inWave,
    response: plan,
    problems: ['tests_not_yours', 'tests_open'],
  }),
  openAgain: operation({
    id: 'testPlans.openAgain',
    method: 'DELETE',
    path: '/waves/:waveId/test-plan/signature',
    permission: 'tests.manage',
    summary: 'Take the signatures back, with a reason',
    params: inWave,
    query: z.object({ reason: said(500) }),
    response: plan,
    problems: ['tests_unsigned'],
  }),
  export: operation({
    id: 'testPlans.export',
    method: 'GET',
    path: '/waves/:waveId/test-plan/results.csv',
    permission: 'tests.read',
    summary: 'Every step that was tried and what was said of it, as a file for a spreadsheet',
    params: inWave,
    response: z.unknown(),
    rawResponse: true,
  }),
  picture: operation({
    id: 'testPlans.picture',
    method: 'GET',
    path: '/test-pictures/:pictureId',
    permission: 'tests.own',
    summary:
      'A picture of a try: for whoever took it, those who read the plan once it is handed in, and whoever sees to it',
    params: z.object({ pictureId: z.uuid() }),
    response: z.unknown(),
    rawResponse: true,
  }),
}

export const tests = {
  mine: operation({
    id: 'tests.mine',
    method: 'GET',
    path: '/my-tests',
    permission: 'tests.own',
    summary: 'What the viewer is asked to test, to try again, and to see to',
    response: z.object({
      plans: z.array(
        z.object({
          wave: named,
          program: z.string(),
          dueOn: day,
          /** Who asks. */
          lead: named.nullable(),
          device: z.enum(devices),
          /** The practice is open to them for it. */
          access: z.boolean(),
          /** From when it is, where it is not yet. */
          accessFrom: day.nullable(),
          scripts: z.array(myScript),
        }),
      ),
      findings: z.array(findingRow.extend({ waveId: z.uuid(), as: z.enum(['finder', 'owner']) })),
      today: day,
    }),
  }),
  open: operation({
    id: 'tests.open',
    method: 'GET',
    path: '/my-tests/:waveId/:scriptId',
    permission: 'tests.own',
    summary: 'A script to try, in the viewer’s language, with what they said so far',
    params: inScript,
    response: opened,
  }),
  keep: operation({
    id: 'tests.keep',
    method: 'PUT',
    path: '/my-tests/:waveId/:scriptId',
    permission: 'tests.own',
    summary: 'Keep what was said so far, to go on later; the same twice is once',
    params: inScript,
    body: handed,
    response: z.object({ revision: z.int() }),
    problems: ['conflict', 'tests_handed_in', 'tests_steps'],
  }),
  handIn: operation({
    id: 'tests.handIn',
    method: 'POST',
    path: '/my-tests/:waveId/:scriptId/hand-in',
    permission: 'tests.own',
    summary: 'Hand a try in: what failed becomes a finding; the same twice is once',
    params: inScript,
    body: handed,
    response: opened,
    problems: ['conflict', 'tests_handed_in', 'tests_steps', 'tests_gaps'],
  }),
  again: operation({
    id: 'tests.again',
    method: 'POST',
    path: '/my-tests/:waveId/:scriptId/again',
    permission: 'tests.own',
    summary: 'Begin anew, with the newest version; what was handed in stays',
    params: inScript,
    response: opened,
  }),
  addPicture: operation({
    id: 'tests.addPicture',
    method: 'POST',
    path: '/my-tests/:waveId/:scriptId/pictures',
    permission: 'tests.own',
    summary: 'Add a picture to a step: PNG, JPEG or WebP, 5 MB at most. Where and with what it was taken is taken out',
    params: inScript,
    query: z.object({
      step: z.coerce
        .number()
        .int()
        .min(0)
        .max(mostSteps - 1),
    }),
    body: z.unknown(),
    rawBody: true,
    response: picture,
    problems: ['tests_picture', 'too_large', 'tests_pictures_many', 'tests_handed_in', 'tests_steps'],
  }),
  removePicture: operation({
    id: 'tests.removePicture',
    method: 'DELETE',
    path: '/my-tests/:waveId/:scriptId/pictures/:pictureId',
    permission: 'tests.own',
    summary: 'Take a picture out again, before it is handed in',
    params: inScript.extend({ pictureId: z.uuid() }),
    response: z.object({ removed: z.literal(true) }),
    problems: ['tests_handed_in'],
  }),
}
