import type { Problems } from './shape.ts'

export const goalsProblems = {
  goal_dates: {
    status: 422,
    detail: 'The last day of a goal has to be on or after its first. Nothing was changed. Choose another date.',
  },
  goal_parent: {
    status: 422,
    detail:
      'This goal cannot serve that one: it is not there for you, or it serves this goal itself. Nothing was changed. Choose another.',
  },
  goal_level: {
    status: 403,
    detail:
      'Company goals are set by the program lead, the sponsor or whoever is at the top of the company; team goals by whoever leads people. Nothing was changed. Ask one of them.',
  },
  goal_level_private: {
    status: 409,
    detail:
      'Goals of the company or of a team can be read by everyone. Nothing was changed. Make this one public first.',
  },
  goal_private_people: {
    status: 403,
    detail: 'Only its owner says who else sees a private goal. Nothing was changed. Ask them.',
  },
  goal_handover: {
    status: 403,
    detail:
      'A goal is handed over by the manager of its owner, to themself or somebody who reports to them. Nothing was changed. Ask that manager.',
  },
  goal_copied: {
    status: 409,
    detail: 'This goal was carried into a next period already. Nothing was changed. Open that one instead.',
  },
  goal_file_columns: {
    status: 422,
    detail:
      'No column of this file was recognised as {missing}. Nothing was changed. Say in the mapping which column it is.',
  },
  goal_mention: {
    status: 409,
    detail:
      '{name} cannot read this goal, so they would not find what you wrote. Nothing was said. Leave out the mention, or ask the owner to share the goal with them.',
  },
  goal_key_taken: {
    status: 409,
    detail:
      'Another key result has the key “{key}” already, so a value would not know where to go. Nothing was changed. Choose another key.',
  },
  goal_closed: { status: 409, detail: 'This goal is closed. Nothing was changed. Open it again first.' },
  goal_draft: { status: 409, detail: 'This goal is still a draft. Nothing was changed. Publish it first.' },
  goal_in_use: {
    status: 409,
    detail:
      'Work was reported on this goal, or another goal serves it, so it stays. Close it with the outcome “dropped” instead.',
  },
  goal_update_old: {
    status: 409,
    detail:
      'Only your own newest progress on an open goal can be taken back. Nothing was changed. Report the right value instead.',
  },
  goal_steps: {
    status: 422,
    detail: 'This key result is made of steps. Nothing was changed. Tick the steps that are done.',
  },
  key_result_unknown: {
    status: 422,
    detail: 'This key result is not part of the goal any more. Nothing was changed. Load the goal again.',
  },
} as const satisfies Problems
