import type { Problems } from './shape.ts'

export const hypercareProblems = {
  desk_many: {
    status: 409,
    detail: 'Twenty of your questions wait already. Nothing was sent. Close one that is settled, then ask again.',
  },
  desk_settled: {
    status: 409,
    detail: 'This question does not wait for an answer any more. Nothing was changed.',
  },
  desk_unanswered: {
    status: 409,
    detail: 'This question has no answer yet. Nothing was changed. Answer it, then it can be closed.',
  },
  desk_private: {
    status: 409,
    detail:
      'This question is private, so no entry is made of it. Nothing was saved. Write an entry of your own instead.',
  },
  desk_names: {
    status: 409,
    detail: 'The text names whoever asked: “{name}”. Nothing was saved. Take the name out, then save again.',
  },
  hypercare_not_begun: {
    status: 409,
    detail: 'This wave is not live yet, so its first weeks have not begun. Nothing was changed.',
  },
  waiver_day: {
    status: 422,
    detail:
      'An exception holds until a day from today on, half a year at most. Nothing was changed. Choose another day.',
  },
  handover_done: {
    status: 409,
    detail: 'This wave is handed over. Its record stays as it was signed, so nothing was changed.',
  },
  handover_open: {
    status: 409,
    detail: 'The hand-over still lacks something: {missing}. Nothing was signed.',
  },
  handover_not_yours: {
    status: 409,
    detail: 'You are not among those who sign this hand-over, or you have signed already. Nothing was changed.',
  },
} as const satisfies Problems
