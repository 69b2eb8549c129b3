/** Operators' command: goals of an earlier tool into Belay. */
import { bringCommand } from '../platform/command-files.ts'
import { bring } from './bring.ts'

export const commands = [
  bringCommand({
    name: 'goals import',
    summary: 'Bring over the goals of an earlier tool from CSV, or with --dry-run say what it would do.',
    mappingHelp: 'JSON: { "Source column": "field" }, for columns that are not recognised',
    goodRowsHelp: 'bring over the good rows although others are refused',
    bring,
    says: (report, n) =>
      `${n(report.goals)} goals with ${n(report.keyResults)} key results, ${n(report.unchanged)} here already, ${n(report.refused.length)} refused.`,
  }),
]
