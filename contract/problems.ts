import { accessProblems } from './problems/access.ts'
import { alertsProblems } from './problems/alerts.ts'
import { anywhereProblems } from './problems/anywhere.ts'
import { attentionProblems } from './problems/attention.ts'
import { businessReviewProblems } from './problems/business-review.ts'
import { calibrationProblems } from './problems/calibration.ts'
import { campaignsProblems } from './problems/campaigns.ts'
import { championsProblems } from './problems/champions.ts'
import { checkinsProblems } from './problems/checkins.ts'
import { directoryProblems } from './problems/directory.ts'
import { feedbackProblems } from './problems/feedback.ts'
import { goalsProblems } from './problems/goals.ts'
import { governanceProblems } from './problems/governance.ts'
import { growthProblems } from './problems/growth.ts'
import { hypercareProblems } from './problems/hypercare.ts'
import { installationProblems } from './problems/installation.ts'
import { launchProblems } from './problems/launch.ts'
import { libraryProblems } from './problems/library.ts'
import { liveProblems } from './problems/live.ts'
import { metricReviewProblems } from './problems/metric-review.ts'
import { metricsProblems } from './problems/metrics.ts'
import { mistakesProblems } from './problems/mistakes.ts'
import { coursesProblems } from './problems/courses.ts'
import { packagesProblems } from './problems/packages.ts'
import { peopleProblems } from './problems/people.ts'
import { planProblems } from './problems/plan.ts'
import { programProblems } from './problems/program.ts'
import { pulseProblems } from './problems/pulse.ts'
import { recognitionProblems } from './problems/recognition.ts'
import { reviewsProblems } from './problems/reviews.ts'
import { roadmapProblems } from './problems/roadmap.ts'
import { testPlansProblems } from './problems/test-plans.ts'
import { trainingProblems } from './problems/training.ts'

/**
 * The closed list of error codes, a file a module. Every refusal carries one; the browser has a
 * sentence for each in every language, the API an English one.
 */
export const problems = {
  ...alertsProblems,
  ...anywhereProblems,
  ...accessProblems,
  ...attentionProblems,
  ...businessReviewProblems,
  ...calibrationProblems,
  ...campaignsProblems,
  ...championsProblems,
  ...checkinsProblems,
  ...directoryProblems,
  ...feedbackProblems,
  ...goalsProblems,
  ...governanceProblems,
  ...growthProblems,
  ...hypercareProblems,
  ...installationProblems,
  ...launchProblems,
  ...libraryProblems,
  ...liveProblems,
  ...metricReviewProblems,
  ...metricsProblems,
  ...mistakesProblems,
  ...coursesProblems,
  ...packagesProblems,
  ...peopleProblems,
  ...planProblems,
  ...programProblems,
  ...pulseProblems,
  ...recognitionProblems,
  ...reviewsProblems,
  ...roadmapProblems,
  ...testPlansProblems,
  ...trainingProblems,
} as const

export type ProblemCode = keyof typeof problems
