import type { Problems } from './shape.ts'

export const mistakesProblems = {
  waiver_not_needed: {
    status: 409,
    detail: 'This check does not fail now, so there is nothing to waive. Nothing was changed. Load the page again.',
  },
  sponsor_act_date: {
    status: 422,
    detail:
      'An act is planned for today or a later day, at most a year and a half ahead. Nothing was changed. Choose another day.',
  },
  sponsor_act_past: {
    status: 409,
    detail: 'The day of this act has passed: what was planned stays, done or not. Nothing was changed.',
  },
} as const satisfies Problems
