import type { Problems } from './shape.ts'

export const checkinsProblems = {
  checkin_pair: {
    status: 403,
    detail: 'A check-in needs a manager and somebody who reports to them today. Nothing was changed.',
  },
  checkin_over: {
    status: 409,
    detail: 'This check-in is recorded as held already. Nothing was changed. Open the next one.',
  },
  checkin_date: {
    status: 422,
    detail: 'A check-in can be recorded for today or up to 60 days back. Nothing was changed. Choose another day.',
  },
  checkin_past: {
    status: 422,
    detail: 'This time has passed already. Nothing was changed. Choose a later one.',
  },
  checkin_agenda: { status: 422, detail: 'This agenda is not among those of the program. Choose one from the list.' },
  checkin_open: { status: 409, detail: 'This check-in is not recorded as held. Nothing was changed.' },
  checkin_current: {
    status: 409,
    detail: 'A word for the hand-over is for after a change of manager. You two still have check-ins together.',
  },
  checkin_undo_over: {
    status: 409,
    detail:
      'It was recorded too long ago to be taken back by one of you. Say on its page that you did not talk; when you both agree, it is taken back.',
  },
  checkin_rarer: {
    status: 422,
    detail: 'You two can agree to talk more often than the program asks, not more rarely. Nothing was changed.',
  },
  checkin_next: {
    status: 409,
    detail: 'The next check-in of you two is begun already, so this one stays as held. Nothing was changed.',
  },
  checkin_question: {
    status: 422,
    detail:
      'This question does not belong to the check-in any more. Your words are still on your screen. Load the page again.',
  },
} as const satisfies Problems
