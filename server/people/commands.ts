/** Operators' commands: a people file into the record, and how many people were here on a day. */
import { chmodSync, writeFileSync } from 'node:fs'
import { namedKinds } from '../../contract/people.ts'
import { command, orgOption, Refusal as CommandRefusal, UsageError } from '../platform/command.ts'
import { fileSource, foundLines, mappingFrom } from '../platform/command-files.ts'
import { readMapping } from './columns.ts'
import { encodingNamed } from './encoding.ts'
import { headcount } from './headcount.ts'
import { importFile, type Outcome, Refusal, type Report, reportOf } from './import.ts'
import { namedTable } from './named.ts'
import { wordsForField, wordsForKind } from './named-words.ts'

export const commands = [
  command({
    name: 'people import',
    summary: 'Take a people file (CSV, plain or .gz) into the record, or with --dry-run say what it would do.',
    args: ['FILE'],
    options: {
      org: orgOption,
      'dry-run': {
        type: 'boolean',
        help: 'say what would be added, changed, moved, left, rehired or refused, and write nothing',
      },
      mapping: {
        type: 'string',
        value: 'FILE',
        help: 'JSON: { "Source column": "field" }, for columns that are not recognised',
      },
      encoding: {
        type: 'string',
        value: 'ENCODING',
        help: 'utf-8, utf-16le, utf-16be or windows-1252; found out unless told',
      },
      'as-of': { type: 'string', value: 'DATE', help: 'the day the file speaks about, YYYY-MM-DD; today unless told' },
      restate: { type: 'boolean', help: 'the file corrects what was known on a day before the newest file' },
      'accept-good-rows': { type: 'boolean', help: 'import the good rows although others are refused' },
      'confirm-leavers': { type: 'string', value: 'N', help: 'the number of leavers that the dry run named' },
      report: {
        type: 'string',
        value: 'FILE',
        help: 'with --dry-run: write everyone who would join, leave or change into this CSV file',
      },
    },
    async run(base, { args, options }) {
      const asOf = options['as-of'] === undefined ? undefined : dayFrom('--as-of', options['as-of'])
      if (options.encoding !== undefined && !encodingNamed(options.encoding))
        throw new UsageError(
          `--encoding ${options.encoding} is not known. Use utf-8, utf-16le, utf-16be or windows-1252.`,
        )
      const confirmLeavers = options['confirm-leavers'] === undefined ? undefined : Number(options['confirm-leavers'])
      if (confirmLeavers !== undefined && !(Number.isInteger(confirmLeavers) && confirmLeavers >= 0))
        throw new UsageError('--confirm-leavers takes a whole number.')
      if (options.report !== undefined && !options['dry-run'])
        throw new UsageError('--report goes with --dry-run: it names whom the file would change before it is applied.')
      const c = await base.organization(options.org)
      let shown = 0
      const settings = {
        dryRun: options['dry-run'],
        mapping: readMapping(options.mapping === undefined ? null : mappingFrom(options.mapping)),
        encoding: options.encoding,
        asOf,
        restate: options.restate,
        acceptGoodRows: options['accept-good-rows'],
        confirmLeavers,
        collect: true,
        ...(options['dry-run'] ? { name: { most: options.report === undefined ? mostNamed : null } } : {}),
        told: async (rows: number, of: number) => {
          const tenths = of > 20_000 ? Math.floor((rows / of) * 10) : 0
          if (tenths > shown) base.say(`${rows.toLocaleString('en')} of ${of.toLocaleString('en')} rows read`)
          shown = tenths
        },
      }
      try {
        const outcome = await importFile(c, fileSource(args[0]), settings)
        const report = reportOf(outcome, outcome.findings)
        if (options.report !== undefined) {
          keepReport(options.report, namedTable(outcome.named, 'en'))
          base.say(`Everyone whom the file would change stands in ${options.report}.`)
        }
        return { json: report, text: textOf(report, outcome) }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const report = reportOf(error.outcome, error.findings)
        base.say(error.message)
        return { json: report, text: textOf(report, error.outcome), refused: true }
      }
    },
  }),
  command({
    name: 'people headcount',
    summary: 'How many people were here on a day, from the dated record.',
    options: {
      org: orgOption,
      'as-of': { type: 'string', value: 'DATE', required: true, help: 'the day, YYYY-MM-DD' },
      by: { type: 'string', value: 'SEGMENT', help: 'department, location or country' },
    },
    async run(base, { options }) {
      const by = options.by
      if (by !== undefined && by !== 'department' && by !== 'location' && by !== 'country')
        throw new UsageError('--by takes department, location or country.')
      const day = dayFrom('--as-of', options['as-of'])
      const c = await base.organization(options.org)
      const segments = await headcount(c.db, c.organizationId, day, by)
      return {
        json: segments,
        text:
          segments.map((s) => `${String(s.people).padStart(8)}  ${s.segment ?? `(no ${by})`}`).join('\n') || 'Nobody.',
      }
    },
  }),
]

function dayFrom(name: string, value: string): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value.trim())
  const day = m && new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])))
  if (!day || day.toISOString().slice(0, 10) !== value.trim())
    throw new UsageError(`${name} takes a day such as 2026-03-31.`)
  return value.trim()
}

function keepReport(name: string, table: string): void {
  try {
    // Personal data: nobody else on this machine has to read it.
    writeFileSync(name, '', { mode: 0o600 })
    chmodSync(name, 0o600) // it may have been there, open to others
    writeFileSync(name, table)
  } catch (error) {
    throw new CommandRefusal(
      `The report ${name} could not be written: ${(error as Error).message}. Nothing was changed.`,
    )
  }
}

/** People named of each kind; --report names all. */
const mostNamed = 10

/** Who joins, leaves, moves: the first of each, and how many more there are. */
function peopleIn(outcome: Outcome): string[] {
  const { counts, named } = outcome
  if (named.length === 0) return []
  return namedKinds.flatMap((kind) => {
    const first = named.filter((one) => one.kind === kind).slice(0, mostNamed)
    if (first.length === 0) return []
    const all = counts[kind]
    return [
      '',
      `${wordsForKind('en', kind)} (${all.toLocaleString('en')})`,
      ...first.map((one) => {
        const change =
          one.fields.length > 0
            ? one.fields.map((field) => wordsForField('en', field)).join(', ')
            : [one.was, one.becomes].filter(Boolean).join(' → ')
        return `  ${one.name}${one.number ? ` (${one.number})` : ''}${change ? `: ${change}` : ''}`
      }),
      ...(all > first.length
        ? [`  … and ${(all - first.length).toLocaleString('en')} more; --report FILE names all`]
        : []),
    ]
  })
}

function textOf(report: Report, outcome: Outcome): string {
  const n = (count: number) => count.toLocaleString('en')
  const nothing = report.added + report.changed + report.left + report.rehired === 0
  return [
    `${n(report.rows)} rows as of ${outcome.asOf}${outcome.applied ? '' : ', looked at only'}: ${
      nothing
        ? 'nothing changes'
        : `${n(report.added)} added, ${n(report.changed)} changed (${n(report.moved)} moved, ${n(report.titleChanged)} with a new title, ${n(report.managerChanged)} with a new manager), ${n(report.left)} left, ${n(report.rehired)} rehired`
    }, ${n(report.unchanged)} unchanged, ${n(report.refused.length)} refused.`,
    ...peopleIn(outcome),
    ...foundLines('Refused', report.refused),
    ...foundLines('Warnings', report.warnings),
  ].join('\n')
}
