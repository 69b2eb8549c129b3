import type { Problems } from './shape.ts'

export const growthProblems = {
  nothing_to_publish: { status: 409, detail: 'The draft is the same as version {number}. Nothing was published.' },
  competency_file_columns: {
    status: 422,
    detail:
      'No column of this file was recognised as {missing}. Nothing was changed. Say in the mapping which column it is.',
  },
  framework_incomplete: {
    status: 409,
    detail:
      'The competencies cannot be published yet. Open points: {count}. Nothing was published, and the draft is safe. The page names them.',
  },
  growth_not_published: {
    status: 409,
    detail: 'Your company has not published any competencies yet. Nothing was saved. Your program lead publishes them.',
  },
  growth_pair: {
    status: 403,
    detail: 'This needs somebody and a manager of theirs today. Nothing was changed.',
  },
  growth_shared: {
    status: 409,
    detail:
      'You have shared your side already. Nothing was changed. Take it back first, as long as the other one has not shared.',
  },
  growth_compared: {
    status: 409,
    detail: 'Both of you have shared, so both have seen it. Nothing was changed. Begin a new look instead.',
  },
  growth_empty: {
    status: 422,
    detail: 'There is nothing to share yet. Nothing was changed. Choose a level or write an example first.',
  },
  growth_unknown: {
    status: 422,
    detail:
      'This competency or level is not part of what is published any more. Your words are still on your screen. Load the page again.',
  },
  growth_plan_open: {
    status: 409,
    detail: 'You have begun another plan, so this one stays closed. Nothing was changed. Close the open one first.',
  },
} as const satisfies Problems
