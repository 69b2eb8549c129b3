/** Everything in `library/`, read once; each kind of piece has its shape and reader in `files/`. */
import { readAgendas } from './files/agendas.ts'
import { readCourses } from './files/courses.ts'
import { readFaq } from './files/faq.ts'
import { readFeedback } from './files/feedback.ts'
import { readHandOver } from './files/hand-over.ts'
import { readInformal, readMessages } from './files/messages.ts'
import { readObservation } from './files/observation.ts'
import { readPolicies } from './files/policies.ts'
import { readReviewForms } from './files/review-forms.ts'
import { readRoadmap, readRoadmapTexts } from './files/roadmap.ts'
import { readCodeSheet, readCompetencies, readExamples, readMistakes, readPulse, readStarters } from './files/starts.ts'
import { readTestScripts } from './files/test-scripts.ts'
import { readWords } from './files/words.ts'
import { readWorkshops } from './files/workshops.ts'

const readLibrary = () => ({
  messages: readMessages(),
  informal: readInformal(),
  policies: readPolicies(),
  agendas: readAgendas(),
  courses: readCourses(),
  workshops: readWorkshops(),
  observation: readObservation(),
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
