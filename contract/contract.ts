/** The whole contract: every operation, by module. */
import { access } from './access.ts'
import { alerts } from './alerts.ts'
import { attention } from './attention.ts'
import { audiences } from './audiences.ts'
import { audit } from './audit.ts'
import { desk } from './desk.ts'
import { directory } from './directory.ts'
import { attentionBudget } from './budget.ts'
import { calibration } from './calibration.ts'
import { campaigns } from './campaigns.ts'
import { certificates } from './certificates.ts'
import { champions } from './champions.ts'
import { checkins, notes } from './checkins.ts'
import { feedback } from './feedback.ts'
import { competencies } from './competencies.ts'
import { funnel } from './funnel.ts'
import { goals } from './goals.ts'
import { businessReviews, yearEnds } from './business-review.ts'
import { governance } from './governance.ts'
import { growth } from './growth.ts'
import { holidays } from './holidays.ts'
import { home } from './home.ts'
import { handover, hypercare } from './hypercare.ts'
import { inbound } from './inbound.ts'
import { launch } from './launch.ts'
import { library } from './library.ts'
import { live } from './live.ts'
import { metricReviews } from './metric-review.ts'
import { metrics } from './metrics.ts'
import { mistakes } from './mistakes.ts'
import { ownMetrics } from './own-metrics.ts'
import { letterChoices, letterTexts } from './notices.ts'
import { ownCourses } from './courses.ts'
import { packages } from './packages.ts'
import { imports } from './people.ts'
import { communications } from './plan.ts'
import { policies, program, waves } from './program.ts'
import { halts } from './halts.ts'
import { roadmap } from './roadmap.ts'
import { recognition } from './recognition.ts'
import { reviews } from './reviews.ts'
import { pulse } from './pulse.ts'
import { testPlans, tests } from './test-plans.ts'
import { trainers } from './trainers.ts'
import { training } from './training.ts'
import { week } from './week.ts'

export const contract = {
  imports,
  access,
  directory,
  audiences,
  holidays,
  library,
  program,
  waves,
  policies,
  inbound,
  launch,
  attention,
  letterChoices,
  letterTexts,
  attentionBudget,
  campaigns,
  communications,
  goals,
  checkins,
  notes,
  reviews,
  calibration,
  feedback,
  recognition,
  pulse,
  competencies,
  growth,
  ownCourses,
  packages,
  trainers,
  training,
  certificates,
  live,
  testPlans,
  tests,
  champions,
  desk,
  hypercare,
  handover,
  halts,
  roadmap,
  metrics,
  ownMetrics,
  funnel,
  governance,
  metricReviews,
  alerts,
  mistakes,
  businessReviews,
  yearEnds,
  home,
  week,
  audit,
}
