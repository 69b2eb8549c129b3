/** Requests a second, from another process, ten at a time, for three seconds. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Fails when any request is refused or lost. */
export async function loaded(url: string, cookie: string): Promise<number> {
  const child = spawn(process.execPath, [new URL('./load.ts', import.meta.url).pathname, url, cookie], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk))
  await once(child, 'exit')
  const result = JSON.parse(out) as { rate: number; failed: number }
  if (result.failed > 0) throw new Error(`${result.failed} requests to ${url} failed`)
  return result.rate
}
