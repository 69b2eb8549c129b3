import type { Problems } from './shape.ts'

export const testPlansProblems = {
  tests_made: {
    status: 409,
    detail: 'This wave has a test plan already. Nothing was changed. Load the page again to see it.',
  },
  tests_due: {
    status: 422,
    detail:
      'The tests have to be done between today and the go-live date. Nothing was changed. Choose another day, or move the wave first.',
  },
  tests_signer: {
    status: 422,
    detail:
      'Whoever signs for HR has to be an HR partner, and whoever signs for IT an administrator. Nothing was changed. Choose somebody with that role, or give them the role first.',
  },
  tests_nobody: {
    status: 409,
    detail: 'Everybody who tests was asked already. Nothing was sent. Add testers first.',
  },
  tests_script_there: {
    status: 409,
    detail: 'This script is in the plan already, or the library has it no more. Nothing was changed.',
  },
  tests_many: {
    status: 409,
    detail: 'A plan holds sixty scripts at most. Nothing was added. Take one out first.',
  },
  tests_state: {
    status: 409,
    detail: 'This finding has moved on in the meantime. Nothing was changed. Load it again.',
  },
  tests_settled: {
    status: 409,
    detail: 'This finding is settled. Nothing was changed. Open it again first.',
  },
  tests_retest_words: {
    status: 422,
    detail: 'Say in a sentence what still goes wrong, so that somebody can mend it. Nothing was sent.',
  },
  tests_not_yours: {
    status: 409,
    detail: 'You are not among those who sign this test plan, or you have signed already. Nothing was changed.',
  },
  tests_open: {
    status: 409,
    detail:
      'The tests still lack something: {missing}. Nothing was signed. Load the page again: it says what is missing.',
  },
  tests_unsigned: {
    status: 409,
    detail: 'Nobody has signed this test plan. Nothing was changed.',
  },
  tests_handed_in: {
    status: 409,
    detail: 'You have handed this script in already, so it stays as it is. To try it again, begin anew.',
  },
  tests_steps: {
    status: 409,
    detail:
      'The steps of this script are others now. Nothing was kept. Load it again; what you wrote is still on your screen.',
  },
  tests_gaps: {
    status: 422,
    detail:
      'Each step needs an answer, and each that did not work needs a sentence and how bad it is. Nothing was handed in. Open: step {steps}.',
  },
  tests_picture: {
    status: 422,
    detail:
      'This file is not a PNG, JPEG or WebP picture. Nothing was added. Take a picture or a screenshot and try again.',
  },
  tests_pictures_many: {
    status: 409,
    detail: 'A step has room for three pictures. Nothing was added. Take one out first.',
  },
} as const satisfies Problems
