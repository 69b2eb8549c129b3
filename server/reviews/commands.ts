/** Operators' command: finished reviews of an earlier tool into Belay. */
import { createReadStream, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { EarlierReviewReport } from '../../contract/earlier-reviews.ts'
import { command, orgOption, Refusal } from '../platform/command.ts'
import { bring } from './bring.ts'

export const commands = [
  command({
    name: 'reviews import',
    summary: 'Bring over finished reviews of an earlier tool from CSV, or with --dry-run say what it would do.',
    args: ['FILE'],
    options: {
      org: orgOption,
      'dry-run': { type: 'boolean', help: 'say what would be brought over or refused, and write nothing' },
      mapping: {
        type: 'string',
        value: 'FILE',
        help: 'JSON: { "Source column": "field" }, for columns that are not recognised; "asked" where the title is a question',
      },
      'accept-good-rows': { type: 'boolean', help: 'bring over the whole reviews although others are refused' },
    },
    async run(base, { args, options }) {
      const c = await base.organization(options.org)
      const name = args[0]
      if (!statSync(name, { throwIfNoEntry: false })?.isFile())
        throw new Refusal(`There is no file ${name}. Nothing was changed.`)
      const source = { name: path.basename(name), open: () => createReadStream(name, { highWaterMark: 262_144 }) }
      const report = await bring(c, source, {
        dryRun: options['dry-run'] ?? false,
        acceptGoodRows: options['accept-good-rows'] ?? false,
        mapping: options.mapping === undefined ? undefined : mappingFrom(options.mapping),
      })
      const refused = !options['dry-run'] && !report.applied
      if (refused) base.say('Rows were refused, so nothing was written. See --accept-good-rows.')
      return { json: report, text: textOf(report), ...(refused ? { refused: true } : {}) }
    },
  }),
]

function mappingFrom(name: string): unknown {
  try {
    return JSON.parse(readFileSync(name, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Refusal(`The mapping ${name} cannot be read: ${(error as Error).message}. Nothing was changed.`)
  }
}

/** Lines shown to a person of each kind; the rest stands in --json. */
const most = 30

function textOf(report: EarlierReviewReport): string {
  const n = (count: number) => count.toLocaleString('en')
  const told = (title: string, list: EarlierReviewReport['refused']) =>
    list.length === 0
      ? []
      : [
          '',
          `${title} (${n(list.length)})`,
          ...list.slice(0, most).map((f) => `  line ${f.line}${f.column ? `, ${f.column}` : ''}: ${f.message}`),
          ...(list.length > most ? [`  … and ${n(list.length - most)} more; --json names all`] : []),
        ]
  return [
    `${n(report.rows)} rows${report.applied ? '' : ', looked at only'}: ${n(report.reviews)} reviews of ${n(report.people)} people with ${n(report.answers)} answers, ${n(report.unchanged)} here already, ${n(report.refused.length)} rows refused.`,
    ...told('Refused', report.refused),
    ...told('Warnings', report.warnings),
  ].join('\n')
}
