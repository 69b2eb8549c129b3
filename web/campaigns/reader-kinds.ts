import type { ReaderKind } from '../../contract/campaigns.ts'

/** The parts of a wave that a message can be for, in the order in which they are offered. */
export const readerKinds = [
  'everyone',
  'employees',
  'managers',
  'leaders',
  'hr',
  'champions',
  'newcomers',
] as const satisfies readonly ReaderKind[]
