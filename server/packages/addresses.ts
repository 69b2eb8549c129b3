/** Addresses within a package, as its manifest writes them. Pure. */

/** Path, and what stands behind it from ? or # on. */
export function split(address: string): [string, string] {
  const at = address.search(/[?#]/)
  return at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at)]
}
/** What the standard lets an item add to the address of its resource. */
export function joined(tail: string, parameters: string): string {
  const more = parameters.replace(/^[?&]/, '')
  if (!more) return tail
  if (more.startsWith('#')) return tail.includes('#') ? tail : tail + more
  return tail.startsWith('?') ? `${tail}&${more}` : tail === '' ? `?${more}` : tail
}
/** As a path of the package; undefined where it leads out of it. */
export function plain(path: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(path.replaceAll('\\', '/'))
  } catch {
    return undefined
  }
  const steps: string[] = []
  for (const step of decoded.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..') {
      if (steps.pop() === undefined) return undefined
    } else steps.push(step)
  }
  return steps.join('/')
}
