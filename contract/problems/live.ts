import type { Problems } from './shape.ts'

export const liveProblems = {
  live_time: {
    status: 422,
    detail:
      'A session begins in the future and ends on the same day, after it begins. Nothing was saved. Choose another time.',
  },
  live_leader: {
    status: 422,
    detail:
      'Sessions are led by people who hold the role of trainer or program lead. Nothing was saved. Choose one of them.',
  },
  live_seats: {
    status: 409,
    detail: '{count} people have a seat already. Nothing was changed. Leave at least as many seats.',
  },
  live_over: {
    status: 409,
    detail: 'This session has begun, is over or was called off. Nothing was changed.',
  },
  live_not_yet: {
    status: 409,
    detail: 'Who came can be noted from an hour before the session begins. Nothing was changed.',
  },
  live_code: {
    status: 422,
    detail: 'This code is not right, or not valid any more. Nothing was changed. Look at the code in the room again.',
  },
  live_evaluated: {
    status: 409,
    detail: 'Your answers have arrived. They are anonymous, so nobody can find them again, and they cannot be changed.',
  },
  live_evaluation_closed: {
    status: 409,
    detail: 'What people thought of this session is counted already, or you were not there. Nothing was sent.',
  },
} as const satisfies Problems
