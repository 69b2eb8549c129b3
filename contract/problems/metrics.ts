import type { Problems } from './shape.ts'

export const metricsProblems = {
  segment_unknown: {
    status: 404,
    detail:
      'There are no numbers for this part of the company, or you may not see them. Choose another one from the list.',
  },
  floor_falls: {
    status: 409,
    detail:
      'The smallest group is {floor} and can only rise once a wave is live. Nothing was changed. Choose {floor} or more.',
  },
  own_metrics_full: {
    status: 409,
    detail: 'There are {most} numbers of your own already. Nothing was defined. Change one of them instead.',
  },
  own_metric_there: {
    status: 409,
    detail: 'Productivity has its measure already. Nothing was defined. Change that one, or define another number.',
  },
  own_metric_floor: {
    status: 409,
    detail: 'The smallest group of this number has to be {floor} or more. Nothing was saved. Choose {floor} or more.',
  },
  own_file_columns: {
    status: 400,
    detail:
      'No column was found for: {missing}. Nothing was imported. Name it in the columns, or use date, numerator and denominator, or date, value and n.',
  },
} as const satisfies Problems
