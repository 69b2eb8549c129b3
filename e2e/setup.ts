/** Before all journeys: the house is opened once, and closed after the last. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { houseFile, lookedAt, node } from './world.ts'

export default async function setup(): Promise<() => Promise<void>> {
  fs.mkdirSync(path.dirname(houseFile), { recursive: true })
  fs.rmSync(houseFile, { force: true })
  fs.rmSync(lookedAt, { recursive: true, force: true })
  const child = spawn(node, [path.join(import.meta.dirname, 'house.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const line = await Promise.race([
    new Promise<string>((resolve) => readline.createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then((code) => {
      throw new Error(`The house could not be opened (exit ${code}); the reason stands above.`)
    }),
  ])
  fs.writeFileSync(houseFile, line)
  return async () => {
    child.stdin.end()
    await ended
  }
}
