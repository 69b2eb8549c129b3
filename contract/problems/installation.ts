import type { Problems } from './shape.ts'

/** What concerns the installation as a whole. */
export const installationProblems = {
  clock_not_movable: {
    status: 409,
    detail: 'This installation runs on the real clock. Only one created with --movable-clock can be moved.',
  },
  clock_backwards: { status: 409, detail: 'The clock only moves forward. It shows {now}.' },
} as const satisfies Problems
