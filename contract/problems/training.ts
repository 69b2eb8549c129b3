import type { Problems } from './shape.ts'

export const trainingProblems = {
  lesson_open: {
    status: 409,
    detail: 'Something in this lesson is still open. What you did before is kept.',
  },
} as const satisfies Problems
