/** Builds the pages into dist/web, and only when their sources changed since the last time. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

const root = path.dirname(import.meta.dirname)
const target = path.join(root, 'dist/web')
/** What a page is made of; the lock file stands for every library. */
const sources = ['web', 'contract', 'vite.config.ts', 'package-lock.json', 'scripts/web.ts']

export type WebBuild = 'fresh' | 'built' | 'kept'

/**
 * Sees to it that dist/web is this checkout's. `kept`: the build tools are not
 * installed (production), so what is there is used as it is.
 */
export async function ensureWebBuilt(
  say: (line: string) => void = (line) => void process.stderr.write(line + '\n'),
): Promise<WebBuild> {
  const stamp = stampOf(sources)
  const built = readStamp()
  if (built === stamp) return 'fresh'
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  if (!fs.existsSync(vite)) {
    if (built) return 'kept'
    throw new Error(
      'The pages are not built, and the tools to build them are not installed. Run "npm ci" with development packages once, or copy dist/web from another machine.',
    )
  }
  say('Building the pages (their sources changed) …')
  const start = performance.now()
  const making = `${target}.${process.pid}`
  try {
    await run(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', making, '--emptyOutDir'])
    await compress(path.join(making, 'assets'))
    fs.writeFileSync(path.join(making, '.stamp'), stamp)
    // Moved as a whole: a server that runs meanwhile never sees half of it.
    fs.rmSync(`${target}.old`, { recursive: true, force: true })
    if (fs.existsSync(target)) fs.renameSync(target, `${target}.old`)
    fs.renameSync(making, target)
    fs.rmSync(`${target}.old`, { recursive: true, force: true })
  } finally {
    fs.rmSync(making, { recursive: true, force: true })
  }
  say(`Built the pages in ${((performance.now() - start) / 1000).toFixed(1)} s.`)
  return 'built'
}

function readStamp(): string | undefined {
  try {
    return fs.readFileSync(path.join(target, '.stamp'), 'utf8')
  } catch {
    return undefined
  }
}

function stampOf(names: readonly string[]): string {
  const hash = createHash('sha256')
  for (const name of names) {
    const stat = fs.statSync(path.join(root, name), { throwIfNoEntry: false })
    const files = stat?.isDirectory()
      ? fs
          .readdirSync(path.join(root, name), { recursive: true, withFileTypes: true })
          .filter((f) => f.isFile())
          .map((f) => path.join(f.parentPath, f.name))
          .sort()
      : stat
        ? [path.join(root, name)]
        : []
    for (const file of files) {
      if (/\.test\.tsx?$/.test(file)) continue
      hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex')
}

async function run(program: string, args: string[]): Promise<void> {
  // Its output goes to standard error: standard output belongs to the command that needed the pages.
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2] })
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
  if (code !== 0) throw new Error('The pages could not be built; the reason stands above.')
}

const brotli = promisify(zlib.brotliCompress)
const gzip = promisify(zlib.gzip)

/** Compressed once here instead of at every request. */
async function compress(folder: string): Promise<void> {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|css|svg|json|txt|webmanifest)$/.test(name))
  await Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name)
      const bytes = fs.readFileSync(file)
      if (bytes.length < 512) return
      fs.writeFileSync(`${file}.br`, await brotli(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }))
      fs.writeFileSync(`${file}.gz`, await gzip(bytes, { level: 9 }))
    }),
  )
}

if (import.meta.main) await ensureWebBuilt()
