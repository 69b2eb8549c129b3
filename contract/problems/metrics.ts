import type { Problems } from './shape.ts'

export const metricsProblems = {
  segment_unknown: {
    status: 404,
    detail:
      'There are no numbers for this part of the company, or you may not see them. Choose another one from the list.',
  },
  floor_falls: {
    status: 409,
    detail:
      'The smallest group is {floor} and can only rise once a wave is live. Nothing was changed. Choose {floor} or more.',
  },
} as const satisfies Problems
