import type { Problems } from './shape.ts'

export const trainingProblems = {
  lesson_open: {
    status: 409,
    detail: 'Something in this lesson is still open. What you did before is kept.',
  },
  film_unwatched: {
    status: 409,
    detail:
      'Parts of this film were not played yet. What you watched is kept. Go on where you stopped, or read what is said in it and say so.',
  },
  certificate_revoked: {
    status: 409,
    detail: 'This certificate was taken back and does not hold any more. Nothing was changed.',
  },
} as const satisfies Problems
