/** Everything in `library/`, read once; each kind of piece has its shape and reader in `files/`. */
import { readAgendas } from './files/agendas.ts'
import { readCourses } from './files/courses.ts'
import { readFaq } from './files/faq.ts'
import { readFeedback } from './files/feedback.ts'
import { readHandOver } from './files/hand-over.ts'
import { readInformal, readMessages } from './files/messages.ts'
import { readPolicies } from './files/policies.ts'
import { readReviewForms } from './files/review-forms.ts'
import { readRoadmap, readRoadmapTexts } from './files/roadmap.ts'
import { readCodeSheet, readCompetencies, readExamples, readMistakes, readPulse, readStarters } from './files/starts.ts'
import { readTestScripts } from './files/test-scripts.ts'
import { readWords } from './files/words.ts'
import { readWorkshops } from './files/workshops.ts'
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
  correctableFields,
  endReasons,
  mailLeftOut,
  mailRefusals,
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

const readLibrary = () => ({
  messages: readMessages(),
  informal: readInformal(),
  policies: readPolicies(),
  agendas: readAgendas(),
  courses: readCourses(),
  workshops: readWorkshops(),
  faq: readFaq(),
  feedback: readFeedback(),
  mistakes: readMistakes(),
  starters: readStarters(),
  pulse: readPulse(),
  competencies: readCompetencies(),
  handOver: readHandOver(),
  testScripts: readTestScripts(),
  roadmap: readRoadmap(),
  roadmapTexts: readRoadmapTexts(),
  words: readWords(),
  codeSheet: readCodeSheet(),
  examples: readExamples(),
  reviewForms: readReviewForms(),
})

let read: ReturnType<typeof readLibrary> | undefined
export function library(): ReturnType<typeof readLibrary> {
  return (read ??= readLibrary())
}
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
const metricsPaperKeys = [
  'title',
  'about',
  'aboutNone',
  'company',
  'notGiven',
  'managers',
  'notManagers',
  'under1',
  'from1',
  'from3',
  'from5',
  'from10',
  'live',
  'frozen',
  'privacy',
  'source',
  'noNumber',
  'noNumberWhy',
] as const
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
  mailLeftOut: named(mailLeftOut),
  mailRefusals: named(mailRefusals),
  reviewPaper: named(paperWords),
  committee: named(committeeKeys),
  metricsPaper: named(metricsPaperKeys),
  businessReview: named(businessReviewKeys),
  // What is named in a correction, and how one is said.
  facts: named([...correctableFields, 'line']),
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
