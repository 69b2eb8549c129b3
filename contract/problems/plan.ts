import type { Problems } from './shape.ts'

export const planProblems = {
  plan_no_date: {
    status: 409,
    detail:
      'This wave has no go-live date, so nothing can be counted from it. The message stayed as it was. Set the date first.',
  },
} as const satisfies Problems
