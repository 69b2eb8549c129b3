import type { Problems } from './shape.ts'

export const recognitionProblems = {
  recognition_self: {
    status: 403,
    detail: 'Recognition goes to somebody else. Nothing was sent. Take yourself off the list.',
  },
  recognition_people: {
    status: 422,
    detail:
      'The program does not have recognition for these people yet: {names}. Nothing was sent. Take them off the list, or tell them yourself.',
  },
  recognition_value: {
    status: 422,
    detail: 'This value is not part of the program any more. Nothing was sent. Choose another, or none.',
  },
  recognition_goal: {
    status: 422,
    detail: 'This goal cannot be named here, because you may not see it. Nothing was sent. Choose another, or none.',
  },
  recognition_quiet: {
    status: 422,
    detail:
      'This program has no quiet recognition. Nothing was sent. Write it for everybody to see, or tell them yourself.',
  },
  recognition_late: {
    status: 409,
    detail:
      'A day has passed, so this stays as it is. Nothing was changed. You can still say something to it, or ask your program lead.',
  },
} as const satisfies Problems
