/** Writes server/db/schema.ts from a freshly migrated database: `npm run schema`. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { migrate } from '../server/platform/migrate.ts'
import { openLog } from '../server/platform/log.ts'

const url = process.argv[2]
if (!url) {
  process.stderr.write('Usage: node scripts/schema.ts postgres://… (a server on which a database may be created)\n')
  process.exit(2)
}
const name = `belay_schema_${process.pid}`
const admin = new pg.Client({ connectionString: url })
await admin.connect()
await admin.query(`create database ${name} encoding 'UTF8' template template0`)
const target = new URL(url)
target.pathname = `/${name}`
const out = new URL('../server/db/schema.ts', import.meta.url)
try {
  await migrate(target.href, openLog('warn'))
  execFileSync(
    'node_modules/.bin/kysely-codegen',
    [
      '--dialect',
      'postgres',
      '--url',
      target.href,
      '--out-file',
      out.pathname,
      '--default-schema',
      'public',
      '--include-pattern',
      'public.*',
      '--date-parser',
      'string',
      '--numeric-parser',
      'number',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  // Ids and instants arrive as plain strings and numbers: see the type parsers in platform/db.ts.
  const text = readFileSync(out, 'utf8')
    .replace(/export type Timestamp = .*;/, 'export type Timestamp = string;')
    .replace(/export type Int8 = .*;/, 'export type Int8 = number;')
    .replace(/export type Numeric = .*;/, 'export type Numeric = number;')
  writeFileSync(out, text)
} finally {
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
}
