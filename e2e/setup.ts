/** Before all journeys: the database server is started and the house begun, once; both are closed after the last. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { databasesFile, houseFile, lookedAt, node } from './world.ts'

export default async function setup(): Promise<() => Promise<void>> {
  fs.mkdirSync(path.dirname(houseFile), { recursive: true })
  for (const file of [databasesFile, houseFile]) fs.rmSync(file, { force: true })
  fs.rmSync(lookedAt, { recursive: true, force: true })
  const child = spawn(node, [path.join(import.meta.dirname, 'house.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const said = async (what: string) => {
    const line = await lines.next()
    if (line.done) throw new Error(`${what} (exit ${await ended}); the reason stands above.`)
    return line.value
  }
  fs.writeFileSync(databasesFile, await said('The database server could not be started'))
  // Written beside and moved: whoever waits for it finds it whole.
  const tell = (text: string) => {
    fs.writeFileSync(`${houseFile}.new`, text)
    fs.renameSync(`${houseFile}.new`, houseFile)
  }
  const open = said('The house could not be opened').then(tell, (error: Error) =>
    tell(JSON.stringify({ failed: error.message })),
  )
  return async () => {
    child.stdin.end()
    await ended
    await open
  }
}
