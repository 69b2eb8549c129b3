/**
 * `npm run -s belay -- <group> <verb> [args] [--json]`. Exit 0 done, 1 refused
 * or failed with a reason, 2 wrong usage. Works beside a running Belay or
 * without one, on the same DATA_DIR or DATABASE_URL.
 */
import { sql } from 'kysely'
import { parseArgs } from 'node:util'
import { commands } from './commands.ts'
import { openInstallation } from './installation.ts'
import {
  type Command,
  type CommandContext,
  type Options,
  type Outcome,
  Refusal,
  UsageError,
} from './platform/command.ts'
import { addressDoubt, besideServer } from './platform/address.ts'
import { ConfigError, readConfig } from './platform/config.ts'
import { contextFor, type OpenContext } from './platform/context.ts'
import { openLog } from './platform/log.ts'
import { PostgresError, startPostgres } from './platform/postgres.ts'
import { Problem, problem } from './platform/problem.ts'

const argv = process.argv.slice(2)
const asJson = argv.includes('--json')
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => process.exit(code))
process.exitCode = await main(argv)

async function main(words: string[]): Promise<number> {
  try {
    if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h')
      return print({ json: overview(), text: overview() })
    const { command, rest } = find(words)
    if (rest.includes('--help') || rest.includes('-h')) return print({ json: usage(command), text: usage(command) })
    const input = parse(command, rest)
    return print(await run(command, input))
  } catch (error) {
    return fail(error)
  }
}

function print(outcome: Outcome): number {
  process.stdout.write((asJson ? JSON.stringify(outcome.json) : outcome.text.trimEnd()) + '\n')
  return outcome.refused ? 1 : 0
}

function fail(error: unknown): number {
  const known = [Problem, ConfigError, PostgresError, Refusal, UsageError].some((kind) => error instanceof kind)
  const code =
    error instanceof Problem
      ? error.code
      : error instanceof UsageError
        ? 'usage'
        : error instanceof Refusal
          ? 'refused'
          : 'failed'
  const detail = error instanceof Error ? error.message : String(error)
  if (asJson) process.stdout.write(JSON.stringify({ code, detail }) + '\n')
  process.stderr.write((known || !(error instanceof Error) ? detail : (error.stack ?? detail)) + '\n')
  return error instanceof UsageError ? 2 : 1
}

// --- which command, with what

function find(words: string[]): { command: Command; rest: string[] } {
  const plain = words.filter((word) => !word.startsWith('-'))
  for (const size of [2, 1]) {
    const name = plain.slice(0, size).join(' ')
    const command = commands.find((c) => c.name === name)
    if (!command) continue
    const rest = [...words]
    for (const word of name.split(' ')) rest.splice(rest.indexOf(word), 1)
    return { command, rest }
  }
  const group = commands.filter((c) => c.name.startsWith(`${plain[0]} `))
  if (group.length > 0)
    throw new UsageError(`"${plain.slice(0, 2).join(' ')}" is not a command. There are:\n${group.map(line).join('\n')}`)
  throw new UsageError(`"${plain[0] ?? words[0]}" is not a command.\n\n${overview()}`)
}

function parse(command: Command, rest: string[]): { args: string[]; options: Record<string, never> } {
  const options = command.options ?? {}
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({
      args: rest,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        ...Object.fromEntries(Object.entries(options).map(([name, o]) => [name, { type: o.type }])),
      },
    })
  } catch (error) {
    throw new UsageError(
      `${(error as Error).message.replace(/\.? To specify a positional.*$/s, '.')}\n\n${usage(command)}`,
    )
  }
  const wanted = command.args ?? []
  if (parsed.positionals.length !== wanted.length) {
    const problem_ =
      parsed.positionals.length < wanted.length
        ? `${wanted.slice(parsed.positionals.length).join(' ')} is missing`
        : `"${parsed.positionals.slice(wanted.length).join(' ')}" is one too many`
    throw new UsageError(`${problem_}.\n\n${usage(command)}`)
  }
  for (const [name, option] of Object.entries(options)) {
    const value = parsed.values[name]
    if (option.required && (value === undefined || value === ''))
      throw new UsageError(`--${name} is missing.\n\n${usage(command)}`)
    if (option.type === 'boolean') parsed.values[name] = value === true
  }
  return { args: parsed.positionals, options: parsed.values as Record<string, never> }
}

function synopsis(command: Command): string {
  const options = Object.entries((command.options ?? {}) as Options).map(([name, o]) => {
    const text = o.type === 'boolean' ? `--${name}` : `--${name} ${o.value ?? 'VALUE'}`
    return o.required ? text : `[${text}]`
  })
  return [command.name, ...(command.args ?? []), ...options].join(' ')
}

function line(command: Command): string {
  return `  ${synopsis(command)}\n      ${command.summary}`
}

function usage(command: Command): string {
  const options = Object.entries({
    ...command.options,
    json: { type: 'boolean', help: 'print one JSON value' },
  } as Options)
  const width = Math.max(...options.map(([name]) => name.length))
  return `Usage: npm run -s belay -- ${synopsis(command)} [--json]\n\n${command.summary}\n\n${options.map(([name, o]) => `  --${name.padEnd(width)}  ${o.help}`).join('\n')}\n`
}

function overview(): string {
  return `Usage: npm run -s belay -- COMMAND [--json]\n\n${commands.map(line).join('\n')}\n\nWith --help after a command: what its options mean. Exit: 0 done, 1 refused or failed, 2 wrong usage.\n`
}

// --- on what

async function run(command: Command, input: { args: string[]; options: Record<string, never> }): Promise<Outcome> {
  const config = besideServer(readConfig({ logLevel: 'warn' }))
  const log = openLog(config.logLevel)
  const say = (text: string) => void process.stderr.write(text + '\n')
  if ('runOnServer' in command) {
    const server = config.databaseUrl ? null : await startPostgres({ dataDir: config.dataDir, log })
    try {
      return await command.runOnServer({ url: config.databaseUrl ?? server!.url, log, config, say }, input)
    } finally {
      await server?.stop()
    }
  }
  const installation = await openInstallation(config, log)
  try {
    const c: CommandContext = {
      ...installation.base,
      clock: installation.clock,
      say,
      organization: (slug) => organization(installation.base, slug),
    }
    const outcome = await command.run(c, input)
    const doubt = asJson ? null : addressDoubt(config, outcome.text) // scripts have nobody to tell
    if (doubt) say(doubt)
    return outcome
  } finally {
    await installation.close()
  }
}

async function organization(base: OpenContext, slug: string) {
  const { rows } = await sql<{ id: string }>`select id from organization where slug = ${slug}`.execute(
    base.database.open,
  )
  if (!rows[0]) throw problem('organization_unknown', { slug })
  return contextFor(base, rows[0].id, 'operator')
}
