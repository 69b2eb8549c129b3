import type { Problems } from './shape.ts'

export const launchProblems = {
  wave_date_past: { status: 409, detail: 'The go-live date {on} has passed. Choose another, or launch the wave now.' },
  wave_not_scheduled: { status: 409, detail: 'This wave is not scheduled to launch by itself.' },
  waiver_own: {
    status: 403,
    detail:
      'This check speaks of you, so somebody else has to waive it. Nothing was changed. Ask the lead or the sponsor.',
  },
  waiver_until: {
    status: 422,
    detail:
      'A waiver ends today or on a later day, at most {most} days from now. Nothing was changed. Choose another day.',
  },
} as const satisfies Problems
