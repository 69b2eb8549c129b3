/** Operators' command: finished reviews of an earlier tool into Belay. */
import { bringCommand } from '../platform/command-files.ts'
import { bring } from './bring.ts'

export const commands = [
  bringCommand({
    name: 'reviews import',
    summary: 'Bring over finished reviews of an earlier tool from CSV, or with --dry-run say what it would do.',
    mappingHelp:
      'JSON: { "Source column": "field" }, for columns that are not recognised; "asked" where the title is a question',
    goodRowsHelp: 'bring over the whole reviews although others are refused',
    bring,
    says: (report, n) =>
      `${n(report.reviews)} reviews of ${n(report.people)} people with ${n(report.answers)} answers, ${n(report.unchanged)} here already, ${n(report.refused.length)} rows refused.`,
  }),
]
