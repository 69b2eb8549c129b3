import type { Problems } from './shape.ts'

export const reviewsProblems = {
  review_launched: {
    status: 409,
    detail: 'This cycle is launched, so its plan and form stay as they are. Nothing was changed.',
  },
  review_incomplete: {
    status: 409,
    detail:
      'The cycle cannot be launched yet: {count} things are missing. Nothing was changed. The check says where each is.',
  },
  review_people_changed: {
    status: 409,
    detail: 'These are {people} people now. Nothing was launched. Look at the check again, then launch.',
  },
  review_remind_changed: {
    status: 409,
    detail:
      'Now {people} people are not finished and have heard nothing today. Nobody was reminded. Look again, then send.',
  },
  review_not_running: { status: 409, detail: 'This cycle is not running. Nothing was changed.' },
  review_dates: {
    status: 422,
    detail: 'The last day of a stage has to be today or later, and not before its first. Nothing was changed.',
  },
  review_released: {
    status: 409,
    detail: 'The answers of this stage were released already, so it cannot be opened again. Nothing was changed.',
  },
  review_over: {
    status: 409,
    detail: 'This part of the review is not open. Nothing was changed; what you wrote is still on your screen.',
  },
  review_submitted: {
    status: 409,
    detail: 'This is handed in already. Open it again first if something has to change.',
  },
  review_not_submitted: { status: 409, detail: 'This is not handed in yet. Nothing was changed.' },
  review_question: {
    status: 422,
    detail: 'This question is not part of your form. Your words are still on your screen. Load the page again.',
  },
  review_unanswered: {
    status: 422,
    detail: 'Some answers are still missing: {count}. What you wrote is saved. Answer them, then hand it in.',
  },
  review_shared: {
    status: 409,
    detail: 'This review is shared with the person already. Nothing was changed. The program lead can open it again.',
  },
  review_not_shared: { status: 409, detail: 'This review is not shared yet. Nothing was changed.' },
  review_too_early: {
    status: 409,
    detail: 'Reviews of this cycle can be shared from {on}. Nothing was changed.',
  },
  review_held: {
    status: 409,
    detail: 'This review is in a calibration session that is not closed yet. Nothing was changed.',
  },
  review_reason: { status: 422, detail: 'Say why this is opened again; the writer will read it. Nothing was changed.' },
  review_peers: {
    status: 422,
    detail:
      'Name {least} to {most} colleagues, neither the person nor their manager. Nothing was changed. Choose again.',
  },
  review_not_open: {
    status: 422,
    detail:
      'Reviews are not open to {name}: they are in no running wave that has them. Nothing was changed. Choose somebody else, or ask the program lead to bring their wave live first.',
  },
  review_writer: {
    status: 422,
    detail: 'The person of a review cannot write as its manager. Nothing was changed. Choose somebody else.',
  },
  review_file_columns: {
    status: 422,
    detail:
      'No column of this file was recognised as {missing}. Nothing was changed. Say in the mapping which column it is.',
  },
  review_nothing_to_hand_over: {
    status: 409,
    detail: 'There is no draft of yours that another manager goes on with. Nothing was changed.',
  },
} as const satisfies Problems
