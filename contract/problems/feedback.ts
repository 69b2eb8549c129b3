import type { Problems } from './shape.ts'

export const feedbackProblems = {
  feedback_mode: {
    status: 422,
    detail: 'This way of giving feedback is not open here. Nothing was sent. Choose one of those that are offered.',
  },
  feedback_self: { status: 403, detail: 'Feedback goes to somebody else. Nothing was sent. Choose a colleague.' },
  feedback_empty: { status: 422, detail: 'There are no words yet. Nothing was sent. Write at least one sentence.' },
  feedback_sent: { status: 409, detail: 'This was sent already and cannot be changed. Write another one instead.' },
  feedback_too_late: {
    status: 409,
    detail:
      'This was read already, or its hour has passed, so it cannot be taken back. Nothing was changed. You can write to add or correct something.',
  },
  feedback_replied: {
    status: 409,
    detail: 'A reply to this was sent already. Nothing was changed. Talk about it instead.',
  },
  feedback_raters: {
    status: 422,
    detail:
      'Some of these people cannot be asked: {names}. They are not in the program yet, or cannot answer this. Nothing was sent. Choose others.',
  },
  feedback_few: {
    status: 422,
    detail:
      'Answers without names need at least {floor} colleagues to be asked, and here are {count}. Nothing was sent. Ask more people, or choose another mode.',
  },
  feedback_busy: {
    status: 409,
    detail:
      'These people have as many requests to answer as the program allows: {names}. Nothing was sent. Choose others, or ask again later.',
  },
  feedback_date: {
    status: 422,
    detail: 'The date has to lie between tomorrow and 90 days from now. Nothing was sent. Choose another.',
  },
  feedback_rounds_off: { status: 403, detail: 'This program has no 360 feedback. Ask for feedback instead.' },
  feedback_begun: {
    status: 409,
    detail: 'The questions have gone out already, so the people stay. Nothing was changed.',
  },
  feedback_closed: {
    status: 409,
    detail: 'This request is closed. Nothing was sent. You can still give feedback without being asked.',
  },
  feedback_answered: {
    status: 409,
    detail: 'You have answered or declined this request already. Nothing was sent again.',
  },
  feedback_question: {
    status: 422,
    detail:
      'This question is not part of the request any more. Your words are still on your screen. Load the page again.',
  },
} as const satisfies Problems
