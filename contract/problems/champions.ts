import type { Problems } from './shape.ts'

export const championsProblems = {
  champion_person: {
    status: 409,
    detail: 'Only somebody who works here can be asked to be a champion. Nobody was asked. Choose somebody else.',
  },
  champion_asked: {
    status: 409,
    detail: '{name} has been asked already. Nothing was sent. Wait for the answer, or take that invitation back first.',
  },
  champion_days: {
    status: 422,
    detail: 'A term begins today or later, ends after it began, and lasts three years at most. Nobody was asked.',
  },
  champion_area: {
    status: 422,
    detail: 'Nobody works at “{name}”, so it cannot be covered. Nothing was changed. Choose from the list.',
  },
  champion_answered: {
    status: 409,
    detail: 'This invitation does not wait for an answer any more. Nothing was changed.',
  },
  champion_none: {
    status: 409,
    detail: '{name} is not a champion now. Nothing was changed. Load the page again to see who is.',
  },
  champion_passed: {
    status: 409,
    detail: 'Somebody has handed this over already. Nothing was changed.',
  },
  champion_over: {
    status: 409,
    detail: 'This term is over, or the invitation to it was declined. Nothing was changed.',
  },
  champion_full: {
    status: 409,
    detail:
      'Too much waits to be released. Nothing was kept. Try again on Monday; until then, talk to your program lead.',
  },
  champion_wrote: {
    status: 409,
    detail:
      'You have written as much as one person may before it is released. Nothing was kept. What you wrote before is safe; it is released once three champions have written.',
  },
} as const satisfies Problems
