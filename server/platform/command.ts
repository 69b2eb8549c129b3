/**
 * Commands for operators: `npm run -s belay -- <group> <verb> [args] [--json]`.
 * A module lists its own in `commands.ts`; `server/commands.ts` gathers them.
 */
import type { Config } from './config.ts'
import type { Context, OpenContext } from './context.ts'
import type { Log } from './log.ts'
import type { InstallationClock } from './movable-clock.ts'

type Option = {
  type: 'string' | 'boolean'
  /** Shown after the name in the usage line, e.g. `--org SLUG`. */
  value?: string
  required?: true
  help: string
}
export type Options = Record<string, Option>

type Given<O extends Options> = {
  [Name in keyof O]: O[Name]['type'] extends 'boolean'
    ? boolean
    : O[Name] extends { required: true }
      ? string
      : string | undefined
}

/** What a command answers: one JSON value for scripts, a text for people. */
export type Outcome = {
  json: unknown
  text: string
  /** Exit code 1, although there is something to print (a refused import and its report). */
  refused?: boolean
}

export type CommandContext = OpenContext & {
  clock: InstallationClock
  /** The context of one company, by its slug; refuses one that does not exist. */
  organization(slug: string): Promise<Context>
  /** A line for the person who waits; goes to standard error. */
  say: (line: string) => void
}

/** Before migration, without a clock: for commands that handle the database as a whole. */
export type ServerContext = { url: string; log: Log; config: Config; say: (line: string) => void }

type Shape<O extends Options, A extends readonly string[]> = {
  /** One or two words: `backup`, `people import`. */
  name: string
  summary: string
  /** Names of the positional arguments, all required: `['FILE']`. */
  args?: A
  options?: O
}
type Input<O extends Options, A extends readonly string[]> = {
  args: { [Index in keyof A]: string }
  options: Given<O>
}

export type Command = Shape<Options, readonly string[]> &
  (
    | { run(c: CommandContext, input: { args: readonly string[]; options: Record<string, never> }): Promise<Outcome> }
    | {
        runOnServer(
          s: ServerContext,
          input: { args: readonly string[]; options: Record<string, never> },
        ): Promise<Outcome>
      }
  )

export function command<
  const O extends Options = Record<never, never>,
  const A extends readonly string[] = readonly [],
>(c: Shape<O, A> & { run(c: CommandContext, input: Input<O, A>): Promise<Outcome> }): Command {
  return c as unknown as Command
}

export function serverCommand<
  const O extends Options = Record<never, never>,
  const A extends readonly string[] = readonly [],
>(c: Shape<O, A> & { runOnServer(s: ServerContext, input: Input<O, A>): Promise<Outcome> }): Command {
  return c as unknown as Command
}

/** The option that most commands take. */
export const orgOption = {
  type: 'string',
  value: 'SLUG',
  required: true,
  help: 'the company, as in its addresses /o/SLUG/',
} as const

/** Wrong usage: exit code 2 and the command's usage line. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** A command that may not do what was asked, in a sentence that says why and what to do: exit code 1. */
export class Refusal extends Error {
  override name = 'Refusal'
}
