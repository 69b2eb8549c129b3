/**
 * The modules in import order: each may import the doors of those above it and
 * join their tables; an effect upwards goes through the event log and reactions.
 */
import { jobs as accessJobs } from './access/jobs.ts'
import { routes as access } from './access/routes.ts'
import { routes as audit } from './audit/routes.ts'
import type { Letters } from './attention/attention.ts'
import { jobs as attentionJobs } from './attention/jobs.ts'
import { letters as ownLetters } from './attention/own-letters.ts'
import { jobs as alertJobs } from './alerts/jobs.ts'
import { letters as alertLetters } from './alerts/letters.ts'
import { routes as alerts } from './alerts/routes.ts'
import { routes as attention } from './attention/routes.ts'
import { jobs as businessReviewJobs } from './business-review/jobs.ts'
import { letters as businessReviewLetters } from './business-review/letters.ts'
import { routes as businessReview } from './business-review/routes.ts'
import { routes as calibration } from './calibration/routes.ts'
import { jobs as campaignJobs } from './campaigns/jobs.ts'
import { letters as campaignLetters } from './campaigns/letters.ts'
import { routes as campaigns } from './campaigns/routes.ts'
import { jobs as championJobs } from './champions/jobs.ts'
import { letters as championLetters } from './champions/letters.ts'
import { routes as champions } from './champions/routes.ts'
import { jobs as checkinJobs } from './checkins/jobs.ts'
import { letters as checkinLetters } from './checkins/letters.ts'
import { routes as checkins } from './checkins/routes.ts'
import { jobs as courseJobs } from './courses/jobs.ts'
import { routes as courses } from './courses/routes.ts'
import { jobs as directoryJobs } from './directory/jobs.ts'
import { routes as directory } from './directory/routes.ts'
import { jobs as feedbackJobs } from './feedback/jobs.ts'
import { letters as feedbackLetters } from './feedback/letters.ts'
import { routes as feedback } from './feedback/routes.ts'
import { jobs as recognitionJobs } from './recognition/jobs.ts'
import { letters as recognitionLetters } from './recognition/letters.ts'
import { routes as recognition } from './recognition/routes.ts'
import { jobs as hypercareJobs } from './hypercare/jobs.ts'
import { letters as hypercareLetters } from './hypercare/letters.ts'
import { routes as hypercare } from './hypercare/routes.ts'
import { jobs as launchJobs } from './launch/jobs.ts'
import { letters as launchLetters } from './launch/letters.ts'
import { routes as launch } from './launch/routes.ts'
import { jobs as goalJobs } from './goals/jobs.ts'
import { routes as funnel } from './funnel/routes.ts'
import { routes as goals } from './goals/routes.ts'
import { jobs as governanceJobs } from './governance/jobs.ts'
import { letters as governanceLetters } from './governance/letters.ts'
import { routes as governance } from './governance/routes.ts'
import { routes as growth } from './growth/routes.ts'
import { jobs as liveJobs } from './live/jobs.ts'
import { letters as liveLetters } from './live/letters.ts'
import { letters as inboundLetters } from './inbound/letters.ts'
import { routes as inbound } from './inbound/routes.ts'
import { routes as live } from './live/routes.ts'
import { jobs as metricReviewJobs } from './metric-review/jobs.ts'
import { letters as metricReviewLetters } from './metric-review/letters.ts'
import { routes as metricReview } from './metric-review/routes.ts'
import { jobs as metricsJobs } from './metrics/jobs.ts'
import { routes as metrics } from './metrics/routes.ts'
import { jobs as mistakesJobs } from './mistakes/jobs.ts'
import { routes as mistakes } from './mistakes/routes.ts'
import { routes as library } from './library/routes.ts'
import { routes as packages } from './packages/routes.ts'
import { jobs as peopleJobs } from './people/jobs.ts'
import { routes as people } from './people/routes.ts'
import type { Route } from './platform/http.ts'
import type { Jobs } from './platform/jobs.ts'
import { routes as plan } from './plan/routes.ts'
import { jobs as programJobs } from './program/jobs.ts'
import { routes as program } from './program/routes.ts'
import { jobs as reviewJobs } from './reviews/jobs.ts'
import { letters as reviewLetters } from './reviews/letters.ts'
import { routes as reviews } from './reviews/routes.ts'
import { jobs as pulseJobs } from './pulse/jobs.ts'
import { letters as pulseLetters } from './pulse/letters.ts'
import { routes as pulse } from './pulse/routes.ts'
import { letters as testPlanLetters } from './test-plans/letters.ts'
import { routes as testPlans } from './test-plans/routes.ts'
import { jobs as roadmapJobs } from './roadmap/jobs.ts'
import { letters as roadmapLetters } from './roadmap/letters.ts'
import { routes as roadmap } from './roadmap/routes.ts'
import { jobs as trainingJobs } from './training/jobs.ts'
import { letters as trainingLetters } from './training/letters.ts'
import { routes as training } from './training/routes.ts'
import { routes as week } from './week/routes.ts'

export type Module = { name: string; routes?: readonly Route[]; jobs?: Jobs; letters?: Letters }

export const order = [
  'people',
  'access',
  'directory',
  'library',
  'courses',
  'packages',
  'program',
  'attention',
  'publication',
  'goals',
  'checkins',
  'feedback',
  'growth',
  'recognition',
  'reviews',
  'calibration',
  'pulse',
  'training',
  'live',
  'campaigns',
  'plan',
  'test-plans',
  'champions',
  'metrics',
  'funnel',
  'launch',
  'hypercare',
  'inbound',
  'roadmap',
  'governance',
  'metric-review',
  'alerts',
  'mistakes',
  'business-review',
  'week',
  'audit',
] as const

export type ModuleName = (typeof order)[number]

/** Every module that is there, in order. */
export const modules: readonly Module[] = [
  { name: 'people', routes: people, jobs: peopleJobs },
  { name: 'access', routes: access, jobs: accessJobs },
  { name: 'directory', routes: directory, jobs: directoryJobs },
  { name: 'library', routes: library },
  { name: 'courses', routes: courses, jobs: courseJobs },
  { name: 'packages', routes: packages },
  { name: 'program', routes: program, jobs: programJobs },
  { name: 'attention', routes: attention, letters: ownLetters },
  { name: 'publication' },
  { name: 'goals', routes: goals, jobs: goalJobs },
  { name: 'checkins', routes: checkins, jobs: checkinJobs, letters: checkinLetters },
  { name: 'feedback', routes: feedback, jobs: feedbackJobs, letters: feedbackLetters },
  { name: 'growth', routes: growth },
  { name: 'recognition', routes: recognition, jobs: recognitionJobs, letters: recognitionLetters },
  { name: 'reviews', routes: reviews, jobs: reviewJobs, letters: reviewLetters },
  { name: 'calibration', routes: calibration },
  { name: 'pulse', routes: pulse, jobs: pulseJobs, letters: pulseLetters },
  { name: 'training', routes: training, jobs: trainingJobs, letters: trainingLetters },
  { name: 'live', routes: live, jobs: liveJobs, letters: liveLetters },
  { name: 'campaigns', routes: campaigns, jobs: campaignJobs, letters: campaignLetters },
  { name: 'plan', routes: plan },
  { name: 'test-plans', routes: testPlans, letters: testPlanLetters },
  { name: 'champions', routes: champions, jobs: championJobs, letters: championLetters },
  { name: 'metrics', routes: metrics, jobs: metricsJobs },
  { name: 'funnel', routes: funnel },
  { name: 'launch', routes: launch, jobs: launchJobs, letters: launchLetters },
  { name: 'hypercare', routes: hypercare, jobs: hypercareJobs, letters: hypercareLetters },
  { name: 'inbound', routes: inbound, letters: inboundLetters },
  { name: 'roadmap', routes: roadmap, jobs: roadmapJobs, letters: roadmapLetters },
  { name: 'governance', routes: governance, jobs: governanceJobs, letters: governanceLetters },
  { name: 'metric-review', routes: metricReview, jobs: metricReviewJobs, letters: metricReviewLetters },
  { name: 'alerts', routes: alerts, jobs: alertJobs, letters: alertLetters },
  { name: 'mistakes', routes: mistakes, jobs: mistakesJobs },
  { name: 'business-review', routes: businessReview, jobs: businessReviewJobs, letters: businessReviewLetters },
  { name: 'week', routes: week },
  { name: 'audit', routes: audit },
]

/** How every kind of letter is written; the post office asks here. */
const letters: Letters = Object.assign({}, ...modules.map((m) => m.letters ?? {}))

/** Every job by name. */
export const jobs: Jobs = Object.assign({}, ...modules.map((m) => m.jobs ?? {}), attentionJobs(letters))
