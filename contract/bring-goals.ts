/** Goals of an earlier tool, brought over from a CSV file. */
import * as z from 'zod'
import { bringQuery, bringReport, broughtFile, type RowFindings } from './bring.ts'
import { operation } from './operation.ts'

/** What a goals file may hold, column by column. */
export const goalFields = [
  'kind',
  'externalId',
  'parentId',
  'title',
  'description',
  'ownerNumber',
  'ownerEmail',
  'level',
  'visibility',
  'startsOn',
  'endsOn',
  'state',
  'progress',
  'unit',
  'start',
  'target',
  'current',
  'weight',
] as const
export type GoalField = (typeof goalFields)[number]
/** What can be said of a row of a goals file. Refused rows are not taken over. */
export const goalFindings = {
  title_missing: { severity: 'refused', message: 'The row has no title.' },
  title_too_long: { severity: 'refused', message: 'The title has {length} characters; {limit} are possible.' },
  owner_missing: { severity: 'refused', message: 'The row names no owner.' },
  owner_unknown: { severity: 'refused', message: 'Nobody here has the number or address “{value}”.' },
  owner_left: { severity: 'refused', message: '“{value}” does not work here any more.' },
  owners_differ: { severity: 'refused', message: 'Number and address name two different people.' },
  id_twice: { severity: 'refused', message: 'The id “{value}” stands in line {other} already.' },
  row_twice: { severity: 'refused', message: 'The same goal stands in line {other} already.' },
  goal_unknown: {
    severity: 'refused',
    message: 'This key result belongs to “{value}”, which is no goal of this file or of an earlier one.',
  },
  goal_refused: { severity: 'refused', message: 'The goal of this key result was refused.' },
  date_missing: { severity: 'refused', message: 'The last day is missing.' },
  dates_reversed: { severity: 'refused', message: 'The last day is before the first.' },
  number_unreadable: { severity: 'refused', message: '“{value}” cannot be read as a number.' },
  state_unknown: { severity: 'refused', message: 'What “{value}” means for a goal is not known.' },
  level_unknown: { severity: 'refused', message: '“{value}” is no level; company, team or person are.' },
  visibility_unknown: { severity: 'refused', message: '“{value}” says neither public nor private.' },
  level_private: { severity: 'refused', message: 'A goal of the company or of a team cannot be private.' },
  kind_unknown: { severity: 'refused', message: '“{value}” is neither a goal nor a key result.' },
  parent_unknown: {
    severity: 'warning',
    message: 'The goal “{value}” that this one serves was not found; it serves none.',
  },
  parent_circle: { severity: 'warning', message: 'This goal would serve itself over others; it serves none.' },
  start_assumed: { severity: 'warning', message: 'The first day is missing; {day} was taken.' },
  value_adjusted: { severity: 'warning', message: '“{value}” was taken over as {used}.' },
  no_target: { severity: 'warning', message: 'This key result has no target, so it is done or not done.' },
  already_here: { severity: 'warning', message: 'This goal was brought over before and stays as it is now.' },
} as const satisfies RowFindings
export type GoalFindingCode = keyof typeof goalFindings
export const goalReport = bringReport(goalFields).extend({ goals: z.int(), keyResults: z.int() })
export type GoalReport = z.output<typeof goalReport>

export const bringGoals = {
  import: operation({
    id: 'goals.import',
    method: 'POST',
    path: '/goal-imports',
    permission: 'goals.import',
    summary: 'Bring over the goals of an earlier tool from a CSV file, or see what it would do',
    query: bringQuery,
    rawBody: true,
    body: z.unknown(),
    response: goalReport,
    problems: [
      'people_file_empty',
      'people_mapping_invalid',
      'people_mapping_field_unknown',
      'goal_file_columns',
      'too_large',
    ],
  }),
  imports: operation({
    id: 'goals.imports',
    method: 'GET',
    path: '/goal-imports',
    permission: 'goals.import',
    summary: 'Files of goals that were brought over, the latest first',
    response: z.object({
      imports: z.array(broughtFile.extend({ goals: z.int(), keyResults: z.int() })),
    }),
  }),
}
