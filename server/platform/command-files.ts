/** What commands that take a file share: the file, a mapping beside it, and saying what was found in it. */
import { createReadStream, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { type Command, command, orgOption, Refusal } from './command.ts'
import type { Context } from './context.ts'

type FileSource = { name: string; open: () => Readable }

export function fileSource(name: string): FileSource {
  if (!statSync(name, { throwIfNoEntry: false })?.isFile())
    throw new Refusal(`There is no file ${name}. Nothing was changed.`)
  return { name: path.basename(name), open: () => createReadStream(name, { highWaterMark: 262_144 }) }
}

export function mappingFrom(name: string): unknown {
  let text: string
  try {
    text = readFileSync(name, 'utf8')
  } catch {
    throw new Refusal(`There is no mapping file ${name}. Nothing was changed.`)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Refusal(`The mapping ${name} is not JSON: ${(error as Error).message}. Nothing was changed.`)
  }
}

type Found = { line: number; id?: string | null; column: string | null; message: string }

/** Lines shown to a person of each kind; the rest stands in --json. */
const most = 30

export function foundLines(title: string, list: readonly Found[]): string[] {
  if (list.length === 0) return []
  const n = (count: number) => count.toLocaleString('en')
  return [
    '',
    `${title} (${n(list.length)})`,
    ...list
      .slice(0, most)
      .map((f) => `  line ${f.line}${f.id ? `, ${f.id}` : ''}${f.column ? `, ${f.column}` : ''}: ${f.message}`),
    ...(list.length > most ? [`  … and ${n(list.length - most)} more; --json names all`] : []),
  ]
}

type Report = { rows: number; applied: boolean; refused: readonly Found[]; warnings: readonly Found[] }

/** A command that brings over what an earlier tool holds, from a CSV file. */
export function bringCommand<R extends Report>(about: {
  name: string
  summary: string
  mappingHelp: string
  goodRowsHelp: string
  bring: (
    c: Context,
    source: FileSource,
    options: { dryRun: boolean; acceptGoodRows: boolean; mapping: unknown },
  ) => Promise<R>
  /** What it holds, after the number of rows. */
  says: (report: R, n: (count: number) => string) => string
}): Command {
  return command({
    name: about.name,
    summary: about.summary,
    args: ['FILE'],
    options: {
      org: orgOption,
      'dry-run': { type: 'boolean', help: 'say what would be brought over or refused, and write nothing' },
      mapping: { type: 'string', value: 'FILE', help: about.mappingHelp },
      'accept-good-rows': { type: 'boolean', help: about.goodRowsHelp },
    },
    async run(base, { args, options }) {
      const c = await base.organization(options.org)
      const report = await about.bring(c, fileSource(args[0]), {
        dryRun: options['dry-run'] ?? false,
        acceptGoodRows: options['accept-good-rows'] ?? false,
        mapping: options.mapping === undefined ? undefined : mappingFrom(options.mapping),
      })
      const refused = !options['dry-run'] && !report.applied
      if (refused) base.say('Rows were refused, so nothing was written. See --accept-good-rows.')
      const n = (count: number) => count.toLocaleString('en')
      const text = [
        `${n(report.rows)} rows${report.applied ? '' : ', looked at only'}: ${about.says(report, n)}`,
        ...foundLines('Refused', report.refused),
        ...foundLines('Warnings', report.warnings),
      ].join('\n')
      return { json: report, text, ...(refused ? { refused: true } : {}) }
    },
  })
}
