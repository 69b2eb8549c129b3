import type { Problems } from './shape.ts'

export const metricReviewProblems = {
  metric_review_held: {
    status: 409,
    detail: 'This review was held, so it stays as it is. Nothing was changed.',
  },
  metric_review_not_open: {
    status: 409,
    detail: 'This review opens on {on}. Nothing was changed. Until then the numbers are still on their way.',
  },
  metric_review_choice: {
    status: 422,
    detail:
      'A change needs a new target, a day to come and a reason; retiring needs a reason, and another metric where one comes instead. Nothing was saved.',
  },
  metric_review_open: {
    status: 409,
    detail: 'Nothing was chosen yet for {missing} of {of} metrics. Nothing was changed. Choose for each, then hold it.',
  },
} as const satisfies Problems
