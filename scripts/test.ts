/**
 * `npm test`: every check and test of the project; `npm run check`: the quick
 * ones that read the source. This list is all that decides whether a change is good.
 * `-- --only NAME[,NAME]` runs some of them. `npm run test:kill` kills the server 200 times while it sends.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { environmentWith, readTestEnvironment } from '../server/platform/config.ts'

const root = path.dirname(import.meta.dirname)
const out = path.join(root, 'dist/test')

type Count = { passed: number; failed: number; note?: string }
type Check = {
  name: string
  what: string
  /** Program in node_modules/.bin, or a file of ours, with its arguments. */
  run: string[]
  /** Reads how many tests passed; without it a check counts as one. */
  count?: () => Count | undefined
  minutes: number
  environment?: Record<string, string>
}
type Result = Count & { name: string; seconds: number; note: string }

const source = ['contract', 'server', 'web', 'scripts', 'fixtures', 'e2e', 'bench'].filter((name) =>
  fs.existsSync(path.join(root, name)),
)

const reading: Check[] = [
  // Each checker works out for itself what files share: four of them, the usual number, take half as much again of two cores.
  { name: 'types', what: 'tsc', run: ['tsc', '-p', '.', '--checkers', '2'], minutes: 5 },
  { name: 'boundaries', what: 'who imports, reads and writes what', run: ['scripts/boundaries.ts'], minutes: 2 },
  { name: 'lint', what: 'oxlint', run: ['oxlint', '--type-aware', '--quiet', ...source], minutes: 5 },
  { name: 'format', what: 'oxfmt', run: ['oxfmt', '--check', '.'], minutes: 2 },
  { name: 'unused', what: 'knip', run: ['knip', '--no-progress', '--no-config-hints'], minutes: 3 },
  { name: 'licences', what: 'of all that is shipped', run: ['scripts/licences.ts'], minutes: 1 },
]
const running: Check[] = [
  {
    name: 'unit',
    what: 'vitest, on a real database',
    run: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${path.join(out, 'unit.json')}`],
    count: countUnit,
    minutes: 25,
  },
  { name: 'older', what: 'migrations on an older PostgreSQL', run: ['scripts/older-postgres.ts'], minutes: 2 },
]
const journeys: Check = {
  name: 'journeys',
  what: 'in a browser',
  run: ['playwright', 'test'],
  count: countJourneys,
  minutes: 50,
}

const killing: Check = {
  name: 'kills',
  what: 'a server killed while it sends messages',
  run: ['vitest', 'run', 'server/kills.test.ts'],
  minutes: 90,
}

const { values } = parseArgs({
  options: { checks: { type: 'boolean' }, only: { type: 'string' }, kills: { type: 'string' } },
  allowPositionals: false,
})
const wanted = values.only?.split(',')
const all = [...reading, ...running, journeys].map((c) => c.name)
const unknown = wanted?.filter((name) => !all.includes(name)) ?? []
if (unknown.length > 0) {
  process.stderr.write(`There is no check "${unknown.join(', ')}". There are: ${all.join(', ')}.\n`)
  process.exit(2)
}
const chosen = (check: Check) => (wanted ? wanted.includes(check.name) : !values.checks || reading.includes(check))

process.exitCode = await main()

async function main(): Promise<number> {
  fs.rmSync(out, { recursive: true, force: true })
  fs.mkdirSync(out, { recursive: true })
  const { peopleFiles } = readTestEnvironment()
  if (peopleFiles && !fs.existsSync(peopleFiles)) {
    process.stderr.write(`PEOPLE_FILES names ${peopleFiles}, which does not exist.\n`)
    return 2
  }
  if (values.kills !== undefined) {
    const result = await perform({ ...killing, environment: { KILLS: values.kills } })
    report([result], peopleFiles)
    return result.failed > 0 ? 1 : 0
  }
  // Two lanes for two cores: what only reads the source, and what runs it.
  const lanes = await Promise.all([lane(reading.filter(chosen)), lane(running.filter(chosen))])
  const results = lanes.flat()
  if (chosen(journeys) && hasJourneys()) results.push(await perform(journeys))
  report(results, peopleFiles)
  return results.some((r) => r.failed > 0) ? 1 : 0
}

async function lane(checks: Check[]): Promise<Result[]> {
  const results: Result[] = []
  for (const check of checks) results.push(await perform(check))
  return results
}

function hasJourneys(): boolean {
  const folder = path.join(root, 'e2e')
  return (
    fs.existsSync(folder) &&
    fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => /\.(test|spec)\.ts$/.test(name))
  )
}

async function perform(check: Check): Promise<Result> {
  const start = performance.now()
  const log = path.join(out, `${check.name}.log`)
  const { code, late } = await execute(check, log)
  const seconds = (performance.now() - start) / 1000
  const text = fs.readFileSync(log, 'utf8')
  const count = check.count?.() ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  // A run that ended badly although no single test failed has still failed.
  if (code !== 0 && count.failed === 0) count.failed = 1
  const note = late ? `took longer than ${check.minutes} minutes and was ended` : (count.note ?? '')
  if (count.failed > 0)
    process.stdout.write(
      `\n--- ${check.name} failed${note ? ` (${note})` : ''}; all of it is in ${path.relative(root, log)}\n${tail(text)}\n`,
    )
  else process.stdout.write(`${check.name} ✓ ${seconds.toFixed(1)} s\n`)
  return { name: check.name, passed: count.passed, failed: count.failed, seconds, note }
}

async function execute(check: Check, log: string): Promise<{ code: number; late: boolean }> {
  const [name, ...args] = check.run as [string, ...string[]]
  const program = name.endsWith('.ts') ? process.execPath : path.join(root, 'node_modules/.bin', name)
  const fd = fs.openSync(log, 'w')
  // In a group of its own, so that a check that hangs is ended with all that it started.
  const child = spawn(program, name.endsWith('.ts') ? [path.join(root, name), ...args] : args, {
    cwd: root,
    env: environmentWith(check.environment ?? {}),
    stdio: ['ignore', fd, fd],
    detached: true,
  })
  fs.closeSync(fd)
  const stop = (signal: NodeJS.Signals) => {
    if (child.pid) process.kill(-child.pid, signal)
  }
  const passOn = (signal: NodeJS.Signals) => (stop(signal), process.exit(1))
  process.on('SIGINT', passOn).on('SIGTERM', passOn)
  let late = false
  const timer = setTimeout(() => ((late = true), stop('SIGTERM')), check.minutes * 60_000)
  try {
    const code = await new Promise<number>((resolve, reject) =>
      child.once('error', reject).once('exit', (status) => resolve(status ?? 1)),
    )
    return { code, late }
  } catch (error) {
    fs.appendFileSync(log, `${(error as Error).message}\n`)
    return { code: 1, late }
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', passOn).off('SIGTERM', passOn)
  }
}

function tail(text: string): string {
  const lines = text.trimEnd().split('\n')
  return lines.length <= 150
    ? lines.join('\n')
    : [`… ${lines.length - 150} lines above`, ...lines.slice(-150)].join('\n')
}

function read<T>(name: string): T | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(out, name), 'utf8')) as T
  } catch {
    return undefined
  }
}

function countUnit(): Count | undefined {
  const result = read<{
    numPassedTests: number
    numFailedTests: number
    testResults: { status: string; assertionResults: unknown[] }[]
  }>('unit.json')
  if (!result) return undefined
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  return { passed: result.numPassedTests, failed: result.numFailedTests + broken }
}

function countJourneys(): Count | undefined {
  const result = read<{ stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] }>(
    'journeys.json',
  )
  if (!result) return undefined
  const { expected, unexpected, flaky } = result.stats
  return {
    passed: expected + flaky,
    failed: unexpected + (unexpected === 0 ? result.errors.length : 0),
    ...(flaky > 0 ? { note: `${flaky} passed only when tried again` } : {}),
  }
}

function report(results: Result[], peopleFiles: string | null): void {
  const whatOf = new Map([...reading, ...running, journeys, killing].map((c) => [c.name, c.what]))
  const rows = results.map((r) => [
    r.name,
    whatOf.get(r.name) ?? '',
    String(r.passed),
    String(r.failed),
    `${r.seconds.toFixed(1)} s`,
    r.note,
  ])
  const table = [['check', '', 'passed', 'failed', 'time', ''], ...rows]
  const width = (column: number) => Math.max(...table.map((row) => row[column]!.length))
  process.stdout.write('\n')
  for (const row of table) {
    const cells = row.map((cell, i) => (i >= 2 && i <= 4 ? cell.padStart(width(i)) : cell.padEnd(width(i))))
    process.stdout.write(cells.join('  ').trimEnd() + '\n')
  }
  process.stdout.write(
    `\nPeople files: our own generator's${peopleFiles ? ` and those in ${peopleFiles}` : ' only (PEOPLE_FILES names no others)'}.\n`,
  )
  const sum = (of: (r: Result) => number) => results.reduce((total, r) => total + of(r), 0)
  process.stdout.write(`${sum((r) => r.passed)} passed, ${sum((r) => r.failed)} failed\n`)
}
