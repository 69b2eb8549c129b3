import type { Problems } from './shape.ts'

export const libraryProblems = {
  field_unknown: {
    status: 422,
    detail:
      'This text uses the field {field}, which does not exist. Nothing was sent. Choose a field from the list or take it out.',
  },
  field_empty: {
    status: 422,
    detail:
      'The field {field} has no value. Nothing is sent with a broken field. Fill it in, or take it out of the text.',
  },
  template_broken: {
    status: 422,
    detail: 'This text cannot be sent: {fault}. Nothing was sent, and your text is kept. Correct it and try again.',
  },
} as const satisfies Problems
