import type { Problems } from './shape.ts'

export const alertsProblems = {
  alert_quiet_until: {
    status: 400,
    detail: 'An alert can be quiet from today until {latest}. Nothing was changed. Choose a day between them.',
  },
} as const satisfies Problems
