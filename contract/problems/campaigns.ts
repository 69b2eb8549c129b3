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
} as const satisfies Problems
