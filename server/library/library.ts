/**
 * The door to the words we ship: texts by name and language, and the way from a
 * text to a letter. Used by whoever sends (campaigns, sign-in, roles, tokens) and
 * by the design, launch and check-in pages.
 *
 * Sending many: `chooseLanguage` for each reader, `compileLetter` once for each
 * language, locale and sender, `fillLetter` for each reader.
 * Sending one of the house: `write` of attention, which knows a company's own words.
 */
import { defaultAccent } from '../../contract/colour.ts'
import type { FeedbackTemplate } from '../../contract/feedback.ts'
import {
  type Agenda,
  type CodeSheet,
  type CompetencyStarter,
  languages,
  type FieldName,
  type Language,
  type Mistake,
  type PolicyText,
  type PulseSurvey,
  type Starters,
  type Template,
} from '../../contract/library.ts'
import type { ObservationSheet } from '../../contract/trainers.ts'
import { problem } from '../platform/problem.ts'
import type { Facts, SomeFacts, Speech } from './fields.ts'
import { valueOf } from './fields.ts'
import { library } from './files.ts'
import type { CourseFile } from './files/courses.ts'
import type { FaqFile } from './files/faq.ts'
import type { HandOverFile } from './files/hand-over.ts'
import { letterText, type MessageFile } from './files/messages.ts'
import { inEveryLanguage, type LibraryForm } from './files/review-forms.ts'
import type { RoadmapFile } from './files/roadmap.ts'
import type { LibraryScript } from './files/test-scripts.ts'
import type { WorkshopFile } from './files/workshops.ts'
import type { Brand } from './frame.ts'
import { speakingLocale } from './languages.ts'
import { lineParts, readingMinutes } from './markdown.ts'
import { levelOf } from './reading-level.ts'
import { compile, fieldsOf, type Compiled, type LetterText } from './letters.ts'

export { chooseLanguage, speakingLocale, type Choice } from './languages.ts'
export {
  emptyFields,
  faults,
  fieldsOf,
  fill as fillLetter,
  subjectLimit,
  type Compiled,
  type Fault,
  type Letter,
  type LetterText,
} from './letters.ts'
export type { Facts, SomeFacts, Speech, Thing } from './fields.ts'
export { courseFrom, courseText, type CourseFile } from './files/courses.ts'
export { faultOf } from './letters.ts'
export type { FaqFile } from './files/faq.ts'
export type { RoadmapFile } from './files/roadmap.ts'
export type { LibraryScript } from './files/test-scripts.ts'
export type { WorkshopFile } from './files/workshops.ts'
export type { Brand } from './frame.ts'
export { informalLanguages } from './queries.ts'
export { fillMarkdown } from './body.ts'
export { letterBrand, picturesOf, shownLetter } from './letter-logo.ts'
export { brandWords, firstLanguage, programWords } from './program-words.ts'

/** The fixed words of a review as a file. */
export const reviewPaperWords = (language: Language) => library().words.get(language)!.reviewPaper

/** What is said in a business review: on its page, on paper and on slides. */
export const metricsPaperWords = (language: Language) => library().words.get(language)!.metricsPaper
export const businessReviewWords = (language: Language) => library().words.get(language)!.businessReview
/** The parts of the practice, as words within a sentence. */
export const elementWords = (language: Language) => library().words.get(language)!.elements

/** What is said of a committee's evidence and minutes. */
export const committeeWords = (language: Language) => library().words.get(language)!.committee

/** Every message template, those of the system's own mail included. */
export function templates(informal?: ReadonlySet<Language>): Template[] {
  return [...library().messages.keys()].map((id) => template(id, informal))
}

const made = new Map<string, Template>()
/** Read once and made once: which fields a text has takes a look at all of it. */
export function template(id: string, informal?: ReadonlySet<Language>): Template {
  const name = [id, ...languages.filter((language) => informal?.has(language))].join(' ')
  let one = made.get(name)
  if (!one) made.set(name, (one = makeTemplate(id, informal)))
  return one
}

function makeTemplate(id: string, informal?: ReadonlySet<Language>): Template {
  const files = languages.map((language) => fileIn(id, language, informal))
  const one = files[0]!
  return {
    id,
    kind: one.kind,
    purpose: one.purpose,
    phase: one.phase,
    day: one.day ?? null,
    tells: one.tells,
    plan: one.plan,
    needs: one.needs,
    audience: one.audience,
    sender: one.sender,
    version: one.version,
    target: one.action?.target ?? null,
    texts: files.map((f) => ({
      language: f.language,
      title: f.title,
      subject: f.subject,
      preview: f.preview,
      body: f.body,
      actionLabel: f.action?.label ?? null,
      because: f.because,
      fields: fieldsOf({ ...f, actionLabel: f.action?.label ?? null }),
      minutes: f.minutes,
      level: levelOf(f.body),
    })),
  }
}

/** A shipped text as a letter is made from it; a campaign may change its words first. */
export function templateText(id: string, language: Language, informal?: ReadonlySet<Language>): LetterText {
  return letterText(fileIn(id, language, informal))
}

/** In the way in which the company addresses readers of that language, where it stands in it; else formally. */
function fileIn(id: string, language: Language, informal?: ReadonlySet<Language>): MessageFile {
  const formal = filesOf(id).get(language)!
  return (informal?.has(language) && library().informal.get(id)?.get(language)) || formal
}

/** Whether a text stands in both ways of addressing somebody. */
export const hasInformal = (id: string, language: Language): boolean =>
  library().informal.get(id)?.has(language) ?? false

function filesOf(id: string): ReadonlyMap<Language, MessageFile> {
  const files = library().messages.get(id)
  if (!files) throw problem('not_found')
  return files
}

export type Dress = {
  brand?: Partial<Brand>
  /** The reader's, where it speaks the text's language. */ locale?: string | null
  timeZone?: string
}

/** Facts in `given` are written in now; the rest is asked of each reader. */
export function compileLetter(text: LetterText, given: SomeFacts, dress: Dress = {}): Compiled {
  const words = library().words.get(text.language)!
  const brand = { ...dress.brand, accent: dress.brand?.accent ?? defaultAccent }
  const informal = text.informal === true
  const frame = informal && words.informalFrame ? words.informalFrame : words.frame
  return compile(text, given, brand, speechFor(text.language, { ...dress, informal }), {
    direction: words.direction,
    ...frame,
  })
}

/** How dates, lists and rhythms are said to a reader of a language. */
export function speechFor(
  language: Language,
  reader: { locale?: string | null; timeZone?: string; informal?: boolean } = {},
): Speech {
  return {
    locale: speakingLocale(language, reader.locale),
    timeZone: reader.timeZone ?? 'UTC',
    vocabulary: library().words.get(language)!,
    informal: reader.informal ?? false,
  }
}

/** One line with fields, as plain words. Throws field_unknown and field_empty. */
export function sayLine(line: string, facts: SomeFacts, speech: Speech): string {
  return lineParts(line, 'text')
    .map((part) => {
      if (typeof part === 'string') return part
      const field = 'field' in part ? part.field : part.each
      const value = valueOf(field, facts, speech)
      if (!value) throw problem('field_empty', { field })
      return value.text
    })
    .join('')
}

/** What a field says with these facts; empty where they are silent. */
export const sayField = (field: FieldName, facts: SomeFacts, speech: Speech): string =>
  valueOf(field, facts, speech)?.text ?? ''

/** The printed slip with a one-time code, for people without e-mail. */
export function codeSheet(language: Language, facts: SomeFacts): CodeSheet {
  const speech = speechFor(language)
  const { steps, ...lines } = library().codeSheet.get(language)!
  const said = Object.fromEntries(
    Object.entries(lines).map(([key, line]) => [key, sayLine(line, facts, speech)]),
  ) as Omit<CodeSheet, 'steps'>
  return { ...said, steps: steps.map((step) => sayLine(step, facts, speech)) }
}
/** Questions that people ask everywhere, by topic, with their answers; fields are not filled in yet. */
export const faq = (language: Language): readonly FaqFile[] => library().faq.get(language)!
/** Reading time of a text as somebody wrote it, in halves of a minute. */
export const minutesOf = (text: string): number => readingMinutes([text])
export const policies = (language: Language): readonly PolicyText[] => library().policies.get(language)!
export const agendas = (language: Language): readonly Agenda[] => library().agendas.get(language)!
/** Forms to begin a review cycle with, each in every language, the one for most cycles first. */
export const reviewForms = (): readonly LibraryForm[] =>
  [...library().reviewForms]
    .toSorted(([a], [b]) => Number(b === 'half-year') - Number(a === 'half-year') || (a < b ? -1 : 1))
    .map(([id, files]) => inEveryLanguage(id, files))
export const feedbackTemplates = (language: Language): readonly FeedbackTemplate[] => library().feedback.get(language)!
/** Courses in the order in which somebody would take them: what most people learn first. */
export const courses = (language: Language): readonly CourseFile[] =>
  library()
    .courses.get(language)!
    .toSorted((a, b) => courseOrder.indexOf(a.id) - courseOrder.indexOf(b.id))
const courseOrder = [
  'first-goals',
  'checkin-employees',
  'checkin-managers',
  'feedback',
  'review',
  'leading-the-start',
  'hr-sees',
  'growing',
  'team-results',
  'hard-talks',
]
/** Workshops, the one that managers need first in front. */
export const observationSheet = (language: Language): ObservationSheet => library().observation.get(language)!
export const workshops = (language: Language): readonly WorkshopFile[] =>
  library()
    .workshops.get(language)!
    .toSorted((a, b) => Number(b.who === 'managers') - Number(a.who === 'managers') || (a.id < b.id ? -1 : 1))
/** The tasks that a roadmap is made of. */
export const roadmapTemplate = (): RoadmapFile => library().roadmap
/** What one of them is called and says, in a language. */
export const roadmapText = (language: Language, id: string): { title: string; about: string } | undefined =>
  library().roadmapTexts.get(language)![id]
/** What a program lead has to know before a wave is theirs, and the words of the paper about it. */
export const handOverCheck = (language: Language): HandOverFile => library().handOver.get(language)!
/** What is tried before a start, by the role of whoever tries it. */
export const testScripts = (): readonly LibraryScript[] => library().testScripts
/** The seven mistakes, P1 to I3, in order. */
export const mistakes = (language: Language): readonly Mistake[] => library().mistakes.get(language)!
export const starters = (language: Language): Starters => library().starters.get(language)!
/** Surveys to begin from. */
export const pulseSurveys = (language: Language): readonly PulseSurvey[] => library().pulse.get(language)!
/** Competencies to begin with, in every language at once: a company's own are written in several. */
export const competencyStarter = (): ReadonlyMap<Language, CompetencyStarter> => library().competencies
export const fieldWords = (language: Language) => library().words.get(language)!.fields

/** Facts as a correction names them, and how one of its lines is said. */
export const factWords = (language: Language) => library().words.get(language)!.facts

/** An invented reader and program, for previews. Addresses lead nowhere. */
export function exampleFacts(language: Language): Facts {
  return {
    ...(library().examples.get(language) as Partial<Facts>),
    action: { url: 'https://belay.example/open' },
    preferences: { url: 'https://belay.example/mail' },
  } as Facts
}
