/**
 * `npm run bench [-- --json FILE] [-- --only NAME] [-- --keep FOLDER]`: every measure with its ceiling.
 * `--keep` leaves the measured companies in FOLDER and finds them there the next time.
 * The ratio decides; seconds are printed because people like to see them.
 */
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import type { Row } from './row.ts'
import { closeWorld, keepIn } from './world.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: { json: { type: 'string' }, only: { type: 'string' }, keep: { type: 'string' } },
})
if (values.keep) keepIn(values.keep)

/** In this order: what needs a quiet machine first. */
const measures: Record<string, () => Promise<{ measure: () => Promise<Row[]> }>> = {
  http: () => import('./http.ts'),
  home: () => import('./home.ts'),
  audience: () => import('./audience.ts'),
  alignment: () => import('./alignment.ts'),
  budget: () => import('./budget.ts'),
  rendering: () => import('./rendering.ts'),
  curriculum: () => import('./curriculum.ts'),
  campaign: () => import('./campaign.ts'),
  nightly: () => import('./nightly.ts'),
  audit: () => import('./audit.ts'),
  dashboard: () => import('./dashboard.ts'),
  reviews: () => import('./reviews.ts'),
  import: () => import('./people-import.ts'),
  web: () => import('./web-size.ts'),
  lighthouse: () => import('./lighthouse.ts'),
}

const chosen = Object.entries(measures).filter(([name]) => !values.only || name === values.only)
if (chosen.length === 0) {
  process.stderr.write(`There is no measure called ${values.only}. There are: ${Object.keys(measures).join(', ')}.\n`)
  process.exit(2)
}
const rows: Row[] = []
let failed = false
for (const [name, load] of chosen) {
  process.stderr.write(`measuring ${name} …\n`)
  try {
    const measured = await (await load()).measure()
    // Told at once: a run that is ended early has not been for nothing.
    for (const row of measured)
      process.stderr.write(
        `  ${row.name}: ${row.value} ${row.unit}, bare ${row.ceiling}, ratio ${row.ratio.toFixed(2)}\n`,
      )
    rows.push(...measured)
  } catch (error) {
    failed = true
    process.stderr.write(`${name} could not be measured: ${(error as Error).stack}\n`)
  }
}
await closeWorld().catch((error: unknown) => process.stderr.write(`${(error as Error).stack}\n`))

const columns = ['measure', 'ours', 'bare', 'unit', 'ratio', 'goal', ''] as const
const lines = rows.map((r) => [
  r.name,
  String(r.value),
  String(r.ceiling),
  r.unit,
  r.ratio.toFixed(2),
  String(r.goal),
  r.ok ? 'ok' : 'MISSED',
])
const widths = columns.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]!.length)))
const print = (cells: readonly string[]) =>
  process.stdout.write(
    cells
      .map((cell, i) => (i === 0 || i === 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd() + '\n',
  )
process.stdout.write(
  `\n${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n\n`,
)
print(columns)
for (const line of lines) print(line)
if (values.json) writeFileSync(values.json, JSON.stringify(rows, null, 2) + '\n')
process.exitCode = failed || rows.some((r) => !r.ok) ? 1 : 0
