// Runs one of our TypeScript files with a Node that can: `node scripts/run.mjs FILE …`.
// It starts on whatever Node 20+ the machine has, on a checkout where nothing is installed
// yet, so it may use nothing but Node itself.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const wanted = 24

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'))
  } catch {
    return undefined
  }
}

/** What is installed, told by npm's own record, against what the lock file says. Null when they agree. */
function stale() {
  const installed = read('node_modules/.package-lock.json')?.packages
  if (!installed) return 'nothing is installed yet'
  const lock = read('package-lock.json')?.packages ?? {}
  // An installation without development packages (npm ci --omit=dev) is complete in itself.
  const production = !Object.values(installed).some((p) => p.dev)
  for (const [name, entry] of Object.entries(lock)) {
    if (name === '') continue
    const found = installed[name]
    if (!found) {
      if (entry.optional || entry.devOptional || entry.peer || (production && entry.dev)) continue
      return `${name.replace(/^.*node_modules\//, '')} is missing`
    }
    if (found.version !== entry.version)
      return `${name.replace(/^.*node_modules\//, '')} is ${found.version}, not ${entry.version}`
  }
  return null
}

function install(reason) {
  process.stderr.write(`Installing what is missing (${reason}): npm ci, about half a minute …\n`)
  // Its output goes to standard error: standard output belongs to the command itself.
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.error)
    refuse(`npm could not be started (${done.error.code}). Install Node with npm, version 20 or newer, and try again.`)
  if (done.status !== 0) refuse('npm ci failed; its reason stands above. Nothing was started.')
}

function runtime() {
  if (Number.parseInt(process.versions.node, 10) >= wanted) return process.execPath
  const system = process.platform === 'win32' ? 'win' : process.platform
  const program = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const folder of [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]) {
    const candidate = path.join(root, 'node_modules', folder, 'bin', program)
    if (fs.existsSync(candidate)) return candidate
  }
  return refuse(
    `Belay needs Node ${wanted} or newer, and this is ${process.version}. The package that brings it (node-${system}-${process.arch}) is not installed: run "npm ci" without --omit=optional, or install Node ${wanted}.`,
  )
}

const [file, ...args] = process.argv.slice(2)
if (!file) refuse('Usage: node scripts/run.mjs FILE [arguments]')
if (Number.parseInt(process.versions.node, 10) < 20)
  refuse(`Belay needs Node 20 or newer to begin with, and this is ${process.version}.`)

let reason = stale()
if (reason && fs.existsSync(path.join(root, 'node_modules'))) {
  // Somebody may be in the middle of installing: the record is written last.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500)
  reason = stale()
}
if (reason) install(reason)

const node = runtime()
// What Node makes of our files is kept beside the packages: a start takes a third less. Where nothing can be kept, nothing is.
const env = { NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled'), ...process.env }
const child = spawn(node, [path.resolve(root, file), ...args], { cwd: root, stdio: 'inherit', env })
// Ctrl-C reaches the child by itself; a stop from outside (systemd, Docker) reaches only us.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
process.on('SIGINT', () => {})
// Whoever stops npm stops only npm: neither it nor its shell always hands the stop on, so we notice that they are gone.
if (process.env.npm_lifecycle_event) {
  const before = ancestors()
  setInterval(() => {
    if (ancestors() !== before) child.kill('SIGTERM')
  }, 500).unref()
}

/** The processes between us and npm, which included. */
function ancestors() {
  try {
    const stat = fs.readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const above = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    return /^(npm|node)/.test(name) ? `${process.ppid}` : `${process.ppid} ${above}`
  } catch {
    return `${process.ppid}`
  }
}

child.on('error', (error) =>
  refuse(
    `${node} could not be started (${error.code}). On Alpine and other systems with musl, install Node ${wanted} from the system.`,
  ),
)
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  } else process.exit(code ?? 1)
})
