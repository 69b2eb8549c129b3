/**
 * Once per test run: an embedded server without fsync in a temporary folder, and
 * in it a migrated database that every test file gets a copy of.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { readTestEnvironment } from './config.ts'
import { openLog } from './log.ts'
import { migrate } from './migrate.ts'
import { startPostgres } from './postgres.ts'

export const template = 'belay_template'

declare module 'vitest' {
  // oxlint-disable-next-line consistent-type-definitions -- vitest is extended this way
  interface ProvidedContext {
    postgresUrl: string
    folder: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = readTestEnvironment().databaseUrl
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'belay-test-'))
  // Under root the server runs as somebody else, who has to get in.
  fs.chmodSync(folder, 0o755)
  const log = openLog('warn')
  const server = own
    ? { url: own, stop: async () => {} }
    : await startPostgres({ dataDir: folder, log, ephemeral: true })
  const stop = async () => {
    await server.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    await makeTemplate(server.url)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('postgresUrl', server.url)
  project.provide('folder', folder)
  return stop
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`drop database if exists ${template} with (force)`)
    await client.query(`create database ${template} encoding 'UTF8' template template0`)
  } finally {
    await client.end()
  }
  await migrate(databaseUrl(url, template), openLog('warn'))
}

export function databaseUrl(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
