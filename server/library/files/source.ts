/**
 * Where the words lie: `library/`, Markdown with front matter and data files, one a language. A file that is
 * not as it should be stops the start with its path, never a mail in the night.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { languages, type Language } from '../../../contract/library.ts'

const root = path.join(import.meta.dirname, '../../../library')

export const slug = z.string().regex(/^[a-z0-9-]{1,40}$/)
export const named = <const T extends readonly string[]>(keys: T) => z.record(z.enum(keys), z.string())

export function eachLanguage<T>(make: (language: Language) => T): Map<Language, T> {
  return new Map(languages.map((language) => [language, make(language)]))
}

/** The pieces of a kind: what is wanted most often comes first, the rest by name. */
export function folders(name: string, first: readonly string[] = []): string[] {
  return readdirSync(path.join(root, name), { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .toSorted(
      (a, b) =>
        Number(first.includes(b)) - Number(first.includes(a)) ||
        first.indexOf(a) - first.indexOf(b) ||
        (a < b ? -1 : 1),
    )
}

export const exists = (file: string): boolean => existsSync(path.join(root, file))

export function yaml<S extends z.ZodType>(file: string, shape: S): z.output<S> {
  return checked(`library/${file}`, shape, parse(readFileSync(path.join(root, file), 'utf8')))
}

export function markdown<S extends z.ZodType>(file: string, shape: S): { head: z.output<S>; body: string } {
  return fromMarkdown(`library/${file}`, readFileSync(path.join(root, file), 'utf8'), shape)
}

/** The same of a text that lies elsewhere; `name` says where, if it is not as it should be. */
export function fromMarkdown<S extends z.ZodType>(
  name: string,
  text: string,
  shape: S,
): { head: z.output<S>; body: string } {
  const source = text.replaceAll('\r\n', '\n')
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source)
  if (!match) throw new Error(`${name} has no front matter between two lines of ---`)
  return { head: checked(name, shape, parse(match[1]!)), body: match[2]!.trim() }
}

function checked<S extends z.ZodType>(name: string, shape: S, value: unknown): z.output<S> {
  const result = shape.safeParse(value)
  if (!result.success) throw new Error(`${name}: ${z.prettifyError(result.error)}`)
  return result.data
}
