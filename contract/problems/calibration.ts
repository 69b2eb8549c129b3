import type { Problems } from './shape.ts'

export const calibrationProblems = {
  calibration_off: { status: 409, detail: 'This cycle has no calibration. Nothing was changed.' },
  calibration_people: {
    status: 422,
    detail:
      'A session takes 1 to {most} people who are in no other open one; here are {count}. Nothing was changed. Choose other people.',
  },
  calibration_questions: {
    status: 422,
    detail:
      'A session looks at one or two different rating questions that managers answer. Nothing was changed. Choose from the list.',
  },
  calibration_guide: {
    status: 422,
    detail: 'The guide line needs one share for each step, and together they make 100%. Nothing was changed.',
  },
  calibration_facilitator: {
    status: 422,
    detail:
      'A session is led by the program lead or an HR partner who looks after people in it. Nothing was changed. Choose one of them.',
  },
  calibration_participant: {
    status: 422,
    detail:
      'Only managers who lead somebody in the session can be invited, and these do not: {names}. Nothing was changed.',
  },
  calibration_state: {
    status: 409,
    detail: 'The session was opened or closed in the meantime. Nothing was changed. Load the page again.',
  },
  calibration_moved: {
    status: 409,
    detail:
      'Somebody else changed this rating in the meantime. Nothing was changed; your reason is still on your screen. Look at it again.',
  },
  calibration_locked: {
    status: 409,
    detail: 'This rating cannot be changed here: it is not handed in, or shared with the person already.',
  },
  calibration_undo: {
    status: 409,
    detail: 'Only the newest change of a person can be undone. Nothing was changed. Load the page again.',
  },
  calibration_changed: {
    status: 409,
    detail: 'The ratings of {count} people are changed now. The session is still open. Look again, then close it.',
  },
} as const satisfies Problems
