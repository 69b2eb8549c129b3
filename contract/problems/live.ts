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
  live_trainer: {
    status: 422,
    detail:
      '{name} is not signed off for that day, and this workshop asks for it. Nothing was saved. Choose somebody who is, or have them observed.',
  },
  trainer_person: {
    status: 422,
    detail:
      'Trainers come from champions, HR partners and people who lead a team. Nothing was saved. Choose one of them.',
  },
  trainer_named: {
    status: 409,
    detail: '{name} was asked already or is a trainer. Nothing was changed.',
  },
  trainer_none: {
    status: 409,
    detail: 'This person is no trainer or candidate who has said yes. Nothing was changed.',
  },
  trainer_answered: {
    status: 409,
    detail: 'This is answered already, or was taken back. Nothing was changed.',
  },
  trainer_observer: {
    status: 422,
    detail:
      'A delivery is observed by a signed-off trainer or the program lead, and not by the candidate. Nothing was saved. Choose somebody else.',
  },
  trainer_early: {
    status: 409,
    detail: 'The session has not begun. Nothing was saved. The observation can be written once it has.',
  },
  trainer_over: {
    status: 409,
    detail: 'This delivery is observed already, was taken back or did not take place. Nothing was changed.',
  },
  trainer_sheet: {
    status: 422,
    detail: 'Something on the sheet is still open. Nothing was saved. Say of each point whether you saw it.',
  },
  trainer_courses: {
    status: 409,
    detail:
      'The courses for trainers are not all finished. Nothing was saved. The sign-off waits until they are; what you wrote stays on this page.',
  },
  trainer_not_yet: {
    status: 422,
    detail: 'Say what to work on, and when the next delivery is. Nothing was saved.',
  },
} as const satisfies Problems
