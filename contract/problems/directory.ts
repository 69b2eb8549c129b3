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
  holidays_unreadable: {
    status: 422,
    detail:
      'Line {line} (“{text}”) cannot be read. Write a day as 2027-01-01 and after it what it is; of days that repeat, only those that come on the same date every year are known. Nothing was changed.',
  },
  holidays_none: { status: 422, detail: 'There is no whole day in it. Nothing was changed.' },
  holidays_too_many: { status: 422, detail: 'There are more than {most} days in it. Nothing was changed.' },
  holidays_name_taken: { status: 409, detail: 'Another calendar is called {name}. Choose another name.' },
} as const satisfies Problems
