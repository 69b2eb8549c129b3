import type { Problems } from './shape.ts'

export const pulseProblems = {
  pulse_launched: {
    status: 409,
    detail: 'This survey is launched, so its questions stay as they are. Nothing was changed. Begin a new one instead.',
  },
  pulse_incomplete: { status: 409, detail: 'Something is still missing: {missing}. Nobody was asked.' },
  pulse_not_running: { status: 409, detail: 'This survey asks nobody any more. Nothing was changed.' },
  pulse_closed: { status: 409, detail: 'This round ended on {on}. Nothing was changed.' },
  pulse_answered: {
    status: 409,
    detail:
      'Your answers to this round have arrived. They are anonymous, so nobody can find them again, and they cannot be changed.',
  },
  pulse_answers: {
    status: 422,
    detail: 'These answers do not fit the questions. Nothing was sent. Load the page again and answer once more.',
  },
} as const satisfies Problems
