/**
 * Reads `library/`: Markdown with front matter, one file a language, and the
 * data files beside it. Read once; a file that is not as it should be stops the
 * start with its path, never a mail in the night.
 */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { cadences } from '../../contract/design.ts'
import { feedbackTemplate, type FeedbackTemplate } from '../../contract/feedback.ts'
import {
  actionTargets,
  audienceKinds,
  elements,
  endReasons,
  fieldNames,
  languages,
  phases,
  planUses,
  purposes,
  senderKinds,
  shapes,
  templateKinds,
  type Agenda,
  type CodeSheet,
  type CompetencyStarter,
  type Language,
  type Mistake,
  type PolicyText,
  type PulseSurvey,
  type Starters,
} from '../../contract/library.ts'
import { roles } from '../../contract/permissions.ts'
import { anchors, ownerRoles, roadmapPhases, watchedFacts } from '../../contract/roadmap.ts'
import {
  questionKinds,
  reviewForm,
  reviewReaders,
  reviewRoles,
  type ReviewForm,
  type Saying,
} from '../../contract/review-form.ts'
import { type ScriptTexts, testNeeds, testRoles } from '../../contract/test-plans.ts'
import { lesson, suggestion } from '../../contract/training.ts'
import type { LetterText } from './letters.ts'

const root = path.join(import.meta.dirname, '../../library')

const front = z.strictObject({
  id: z.string(),
  title: z.string(),
  purpose: z.enum(purposes),
  phase: z.enum(phases),
  day: z.int().optional(),
  tells: z.array(z.enum(purposes)).default([]),
  plan: z.enum(planUses).default('usual'),
  needs: z.array(z.enum(elements)).default([]),
  audience: z.enum(audienceKinds),
  sender: z.enum(senderKinds),
  address: z.enum(['formal', 'neutral']),
  subject: z.string(),
  preview: z.string(),
  action: z.strictObject({ label: z.string(), target: z.enum(actionTargets) }).nullable(),
  because: z.string(),
  fewer: z.boolean(),
  fields: z.array(z.enum(fieldNames)),
  minutes: z.number(),
  version: z.int(),
})
export type Front = z.output<typeof front>
export type MessageFile = Front & { kind: (typeof templateKinds)[number]; language: Language; body: string }

const policyFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  audience: shapes.policy.shape.audience,
  address: z.literal(['formal', 'neutral']),
  fields: z.array(z.enum(fieldNames)),
  minutes: z.number(),
  version: z.int(),
})
const agendaFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  address: z.literal(['formal', 'neutral']),
  minutes: z.number(),
  version: z.int(),
  topics: shapes.agenda.shape.topics,
})

const reviewFormFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  address: z.literal(['formal', 'neutral']),
  version: z.int(),
  sections: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      intro: z.string().default(''),
      answeredBy: z.array(z.enum(reviewRoles)),
      readBy: z.array(z.enum(reviewReaders)),
      questions: z.array(
        z.strictObject({
          id: z.string(),
          kind: z.enum(questionKinds),
          ask: z.string(),
          hint: z.string().default(''),
          required: z.boolean().default(false),
          confidential: z.boolean().default(false),
          steps: z
            .array(z.strictObject({ id: z.string(), label: z.string(), anchor: z.string().default('') }))
            .default([]),
        }),
      ),
    }),
  ),
})
export type ReviewFormFile = z.output<typeof reviewFormFront>
export type LibraryForm = { id: string; title: Saying; use: Saying; form: ReviewForm }
const feedbackFront = feedbackTemplate.omit({ advice: true }).extend({
  address: z.literal(['formal', 'neutral']),
  version: z.int(),
})

const courseFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  address: z.literal(['formal', 'neutral']),
  fields: z.array(z.enum(fieldNames)),
  version: z.int().min(1),
  suggestion,
  lessons: z.array(lesson).min(1),
})
const workshopFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  who: z.enum(['everyone', 'managers']),
  /** The course that it teaches. */
  courseId: z.string().nullable(),
  address: z.enum(['formal', 'neutral']),
  version: z.int(),
  /** Of each part, in the order of the text. */
  minutes: z.array(z.int().min(1)),
})
export type WorkshopFile = Omit<z.output<typeof workshopFront>, 'minutes'> & {
  minutes: number
  intro: string
  /** What the slide shows, and below it what whoever leads says and does. */
  parts: { title: string; minutes: number; slide: string; guide: string }[]
}
export type CourseFile = z.output<typeof courseFront> & { minutes: number; intro: string }

const named = <const T extends readonly string[]>(keys: T) => z.record(z.enum(keys), z.string())
/** The fixed words of a review as a file. */
const paperWords = [
  'review',
  'period',
  'manager',
  'department',
  'shared',
  'read',
  'by',
  'notRead',
  'self',
  'peer',
  'upward',
  'managers',
  'second',
  'noName',
  'step',
  'expected',
  'holds',
  'hidden',
  'answer',
  'before',
  'saidRead',
  'disagrees',
  'notConsent',
  'madeFor',
  'page',
  'missing',
  'rating',
  'answers',
  'earlier',
  'nobody',
] as const

/** What is said of a committee's evidence and minutes. */
const committeeKeys = [
  'entry',
  'valueOf',
  'valueOn',
  'point',
  'points',
  'reached',
  'onCourse',
  'offCourse',
  'tooLate',
  'below',
  'noTarget',
  'since',
  'sameSince',
  'hidden',
  'notYet',
  'noMetrics',
  'ofDecision',
  'moved',
  'didNot',
  'cannotHidden',
  'cannotMissing',
  'cannotDefinition',
  'cannotChance',
  'done',
  'late',
  'request',
  'high',
  'normal',
  'low',
  'waveLive',
  'waveAhead',
  'waveLate',
  'messagesLate',
  'heard',
  'heardNote',
  'heardQuote',
  'heard_helps',
  'heard_time',
  'heard_unclear',
  'heard_talks',
  'heard_goals',
  'heard_reviews',
  'heard_fairness',
  'heard_privacy',
  'heard_learning',
  'heard_messages',
  'heard_tool',
  'heard_other',
  'firedBelow',
  'firedAbove',
  'title',
  'draft',
  'when',
  'where',
  'noPlace',
  'came',
  'notThere',
  'agenda',
  'carried',
  'working',
  'change',
  'going',
  'problems',
  'evidenceOf',
  'noEvidence',
  'said',
  'nothing',
  'decisions',
  'noDecisions',
  'decision',
  'decided',
  'why',
  'options',
  'owner',
  'due',
  'cost',
  'aim',
  'until',
  'chair',
  'guest',
] as const

/** What is said in a business review: on its page, on paper and on slides. */
const businessReviewKeys = [
  'title',
  'subtitle',
  'sourceDraft',
  'sourceReleased',
  'page',
  'missing',
  'question',
  'yes',
  'partly',
  'no',
  'tooEarly',
  'onOfJudged',
  'unknownCount',
  'noneJudged',
  'onlyUse',
  'noMetrics',
  'rule',
  'ruleTitle',
  'layer',
  'layerAdoption',
  'layerQuality',
  'layerOutcome',
  'layerSaid',
  'layerNone',
  'stateReached',
  'stateOn',
  'stateOff',
  'stateOver',
  'stateUnaimed',
  'stateHidden',
  'stateNotYet',
  'saysReached',
  'saysOn',
  'saysOff',
  'saysOffPlain',
  'saysOver',
  'saysUnaimed',
  'saysHidden',
  'saysNotYet',
  'nOfD',
  'counted',
  'heldOf',
  'valueBy',
  'valueFrom',
  'number',
  'value',
  'ofWhat',
  'date',
  'target',
  'baseline',
  'noBaseline',
  'by',
  'tableBehind',
  'definition',
  'whereFrom',
  'leadSays',
  'secSummary',
  'secPromised',
  'secStanding',
  'secWaves',
  'secLearned',
  'secRisks',
  'secAsked',
  'why',
  'whyNow',
  'objectives',
  'measured',
  'version',
  'versionOf',
  'versionShort',
  'includes',
  'policies',
  'sponsor',
  'lead',
  'wave',
  'stage',
  'stageLive',
  'stageHandedOver',
  'stagePreparing',
  'stagePlanned',
  'prepares',
  'goesLive',
  'people',
  'peopleThen',
  'handedOver',
  'decisions',
  'noDecisions',
  'lookedAt',
  'askedMost',
  'topic',
  'questions',
  'fewPeople',
  'mistakes',
  'mistake',
  'atLast',
  'daysIn',
  'daysNote',
  'mPass',
  'mFail',
  'mWaived',
  'mUnknown',
  'falls',
  'fellBack',
  'fellOpen',
  'named',
  'letStand',
  'riskOpen',
  'riskAccepted',
  'waiver',
  'gateOf',
  'noRisks',
  'what',
  'whyAsk',
  'cost',
  'who',
  'noAsks',
  'agendaReview',
  'yearQuestion',
  'yearContinue',
  'yearChange',
  'yearStop',
  'yearMoved',
  'yearStuck',
  'yearMistake',
  'yearNoSponsor',
  'yearAsk',
  'yearUnknown',
  'topic_goals',
  'topic_checkins',
  'topic_feedback',
  'topic_recognition',
  'topic_growth',
  'topic_reviews',
  'topic_pulse',
  'topic_learning',
  'topic_access',
  'topic_letters',
  'topic_privacy',
  'topic_program',
  'topic_other',
] as const

const words = z.strictObject({
  direction: z.enum(['ltr', 'rtl']),
  frame: z.strictObject({
    linkBelow: z.string(),
    getLess: z.string(),
    chooseLess: z.string(),
    cannotBeFewer: z.string(),
    decidedHere: z.string(),
    fromTheHouse: z.string(),
  }),
  operator: z.string(),
  noPlace: z.string(),
  nobody: z.string(),
  elements: named(elements),
  cadences: named(cadences),
  roles: named(roles),
  endReasons: named(endReasons),
  reviewPaper: named(paperWords),
  committee: named(committeeKeys),
  businessReview: named(businessReviewKeys),
  fields: named(fieldNames),
})
export type LibraryWords = z.output<typeof words>

/** What is written on the paper of a hand-over. */
const handOverPaper = [
  'title',
  'subtitle',
  'wentLive',
  'lasted',
  'days',
  'handedOver',
  'criteria',
  'activation',
  'first_value',
  'cadence',
  'support',
  'questions',
  'trained',
  'pass',
  'not_yet',
  'unknown',
  'number',
  'waiting',
  'waived',
  'risks',
  'noRisks',
  'accepted',
  'check',
  'checkPassed',
  'signatures',
  'lead',
  'sponsor',
  'launcher',
  'signed',
  'footer',
  'page',
  'unshaped',
] as const
const slug = z.string().regex(/^[a-z0-9-]{1,40}$/)
/** The knowledge check of a hand-over, and its paper. */
const handOver = z.strictObject({
  questions: z.array(
    z.strictObject({
      id: slug,
      ask: z.string(),
      choices: z
        .array(z.strictObject({ id: slug, words: z.string(), good: z.boolean().default(false), feedback: z.string() }))
        .min(3),
    }),
  ),
  paper: named(handOverPaper),
})
export type HandOverFile = z.output<typeof handOver>

const testScript = z.strictObject({
  id: slug,
  title: z.string(),
  element: z.enum(testNeeds).nullable(),
  must: z.boolean(),
  minutes: z.int().min(1),
  steps: z.array(z.strictObject({ do: z.string(), expect: z.string() })).min(1),
})
/** What somebody of a role tries before a start. */
const testScriptsFront = z.strictObject({
  role: z.enum(testRoles),
  address: z.literal(['formal', 'neutral']),
  version: z.int(),
  scripts: z.array(testScript).min(1),
})
type TestScriptsFile = z.output<typeof testScriptsFront>
export type LibraryScript = Pick<z.output<typeof testScript>, 'id' | 'element' | 'must' | 'minutes'> & {
  role: (typeof testRoles)[number]
  texts: Required<ScriptTexts>
}
const roadmapText = z.strictObject({ title: z.string().min(1).max(160), about: z.string().max(2000) })
const sizes = ['small', 'medium', 'large', 'huge'] as const
/** The tasks of a roadmap: for whom, from when, how long, after what. */
const roadmapFile = z.strictObject({
  /** Countries in which employees’ representatives are usually heard first. */
  worksCouncils: z.array(z.string().length(2)),
  tasks: z.array(
    z.strictObject({
      id: slug,
      per: z.enum(['program', 'wave']).default('program'),
      phase: z.enum(roadmapPhases),
      /** Reached when the product sees it; without an owner and days. */
      watches: z.enum(watchedFacts).optional(),
      owner: z.enum(ownerRoles).optional(),
      anchor: z.enum(anchors).optional(),
      /** Working days from the anchor. */
      offset: z.int().default(0),
      days: z
        .union([z.int(), z.strictObject({ small: z.int(), medium: z.int(), large: z.int(), huge: z.int() })])
        .default(0),
      after: z.array(slug).default([]),
      /** Not asked for once that is reached. */
      unless: z.enum([...watchedFacts, 'first_live']).optional(),
      when: z
        .strictObject({
          size: z.array(z.enum(sizes)).optional(),
          countriesFrom: z.int().optional(),
          languagesFrom: z.int().optional(),
          elements: z.array(z.enum(elements)).optional(),
          worksCouncil: z.literal(true).optional(),
          withoutAddress: z.literal(true).optional(),
        })
        .default({}),
    }),
  ),
})
export type RoadmapFile = z.output<typeof roadmapFile>

/** An invented reader and company; its shape is `Facts`, checked by rendering every text with it. */
const example = z.record(z.string(), z.record(z.string(), z.unknown()))

export type Library = {
  messages: ReadonlyMap<string, ReadonlyMap<Language, MessageFile>>
  policies: ReadonlyMap<Language, readonly PolicyText[]>
  agendas: ReadonlyMap<Language, readonly Agenda[]>
  courses: ReadonlyMap<Language, readonly CourseFile[]>
  workshops: ReadonlyMap<Language, readonly WorkshopFile[]>
  feedback: ReadonlyMap<Language, readonly FeedbackTemplate[]>
  mistakes: ReadonlyMap<Language, readonly Mistake[]>
  starters: ReadonlyMap<Language, Starters>
  pulse: ReadonlyMap<Language, readonly PulseSurvey[]>
  competencies: ReadonlyMap<Language, CompetencyStarter>
  handOver: ReadonlyMap<Language, HandOverFile>
  testScripts: readonly LibraryScript[]
  roadmap: RoadmapFile
  roadmapTexts: ReadonlyMap<Language, Readonly<Record<string, { title: string; about: string }>>>
  words: ReadonlyMap<Language, LibraryWords>
  codeSheet: ReadonlyMap<Language, CodeSheet>
  examples: ReadonlyMap<Language, Record<string, Record<string, unknown>>>
  /** By form and language, as the files have them. */
  reviewForms: ReadonlyMap<string, ReadonlyMap<Language, ReviewFormFile>>
}

let read: Library | undefined
export function library(): Library {
  return (read ??= readLibrary())
}

function readLibrary(): Library {
  const messages = new Map<string, Map<Language, MessageFile>>()
  for (const [folder, kind] of [
    ['communications', 'communication'],
    ['transactional', 'transactional'],
  ] as const) {
    for (const id of folders(folder)) {
      messages.set(
        id,
        eachLanguage((language) => {
          const { head, body } = markdown(`${folder}/${id}/${language}.md`, front)
          if (head.id !== id) throw new Error(`library/${folder}/${id}/${language}.md says its id is ${head.id}`)
          return { ...head, kind, language, body }
        }),
      )
    }
  }
  return {
    messages,
    policies: eachLanguage((language) =>
      folders('policies').map((id) => {
        const { head, body } = markdown(`policies/${id}/${language}.md`, policyFront)
        return {
          id: head.id,
          title: head.title,
          audience: head.audience,
          version: head.version,
          minutes: head.minutes,
          body,
          fields: head.fields,
        }
      }),
    ),
    agendas: eachLanguage((language) =>
      folders('agendas').map((id) => {
        const { head, body } = markdown(`agendas/${id}/${language}.md`, agendaFront)
        return {
          id: head.id,
          title: head.title,
          use: head.use,
          minutes: head.minutes,
          topics: head.topics,
          advice: body,
        }
      }),
    ),
    feedback: eachLanguage((language) =>
      folders('feedback').map((id) => {
        const { head, body } = markdown(`feedback/${id}/${language}.md`, feedbackFront)
        return {
          id: head.id,
          title: head.title,
          use: head.use,
          for: head.for,
          questions: head.questions,
          advice: body,
        }
      }),
    ),
    courses: eachLanguage((language) =>
      folders('training').map((id) => {
        const { head, body } = markdown(`training/${id}/${language}.md`, courseFront)
        if (head.id !== id) throw new Error(`library/training/${id}/${language}.md says its id is ${head.id}`)
        return { ...head, minutes: head.lessons.reduce((sum, one) => sum + one.minutes, 0), intro: body }
      }),
    ),
    workshops: eachLanguage((language) => folders('workshops').map((id) => workshopFile(id, language))),
    mistakes: eachLanguage((language) => yaml(`playbook/${language}.yaml`, z.array(shapes.mistake))),
    starters: eachLanguage((language) => yaml(`starters/${language}.yaml`, shapes.starters)),
    pulse: eachLanguage((language) => yaml(`pulse/${language}.yaml`, z.array(shapes.pulseSurvey.strict()))),
    competencies: eachLanguage((language) => yaml(`competencies/${language}.yaml`, shapes.competencyStarter)),
    handOver: eachLanguage((language) => yaml(`hand-over/${language}.yaml`, handOver)),
    testScripts: testRoles.flatMap(testScriptsOf),
    roadmap: yaml('roadmap/tasks.yaml', roadmapFile),
    roadmapTexts: eachLanguage((language) => yaml(`roadmap/${language}.yaml`, z.record(slug, roadmapText))),
    words: eachLanguage((language) => yaml(`words/${language}.yaml`, words)),
    codeSheet: eachLanguage((language) => yaml(`code-sheet/${language}.yaml`, shapes.codeSheet.strict())),
    examples: eachLanguage((language) => yaml(`examples/${language}.yaml`, example)),
    reviewForms: new Map(
      folders('review-forms').map((id) => [
        id,
        eachLanguage((language) => markdown(`review-forms/${id}/${language}.md`, reviewFormFront).head),
      ]),
    ),
  }
}

/** The scripts of a role, each in every language at once; the English file gives the shape. */
function testScriptsOf(role: LibraryScript['role']): LibraryScript[] {
  const files = eachLanguage((language) => markdown(`test-plans/${role}/${language}.md`, testScriptsFront).head)
  return files.get('en')!.scripts.map(({ id, element, must, minutes, steps }) => ({
    id,
    role,
    element,
    must,
    minutes,
    texts: Object.fromEntries(
      [...files].map(([language, file]) => [language, sameScript(role, language, file, id, steps.length)]),
    ) as LibraryScript['texts'],
  }))
}
function sameScript(role: string, language: Language, file: TestScriptsFile, id: string, steps: number) {
  const one = file.scripts.find((script) => script.id === id)
  if (!one || one.steps.length !== steps)
    throw new Error(`library/test-plans/${role}/${language}.md: the script ${id} has not the steps of the English one`)
  return { title: one.title, steps: one.steps }
}

/** `##` begins a part; what stands before its first `###` is the slide, the rest is the guide. */
function workshopFile(id: string, language: Language): WorkshopFile {
  const file = `workshops/${id}/${language}.md`
  const { head, body } = markdown(file, workshopFront)
  const [intro = '', ...sections] = body.split(/^## /m)
  if (head.id !== id || sections.length !== head.minutes.length)
    throw new Error(`library/${file}: its id and the minutes of its ${sections.length} parts do not fit`)
  return {
    ...head,
    minutes: head.minutes.reduce((sum, one) => sum + one, 0),
    intro: intro.trim(),
    parts: sections.map((section, i) => {
      const [title = '', ...lines] = section.split('\n')
      const text = lines.join('\n')
      const cut = text.search(/^### /m)
      return {
        title: title.trim(),
        minutes: head.minutes[i]!,
        slide: (cut < 0 ? text : text.slice(0, cut)).trim(),
        guide: cut < 0 ? '' : text.slice(cut).trim(),
      }
    }),
  }
}

function eachLanguage<T>(make: (language: Language) => T): Map<Language, T> {
  return new Map(languages.map((language) => [language, make(language)]))
}

/** What is wanted most often comes first; the rest by name. */
const inFront: Record<string, readonly string[]> = {
  agendas: ['quick', 'full', 'first'],
  policies: ['expectations-everyone', 'expectations-managers'],
}

function folders(name: string): string[] {
  const first = inFront[name] ?? []
  return readdirSync(path.join(root, name), { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .toSorted(
      (a, b) =>
        Number(first.includes(b)) - Number(first.includes(a)) ||
        first.indexOf(a) - first.indexOf(b) ||
        (a < b ? -1 : 1),
    )
}

function yaml<S extends z.ZodType>(file: string, shape: S): z.output<S> {
  return checked(file, shape, parse(readFileSync(path.join(root, file), 'utf8')))
}

function markdown<S extends z.ZodType>(file: string, shape: S): { head: z.output<S>; body: string } {
  const source = readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n')
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source)
  if (!match) throw new Error(`library/${file} has no front matter between two lines of ---`)
  return { head: checked(file, shape, parse(match[1]!)), body: match[2]!.trim() }
}

function checked<S extends z.ZodType>(file: string, shape: S, value: unknown): z.output<S> {
  const result = shape.safeParse(value)
  if (!result.success) throw new Error(`library/${file}: ${z.prettifyError(result.error)}`)
  return result.data
}

/** One form in all its languages at once; the English file gives the shape. */
export function libraryForm(id: string): LibraryForm {
  const files = library().reviewForms.get(id)!
  const say = (pick: (file: ReviewFormFile) => string | undefined): Saying =>
    Object.fromEntries([...files].flatMap(([language, file]) => (pick(file) ? [[language, pick(file)!]] : [])))
  const english = files.get('en')!
  return {
    id,
    title: say((f) => f.title),
    use: say((f) => f.use),
    form: reviewForm.parse({
      sections: english.sections.map((s, i) => ({
        id: s.id,
        title: say((f) => f.sections[i]?.title),
        intro: say((f) => f.sections[i]?.intro),
        answeredBy: s.answeredBy,
        readBy: s.readBy,
        questions: s.questions.map((q, j) => ({
          id: q.id,
          kind: q.kind,
          ask: say((f) => f.sections[i]?.questions[j]?.ask),
          hint: say((f) => f.sections[i]?.questions[j]?.hint),
          required: q.required,
          confidential: q.confidential,
          steps: q.steps.map((step, k) => ({
            id: step.id,
            label: say((f) => f.sections[i]?.questions[j]?.steps[k]?.label),
            anchor: say((f) => f.sections[i]?.questions[j]?.steps[k]?.anchor),
          })),
        })),
      })),
    }),
  }
}

/** A file's text as the letter maker takes it. */
export function letterText(file: MessageFile): LetterText {
  return {
    language: file.language,
    subject: file.subject,
    preview: file.preview,
    body: file.body,
    actionLabel: file.action?.label ?? null,
    because: file.because,
    canBeFewer: file.fewer,
    from: file.sender === 'belay' ? 'house' : 'person',
  }
}
