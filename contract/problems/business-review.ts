import type { Problems } from './shape.ts'

export const businessReviewProblems = {
  pack_no_numbers: {
    status: 409,
    detail:
      'No numbers of this program were given out yet. Nothing was made. They come in the night after the first wave has gone live.',
  },
  pack_day: {
    status: 422,
    detail: 'No numbers were given out for this day. Nothing was made. Choose a day until {newest}.',
  },
  pack_draft: {
    status: 409,
    detail: 'There is a draft already. Nothing was made. Release it, or throw it away first.',
  },
  pack_released: {
    status: 409,
    detail: 'This pack is released, so it stays as it is. Nothing was changed. Make a new one instead.',
  },
  pack_not_released: {
    status: 409,
    detail:
      'This pack is still a draft. Nothing was changed. Release it first, then bring its asks before the committee.',
  },
  pack_summary: {
    status: 409,
    detail: 'The pack lacks your own words at the top. Nothing was released. Say in a few sentences what matters most.',
  },
  year_end_not_begun: {
    status: 409,
    detail: 'No wave of this program is live yet, so its first year has not begun. Nothing was changed.',
  },
  year_end_not_open: {
    status: 409,
    detail: 'The year ends on {on}. Nothing was decided. It can be decided from 30 days before.',
  },
  year_end_pack: {
    status: 409,
    detail:
      'The decision rests on a released pack that is not older than 60 days. Nothing was decided. Release a new one first.',
  },
  year_end_decided: {
    status: 409,
    detail:
      'This year is decided already. Nothing was changed. The committee can withdraw its decision and decide anew.',
  },
  year_end_nothing: {
    status: 409,
    detail: 'This decision is signed already, or it was withdrawn since. Nothing was signed. Load the page again.',
  },
  year_end_not_yours: {
    status: 403,
    detail: 'Only the sponsor whom the program names signs this. Nothing was signed.',
  },
} as const satisfies Problems
