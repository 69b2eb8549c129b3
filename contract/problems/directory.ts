import type { Problems } from './shape.ts'

export const directoryProblems = {
  audience_name_taken: { status: 409, detail: 'Another audience is called {name}. Choose another name.' },
  audience_person_unknown: {
    status: 422,
    detail: 'The rule names somebody who is not in the people file today. Choose a person who is.',
  },
  audience_in_use: {
    status: 409,
    detail: 'This audience is used by {uses}. Choose another audience there first; nothing was removed.',
  },
} as const satisfies Problems
