import type { Problems } from './shape.ts'

export const campaignsProblems = {
  campaign_started: {
    status: 409,
    detail: 'This message has started to go out and cannot be changed any more. You can stop what has not left yet.',
  },
  campaign_incomplete: { status: 409, detail: 'Something is still missing: {missing}. Nothing was sent.' },
  campaign_not_approved: {
    status: 409,
    detail:
      '{sender} has not approved this message as it stands now. Ask for approval first; nothing goes out in somebody’s name without it.',
  },
  campaign_date_past: { status: 409, detail: 'The date has passed. Choose today or a later day.' },
  campaign_readers_fixed: {
    status: 409,
    detail:
      'This message goes to readers of another one. Whom it is for stays as it is; its words, sender and date can change.',
  },
  follow_up_closed: {
    status: 409,
    detail:
      'A follow-up can be begun for a message that has gone out to a whole wave or one of its parts, and not for another follow-up.',
  },
  follow_up_there: { status: 409, detail: 'There is one already. Open it instead.' },
  nothing_to_correct: { status: 409, detail: 'Everything this message said still holds. Nothing was changed.' },
  trial_field: {
    status: 422,
    detail:
      'The second subject names {field}, which the message does not. Nothing was changed. Name it there too, or leave it out.',
  },
  trial_derived: {
    status: 409,
    detail: 'A message to readers of another one goes out with one subject. Nothing was changed.',
  },
  champions_derived: {
    status: 409,
    detail:
      'A message to readers of another one goes out in one name: whom it is for is told to nobody. Nothing was changed.',
  },
} as const satisfies Problems
