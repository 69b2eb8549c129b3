import type { Problems } from './shape.ts'

export const programProblems = {
  logo_unreadable: {
    status: 422,
    detail:
      'This file is not a PNG, JPEG or WebP picture of at most 300 kB and 4,000 by 4,000 pixels. The logo was not changed. Export it in one of these formats and try again.',
  },
  design_incomplete: {
    status: 409,
    detail:
      'The program cannot be published yet: {count} things are missing. Nothing was published, and the draft is safe. Open the design to see them.',
  },
  wave_name_taken: { status: 409, detail: 'Another wave is called {name}. Choose another name.' },
  wave_dates: {
    status: 422,
    detail:
      'Preparation has to begin on or before the go-live date, and neither may lie in the past. Nothing was changed.',
  },
  wave_begun: {
    status: 409,
    detail:
      'Preparation of this wave began on {on}, and people may have heard of it. Move its dates instead of removing it.',
  },
  wave_not_live: {
    status: 409,
    detail: 'This wave is not live yet; it follows the newest published version by itself.',
  },
  halt_not_live: {
    status: 409,
    detail: 'This wave is not live, so there is nothing to pause or to take back. Nothing was changed.',
  },
  wave_paused: { status: 409, detail: 'This wave is paused already. Nothing was changed.' },
  wave_not_paused: { status: 409, detail: 'This wave is not paused. Nothing was changed.' },
  rollback_date: {
    status: 422,
    detail: 'The new go-live date has to lie after today. Choose a later day, or none yet.',
  },
  wave_not_ready: {
    status: 409,
    detail: 'This wave cannot go live yet: {failed}. Nothing was changed. Its readiness page says where to mend each.',
  },
  version_unknown: { status: 422, detail: 'There is no published version {number} of this program.' },
  version_same: { status: 409, detail: 'This wave runs on version {number} already.' },
  policy_changed: {
    status: 409,
    detail: 'This text is not the current one any more. Load the page again and read the new version.',
  },
} as const satisfies Problems
