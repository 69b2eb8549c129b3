import type { Problems } from './shape.ts'

export const governanceProblems = {
  committee_missing: {
    status: 409,
    detail: 'There is no committee yet. Nothing was saved. The program lead writes its charter first.',
  },
  committee_time: {
    status: 422,
    detail:
      'A meeting begins in the future and ends on the same day, after it begins. Nothing was saved. Choose another time.',
  },
  committee_planned: {
    status: 409,
    detail: 'A meeting is planned already. Nothing was saved. Move that one, or call it off first.',
  },
  committee_over: {
    status: 409,
    detail: 'This meeting was held or called off, so it stays as it is. Nothing was changed.',
  },
  committee_not_yet: {
    status: 409,
    detail: 'This meeting has not begun. Nothing was changed. Minutes and who came are noted from its beginning on.',
  },
  committee_guest: {
    status: 403,
    detail: 'Guests of the committee read and note what they want to say; members decide. Nothing was changed.',
  },
  decision_aim: {
    status: 422,
    detail:
      'A number can be looked at from tomorrow on, for the company or a wave that is live, and it should change by something. Nothing was saved.',
  },
  decision_closed: {
    status: 409,
    detail: 'This decision was withdrawn, or is done already. Nothing was changed.',
  },
  request_answered: {
    status: 409,
    detail: 'This request was answered or taken back, so it stays as it is. Nothing was changed.',
  },
  request_until: {
    status: 422,
    detail:
      'Later needs a day to come, accepting a version that is published, declining a reason. Nothing was changed.',
  },
} as const satisfies Problems
